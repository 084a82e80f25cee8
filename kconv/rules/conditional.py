"""A discriminated union says in one field (`type: S3`) which others the object has: what they are called, and what they
are when left out, may depend on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from kconv.names import Release
from kconv.paths import MISSING, FieldPath, get, meet, parse, show, split
from kconv.rules.base import Change, Converts, Fills, Part, of_part, plainly, reshaped
from kconv.rules.default import word
from kconv.rules.fills import Filling, Step, join
from kconv.rules.matching import PRESENT, fits
from kconv.rules.move import taken_from
from kconv.values import Json, update

if TYPE_CHECKING:
    from kconv.rules.fills import Add, Fill
    from kconv.rules.schema import Node, Resolve


class Condition:
    """Another field of the same object, and the values that it must have; MISSING is a field that is left out, PRESENT
    one that is there."""

    def __init__(self, path: str, values: Sequence[Json]) -> None:
        self.path = parse(path)
        self.text = path
        self.values = tuple(values)

    def holds(self, obj: Json) -> bool:
        """Whether the field has one of the values."""
        value = get(obj, self.path)
        return any(fits(value, one) for one in self.values)

    def describe(self, parts: Sequence[Part[Fills]] | Sequence[Part[Converts]]) -> list[str]:
        """The sentences of what is governed, each with the condition."""
        condition = " or ".join(dict.fromkeys(_word(value) for value in self.values))
        return [f"when {self.text} is {condition}: {line}" for part in parts for line in part.describe()]


class ConditionalDefaults(Fills):
    """Defaults under a condition: what a strategy's settings are when left out depends on the strategy."""

    def __init__(self, condition: Condition, governed: Sequence[Part[Fills]]) -> None:
        self.condition = condition
        self.governed = governed
        reads = [part.below(part.rule.reads) for part in governed if part.rule.reads is not None]
        self.reads = (condition.path, *chain(*reads)) if len(reads) == len(governed) else None

    def fillings(self, release: Release) -> list[Filling]:
        inner = [each for part in self.governed for each in of_part(part, release)]
        whole = self.condition.path
        shared = _shared_way(whole, [each.steps for each in inner])
        below = [Filling(each.steps[shared:], each.fill) for each in inner]
        path, values = whole[shared:], self.condition.values
        any_value = PRESENT in values

        def make(add: Add) -> Fill:
            fills = join(below, add)

            def fill(obj: Json) -> Json:
                value = get(obj, path)
                if value in values or (any_value and value is not MISSING):
                    for each in fills:
                        obj = each(obj)
                return obj

            return fill

        return [Filling(tuple((part, False) for part in whole[:shared]), make)]

    def describe(self) -> list[str]:
        return self.condition.describe(self.governed)


class ConditionalChanges(Converts):
    """Conversions under a condition that holds in both forms, because none of them changes the field it is about."""

    exact = False

    def __init__(self, condition: Condition, governed: Sequence[Part[Converts]]) -> None:
        self.condition = condition
        self.governed = governed
        self.moves = tuple(
            (show(part.path + parse(old)), show(part.path + parse(new)))
            for part in governed
            for old, new in part.rule.moves
        )
        within = tuple(
            (part.path + path, len(part.path) + depth) for part in governed for path, depth in part.rule.changes
        )
        if any(meet(path, condition.path) for path, _ in within):
            raise ValueError(
                f"When({condition.text!r}, …): a rule in it may change {condition.text}, and then the condition could "
                "not be read on the way back"
            )
        self.changes = ((condition.path, len(condition.path)), *within, *self.leftover().places_above())

    def to_hub(self, obj: Json) -> Json:
        return plainly(self.governed, obj) if self.condition.holds(obj) else obj

    def from_hub(self, obj: Json) -> Json:
        return plainly(self.governed, obj, back=True) if self.condition.holds(obj) else obj

    def writes(self) -> Iterator[tuple[FieldPath, Json, bool]]:
        for part in self.governed:
            yield from ((part.path + path, value, hub) for path, value, hub in part.rule.writes())

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        """Both places are there, and neither must be: which one an object has, the condition says."""
        from kconv.rules import schema

        made = reshaped(node, self.governed, resolve)
        for path, _ in self.changes:
            there, found = schema.at(node, path, resolve), schema.at(made, path, resolve)
            if there is not None and found is None:
                made = schema.put(made, path, there, resolve)
            elif there is not None and found != there:
                made = schema.put(made, path, schema.ANYTHING, resolve)
            elif there is None and found is not None:
                made = schema.optional(made, path, resolve)
        return made

    def leftover(self) -> Leftover:
        """What cleans up after it."""
        spoke, hub = ({parse(pair[way]) for pair in self.moves} for way in (0, 1))
        return Leftover(path for path in hub if path not in spoke)

    def describe(self) -> list[str]:
        return self.condition.describe(self.governed)


class Leftover(Converts):
    """The places in the hub that only moves lead to: in the spoke there is nothing at any of them.

    It stands before all the moves of its list, so that on the way back it gets what none of them has moved. The stash
    keeps that. ``spoke`` are the places from which moves lead, for one that stands behind them.
    """

    exact = False

    def __init__(self, hub: Iterable[FieldPath] = (), spoke: Iterable[FieldPath] = ()) -> None:
        self.places, self.spoke = (tuple(split(path) for path in sorted(each, key=show)) for each in (hub, spoke))
        self.changes = ()

    def places_above(self) -> tuple[Change, ...]:
        """What it can take away, for the rule after which it cleans up to name among its own changes."""
        return tuple((item + rest, len(item) + 1) for item, rest in self.places)

    @property
    def all_places(self) -> list[FieldPath]:
        """Whatever it looks at, either way."""
        return [item + rest for item, rest in (*self.places, *self.spoke)]

    @property
    def heads(self) -> frozenset[str] | None:
        firsts = {place[0] for place in self.all_places}
        found = frozenset(first for first in firsts if isinstance(first, str))
        return found if len(found) == len(firsts) else None

    def narrowed(self) -> tuple[str, Converts] | None:
        hub, spoke = ([(item + rest)[1:] for item, rest in each] for each in (self.places, self.spoke))
        heads = self.heads or ()
        return (next(iter(heads)), Leftover(hub, spoke)) if len(heads) == 1 and all((*hub, *spoke)) else None

    def to_hub(self, obj: Json) -> Json:
        return _cleared(obj, self.spoke)

    def from_hub(self, obj: Json) -> Json:
        return _cleared(obj, self.places)

    def undone(self, obj: Json, new: Json, *, back: bool) -> bool:
        """What is cleared away does not come back, and on the way back more may be."""
        return new is obj and _cleared(obj, self.spoke if back else self.places) is obj


def _cleared(obj: Json, places: Iterable[tuple[FieldPath, tuple[str, ...]]]) -> Json:
    for item, rest in places:
        obj = update(obj, item, lambda each: _without(each, rest)) if item else _without(obj, rest)  # noqa: B023
    return obj


def _without(obj: Json, path: tuple[str, ...]) -> Json:
    return obj if get(obj, path) is MISSING else taken_from(obj, path)


def _shared_way(path: FieldPath, ways: Sequence[tuple[Step, ...]]) -> int:
    """How many steps the condition and all that it governs have in common, none of them optional."""
    for at, part in enumerate(path[:-1]):
        if any(way[at : at + 1] != ((part, False),) for way in ways):
            return at
    return len(path) - 1


def _word(value: Json) -> str:
    if value is PRESENT:
        return "there"
    return "left out" if value in (MISSING, None, "") else word(value)
