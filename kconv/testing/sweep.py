"""Random objects draw a third of a large schema's fields; a loss in the rest is found by going through all of them.

Each leaf stands alone in the least object that has it: with each value of its enum, with zero and another value, in one
item of a list and in two. Fields that a one-of or a rule joins also stand in pairs. The work grows with the leaves, and
nothing is left to chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

from kconv.paths import EACH, MISSING, VALUES, FieldPath, get
from kconv.structural.vocabulary import JUNCTORS, VALIDATIONS, Schema, branches
from kconv.testing.draws import SeededDraw, Undrawable
from kconv.testing.shape import Shape
from kconv.testing.shrink import shrink
from kconv.testing.strategies.making import Maker, tree
from kconv.testing.strategies.plan import NodePlan, NodePlans
from kconv.testing.subject import Json, clone
from kconv.values import nested

_KEY: Final = "a"
"""The key of a map's one entry."""
_DRAWN: Final = 24
"""Objects that are drawn where the least one is not valid."""
_PAIRED: Final = 8
"""Joined siblings of which every pair is tried."""
_SELF: Final = re.compile(r"\bself\.([A-Za-z_]\w*)")
_OPEN: Final[tuple[Any, ...]] = ("a", 1, {"a": 1}, ["a"])
_DEEPEST: Final = 24


@dataclass(frozen=True)
class Probe:
    """The least object that has a leaf; ``leaf`` is its place."""

    leaf: FieldPath
    obj: Json


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
    return Sweep(tuple(found), frozenset(broom.leaves), broom.least(broom.root), broom.filled(broom.root))


class _Lowest:
    """Draws the plainest of everything."""

    def number(self, low: int, high: int) -> int:  # noqa: ARG002
        return low


