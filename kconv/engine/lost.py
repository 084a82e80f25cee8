"""Most of what a version cannot represent are fields that it lacks, and nothing else is the matter with an object.

Then it is known without converting back what the way back would give: the object without these fields. That holds for
a field which no rule touches on the way to the one that takes it, but to move what holds it, and in an object that has
another such field: so it stays an object all the way, there and back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kconv.engine.moves import Pair
from kconv.paths import EACH, MISSING, VALUES, FieldPath, Segment, meet
from kconv.records import NamedTuple
from kconv.rules import Converts, Gone, Json, Lacks, Move, Part
from kconv.rules.gone import Discards


class Lost:
    """The fields of which it is known that the way to the hub, or ``back``, takes them, and the ``rules`` that do.

    Nothing need be converted back if no other rule doubts that its result leads back.
    """

    __slots__ = ("_root", "rules")

    def __init__(self, converting: Sequence[Part[Converts]], *, back: bool) -> None:
        self.rules: list[Converts] = []
        self._root = _Holder(stays=True)
        before: list[Part[Converts]] = []
        for part in reversed(converting) if back else converting:
            found = [_carried(path, before, back=back) for path in part.below(_taken(part.rule, back=back))]
            known = [each for each in found if each]
            if found and len(known) == len(found):
                self.rules.append(part.rule)
                for each in known:
                    self._root.add(each)
            before.insert(0, part)

    def left(self, obj: Json) -> Json:
        """What comes back of an object; the object itself if it has none of the fields, MISSING if it is not known."""
        return self._root.left(obj) if self.rules else obj


class _Field(NamedTuple):
    """A field that is taken: where the object that is converted has it, the fields beside it that may come and go, and
    where else it may lie."""

    place: FieldPath
    touched: frozenset[Segment]
    elsewhere: tuple[FieldPath, ...]


def _taken(rule: Converts, *, back: bool) -> Iterator[FieldPath]:
    """The fields that a rule takes out of an object, if it does nothing else."""
    if back and isinstance(rule, Lacks):
        yield from rule.paths
    elif back and isinstance(rule, Discards):
        yield rule.dropped.path
    elif not back and isinstance(rule, Gone):
        yield rule.path


def _carried(place: FieldPath, before: Sequence[Part[Converts]], *, back: bool) -> _Field | None:
    """A field before some rules, the latest first, have moved what holds it; None if they do anything else with it."""
    touched: set[Segment] = set()
    elsewhere: list[FieldPath] = []
    for part in before:
        moved = _moved(part, back=back)
        if moved and len(place) > len(moved[0]) and place[: len(moved[0])] == moved[0]:
            elsewhere.append(place)
            place = moved[1] + place[len(moved[0]) :]
            continue
        for path in part.below(path for path, _ in part.rule.changes):
            if meet(path, place):
                return None
            if meet(path, place[:-1]) and len(path) >= len(place):
                touched.add(path[len(place) - 1])
    return _Field(place, frozenset(touched), tuple(elsewhere))


def _moved(part: Part[Converts], *, back: bool) -> Pair | None:
    """Where a rule moves something, and from where."""
    if type(part.rule) is not Move:
        return None
    spoke, hub = part.below((part.rule.spoke, part.rule.hub))
    return (spoke, hub) if back else (hub, spoke)


class _Holder:
    """What holds fields, somewhere below the top of an object. ``stays`` says that it does even if nothing is in it."""

    __slots__ = ("below", "elsewhere", "fields", "stays", "touched")

    def __init__(self, *, stays: bool) -> None:
        self.stays = stays
        self.below: dict[Segment, _Holder] = {}
        self.fields: set[Segment] = set()
        self.touched: set[Segment] = set()
        self.elsewhere: set[Segment] = set()

    def add(self, field: _Field) -> None:
        """Have a field somewhere in it."""
        holder = self._at(field.place[:-1])
        holder.fields.add(field.place[-1])
        holder.touched |= field.touched
        for path in field.elsewhere:
            self._at(path[:-1]).elsewhere.add(path[-1])

    def _at(self, path: FieldPath) -> _Holder:
        if not path:
            return self
        step = path[0]
        return self.below.setdefault(step, _Holder(stays=step in (EACH, VALUES)))._at(path[1:])

    def left(self, obj: Json) -> Json:
        """What comes back of such an object, or of anything else in its place."""
        out = obj
        for step, inner in self.below.items():
            out = inner._left_in(out, step)
            if out is MISSING:
                return MISSING
        if not isinstance(out, dict) or not self.elsewhere.isdisjoint(out):
            return MISSING if isinstance(out, dict) else out
        if self.fields.isdisjoint(out):
            return out
        out = {key: value for key, value in out.items() if key not in self.fields}
        return out if self.stays or not self.touched.issuperset(out) else MISSING

    def _left_in(self, obj: Json, step: Segment) -> Json:
        """What comes back of the object around such ones, to which a step leads."""
        out = obj
        for key, value in _at(obj, step):
            new = self.left(value)
            if new is MISSING:
                return MISSING
            if new is not value:
                out = obj.copy() if out is obj else out
                out[key] = new
        return out


def _at(obj: Json, step: Segment) -> Sequence[tuple[Segment, Json]]:
    """What a step leads to, with the key or index of each."""
    if isinstance(obj, dict):
        if step is VALUES:
            return tuple(obj.items())
        return ((step, obj[step]),) if step in obj else ()
    return tuple(enumerate(obj)) if step is EACH and isinstance(obj, list) else ()
