"""One conversion: read the stash, to the hub, put back what was hidden, to the target, keep what it cannot hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Literal

from kconv.engine import preserve, stash
from kconv.engine.conversion import Conversion, Note
from kconv.engine.kind import Kind
from kconv.engine.patch import difference, restore
from kconv.engine.route import Route, route
from kconv.errors import Question, UnknownKindError
from kconv.names import GroupVersion, Release
from kconv.paths import EACH, MISSING, FieldPath, expand, get, parse, show
from kconv.rules import Decision, Json

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
    run = _Run(kind, way, release, decisions or {}, leave_out)
    if wrong:
        run.notes.append(Note("info", _ANNOTATION_PATH, f"the stash was left out: {wrong}"))
    part = is_fragment(kind, clean)
    run.fragment = part and (defaults != "all" or is_fragment(kind, clean, sure=True))
    start = preserve.filled(clean, way.source.filling, release) if defaults == "all" and not run.fragment else clean
    hub = run.through(start, held)
    result = plain = run.out(hub, held)
    if defaults == "preserve" and not run.fragment:
        result = run.keep_behaviour(clean, held, result)
    if (defaults == "preserve" if demands is None else demands) and not part:
        result = run.settle(result)
    new = run.stash_for(start, hub, plain, held, keep)
    if new.hidden and not keep:
        result = run.drop(result, new)
    elif new and keep:
        result, size = stash.put(result, new, to.kind(kind.name), kind.hub)
        run.tell_stash(new, size)
    return Conversion(result, list(way.moves), run.notes, run.questions, run.fragment)


def _way(kind: Kind, source: GroupVersion, to: GroupVersion) -> Route:
    for version in (source, to):
        if version not in kind.versions:
            raise UnknownKindError(
                f"{kind.name} has no version {version}",
                gvk=source.kind(kind.name),
                hint=f"its versions are {', '.join(map(str, kind.versions))}",
            )
    return route(kind, source, to)


def is_fragment(kind: Kind, obj: Json, *, sure: bool = False) -> bool:
    """Whether the object is only a part of one, for which defaults do not hold.

    An explicit null or empty list is a whole object's: Go writes one where a program left the list out. ``sure`` asks
    only for fields that Go never leaves out.
    """
    return any(_lacks(obj, path.removesuffix("?")) for path in kind.whole if not (sure and path.endswith("?")))


def _lacks(obj: Json, path: str) -> bool:
    listed, holder, choices = _demand(path)
    if listed and get(obj, listed) is MISSING:
        return True
    return any(all(get(obj, (*at, *choice)) is MISSING for choice in choices) for at in expand(obj, holder))


@lru_cache(maxsize=256)
def _demand(path: str) -> tuple[FieldPath, FieldPath, list[FieldPath]]:
    """The list that a path of ``whole`` goes through, where its fields stand, and those of which one must be there."""
    first, *others = path.split("|")
    *holder, last = parse(first)
    listed = holder[: holder.index(EACH)] if EACH in holder else []
    return tuple(listed), tuple(holder), [(last,), *map(parse, others)]


_ANNOTATION_PATH = show(("metadata", "annotations", stash.ANNOTATION))


class _Run:
    """One conversion under way: what it was asked, and what it has to tell."""

    def __init__(
        self, kind: Kind, way: Route, release: Release, decisions: Mapping[str, str], leave_out: Collection[str]
    ) -> None:
        self.kind = kind
        self.way = way
        self.release = release
        self.decisions = decisions
        self.leave_out = leave_out
        self.notes: list[Note] = []
        self.questions: list[Question] = []
        self.fragment = False

    def through(self, obj: Json, held: stash.Stash) -> Json:
        """The object in the hub, with what its version could not hold put back."""
        hub = self.way.source.to_hub(obj)
        if held.hidden:
            hub, doubts = restore(hub, held.hidden, self.kind.list_keys)
            self.notes += [Note("ambiguous", "", doubt) for doubt in doubts]
        return hub

    def out(self, hub: Json, held: stash.Stash) -> Json:
        """The hub's object in the target version, said as it was said there before."""
        result = self.way.target.from_hub(hub)
        said = held.said.get(self.way.target.api_version)
        if said:
            result, doubts = restore(result, said, self.kind.list_keys)
            self.notes += [Note("ambiguous", "", doubt) for doubt in doubts]
        return result

    def keep_behaviour(self, clean: Json, held: stash.Stash, result: Json) -> Json:
        """The result with what the source's version meant by leaving it out and the target's would take otherwise."""
        way = self.way
        if not way.source_fills and not way.target_fills:
            return result
        meant = way.source.to_hub(preserve.filled(clean, way.source_fills, self.release))
        if held.hidden:
            meant, _ = restore(meant, held.hidden, self.kind.list_keys)
        full = preserve.filled(way.target.from_hub(meant), way.target_fills, self.release)
        bare = preserve.filled(result, way.target_fills, self.release)
        return preserve.overlay(result, bare, full, self._wanted)

    def _wanted(self, path: FieldPath, value: Json) -> bool:
        if self._left_out(_pattern(path)):
            return False
        place = show(path)
        self.notes.append(Note("default", place, preserve.describe(place, value)))
        return True

    def _left_out(self, path: FieldPath) -> bool:
        """Whether the settings leave out a path, or one that it is below."""
        above = [show(path[:end]) for end in range(1, len(path) + 1)] if self.leave_out else []
        return any(text in self.leave_out or f"{self.kind.name}.{text}" in self.leave_out for text in above)

    def settle(self, result: Json) -> Json:
        """The result as the target's server takes it, with the questions that only a person can answer."""
        for rule in self.way.target.settling:
            result, told, asked = rule.settle(result, self.decisions)
            paths = {path for _, path, _ in told}
            self.notes = [note for note in self.notes if note.kind != "default" or note.path not in paths]
            self.notes += [Note(kind, path, message) for kind, path, message in told]
            self.questions += asked
        return result

    def stash_for(self, start: Json, hub: Json, plain: Json, held: stash.Stash, keep: bool) -> stash.Stash:
        """What the target cannot hold, and how the source said what can be said in several ways."""
        way, keys = self.way, self.kind.list_keys
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
        # An entry without a value only says what the way back would add, such as a 0 that the target demands.
        lost = [show(_pattern(entry["p"])) for entry in new.hidden if "is" in entry]
        target = self.way.target.api_version
        for path in lost:
            if LOSS.answered(self.decisions):
                self.notes.append(Note("dropped", path, f"{target} has no place for it"))
            else:
                why = f"{target} has no place for it; --stash keeps it in an annotation"
                self.questions.append(LOSS.question(path, why))
        return result

    def tell_stash(self, new: stash.Stash, size: int) -> None:
        for entry in new.hidden:
            why = f"{self.way.target.api_version} has no place for it; kept in the stash"
            self.notes.append(Note("stash", show(_pattern(entry["p"])), why))
        if size > stash.WARN:
            self.notes.append(
                Note("stash", _ANNOTATION_PATH, f"the annotations take {size:,} of {stash.LIMIT:,} bytes")
            )


def _pattern(steps: Iterable[object]) -> FieldPath:
    return tuple(step if isinstance(step, str) else EACH for step in steps)