class _Broom:
    """Goes through one schema."""

    def __init__(self, shape: Shape) -> None:
        self.shape, self.plans = shape, NodePlans(shape)
        self.root = NodePlan(shape.root, custom=shape.custom, whole=True)
        self.leaves: set[FieldPath] = set()
        self._narrows = False
        self._bases: dict[FieldPath, Json] = {}

    def probes(self) -> Iterator[Probe]:
        for path, value, second in self._places(self.root, (), ()):
            found = self._object(path, value)
            if found is not None:
                yield Probe(path, found)
            if second is not MISSING and EACH in path:
                found = self._object(path, value, second)
                if found is not None:
                    yield Probe(path, found)

    def _places(self, plan: NodePlan, path: FieldPath, inside: tuple[str, ...]) -> Iterator[tuple[FieldPath, Any, Any]]:
        """Each place below a node with a value for it, and another for a second item, MISSING for none."""
        name = plan.node.get("title", "") if not self.shape.custom else ""
        if len(path) > _DEEPEST or (name and name in inside):
            return
        inside = (*inside, name)
        if plan.form in ("scalar", "anything", "free"):
            self.leaves.add(path)
            values = self.values(plan)
            for value in values:
                second = next((each for each in values if each != value), value) if value is values[0] else MISSING
                yield path, value, second
            return
        if path:
            yield path, [] if plan.form == "list" else {}, MISSING
        if plan.form == "list":
            yield from self._places(self.plans.of(plan.items), (*path, EACH), inside)
        elif plan.form == "map":
            yield from self._places(self.plans.of(plan.values or {}), (*path, VALUES), inside)
        else:
            for key, node in plan.fields.items():
                yield from self._places(self.plans.of(node), (*path, key), inside)
            yield from self._pairs(plan, path)

    def _pairs(self, plan: NodePlan, path: FieldPath) -> Iterator[tuple[FieldPath, Any, Any]]:
        names = [key for key in plan.fields if key in joined(plan.node)][:_PAIRED]
        for one, other in combinations(names, 2):
            mine, theirs = (self.plans.of(plan.fields[key]) for key in (one, other))
            for value in self.values(mine) if mine.form == "scalar" and mine.node.get("enum") else [self._some(mine)]:
                yield path, {one: value, other: self._some(theirs)}, MISSING

    def values(self, plan: NodePlan) -> list[Any]:
        """The values to try at a leaf: all of an enum, else a plain one and the zero of each type."""
        if plan.form == "anything":
            found = list(_OPEN)
        elif plan.form == "free":
            found = [{"a": 1}, {}] if plan.keeps else [{}]
        elif plan.node.get("enum"):
            found = list(plan.node["enum"])
        else:
            known = plan.scalars
            kinds = list(dict.fromkeys(map(type, known)))
            full = [value for kind in kinds for value in _two(known, kind)]
            found = full + [value for value in known if not value and value is not None]
        return [*found, None] if plan.nullable and None not in found else found

    def _some(self, plan: NodePlan, depth: int = 0) -> Any:
        """A value that is not empty, where a plain one may be."""
        if plan.form in ("scalar", "anything", "free"):
            return clone(self.values(plan)[0])
        if depth > 4:
            return self.least(plan)
        if plan.form == "list":
            return [self._some(self.plans.of(plan.items), depth + 1)]
        if plan.form == "map":
            return {_KEY: self._some(self.plans.of(plan.values or {}), depth + 1)}
        least = self.least(plan)
        if set(least) & set(plan.fields) or not plan.fields:
            return least
        key = next(iter(plan.fields))
        return {**least, key: self._some(self.plans.of(plan.fields[key]), depth + 1)}

    def least(self, plan: NodePlan, other: int = 0) -> Any:
        """The least value of a node; ``other`` counts the items before it in its list."""
        if plan.narrows and self._narrows:
            plan = self.plans.narrowed(plan, _Lowest())
        if plan.form in ("scalar", "anything", "free"):
            found = self.values(plan)
            return clone(found[min(other, len(found) - 1)])
        if plan.form == "list":
            items = self.plans.of(plan.items)
            return [self.least(items, index) for index in range(plan.node.get("minItems") or 0)]
        if plan.form == "map":
            values = self.plans.of(plan.values or {})
            return {f"{_KEY}{index or ''}": self.least(values) for index in range(plan.node.get("minProperties") or 0)}
        return self._frame(plan) | {
            key: self.least(self.plans.of(plan.fields[key]), other) for key in plan.fields if key in plan.required
        }

    def filled(self, plan: NodePlan, depth: int = 0) -> Any:
        """A value with every scalar that is in no list and no map."""
        least = self.least(plan)
        if plan.form != "fields" or depth > _DEEPEST:
            return least
        fields = {key: self.plans.of(node) for key, node in plan.fields.items()}
        return least | {
            key: self.filled(field, depth + 1) for key, field in fields.items() if field.form in ("fields", "scalar")
        }

    def _frame(self, plan: NodePlan) -> dict[str, Any]:
        embedded = {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "a"}}
        whole = {"apiVersion": self.shape.api_version, "kind": self.shape.kind, "metadata": {"name": "web"}}
        return whole if plan.whole else embedded if plan.embedded else {}

    def _with(self, plan: NodePlan, path: FieldPath, value: Any, second: Any, other: int = 0) -> Any:
        """The least value of a node that has another at a path below it; ``other`` as in ``least``."""
        if not path:
            return (
                {**self.least(plan, other), **value}
                if plan.form == "fields" and isinstance(value, dict)
                else clone(value)
            )
        part, rest = path[0], path[1:]
        least = self.least(plan, other)
        if part is EACH:
            items = self.plans.of(plan.items)
            inner = second if EACH in rest else MISSING
            found = [self._with(items, rest, value, inner, other)]
            if second is not MISSING and EACH not in rest:
                found.append(_named_apart(found[0], self._with(items, rest, second, MISSING, 1), plan, self.plans))
            return found + least[len(found) :]
        child = self.plans.of((plan.values or {}) if part is VALUES and plan.form == "map" else plan.fields[str(part)])
        key = _KEY if part is VALUES and plan.form == "map" else str(part)
        return {**least, key: self._with(child, rest, value, second, other)}

    def _object(self, path: FieldPath, value: Any, second: Any = MISSING) -> Json | None:
        """The least valid object that has a value at a place; None if none is found."""
        for self._narrows in (False, True):
            alone = self._with(self.root, path, value, second)
            if self.valid(alone):
                return alone
        for length in range(min(len(path), 1), len(path) + 1):
            base = self._base(path[:length])
            made = None if base is None else _laid(base, alone, _concrete(path))
            if made is not None and self.valid(made):
                return made
        return None

    def _base(self, path: FieldPath) -> Json | None:
        """The least object found by chance that is valid and has something at a place."""
        if path not in self._bases:
            self._bases[path] = self._found(path)
        return self._bases[path]

    def _found(self, path: FieldPath) -> Json | None:
        makers = [Maker(self.shape, tree([path]), dense=dense) for dense in (False, True)]
        at = _concrete(path)
        for number in range(_DRAWN):
            try:
                obj = makers[number % 2].resource(SeededDraw(number))
            except Undrawable:
                continue
            obj = {**obj, "metadata": {"name": "web"}}
            there = _named(obj, path)
            if there is not None and self.valid(there):
                return shrink(there, lambda many: [self.valid(one) and get(one, at) is not MISSING for one in many])
        return None

    def valid(self, obj: Json) -> bool:
        """Whether the schema takes an object, with those of its rules that are followed."""
        return self.shape.valid(obj) and self._follows(self.root, obj)

    def _follows(self, plan: NodePlan, value: Any) -> bool:
        if isinstance(value, list):
            items = self.plans.of(plan.items)
            return all(rule(value) for rule in plan.rules) and all(self._follows(items, item) for item in value)
        if not isinstance(value, dict):
            return all(rule(value) for rule in plan.rules)
        below = ((plan.fields.get(key, plan.values), item) for key, item in value.items())
        return all(rule(value) for rule in plan.rules) and all(
            self._follows(self.plans.of(node), item) for node, item in below if node is not None
        )


