"""The least object that a schema takes and that has a value at one place: what else it has would hide what is lost.

Where the least values that are required do not make a valid object, those beside the place are tried that a rule or a
one-of speaks of, then objects that chance draws, made smaller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Any, Final

from kconv.paths import EACH, MISSING, VALUES, FieldPath, Segment, get
from kconv.structural.vocabulary import JUNCTORS, VALIDATIONS, Schema, branches
from kconv.testing.draws import SeededDraw, Undrawable
from kconv.testing.shape import Shape
from kconv.testing.shrink import shrink
from kconv.testing.strategies.making import Maker, tree
from kconv.testing.strategies.plan import NodePlan, NodePlans, plans_of
from kconv.testing.subject import Json, clone
from kconv.values import nested

_KEY: Final = "a"
"""The key of a map's one entry."""
_BEFORE: Final = "b"
"""The key before it, where there are two: whoever sorts them changes their order."""
REPEATED: Final[frozenset[Segment]] = frozenset({EACH, VALUES})
"""The parts of a path that stand for several."""
_DRAWN: Final = 24
"""Objects that are drawn where the least one is not valid."""
_BESIDE: Final = (3, 200)
"""Joined siblings of which every choice of values is tried, and how many of these."""
_SELF: Final = re.compile(r"\bself\.([A-Za-z_]\w*)")
_FIELD: Final = re.compile(r"\.([A-Za-z_]\w*)(?!\w|\()")
_OPEN: Final[tuple[Any, ...]] = ("a", 1, {"a": 1}, ["a"], 1000000, 0.5, "true")
_HELD: Final[tuple[Any, ...]] = (
    {"a": 1000000, "b": 0.5},
    {"a": 9007199254740993},
    {"a": "true", "b": "1e3", "c": "null", "d": ""},
    {"a": {"b": [{"c": "d"}, "e"]}},
)
"""What an object may hold whose fields no schema names: who writes it as YAML and reads it again takes a number for a
text (Go writes a million as `1e+06`), a text for a number, and a large integer for another one."""


class _Lowest:
    """Draws the plainest of everything."""

    def number(self, low: int, high: int) -> int:  # noqa: ARG002
        return low


