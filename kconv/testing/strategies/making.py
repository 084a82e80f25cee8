"""Objects that a schema allows, drawn field by field.

A Deployment has over a thousand fields. Drawn each with a coin, an object would be noise that nobody reads, and none
would ever hold the few fields that a conversion touches: so a handful of fields is chosen at each level, those first
that lead to where versions differ, and what is drawn shrinks to the least that the schema demands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from kconv.paths import EACH, FieldPath
from kconv.structural.vocabulary import PRESERVE, Schema
from kconv.testing.dice import Dice, Unlucky, choice, mostly, seldom
from kconv.testing.shape import METADATA, Shape
from kconv.testing.strategies.plan import Plan, Plans
from kconv.testing.strategies.words import KEYS
from kconv.testing.subject import clone

Tree = dict[Any, "Tree"]
"""Paths that are to be drawn often, as nested keys."""

SPARSE, DENSE = (16, 3), (120, 12)
"""Fields in all, and at most at one level."""
_DEEPEST: Final = 14
_TRIES: Final = 4
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

    def __init__(self, shape: Shape, often: Tree, *, dense: bool = False, unknown: bool = False) -> None:
        self.shape, self.often, self.unknown = shape, often, unknown
        self.most, self.wide = DENSE if dense else SPARSE
        self._plans = Plans(shape)
        self._root = Plan(shape.root, custom=shape.custom, whole=True)
        self._makers: dict[str, Callable[[Dice, Plan, Tree, int, list[int]], Any]] = {
            "scalar": self._scalar,
            "list": self._list,
            "fields": self._object,
            "map": self._map,
            "free": self._free,
            "anything": self._anything,
        }

    def resource(self, dice: Dice) -> dict[str, Any]:
        """A whole object, with its apiVersion and kind. Raises Unlucky where what was drawn cannot be completed."""
        obj: dict[str, Any] = self._resource(dice)
        # Whoever adds fields that the schema does not name knows that it will not take them.
        if self.shape.custom and not self.unknown and not self.shape.valid(obj):
            raise Unlucky
        return obj

    def _resource(self, dice: Dice) -> Any:
        budget = [self.most]
        obj = {"apiVersion": self.shape.api_version, "kind": self.shape.kind}
        fields = self._fields(dice, self._root, self.often, 0, budget)
        named = "metadata" in (self._root.node.get("properties") or ())  # a request such as AdmissionReview has none
        if named and (mostly(dice) or "metadata" in (self._root.node.get("required") or ())):
            often = self.often.get("metadata", _NOTHING)
            fields = {"metadata": self._value(dice, _METADATA, often, 1, budget), **fields}
        return self._held(self._root, obj | fields, lambda: obj | self._again(dice))

    def value(self, dice: Dice, path: FieldPath) -> Any:
        """A value for the place at a path."""
        node = _METADATA if path == ("metadata",) else self.shape.at(path)
        if node is None:
            return clone(choice(dice, _JSON))
        return self._value(dice, node, _NOTHING, len(path), [self.most // 3])

    def _again(self, dice: Dice) -> dict[str, Any]:
        return self._fields(dice, self._root, self.often, 0, [self.most])

    def _value(self, dice: Dice, node: Schema, often: Tree, depth: int, budget: list[int]) -> Any:
        plan = self._plans.of(node)
        if plan.narrows:
            plan = self._plans.narrowed(plan, dice)
        if plan.nullable and seldom(dice):
            return None
        make = self._makers[plan.form]
        value = make(dice, plan, often, depth, budget)
        return self._held(plan, value, lambda: make(dice, plan, often, depth, budget)) if plan.rules else value

    def _held(self, plan: Plan, value: Any, again: Callable[[], Any]) -> Any:
        """A value that keeps to the node's expressions, as far as they are followed."""
        for _ in range(_TRIES):
            if all(rule(value) for rule in plan.rules):
                return value
            value = again()
        raise Unlucky

    def _scalar(self, dice: Dice, plan: Plan, often: Tree, depth: int, budget: list[int]) -> Any:  # noqa: ARG002
        return clone(choice(dice, plan.scalars))

    def _anything(self, dice: Dice, plan: Plan, often: Tree, depth: int, budget: list[int]) -> Any:
        choices = [each for each in plan.node.get("oneOf") or () if each.get("type") or "$ref" in each]
        if choices and not self.shape.custom:
            return self._value(dice, choice(dice, choices), often, depth, budget)
        return clone(choice(dice, _JSON))

    def _list(self, dice: Dice, plan: Plan, often: Tree, depth: int, budget: list[int]) -> Any:
        least, most = plan.node.get("minItems") or 0, plan.node.get("maxItems")
        wanted = 1 if depth >= 8 or budget[0] <= 0 else _LONG if seldom(dice) else 2
        upper = max(least, wanted if most is None else min(wanted, most))
        below = often.get(EACH, _NOTHING)
        count = dice.number(max(least, min(1, upper)) if below and mostly(dice) else least, upper)
        items = [self._value(dice, plan.items, below, depth + 1, budget) for _ in range(count)]
        if plan.distinct is not None:
            items = _distinct(items, plan.distinct)
            for _ in range(_TRIES * least):
                if len(items) >= least:
                    break
                items = _distinct([*items, self._value(dice, plan.items, below, depth + 1, budget)], plan.distinct)
        elif len(items) > 1 and seldom(dice):
            items[-1] = clone(items[0])
        if len(items) < least:
            raise Unlucky
        return items

    def _object(self, dice: Dice, plan: Plan, often: Tree, depth: int, budget: list[int]) -> Any:
        fields = self._fields(dice, plan, often, depth, budget)
        if plan.embedded:
            return {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "a"}, **fields}
        return fields

    def _free(self, dice: Dice, plan: Plan, often: Tree, depth: int, budget: list[int]) -> Any:  # noqa: ARG002
        if not plan.keeps:
            return {}
        return self._alike(dice, depth, budget) if dice.number(0, 1) else clone(choice(dice, _MAPS))

    def _alike(self, dice: Dice, depth: int, budget: list[int]) -> dict[str, Any]:
        """A field that is called as one of the kind's own is, where it is somebody else's and means something else."""
        plan, often, depth = self._root, self.often, max(depth, _DEEPEST - 1)
        while plan.fields:
            key = choice(dice, [key for key in plan.fields if key in often] or list(plan.fields))
            child = self._plans.of(plan.fields[key])
            if child.form != "fields" or not mostly(dice):
                return {key: self._value(dice, plan.fields[key], _NOTHING, depth, budget)}
            plan, often = child, often.get(key, _NOTHING)
        return {}

    def _map(self, dice: Dice, plan: Plan, often: Tree, depth: int, budget: list[int]) -> dict[str, Any]:
        least = plan.node.get("minProperties") or 0
        upper = max(least, min(plan.node.get("maxProperties", 2), 2 if budget[0] > 0 else 0))
        names = [*(key for key in often if isinstance(key, str)), *KEYS]
        chosen = [choice(dice, names) for _ in range(dice.number(least, upper))]
        for _ in range(_TRIES * least):
            if len(set(chosen)) >= least:
                break
            chosen.append(choice(dice, names))
        values = plan.values or {}
        found = {name: self._value(dice, values, often.get(name, _NOTHING), depth + 1, budget) for name in chosen}
        if len(found) < least:
            raise Unlucky
        return found

    def _fields(self, dice: Dice, plan: Plan, often: Tree, depth: int, budget: list[int]) -> dict[str, Any]:
        drawn = {}
        for key in self._chosen(dice, plan, often, depth, budget):
            # Right behind the choice, so that whoever shrinks takes out both at once.
            drawn[key] = self._value(dice, plan.fields[key], often.get(key, _NOTHING), depth + 1, budget)
        out = {key: drawn[key] for key in plan.fields if key in drawn}
        if plan.node.get(PRESERVE) and seldom(dice):
            more = self._alike(dice, depth, budget) if dice.number(0, 1) else {"kept": clone(choice(dice, _JSON))}
            out = {**more, **out}
        if self.unknown and seldom(dice):
            out["xUnknown"] = clone(choice(dice, _JSON))
        return out

    def _chosen(self, dice: Dice, plan: Plan, often: Tree, depth: int, budget: list[int]) -> Iterator[str]:
        """What is required, mostly what is wanted often, and a few others; there is an end to each."""
        wide = self.wide if depth < 4 else min(self.wide, 2)
        room = min(wide, max(budget[0], 0)) if depth < _DEEPEST else 0
        count = 0
        for key in self._wanted(dice, plan, often):
            count += 1
            budget[0] -= 1
            yield key
        rest = [key for key in plan.optional if key not in often] if often else plan.optional
        missing = max(0, min((plan.node.get("minProperties") or 0) - count, len(rest)))
        for key in _some(dice, rest, missing, max(min(room, len(rest)), missing)):
            budget[0] -= 1
            yield key

    def _wanted(self, dice: Dice, plan: Plan, often: Tree) -> Iterator[str]:
        yield from (key for key in plan.fields if key in plan.required)
        if often:
            yield from (key for key in plan.optional if key in often and mostly(dice))


@lru_cache(maxsize=64)
def plain(shape: Shape) -> Maker:
    """A maker that prefers no field to another."""
    return Maker(shape, {})


def _some(dice: Dice, items: list[str], least: int, most: int) -> Iterator[str]:
    """From ``least`` to ``most`` of some things, each number as likely as another.

    Before each one it is asked whether there is one more, and taken from the rest it is asked by its own place: so
    whoever shrinks what the dice fell to takes out one by one.
    """
    taken: set[int] = set()
    for count in range(most):
        if count >= least and dice.number(0, most - count) == 0:
            return
        index = dice.number(0, len(items) - 1)
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
