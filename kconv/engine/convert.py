"""One conversion: read the stash, to the hub, put back what was hidden, to the target, keep what it cannot hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Literal

from kconv.engine import preserve, stash
from kconv.engine.conversion import Conversion, Note, default_note, notes
from kconv.engine.fragment import is_fragment
from kconv.engine.kind import Kind
from kconv.engine.meaning import meaning
from kconv.engine.patch import difference, restore
from kconv.engine.route import Route, route
from kconv.errors import Question, UnknownKindError
from kconv.names import GroupVersion, Release
from kconv.paths import MISSING, FieldPath, get, pattern, show
from kconv.rules import Decision, Json, Rule

Defaults = Literal["preserve", "none", "all"]

LOSS = Decision(
    "loss",
    "A field that the target version has no place for, where no `--stash` keeps it in an annotation.",
    {"drop": "The field is left out."},
)
"""The one question that no kind asks, but the engine for all of them."""


def convert_kind(
    kind: Kind,
    obj: dict[str, Json],
    to: GroupVersion,
    *,
    release: Release,
    defaults: Defaults = "preserve",
    decisions: Mapping[str, str] | None = None,
    leave_out: Collection[str] = (),
    keep: bool = True,
    demands: bool | None = None,
) -> Conversion:
    """Convert an object of a known kind.

    ``release`` is the one whose defaults the target version has, ``decisions`` answers questions by name,
    ``leave_out`` names default paths that are not to be written, ``keep`` allows kconv's own annotation,
    ``demands`` meets what the target's server wants of an object (with "preserve" where it is not said). The result
    shares with the input what did not change. Raises UnknownKindError for a version that the kind does not have, and
    StashTooLargeError.
    """
    source = GroupVersion.parse(obj["apiVersion"])
    if source == to:
        return Conversion(obj)
    way = _way(kind, source, to)
    clean, held, wrong = stash.take(obj, kind.name, kind.hub)
    run = _Run(kind, way, release, decisions or {}, leave_out, held)
    if wrong:
        run.told.append(Note("info", _ANNOTATION_PATH, f"the stash was left out: {wrong}"))
    part = is_fragment(kind, clean)
    fragment = part and (defaults != "all" or is_fragment(kind, clean, sure=True))
    start = preserve.filled(clean, way.source.filling, release) if defaults == "all" and not fragment else clean
    hub = run.through(start, asking=keep)
    result = plain = run.out(hub)
    if defaults == "preserve" and way.filling and not fragment:
        result = run.keep_behaviour(clean, result)
    if way.target.settling and (defaults == "preserve" if demands is None else demands) and not part:
        result = run.settle(result)
    if run.unsure or run.doubts:
        result = run.stashed(start, hub, plain, result, keep)
    return Conversion(result, list(way.moves), run.told, run.questions, fragment)


@lru_cache(maxsize=1024)
def _way(kind: Kind, source: GroupVersion, to: GroupVersion) -> Route:
    for version in (source, to):
        if version not in kind.versions:
            raise UnknownKindError(
                f"{kind.name} has no version {version}",
                gvk=source.kind(kind.name),
                hint=f"its versions are {', '.join(map(str, kind.versions))}",
            )
    return route(kind, source, to)


_ANNOTATION_PATH = show(("metadata", "annotations", stash.ANNOTATION))


class _Run:
    """One conversion under way: what it was asked, and what it has to tell.

    ``unsure`` says that the object came with a stash, ``doubts`` which rules may not be walked back: only then need
    anything be compared to know what the target cannot hold.
    """

    __slots__ = ("decisions", "doubts", "held", "kind", "leave_out", "questions", "release", "told", "unsure", "way")

    def __init__(
        self,
        kind: Kind,
        way: Route,
        release: Release,
        decisions: Mapping[str, str],
        leave_out: Collection[str],
        held: stash.Stash,
    ) -> None:
        self.kind = kind
        self.way = way
        self.release = release
        self.decisions = decisions
        self.leave_out = leave_out
        self.held = held
        self.unsure = held is not stash.NOTHING and bool(held)
        self.doubts: list[Rule] = []
        self.told: list[Note | preserve.Compared] = []
        self.questions: list[Question] = []

    def through(self, obj: Json, *, asking: bool) -> Json:
        """The object in the hub, with what its version could not hold put back; ``asking`` for doubts."""
        source = self.way.source
        hub = source.to_hub(obj, self.doubts if asking and not source.exact else None)
        if self.held.hidden:
            hub, doubts = restore(hub, self.held.hidden, self.kind.list_keys)
            self.told += [Note("ambiguous", "", doubt) for doubt in doubts]
        return hub

    def out(self, hub: Json) -> Json:
        """The hub's object in the target version, said as it was said there before."""
        target = self.way.target
        result = target.from_hub(hub, None if target.exact else self.doubts)
        said = self.held.said.get(target.api_version)
        if said:
            result, doubts = restore(result, said, self.kind.list_keys)
            self.told += [Note("ambiguous", "", doubt) for doubt in doubts]
        return result

    def keep_behaviour(self, clean: Json, result: Json) -> Json:
        """The result with what the source's version meant by leaving it out and the target's would take otherwise."""
        way = self.way
        fills = meaning(self.kind, way, self.release)
        if self.unsure:
            meant = way.source.to_hub(fills.source(clean))
            if self.held.hidden:
                meant, _ = restore(meant, self.held.hidden, self.kind.list_keys)
            meant = way.target.from_hub(meant)
        else:
            meant = fills.meant(clean, result)
        if meant is result:
            return result
        bare, full = fills.target(result), fills.target(meant)
        if self.leave_out:
            return preserve.overlay(result, bare, full, self._wanted)
        self.told.append(preserve.Compared(result, bare, full))
        return preserve.overlay(result, bare, full)

    def _wanted(self, path: FieldPath, value: Json) -> bool:
        if self._left_out(pattern(path)):
            return False
        self.told.append(default_note(path, value))
        return True

    def _left_out(self, path: FieldPath) -> bool:
        """Whether the settings leave out a path, or one that it is below."""
        above = [show(path[:end]) for end in range(1, len(path) + 1)]
        return any(text in self.leave_out or f"{self.kind.name}.{text}" in self.leave_out for text in above)

    def settle(self, result: Json) -> Json:
        """The result as the target's server takes it, with the questions that only a person can answer."""
        for rule in self.way.target.settling:
            result, told, asked = rule.settle(result, self.decisions)
            if told:
                paths = {path for _, path, _ in told}
                self.told = [note for note in notes(self.told) if note.kind != "default" or note.path not in paths]
                self.told += [Note(kind, path, message) for kind, path, message in told]
            self.questions += asked
        return result

    def stashed(self, start: Json, hub: Json, plain: Json, result: Json, keep: bool) -> Json:
        """The result with its stash, or with the question whether what has no place may be lost."""
        way = self.way
        new = self.stash_for(start, hub, plain, keep)
        if new.hidden and not keep:
            return self.drop(result, new)
        if new and keep:
            result, size = stash.put(result, new, way.target.version.kind(self.kind.name), self.kind.hub)
            self.tell_stash(new, size)
        return result

    def stash_for(self, start: Json, hub: Json, plain: Json, keep: bool) -> stash.Stash:
        """What the target cannot hold, and how the source said what can be said in several ways."""
        way, keys, held = self.way, self.kind.list_keys, self.held
        target = way.target.api_version
        new = stash.Stash(held.origin or way.source.api_version)
        new.said = {version: entries for version, entries in held.said.items() if version != target}
        if not way.target.exact:
            new.hidden = difference(way.target.to_hub(plain), hub, keys)
        if keep and not way.source.exact:
            own = difference(way.source.from_hub(hub), start, keys)
            if own:
                new.said[way.source.api_version] = own
        return new

    def drop(self, result: Json, new: stash.Stash) -> Json:
        """Without a stash something visible would be lost: that is a person's decision."""
        lost = [show(pattern(entry["p"])) for entry in new.hidden if _is_visible(entry, result)]
        target = self.way.target.api_version
        for path in lost:
            if LOSS.answered(self.decisions):
                self.told.append(Note("dropped", path, f"{target} has no place for it"))
            else:
                why = f"{target} has no place for it; --stash keeps it in an annotation"
                self.questions.append(LOSS.question(path, why))
        return result

    def tell_stash(self, new: stash.Stash, size: int) -> None:
        for entry in new.hidden:
            why = f"{self.way.target.api_version} has no place for it; kept in the stash"
            self.told.append(Note("stash", show(pattern(entry["p"])), why))
        if size > stash.WARN:
            self.told.append(Note("stash", _ANNOTATION_PATH, f"the annotations take {size:,} of {stash.LIMIT:,} bytes"))


def _is_visible(entry: dict[str, Json], result: Json) -> bool:
    """Whether an entry of the stash holds anything that a person would miss.

    One without a value only says what the way back would add, such as a 0 that the target demands; an empty map or list
    is not missed where the target has the field, with more in it.
    """
    if "is" not in entry:
        return False
    if entry["is"] not in ({}, []):
        return True
    path = tuple(step for step in entry["p"] if isinstance(step, str))
    return len(path) < len(entry["p"]) or get(result, path) in (MISSING, None, {}, [])
