"""Objects that a schema allows, drawn field by field.

A Deployment has over a thousand fields. Drawn each with a coin, an object would be unreadable noise, and none
would ever hold the few fields that a conversion touches: so a handful of fields is chosen at each level, those first
that lead to where versions differ, and what is drawn shrinks to the least that the schema demands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from kconv.paths import EACH, FieldPath
from kconv.structural.vocabulary import PRESERVE, Schema
from kconv.testing.draws import Draw, Undrawable, choice, mostly, seldom
from kconv.testing.shape import METADATA, Shape
from kconv.testing.strategies.plan import NodePlan, plans_of
from kconv.testing.strategies.words import KEYS
from kconv.testing.subject import clone

Tree = dict[Any, "Tree"]
"""Paths that are to be drawn often, as nested keys."""

SPARSE, DENSE = (16, 3), (120, 12)
"""Fields in all, and at most at one level."""
_DEEPEST: Final = 14
_TRIES: Final = 4
_AGAIN: Final = 16
"""Values that are drawn for one that keeps to the rules of its node."""
_LONG: Final = 5
"""Items of a list now and then: some mistakes begin behind the second."""
_NOTHING: Final[Tree] = {}
_METADATA: Final = {"$ref": METADATA}
_JSON: Final[Sequence[Any]] = (
    "a", 1, True, None, "", 0, 0.5, {}, [], {"a": 1}, ["a"], {"a": {"b": None}}, [{"name": "a"}], [0, [None]],
)  # fmt: skip
_MAPS: Final[Sequence[dict[str, Any]]] = ({}, {"a": 1}, {"name": "a", "b": [None]}, {"a": {"b": {}}})


def tree(paths: Iterable[FieldPath]) -> Tree:
    """Paths as nested keys; a concrete index stands for every item."""
    root: Tree = {}
    for path in paths:
        at = root
        for part in path:
            at = at.setdefault(EACH if isinstance(part, int) else part, {})
    return root


class Maker:
    """Draws objects of one shape. ``unknown`` adds fields that the schema does not name."""

    def __init__(self, shape: Shape, frequent: Tree, *, dense: bool = False, unknown: bool = False) -> None:
        self.shape, self.frequent, self.unknown = shape, frequent, unknown
        self.most, self.wide = DENSE if dense else SPARSE
        self._plans = plans_of(shape)
        self._root = self._plans.root
        self._makers: dict[str, Callable[[Draw, NodePlan, Tree, int, list[int]], Any]] = {
            "scalar": self._scalar,
            "list": self._list,
            "fields": self._object,
            "map": self._map,
            "free": self._free,
            "anything": self._anything,
        }

    def resource(self, draw: Draw) -> dict[str, Any]:
        """A whole object, with its apiVersion and kind. Raises Undrawable where what was drawn cannot be completed."""
        obj: dict[str, Any] = self._resource(draw)
        # With ``unknown``, the schema is known not to accept the object.
        if self.shape.custom and not self.unknown and not self.shape.valid(obj):
            raise Undrawable
        return obj

    def _resource(self, draw: Draw) -> Any:
        budget = [self.most]
        obj = {"apiVersion": self.shape.api_version, "kind": self.shape.kind}
        fields = self._fields(draw, self._root, self.frequent, 0, budget)
        named = "metadata" in (self._root.node.get("properties") or ())  # a request such as AdmissionReview has none
        if named and (mostly(draw) or "metadata" in (self._root.node.get("required") or ())):
            frequent = self.frequent.get("metadata", _NOTHING)
            fields = {"metadata": self._value(draw, _METADATA, frequent, 1, budget), **fields}
        return self._held(self._root, obj | fields, lambda: obj | self._again(draw))

    def value(self, draw: Draw, path: FieldPath) -> Any:
        """A value for the place at a path."""
        node = _METADATA if path == ("metadata",) else self.shape.at(path)
        if node is None:
            return clone(choice(draw, _JSON))
        return self._value(draw, node, _NOTHING, len(path), [self.most // 3])

    def _again(self, draw: Draw) -> dict[str, Any]:
        return self._fields(draw, self._root, self.frequent, 0, [self.most])

    def _value(self, draw: Draw, node: Schema, frequent: Tree, depth: int, budget: list[int]) -> Any:
        plan = self._plans.of(node)
        if plan.narrows:
            plan = self._plans.narrowed(plan, draw)
        if plan.nullable and seldom(draw):
            return None
        make = self._makers[plan.form]
        value = make(draw, plan, frequent, depth, budget)
        return self._held(plan, value, lambda: make(draw, plan, frequent, depth, budget)) if plan.rules else value

    def _held(self, plan: NodePlan, value: Any, again: Callable[[], Any]) -> Any:
        """A value that keeps to the node's expressions, as far as they are followed."""
        for _ in range(_AGAIN):
            if all(rule(value) for rule in plan.rules):
                return value
            value = again()
        raise Undrawable

    def _scalar(self, draw: Draw, plan: NodePlan, frequent: Tree, depth: int, budget: list[int]) -> Any:  # noqa: ARG002
        return clone(choice(draw, plan.scalars))

    def _anything(self, draw: Draw, plan: NodePlan, frequent: Tree, depth: int, budget: list[int]) -> Any:
        choices = [each for each in plan.node.get("oneOf") or () if each.get("type") or "$ref" in each]
        if choices and not self.shape.custom:
            return self._value(draw, choice(draw, choices), frequent, depth, budget)
        return clone(choice(draw, _JSON))

    def _list(self, draw: Draw, plan: NodePlan, frequent: Tree, depth: int, budget: list[int]) -> Any:
        least, most = plan.node.get("minItems") or 0, plan.node.get("maxItems")
        wanted = 1 if depth >= 8 or budget[0] <= 0 else _LONG if seldom(draw) else 2
        upper = max(least, wanted if most is None else min(wanted, most))
        below = frequent.get(EACH, _NOTHING)
        count = draw.number(max(least, min(1, upper)) if below and mostly(draw) else least, upper)
        items = [self._value(draw, plan.items, below, depth + 1, budget) for _ in range(count)]
        if plan.distinct is not None:
            items = _distinct(items, plan.distinct)
            for _ in range(_TRIES * least):
                if len(items) >= least:
                    break
                items = _distinct([*items, self._value(draw, plan.items, below, depth + 1, budget)], plan.distinct)
        elif len(items) > 1 and seldom(draw):
            items[-1] = clone(items[0])
        if len(items) < least:
            raise Undrawable
        return items

    def _object(self, draw: Draw, plan: NodePlan, frequent: Tree, depth: int, budget: list[int]) -> Any:
        fields = self._fields(draw, plan, frequent, depth, budget)
        if plan.embedded:
            return {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "a"}, **fields}
        return fields

    def _free(self, draw: Draw, plan: NodePlan, frequent: Tree, depth: int, budget: list[int]) -> Any:  # noqa: ARG002
        if not plan.keeps:
            return {}
        return self._alike(draw, depth, budget) if draw.number(0, 1) else clone(choice(draw, _MAPS))

    def _alike(self, draw: Draw, depth: int, budget: list[int]) -> dict[str, Any]:
        """A field with the name of one of the kind's own, where it belongs to another API and means something else."""
        plan, frequent, depth = self._root, self.frequent, max(depth, _DEEPEST - 1)
        while plan.fields:
            key = choice(draw, [key for key in plan.fields if key in frequent] or list(plan.fields))
            child = self._plans.of(plan.fields[key])
            if child.form != "fields" or not mostly(draw):
                return {key: self._value(draw, plan.fields[key], _NOTHING, depth, budget)}
            plan, frequent = child, frequent.get(key, _NOTHING)
        return {}

    def _map(self, draw: Draw, plan: NodePlan, frequent: Tree, depth: int, budget: list[int]) -> dict[str, Any]:
        least = plan.node.get("minProperties") or 0
        upper = max(least, min(plan.node.get("maxProperties", 2), 2 if budget[0] > 0 else 0))
        names = [*(key for key in frequent if isinstance(key, str)), *(plan.keys or KEYS)]
        chosen = [choice(draw, names) for _ in range(draw.number(least, upper))]
        for _ in range(_TRIES * least):
            if len(set(chosen)) >= least:
                break
            chosen.append(choice(draw, names))
        values = plan.values or {}
        found = {name: self._value(draw, values, frequent.get(name, _NOTHING), depth + 1, budget) for name in chosen}
        if len(found) < least:
            raise Undrawable
        return found

    def _fields(self, draw: Draw, plan: NodePlan, frequent: Tree, depth: int, budget: list[int]) -> dict[str, Any]:
        drawn = {}
        for key in self._chosen(draw, plan, frequent, depth, budget):
            # Right behind the choice, so that shrinking removes both at once.
            drawn[key] = self._value(draw, plan.fields[key], frequent.get(key, _NOTHING), depth + 1, budget)
        out = {key: drawn[key] for key in plan.fields if key in drawn}
        if plan.node.get(PRESERVE) and seldom(draw):
            more = self._alike(draw, depth, budget) if draw.number(0, 1) else {"kept": clone(choice(draw, _JSON))}
            out = {**more, **out}
        if self.unknown and seldom(draw):
            out["xUnknown"] = clone(choice(draw, _JSON))
        return out

    def _chosen(self, draw: Draw, plan: NodePlan, frequent: Tree, depth: int, budget: list[int]) -> Iterator[str]:
        """What is required, mostly what is wanted frequent, and a few others; there is an end to each."""
        wide = self.wide if depth < 4 else min(self.wide, 2)
        room = min(wide, max(budget[0], 0)) if depth < _DEEPEST else 0
        count = 0
        for key in self._wanted(draw, plan, frequent):
            count += 1
            budget[0] -= 1
            yield key
        rest = [key for key in plan.optional if key not in frequent] if frequent else plan.optional
        missing = max(0, min((plan.node.get("minProperties") or 0) - count, len(rest)))
        for key in _some(draw, rest, missing, max(min(room, len(rest)), missing)):
            budget[0] -= 1
            yield key

    def _wanted(self, draw: Draw, plan: NodePlan, frequent: Tree) -> Iterator[str]:
        yield from (key for key in plan.fields if key in plan.required)
        if frequent:
            yield from (key for key in plan.optional if key in frequent and mostly(draw))


@lru_cache(maxsize=64)
def plain(shape: Shape) -> Maker:
    """A maker that prefers no field to another."""
    return Maker(shape, {})


def _some(draw: Draw, items: list[str], least: int, most: int) -> Iterator[str]:
    """From ``least`` to ``most`` of some things, each number as likely as another.

    Before each one it is asked whether there is one more, and taken from the rest it is asked by its own place: so
    shrinking removes one by one.
    """
    taken: set[int] = set()
    for count in range(most):
        if count >= least and draw.number(0, most - count) == 0:
            return
        index = draw.number(0, len(items) - 1)
        while index in taken:
            index = (index + 1) % len(items)
        taken.add(index)
        yield items[index]


def _distinct(items: list[Any], keys: tuple[str, ...]) -> list[Any]:
    """Sets have no item twice and maps no key: of those that are drawn twice the first one stays."""
    seen: list[Any] = []
    kept: list[Any] = []
    for item in items:
        name = [item.get(key) for key in keys] if keys and isinstance(item, dict) else item
        if name not in seen:
            seen.append(name)
            kept.append(item)
    return kept
