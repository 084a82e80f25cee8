"""A version gave up a field that others still have: its value is discarded or kept, but for what rules took out of it.

`Dropped("spec.old")` after a move of `spec.old.size` to `spec.size` discards what is left of `spec.old`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from kconv.engine.moves import Pair, carried, moves_to_hub, turned
from kconv.paths import EACH, MISSING, VALUES, FieldPath, get
from kconv.records import NamedTuple
from kconv.rules import Converts, Dropped, Gone, Json, Part
from kconv.rules.gone import Discards
from kconv.values import update


class GivenUp(NamedTuple):
    """A field in an object that has it, and its rule. ``taken`` are the fields below it that have a place elsewhere."""

    place: FieldPath
    rule: Gone
    taken: tuple[FieldPath, ...] = ()

    def without(self, obj: Json) -> Json:
        """The object without the field; a parent stays, if only as an empty map."""
        *above, last = self.place
        taken = [path[len(self.place) :] for path in self.taken]
        return update(obj, tuple(above), partial(_rest, last, taken))

    def is_in(self, obj: Json) -> bool:
        """Whether the object has any of the field that is given up."""
        if self.taken or not all(isinstance(step, str) for step in self.place):
            return self.without(obj) is not obj
        return get(obj, self.place) is not MISSING

    def carried(self, pairs: Sequence[Pair]) -> Iterator[GivenUp]:
        """The field where pairs take it."""
        taken = [place for path in self.taken for place in carried(path, pairs)]
        for place in carried(self.place, pairs):
            yield GivenUp(place, self.rule, tuple(_below(place, taken)))


def of_spoke(converting: Sequence[Part[Converts]]) -> Iterator[GivenUp]:
    """The version's fields that the hub no longer has."""
    for index, part in enumerate(converting):
        if isinstance(part.rule, Gone):
            path = part.path + part.rule.path
            before = moves_to_hub(converting[:index])
            left = [pair for pair in before if not _leads(path, pair[1])]
            for place in carried(path, turned(before)):
                yield GivenUp(place, part.rule, tuple(_below(place, [spoke for spoke, _ in left])))


def of_hub(converting: Sequence[Part[Converts]]) -> Iterator[GivenUp]:
    """The hub's fields that the version dropped, because it is the newer one."""
    for index, part in enumerate(converting):
        if isinstance(part.rule, Discards):
            path = part.path + part.rule.dropped.path
            after = moves_to_hub(converting[index + 1 :])
            left = [hub for spoke, hub in after if not _leads(path, spoke)]
            place = carried(path, after)[0]
            yield GivenUp(place, part.rule.dropped, tuple(_below(place, left)))


def discarding(obj: Json, fields: Iterable[GivenUp]) -> Json:
    """The object without the fields, of some that are given up, that are discarded."""
    for each in fields:
        obj = each.without(obj) if isinstance(each.rule, Dropped) else obj
    return obj


def _leads(path: FieldPath, other: FieldPath) -> bool:
    return other[: len(path)] == path


def _below(place: FieldPath, others: Iterable[FieldPath]) -> list[FieldPath]:
    return [other for other in dict.fromkeys(others) if len(other) > len(place) and _leads(place, other)]


def _rest(last: object, taken: Sequence[FieldPath], holder: Json) -> Json:
    """The holder of a field with what was taken out of it, and nothing else of it."""
    if not isinstance(holder, dict) or last not in holder:
        return holder
    only = _only(holder[last], taken)
    if only is MISSING:
        return {key: value for key, value in holder.items() if key != last}
    return holder if only is holder[last] else {**holder, last: only}


def _only(value: Json, paths: Sequence[FieldPath]) -> Json:
    """What of a value is at some paths, MISSING for nothing; the value itself if that is all of it."""
    if not paths:
        return MISSING
    if () in paths:
        return value
    if isinstance(value, dict):
        below = {key: _only(each, _steps(paths, key, VALUES)) for key, each in value.items()}
        left = {key: each for key, each in below.items() if each is not MISSING}
        same = len(left) == len(value) and all(each is value[key] for key, each in left.items())
        return value if same and left else left or MISSING
    if isinstance(value, list):
        items = [_only(each, _steps(paths, EACH, EACH)) for each in value]
        found = [({} if each is MISSING else each) for each in items]
        same = all(each is old for each, old in zip(found, value, strict=True))
        return MISSING if all(each is MISSING for each in items) else value if same else found
    return MISSING


def _steps(paths: Sequence[FieldPath], *steps: object) -> list[FieldPath]:
    return [path[1:] for path in paths if path and any(path[0] is step or path[0] == step for step in steps)]
