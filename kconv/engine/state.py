"""One conversion under way: what was requested, what is to be reported, and what must be kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import Literal, TypeAlias

from kconv.engine import own_metadata, preserve, stash
from kconv.engine.compiled.defaults import meaning
from kconv.engine.conversion import Misfit, Noted, default_note
from kconv.engine.difference import difference
from kconv.engine.edited import Edited, EditedElsewhere
from kconv.engine.entries import Entry
from kconv.engine.given_up import discarding
from kconv.engine.joint import agreeing
from kconv.engine.kind import Kind
from kconv.engine.losses import ANNOTATION_PATH, Losses
from kconv.engine.lost import Lost
from kconv.engine.patch import restore
from kconv.engine.room import fitted
from kconv.engine.route import Leg, Route, leg
from kconv.engine.together import before_filled, unedited
from kconv.errors import Question
from kconv.names import Release
from kconv.notes import Note
from kconv.paths import MISSING, FieldPath, get, pattern, same, show
from kconv.records import NamedTuple
from kconv.rules import Converts, Json
from kconv.rules.settle import settled

UNSURE = Converts()
LOST = Converts()

Keep: TypeAlias = "bool | Literal['fitting']"
"""Whether there is to be a stash; "fitting" is one of what there is room for."""


class Lasting(NamedTuple):
    """An object, what a version's rules made of it, and what they would make of that on the way back."""

    start: Json
    made: Json
    left: Json

    def of(self, start: Json, filled: Json, lost: Lost) -> Json:
        """What comes back of an object from what a server has filled in; None if that is not known.

        It is if what was filled in is ``lost`` again on the way back.
        """
        if start is not self.start:
            return None
        return self.left if filled is self.made or lost.left(filled) == self.made else None