class Least:
    """Makes the least objects of one schema."""

    def __init__(self, shape: Shape) -> None:
        self.shape, self.plans = shape, plans_of(shape)
        self.root = self.plans.root
        self._narrows = False
        self._bases: dict[FieldPath, Json] = {}

    def having(self, path: FieldPath, value: Any, second: Any = MISSING) -> Json | None:
        """The least valid object that has a value at a place; None if none is found."""
        for self._narrows in (False, True):
            alone = self._with(self.root, path, value, second)
            for made in (alone, self._keyed(self.root, alone)):
                if self.shape.accepts(made):
                    return made
        for made in self._accompanied(path, value, second):
            if self.shape.accepts(made):
                return made
        for length in range(min(len(path), 1), len(path) + 1):
            base = self._base(path[:length])
            made = None if base is None else _laid(base, alone, _concrete(path))
            if made is not None and self.shape.accepts(made):
                return made
        return None

    def _keyed(self, plan: NodePlan, value: Any) -> Any:
        """The value with the keys that rules allow in its maps, in the same order."""
        if isinstance(value, list) and plan.form == "list":
            return [self._keyed(self.plans.of(plan.items), item) for item in value]
        if not isinstance(value, dict) or plan.form not in ("fields", "map"):
            return value
        if plan.form == "fields":
            fields = {key: self.plans.of(node) for key, node in plan.fields.items()}
            return {key: self._keyed(fields[key], item) if key in fields else item for key, item in value.items()}
        names = dict(zip((_KEY, _BEFORE), sorted(plan.keys[:2]), strict=False))
        return {names.get(key, key): self._keyed(self.plans.of(plan.values or {}), item) for key, item in value.items()}

    def _base(self, path: FieldPath) -> Json | None:
        """The least object found by chance that is valid and has something at a place."""
        if path not in self._bases:
            self._bases[path] = self._found(path)
        return self._bases[path]

    def _has(self, obj: Json, path: FieldPath) -> bool:
        return get(obj, path) is not MISSING and self.shape.accepts(obj)

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
            if there is not None and self.shape.accepts(there):
                return shrink(there, lambda many: [self._has(one, at) for one in many])
        return None

    def _accompanied(self, path: FieldPath, value: Any, second: Any) -> Iterator[Json]:
        """Objects that also have the fields that a rule or a one-of speaks of together with one on the path."""
        plans = [self.root]
        for part in path:
            plans.append(self._below(plans[-1], part))
        for depth in range(len(path), 0, -1):
            holder, key = plans[depth - 1], path[depth - 1]
            names = joined(holder.node)
            if path[depth - 2 : depth - 1] == (EACH,):
                names |= named(plans[depth - 2].node)
            if key in names:
                own = self._with(plans[depth], path[depth:], value, second)
                for beside in self._beside(holder, names - {key}):
                    yield self._with(self.root, path[: depth - 1], {**beside, key: own}, MISSING)

    def _below(self, plan: NodePlan, part: Segment) -> NodePlan:
        return self.plans.of(plan.items if part is EACH else plan.fields.get(str(part)) or plan.values or {})

    def _beside(self, plan: NodePlan, joined: set[str]) -> Iterator[dict[str, Any]]:
        names = [key for key in plan.fields if key in joined][: _BESIDE[0]]
        choices = [[MISSING, *self._choices(self.plans.of(plan.fields[name]))] for name in names]
        for values in islice(product(*choices), _BESIDE[1]):
            yield {name: value for name, value in zip(names, values, strict=True) if value is not MISSING}

    def _choices(self, plan: NodePlan) -> list[Any]:
        return self.values(plan) if plan.form == "scalar" else [self.some(plan)]

    def values(self, plan: NodePlan) -> list[Any]:
        """The values to try at a leaf: all of an enum, else a plain one and the zero of each type."""
        if plan.form == "anything":
            found = list(_OPEN)
        elif plan.form == "free":
            found = [{"a": 1}, {}, *_HELD] if plan.keeps else [{}]
        elif plan.node.get("enum"):
            found = list(plan.node["enum"])
        else:
            known = plan.scalars
            kinds = list(dict.fromkeys(map(type, known)))
            full = [value for kind in kinds for value in _two(known, kind)]
            found = [*plan.hints, *full, *(value for value in known if not value and value is not None)]
            found = list(dict.fromkeys(found)) if plan.hints else found
        return [*found, None] if plan.nullable and None not in found else found

    def some(self, plan: NodePlan, depth: int = 0) -> Any:
        """A value that is not empty, where a plain one may be."""
        if plan.form in ("scalar", "anything", "free"):
            return clone(self.values(plan)[0])
        if depth > 4:
            return self.bare(plan)
        if plan.form == "list":
            return [self.some(self.plans.of(plan.items), depth + 1)]
        if plan.form == "map":
            return {_KEY: self.some(self.plans.of(plan.values or {}), depth + 1)}
        least = self.bare(plan)
        if set(least) & set(plan.fields) or not plan.fields:
            return least
        key = next(iter(plan.fields))
        return {**least, key: self.some(self.plans.of(plan.fields[key]), depth + 1)}

    def bare(self, plan: NodePlan, other: int = 0) -> Any:
        """The least value of a node; ``other`` counts the items before it in its list."""
        if plan.narrows and self._narrows:
            plan = self.plans.narrowed(plan, _Lowest())
        if plan.form in ("scalar", "anything", "free"):
            found = self.values(plan)
            return clone(found[min(other, len(found) - 1)])
        if plan.form == "list":
            items = self.plans.of(plan.items)
            return [self.bare(items, index) for index in range(plan.node.get("minItems") or 0)]
        if plan.form == "map":
            values = self.plans.of(plan.values or {})
            return {f"{_KEY}{index or ''}": self.bare(values) for index in range(plan.node.get("minProperties") or 0)}
        return self._frame(plan) | {
            key: self.bare(self.plans.of(plan.fields[key]), other) for key in plan.fields if key in plan.required
        }

    def filled(self, plan: NodePlan) -> Any:
        """A value with every scalar that is in no list and no map."""
        fields = {key: self.plans.of(node) for key, node in plan.fields.items()} if plan.form == "fields" else {}
        within = {key: field for key, field in fields.items() if field.form in ("fields", "scalar")}
        return self.bare(plan) | {
            key: self.filled(field) if field.form == "fields" else self.bare(field) for key, field in within.items()
        }

    def _frame(self, plan: NodePlan) -> dict[str, Any]:
        embedded = {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "a"}}
        whole = {"apiVersion": self.shape.api_version, "kind": self.shape.kind, "metadata": {"name": "web"}}
        return whole if plan.whole else embedded if plan.embedded else {}

    def _with(self, plan: NodePlan, path: FieldPath, value: Any, second: Any, other: int = 0) -> Any:
        """The least value of a node that has another at a path below it; ``other`` as in ``bare``."""
        if not path:
            fields = plan.form == "fields" and isinstance(value, dict)
            return {**self.bare(plan, other), **value} if fields else clone(value)
        part, rest = path[0], path[1:]
        least = self.bare(plan, other)
        here = second is not MISSING and REPEATED.isdisjoint(rest)
        inner = MISSING if here and part in REPEATED else second
        if part is EACH:
            items = self.plans.of(plan.items)
            found = [self._with(items, rest, value, inner, other)]
            if here:
                found.append(_named_apart(found[0], self._with(items, rest, second, MISSING, 1), plan, self.plans))
            return found + least[len(found) :]
        if part is VALUES and plan.form == "map":
            values = self.plans.of(plan.values or {})
            if here:
                first, last = (self._with(values, rest, each, MISSING, other) for each in (value, second))
                return {_BEFORE: first, **least, _KEY: last}
            return {**least, _KEY: self._with(values, rest, value, inner, other)}
        return {**least, str(part): self._with(self.plans.of(plan.fields[str(part)]), rest, value, inner, other)}


def named(node: Schema) -> set[str]:
    """The fields of its items that a list's rules speak of."""
    return {name for rule in node.get(VALIDATIONS) or () for name in _FIELD.findall(str(rule.get("rule", "")))}


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
