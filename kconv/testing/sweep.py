"""Random objects draw a third of a large schema's fields; a loss in the rest is found by going through all of them.

Each leaf stands alone in the least object that has it: with each value of its enum, with zero and another value, in one
item of a list and in two that are not sorted. Fields that a one-of or a rule joins also stand in pairs. The work grows
with the leaves, and nothing is left to chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

from kconv.paths import EACH, MISSING, VALUES, FieldPath
from kconv.testing.least import REPEATED, Least, joined
from kconv.testing.shape import Shape
from kconv.testing.strategies.plan import NodePlan
from kconv.testing.subject import Json

_PAIRED: Final = 8
"""Joined siblings of which every pair is tried."""
_DEEPEST: Final = 24
_UNNAMED: Final = "notNamed"
"""A field for schemas that keep fields without naming them."""


@dataclass(frozen=True)
class Probe:
    """The least object that has a leaf; ``leaf`` is its place. ``pair`` is whether it is there twice, in two items of
    a list or under two keys of a map.
    """

    leaf: FieldPath
    obj: Json
    pair: bool = False


@dataclass(frozen=True)
class Sweep:
    """The probes of a version, and ``never``: the leaves that no valid object was found for.

    ``least`` is the object without any leaf that need not be there, ``filled`` has every scalar that is in no list and
    no map.
    """

    probes: tuple[Probe, ...]
    leaves: frozenset[FieldPath]
    least: Json
    filled: Json

    @property
    def never(self) -> frozenset[FieldPath]:
        """The leaves that are in no probe."""
        return self.leaves - {probe.leaf for probe in self.probes}


@lru_cache(maxsize=64)
def sweep(shape: Shape) -> Sweep:
    """The sweep of a version's schema."""
    broom = _Broom(shape)
    found, seen = [], set()
    for probe in broom.probes():
        text = repr(probe)
        if text not in seen:
            seen.add(text)
            found.append(probe)
    least, root = broom.least, broom.least.root
    return Sweep(tuple(found), frozenset(broom.leaves), least.bare(root), least.filled(root))


def _unsorted(values: list[Any]) -> tuple[Any, Any]:
    """Two values, the greater one first: whoever sorts them, and to sort does not lose them, changes their order."""
    first = values[0]
    others = [each for each in values if each != first]
    second = next((each for each in others if type(each) is type(first)), others[0] if others else first)
    if not isinstance(first, (str, int, float)) or type(first) is not type(second):
        return first, second
    low, high = sorted([first, second])
    return high, low


class _Broom:
    """Goes through one schema."""

    def __init__(self, shape: Shape) -> None:
        self.shape, self.least = shape, Least(shape)
        self.leaves: set[FieldPath] = set()

    def probes(self) -> Iterator[Probe]:
        for path, value, second in self._places(self.least.root, (), ()):
            found = self.least.having(path, value, second)
            if found is not None:
                yield Probe(path, found, pair=second is not MISSING)

    def _places(self, plan: NodePlan, path: FieldPath, inside: tuple[str, ...]) -> Iterator[tuple[FieldPath, Any, Any]]:
        """Each place below a node with a value for it, and another for a second item or key, MISSING for none."""
        name = plan.node.get("title", "") if not self.shape.custom else ""
        if len(path) > _DEEPEST or (name and name in inside):
            return
        inside = (*inside, name)
        if plan.form in ("scalar", "anything", "free"):
            self.leaves.add(path)
            values = self.least.values(plan)
            yield from ((path, value, MISSING) for value in values)
            if not REPEATED.isdisjoint(path):
                yield path, *_unsorted(values)
            return
        if path:
            yield path, [] if plan.form == "list" else {}, MISSING
        if plan.form == "list":
            yield from self._places(self.least.plans.of(plan.items), (*path, EACH), inside)
        elif plan.form == "map":
            yield from self._places(self.least.plans.of(plan.values or {}), (*path, VALUES), inside)
        else:
            for key, node in plan.fields.items():
                yield from self._places(self.least.plans.of(node), (*path, key), inside)
            yield from self._pairs(plan, path)
            if path and plan.keeps:
                yield path, {_UNNAMED: "a"}, MISSING

    def _pairs(self, plan: NodePlan, path: FieldPath) -> Iterator[tuple[FieldPath, Any, Any]]:
        names = [key for key in plan.fields if key in joined(plan.node)][:_PAIRED]
        for one, other in combinations(names, 2):
            mine, theirs = (self.least.plans.of(plan.fields[key]) for key in (one, other))
            listed = mine.form == "scalar" and mine.node.get("enum")
            for value in self.least.values(mine) if listed else [self.least.some(mine)]:
                yield path, {one: value, other: self.least.some(theirs)}, MISSING