class ConversionState:
    """The state of one conversion.

    ``doubts`` has a rule that may not be walked back, or UNSURE if the object came with a stash: only then need
    anything be compared to know what the target cannot hold. ``by_server``: an API server fills in the defaults of
    each version, so that what a reader sees, and sends back, is the object with them.
    """

    __slots__ = (
        "by_server",
        "decisions",
        "doubts",
        "held",
        "hidden",
        "kind",
        "leave_out",
        "left_out",
        "misfits",
        "noted",
        "own",
        "questions",
        "release",
        "way",
    )

    def __init__(
        self,
        kind: Kind,
        way: Route,
        release: Release,
        decisions: Mapping[str, str],
        leave_out: Collection[str],
        held: stash.Stash,
        wrong: str,
        by_server: bool = False,
    ) -> None:
        self.kind = kind
        self.way = way
        self.release = release
        self.decisions = decisions
        self.leave_out = leave_out
        self.held = held
        self.by_server = by_server
        self.doubts: list[Converts] = [UNSURE] if by_server or held is not stash.NOTHING else []
        self.noted: list[Noted] = []
        self.hidden: Lasting | None = None
        self.own: Lasting | None = None
        self.misfits: list[Misfit] = []
        self.left_out: list[str] = []
        self.questions: list[Question] = []
        if wrong:
            self.noted.append(Note("info", ANNOTATION_PATH, f"the stash was left out: {wrong}"))

    def to_hub(self, start: Json, may_lose: bool) -> Json:
        """An object of the source's version in the hub's shape; if it may lose something, with doubts."""
        source = self.way.source
        if not may_lose:
            hub = source.to_hub(start)
        else:
            doubts: list[Converts] = [UNSURE] if self.held.hidden else []  # what is put back changes what comes back
            hub = source.to_hub(start, doubts)
            self.own = self._lasting(start, hub, doubts, source.lost)
        return self._taken(hub, start) if source.hub_version == self.way.target.api_version else hub

    def from_hub(self, hub: Json, start: Json) -> Json:
        """The hub's object of ``start`` in the target's shape."""
        doubts: list[Converts] = []
        made = self.way.target.from_hub(hub, doubts)
        self.hidden = self._lasting(hub, made, doubts, self.way.target.lost_back)
        return self._taken(made, start)

    def _lasting(self, obj: Json, made: Json, doubts: list[Converts], lost: Lost) -> Lasting | None:
        """What is known of the way back of an object from what was made of it, None if that is nothing."""
        left = lost.left(obj)
        self.doubts += doubts or ([] if left is obj else [LOST])
        return None if doubts or left is MISSING else Lasting(obj, made, left)

    def unhidden(self, hub: Json, start: Json) -> Json:
        """The hub's object of ``start``, one of the source's version, with what the stash hid of it."""
        source, keys = self.way.source, self.kind.list_keys
        if not self.held.hidden:
            return hub if hub is start else self._served(self._hub, hub)  # by_server: start is filled in
        view = Edited(source.from_hub, source.moves, start, keys)
        joints = [(mine, theirs) for theirs, mine in source.joint]

        def put_back(obj: Json, entries: list[Entry]) -> Json:
            hidden = unedited(obj, entries, keys)
            hidden = agreeing(obj, hidden, joints, (source.from_hub, start), keys, view)
            return self._note_doubts(*restore(obj, hidden, keys, view))

        return self._put_back(self._hub, hub, self.held.hidden, put_back)

    def said(self, result: Json, start: Json, hub: Json) -> Json:
        """The result of ``start`` as its version said it once; in a former way only if none of it was edited."""
        keys, target = self.kind.list_keys, self.way.target
        said = self.held.said.get(target.api_version)
        if not said:
            is_filled = result is hub and not self.held.hidden
            return result if is_filled else self._served(target, result)
        view = EditedElsewhere(self.way.shown, self.way.moves, start, keys)

        def put_back(obj: Json, entries: list[Entry]) -> Json:
            held = unedited(obj, entries, keys, target.former)
            held = agreeing(obj, held, target.joint, (target.to_hub, hub), keys, view)
            return self._note_doubts(*restore(obj, held, keys, view))

        return self._served(target, self._put_back(target, result, said, put_back, target.former))

    def _put_back(
        self,
        version: Leg,
        obj: Json,
        entries: list[Entry],
        put_back: Callable[[Json, list[Entry]], Json],
        ways: Sequence[tuple[FieldPath, ...]] = (),
    ) -> Json:
        """An object of a version, as a server has it, with what a stash holds of it."""
        filled = self._served(version, obj)
        early = [] if filled is obj else before_filled(obj, filled, entries, self.kind.list_keys, ways)
        if early:
            filled = self._served(version, put_back(obj, early))
            entries = [each for each in entries if all(each is not other for other in early)]
        return put_back(filled, entries)

    @property
    def _hub(self) -> Leg:
        return leg(self.kind, self.kind.versions[0])

    def _served(self, version: Leg, obj: Json) -> Json:
        """An object of a version as an API server has it."""
        return preserve.filler(version.filling, self.release)(obj) if self.by_server else obj

    def _note_doubts(self, obj: Json, doubts: list[str]) -> Json:
        notes = (Note("ambiguous", "", doubt) for doubt in doubts)
        self.noted += [note for note in notes if note not in self.noted]
        return obj

    def keep_behaviour(self, clean: Json, result: Json) -> Json:
        """The result with what the source's version meant by leaving it out and the target's would take otherwise."""
        way = self.way
        fills = meaning(self.kind, way, self.release)
        if fills.written and not self.leave_out:
            new = fills.written(result)
            if new is not result:
                self.noted.append(preserve.Written(result, fills.source, fills.target))
            return new
        if UNSURE in self.doubts:
            start = fills.source(clean)
            if start is clean:
                return result
            hub = self.unhidden(way.source.to_hub(start), start)
            meant = self.said(way.target.from_hub(hub), start, hub)
        else:
            meant = fills.meant(clean, result)
        if meant is result:
            return result
        bare, full = fills.target(result), fills.target(meant)
        if self.leave_out or self.held:
            plain = way.target.from_hub(way.source.to_hub(clean)) if self.held else result
            return preserve.overlay(result, bare, full, partial(self._wanted, result, plain))
        self.noted.append(preserve.Compared(result, bare, full))
        return preserve.overlay(result, bare, full)

    def _wanted(self, result: Json, plain: Json, path: FieldPath, value: Json) -> bool:
        """Whether a default is written: not in place of what the stash has put back, which was in no need of one."""
        there = get(result, path)
        if self._left_out(pattern(path)) or not (there in (MISSING, None) or same(there, get(plain, path))):
            return False
        self.noted.append(default_note(path, value))
        return True

    def _left_out(self, path: FieldPath) -> bool:
        """Whether the settings leave out a path or a parent of it."""
        above = [show(each) for each in accumulate((step,) for step in path)]
        return any(text in self.leave_out or f"{self.kind.name}.{text}" in self.leave_out for text in above)

    def settle(self, result: Json, part: bool) -> Json:
        """The result as the target's server accepts it, and the questions that require a decision."""
        for demand in self.way.target.settling:
            rule = demand.rule
            if (part and not rule.of_parts) or (rule.since and self.release < rule.since):
                continue
            result, said, asked = settled(result, demand, self.decisions)
            self.noted += said
            self.questions += asked
        return result

    def stashed(self, start: Json, hub: Json, plain: Json, result: Json, keep: Keep, copies: int) -> Json:
        """The result with its stash, or with the question whether what has no place may be lost."""
        fits, keep = keep == "fitting", bool(keep)
        way = self.way
        new = self.stash_for(start, hub, plain, keep)
        losses = Losses(self.kind, way, self.decisions, self.noted, self.questions)
        if way.source.gone:
            losses.gone(start, way.source.gone, keep)
        if way.target.discards:
            losses.gone(hub, way.target.discards, keep)
        if way.source.inverted and not keep:
            losses.newer(start, hub)
        losses.unread(self.misfits, keep)
        if not keep:
            losses.hidden(new, result)
            return result
        if new:
            gvk, hub_version = way.target.version.kind(self.kind.name), self.kind.hub
            put = partial(stash.put, result, gvk=gvk, hub=hub_version, copies=copies)
            if fits:
                result, size, self.left_out = fitted(new, hub_version, put, result)
            else:
                result, size = put(new)
            losses.kept(new, size)
        return result

    def unfilled(self, clean: Json, start: Json, hub: Json, plain: Json) -> tuple[Json, Json, Json]:
        """The source's object, the hub's and the target's, of a kind that is total as they are without the defaults
        that were filled in: a server fills them in again, so that the stash need not keep them."""
        if start is clean or not self.kind.total:
            return start, hub, plain
        hub = self.unhidden(self.way.source.to_hub(clean), clean)
        plain = self.way.target.from_hub(hub)
        return clean, hub, self.said(plain, clean, hub)

    def stash_for(self, start: Json, hub: Json, plain: Json, keep: bool) -> stash.Stash:
        """What the target cannot represent, and how the source wrote what can be written in several ways."""
        way, keys, held = self.way, self.kind.list_keys, self.held
        target = way.target.api_version
        new = stash.Stash(held.origin or way.source.api_version)
        new.said = {version: entries for version, entries in held.said.items() if version != target}
        new.others = held.others
        if not way.target.exact:
            known = self.hidden and self.hidden.of(hub, plain, way.target.lost)
            back = known or way.target.to_hub(plain)
            again = self._seen(self._hub, back, hub, known and way.target.lost_back)
            again = discarding(again, way.target.discards)  # which a server may have filled in
            new.hidden = difference(again, discarding(hub, way.target.discards), keys)
            if not known:
                self._find_misfits(way.target, new.hidden, hub, again, back=True)
        if (keep or self.kind.total) and not way.source.exact:
            known = self.own and self.own.of(start, hub, way.source.lost_back)
            back = known or way.source.from_hub(hub)
            again = self._seen(way.source, back, start, known and way.source.lost)
            again = discarding(again, way.source.gone)
            own = difference(again, discarding(start, way.source.gone), keys)
            if not known:
                self._find_misfits(way.source, own, start, again, back=False)
            if own:
                new.said[way.source.api_version] = own
        return new

    def _seen(self, version: Leg, back: Json, of: Json, lost: Lost | None) -> Json:
        """What came back of an object that a server had filled in, as the server has it; ``lost`` is all that it lost,
        if that is known."""
        is_filled = lost and not lost.is_filled and not self.held.hidden
        return self._taken(back if is_filled else self._served(version, back), of)

    def _taken(self, made: Json, of: Json) -> Json:
        """What was made of an object, without labels and annotations that no server takes: the stash keeps those."""
        if not self.kind.total:
            return made
        valid = own_metadata.valid(made, of)
        if valid is not made:
            self.doubts.append(UNSURE)
        return valid

    def _find_misfits(self, version: Leg, entries: list[Entry], want: Json, have: Json, *, back: bool) -> None:
        if not self.kind.total:
            return
        from kconv.engine.set_aside import Raised  # few kinds are total

        raised = [each for each in self.doubts if isinstance(each, Raised)]
        if entries or raised:
            from kconv.engine.misfits import marked  # and few objects have any

            self.misfits += marked(version, entries, want, have, self.kind.list_keys, raised, back=back)
