"""Most of what a version cannot represent are fields that it lacks, or the order of a list that it has as a map, and
nothing else is the matter with an object.

Then it is known without converting back what the way back would give: the object without these fields, and with the
list in the order of the alphabet. That holds for a field which no rule touches on the way to the one that takes it, but
to move what holds it, and in an object that has another such field: so it stays an object all the way, there and back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from kconv.engine.moves import Pair
from kconv.paths import EACH, MISSING, VALUES, FieldPath, Segment, meet
from kconv.records import NamedTuple
from kconv.rules import Converts, Fills, Gone, Json, Keyed, Lacks, Move, Part
from kconv.rules.gone import Discards
from kconv.rules.inverse import Inverted


class Lost:
    """The fields of which it is known that the way to the hub, or ``back``, takes them, and the ``rules`` that do;
    ``orders`` are the rules that take the order of a list.

    Nothing need be converted back if no other rule doubts that its result leads back, and none of these for another
    reason than the order. ``is_filled`` says that a default, of those that a server fills in, may be of such a field.
    """

    __slots__ = ("_root", "is_filled", "orders", "rules")

    def __init__(
        self, converting: Sequence[Part[Converts]], filling: Sequence[Part[Fills]] = (), *, back: bool
    ) -> None:
        self.rules: list[Converts] = []
        self.orders: list[Converts] = []
        self._root = _Holder(stays=True)
        before: list[Part[Converts]] = []
        places: list[FieldPath] = []
        for part in reversed(converting) if back else converting:
            found = [_carried(path, before, back=back) for path in part.below(_taken(part.rule, back=back))]
            known = [each for each in found if each]
            if found and len(known) == len(found):
                self.rules.append(part.rule)
                for each in known:
                    self._root.add(each)
                    places.append(each.place)
            keyed = _keyed(part.rule, back=back)
            if keyed and _stays(place := part.path + keyed.hub, keyed.key, before):
                self.orders.append(part.rule)
                self._root.order(place, keyed.key)
            before.insert(0, part)
        reads = [None if part.rule.reads is None else part.below(part.rule.reads) for part in filling]
        self.is_filled = any(
            paths is None or any(meet(path, place) for path in paths for place in places) for paths in reads
        )

    def without_order(self, part: Part[Converts]) -> Part[Converts]:
        """A rule that does not mind the order of its list if it is known what becomes of that."""
        known = any(part.rule is each for each in self.orders)
        return part._replace(rule=_unordered(part.rule)) if known else part

    def left(self, obj: Json) -> Json:
        """What comes back of an object; the object itself if it has none of the fields, MISSING if it is not known."""
        return self._root.left(obj) if self.rules or self.orders else obj


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


def _keyed(rule: Converts, *, back: bool) -> Keyed | None:
    """The rule that makes a map of a list."""
    while isinstance(rule, Inverted):
        rule, back = rule.rule, not back
    return rule if back and isinstance(rule, Keyed) else None


def _unordered(rule: Converts) -> Converts:
    if isinstance(rule, Inverted):
        return Inverted(_unordered(rule.rule))
    return rule.unordered() if isinstance(rule, Keyed) else rule


def _stays(place: FieldPath, key: str, before: Sequence[Part[Converts]]) -> bool:
    """Whether rules leave a list where it is, with its items in their order, and with their keys."""
    inside = len(place) + 1
    return all(
        not meet(path, place) or (len(path) > inside and path[inside] != key)
        for part in before
        for path in part.below(path for path, _ in part.rule.changes)
    )


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

    __slots__ = ("below", "elsewhere", "fields", "orders", "stays", "touched")

    def __init__(self, *, stays: bool) -> None:
        self.stays = stays
        self.below: dict[Segment, _Holder] = {}
        self.fields: set[Segment] = set()
        self.touched: set[Segment] = set()
        self.elsewhere: set[Segment] = set()
        self.orders: dict[Segment, str] = {}

    def add(self, field: _Field) -> None:
        """Have a field somewhere in it."""
        holder = self._at(field.place[:-1])
        holder.fields.add(field.place[-1])
        holder.touched |= field.touched
        for path in field.elsewhere:
            self._at(path[:-1]).elsewhere.add(path[-1])

    def order(self, place: FieldPath, key: str) -> None:
        """Have a list somewhere in it whose order is lost."""
        self._at(place[:-1]).orders[place[-1]] = key

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
        for step, key in self.orders.items():
            out = _in_order(out, step, key)
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


def _in_order(obj: Json, step: Segment, key: str) -> Json:
    """An object with the items of a list in the order of their keys; itself if they are."""
    items = obj.get(step)
    if not isinstance(items, list):
        return obj
    names = [name for item in items if isinstance(item, dict) and isinstance(name := item.get(key), str)]
    if len(names) < len(items) or names == sorted(names):
        return obj
    return {**obj, step: sorted(items, key=itemgetter(key))}


def _at(obj: Json, step: Segment) -> Sequence[tuple[Segment, Json]]:
    """What a step leads to, with the key or index of each."""
    if isinstance(obj, dict):
        if step is VALUES:
            return tuple(obj.items())
        return ((step, obj[step]),) if step in obj else ()
    return tuple(enumerate(obj)) if step is EACH and isinstance(obj, list) else ()