def joined(node: Schema) -> set[str]:
    """The fields of a node that a one-of, an any-of or a rule speaks of together with others."""
    found: set[str] = set()
    for rule in node.get(VALIDATIONS) or ():
        names = set(_SELF.findall(str(rule.get("rule", ""))))
        found |= names if len(names) > 1 else set()
    for branch in (each for key in JUNCTORS for each in branches(node, key)):
        found |= set(branch.get("required") or ()) | set(branch.get("properties") or ())
    return found


def _two(known: Any, kind: type) -> list[Any]:
    return [value for value in known if type(value) is kind and value][:2]


def _concrete(path: FieldPath) -> FieldPath:
    return tuple(0 if part is EACH else _KEY if part is VALUES else part for part in path)


def _named(obj: Json, path: FieldPath) -> Json | None:
    """The object with the first key of each map on a path called as in the probes; None if the path leads nowhere."""
    at: FieldPath = ()
    for part in path:
        holder = get(obj, at)
        if part is VALUES and isinstance(holder, dict) and holder and _KEY not in holder:
            first = next(iter(holder))
            obj = nested(obj, at, {_KEY: holder[first], **{key: holder[key] for key in holder if key != first}})
        at = (*at, *_concrete((part,)))
        if get(obj, at) is MISSING:
            return None
    return obj


def _laid(base: Json, alone: Json, path: FieldPath) -> Json:
    """The base with what stands on a path in another object, and there alone."""
    if not path:
        return {**base, **alone} if isinstance(base, dict) and isinstance(alone, dict) and alone else alone
    if isinstance(base, list) and isinstance(alone, list):
        return [_laid(base[0], alone[0], path[1:]), *alone[1:]] if base and alone else alone
    if not isinstance(base, dict) or not isinstance(alone, dict):
        return alone
    key = path[0]
    return {**alone, **base, key: _laid(base[key], alone[key], path[1:]) if key in base else alone[key]}


def _named_apart(first: Any, second: Any, plan: NodePlan, plans: NodePlans) -> Any:
    """The second item of a list, with a key of its own where the list is a map."""
    keys = plan.distinct
    if not keys or not isinstance(second, dict) or any(second.get(key) != first.get(key) for key in keys):
        return second
    fields = plans.of(plan.items).fields
    for key in keys:
        other = next((each for each in plans.of(fields[key]).scalars if each and each != first.get(key)), MISSING)
        if key in fields and other is not MISSING:
            return {**second, key: other}
    return second
