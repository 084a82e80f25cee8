"""Objects that a schema allows, drawn field by field.

A Deployment has over a thousand fields. Drawn each with a coin, an object would be noise that nobody reads, and none
would ever hold the few fields that a conversion touches: so a handful of fields is chosen at each level, those first
that lead to where versions differ, and what is drawn shrinks to the least that the schema demands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from kconv.paths import EACH, FieldPath
from kconv.rules.shape import opened
from kconv.structural.vocabulary import (
    EMBEDDED,
    INT_OR_STRING,
    LIST_MAP_KEYS,
    LIST_TYPE,
    META_FIELDS,
    PRESERVE,
    VALIDATIONS,
    Schema,
    additional,
)
from kconv.testing.dice import Dice, Unlucky, choice, mostly, seldom
from kconv.testing.shape import METADATA, Shape
from kconv.testing.strategies.expressions import followed
from kconv.testing.strategies.narrow import narrowed
from kconv.testing.strategies.words import NAMES, scalars
from kconv.testing.subject import clone

Tree = dict[Any, "Tree"]
"""Paths that are to be drawn often, as nested keys."""

SPARSE, DENSE = (24, 3), (160, 12)
"""Fields in all, and at most at one level."""
_DEEPEST: Final = 14
_TRIES: Final = 4
_METADATA: Final[Schema] = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "enum": ["web", "a"]},
        "namespace": {"type": "string", "enum": ["default", "shop"]},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
        "finalizers": {"type": "array", "items": {"type": "string", "enum": ["example.com/a"]}},
    },
}
"""What of ObjectMeta a person writes; the rest is the server's."""
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
        self._scalars: dict[int, tuple[Schema, Sequence[Any]]] = {}

    def resource(self, dice: Dice) -> dict[str, Any]:
        """A whole object, with its apiVersion and kind. Raises Unlucky where what was drawn cannot be completed."""
        obj: dict[str, Any] = self._resource(dice)
        # Whoever adds fields that the schema does not name knows that it will not take them.
        if self.shape.custom and not self.unknown and not self.shape.valid(obj):
            raise Unlucky
        return obj

    def _resource(self, dice: Dice) -> Any:
        budget = [self.most]
        node = self.shape.root
        obj = {"apiVersion": self.shape.api_version, "kind": self.shape.kind}
        fields = self._fields(dice, node, self.often, 0, budget, leave=META_FIELDS)
        if mostly(dice) or "metadata" in (node.get("required") or ()):
            fields = {"metadata": self._object(dice, _METADATA, self.often.get("metadata", {}), 1, budget), **fields}
        return self._held(node, obj | fields, lambda: obj | self._again(dice, node))

    def value(self, dice: Dice, path: FieldPath) -> Any:
        """A value for the place at a path."""
        node = self.shape.at(path)
        if path == ("metadata",):
            node = _METADATA
        return clone(choice(dice, _JSON)) if node is None else self._value(dice, node, {}, len(path), [self.most // 3])

    def _again(self, dice: Dice, node: Schema) -> dict[str, Any]:
        return self._fields(dice, node, self.often, 0, [self.most], leave=META_FIELDS)

    def _value(self, dice: Dice, node: Schema, often: Tree, depth: int, budget: list[int]) -> Any:
        if node.get("$ref") == METADATA:
            return self._object(dice, _METADATA, often, depth, budget)
        node = narrowed(opened(node, self.shape.resolve), dice)
        if node.get("nullable") and self.shape.custom and seldom(dice):
            return None
        make = self._typed(node)

        def made() -> Any:
            return make(dice, node, often, depth, budget)

        return self._held(node, made(), made)

    def _typed(self, node: Schema) -> Callable[[Dice, Schema, Tree, int, list[int]], Any]:
        kind = node.get("type")
        if node.get(INT_OR_STRING) or node.get("format") in ("int-or-string", "quantity"):
            return self._scalar
        if kind == "array":
            return self._list
        if kind == "object" or node.get("properties"):
            return self._object
        if not kind and not node.get("enum"):
            return self._anything
        return self._scalar

    def _held(self, node: Schema, value: Any, again: Callable[[], Any]) -> Any:
        """A value that keeps to the node's expressions, as far as they are followed."""
        rules = followed(node.get(VALIDATIONS) or ()) if node.get(VALIDATIONS) else ()
        if not rules:
            return value
        for _ in range(_TRIES):
            if all(rule(value) for rule in rules):
                return value
            value = again()
        raise Unlucky

    def _scalar(self, dice: Dice, node: Schema, often: Tree, depth: int, budget: list[int]) -> Any:  # noqa: ARG002
        held = self._scalars.get(id(node))
        if held is None:
            held = self._scalars[id(node)] = (node, scalars(node))  # the node is kept, so that its id is nobody else's
        return clone(choice(dice, held[1]))

    def _anything(self, dice: Dice, node: Schema, often: Tree, depth: int, budget: list[int]) -> Any:
        choices = [each for each in node.get("oneOf") or () if each.get("type") or "$ref" in each]
        if choices and not self.shape.custom:
            return self._value(dice, choice(dice, choices), often, depth, budget)
        return clone(choice(dice, _JSON))

    def _list(self, dice: Dice, node: Schema, often: Tree, depth: int, budget: list[int]) -> Any:
        least, most = node.get("minItems") or 0, node.get("maxItems")
        wanted = 2 if depth < 8 and budget[0] > 0 else 1
        upper = max(least, wanted if most is None else min(wanted, most))
        below = often.get(EACH, {})
        count = dice.number(max(least, min(1, upper)) if below else least, upper)
        items = [self._value(dice, node.get("items") or {}, below, depth + 1, budget) for _ in range(count)]
        return self._distinct(node, items, least)

    def _distinct(self, node: Schema, items: list[Any], least: int) -> list[Any]:
        """Sets have no item twice and maps no key: of those that are drawn twice the first one stays."""
        kind, keys = node.get(LIST_TYPE), node.get(LIST_MAP_KEYS) or ()
        if kind not in ("set", "map"):
            return items
        seen: list[Any] = []
        kept: list[Any] = []
        for item in items:
            name = [item.get(key) for key in keys] if kind == "map" and isinstance(item, dict) else item
            if name not in seen:
                seen.append(name)
                kept.append(item)
        if len(kept) < least:
            raise Unlucky
        return kept

    def _object(self, dice: Dice, node: Schema, often: Tree, depth: int, budget: list[int]) -> Any:
        values = additional(node)
        if node.get(EMBEDDED):
            embedded = {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "a"}}
            return embedded | self._fields(dice, node, often, depth, budget, leave=META_FIELDS)
        if not node.get("properties"):
            if values is None:
                untyped = not self.shape.custom and "properties" not in node
                free = node.get(PRESERVE) or untyped or node.get("additionalProperties") is True
                return clone(choice(dice, _MAPS)) if free else {}
            return self._map(dice, node, values, often, depth, budget)
        return self._fields(dice, node, often, depth, budget)

    def _map(
        self, dice: Dice, node: Schema, values: Schema, often: Tree, depth: int, budget: list[int]
    ) -> dict[str, Any]:
        least = node.get("minProperties") or 0
        upper = max(least, min(node.get("maxProperties", 2), 2 if budget[0] > 0 else 0))
        names = [*(key for key in often if isinstance(key, str)), *NAMES]
        chosen = [choice(dice, names) for _ in range(dice.number(least, upper))]
        found = {name: self._value(dice, values, often.get(name, {}), depth + 1, budget) for name in chosen}
        if len(found) < least:
            raise Unlucky
        return found

    def _fields(
        self, dice: Dice, node: Schema, often: Tree, depth: int, budget: list[int], leave: Iterable[str] = ()
    ) -> dict[str, Any]:
        properties = {key: child or {} for key, child in (node.get("properties") or {}).items() if key not in leave}
        chosen = self._chosen(dice, node, properties, often, depth, budget)
        out = {}
        for key in properties:
            if key in chosen:
                out[key] = self._value(dice, properties[key], often.get(key, {}), depth + 1, budget)
        if node.get(PRESERVE) and seldom(dice):
            out["kept"] = clone(choice(dice, _JSON))
        if self.unknown and seldom(dice):
            out["xUnknown"] = clone(choice(dice, _JSON))
        return out

    def _chosen(
        self, dice: Dice, node: Schema, properties: Schema, often: Tree, depth: int, budget: list[int]
    ) -> set[str]:
        """What is required, mostly what is wanted often, and a few others; there is an end to each."""
        required = {key for key in node.get("required") or () if key in properties}
        least = max(node.get("minProperties") or 0, 0)
        wanted = {key for key in properties if key in often and key not in required and mostly(dice)}
        rest = [key for key in properties if key not in required and key not in often]
        chosen = required | wanted
        wide = self.wide if depth < 4 else min(self.wide, 2)
        room = min(len(rest), wide, max(budget[0], 0)) if depth < _DEEPEST else 0
        upper = max(room, min(least - len(chosen), len(rest)))
        count = dice.number(max(0, min(least - len(chosen), len(rest))), upper) if upper > 0 else 0
        for _ in range(count):
            chosen.add(rest.pop(dice.number(0, len(rest) - 1)))
        budget[0] -= len(chosen)
        return chosen
