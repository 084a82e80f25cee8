"""What of a schema's node a maker needs, worked out once: thousands of objects meet the same few nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final, Literal

from kconv.rules.schema import opened
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
    has_validations,
)
from kconv.testing.draws import Draw
from kconv.testing.expressions import Holds, followed
from kconv.testing.shape import METADATA, Shape
from kconv.testing.strategies.hints import HINTS, KEY_HINTS, hinted
from kconv.testing.strategies.narrow import narrowed
from kconv.testing.strategies.words import scalars
from kconv.validation.checker import MICRO_TIME

Form = Literal["scalar", "list", "fields", "map", "free", "anything"]


def _fixed(**fields: Any) -> Schema:
    """An object that has these values."""
    nodes = {name: {"type": _TYPES[type(value)], "enum": [value]} for name, value in fields.items()}
    return {"type": "object", "properties": nodes, "required": list(nodes)}


_TYPES: Final = {str: "string", bool: "boolean"}
_OWNER: Final = _fixed(
    apiVersion="v1", kind="ConfigMap", name="owner", uid="123e4567-e89b-42d3-a456-426614174001", controller=True
)
_MANAGED: Final = _fixed(manager="kubectl", operation="Update", apiVersion="v1", fieldsType="FieldsV1")
_MANAGED["properties"]["fieldsV1"] = {"type": "object", PRESERVE: True}
WRITTEN_METADATA: Final[Schema] = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "enum": ["web", "a"]},
        "namespace": {"type": "string", "enum": ["default", "shop"]},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
        "finalizers": {"type": "array", "items": {"type": "string", "enum": ["example.com/a"]}},
        "uid": {"type": "string", "enum": ["123e4567-e89b-42d3-a456-426614174000"]},
        "generation": {"type": "integer", "enum": [1, 9007199254740993]},
        "creationTimestamp": {"type": "string", "enum": ["2006-01-02T15:04:05Z"]},
        "generateName": {"type": "string", "enum": ["web-"]},
        "resourceVersion": {"type": "string", "enum": ["42"]},
        "deletionTimestamp": {"type": "string", "enum": ["2006-01-02T15:04:06Z"]},
        "ownerReferences": {"type": "array", "items": _OWNER},
        "managedFields": {"type": "array", "items": _MANAGED},
    },
}
"""What of ObjectMeta a person writes, and some of what the server adds."""

_MICRO_TIME: Final[Schema] = {
    "type": "string",
    "enum": ["2006-01-02T15:04:05.000000Z", "2024-02-29T23:59:59.123456Z", "2006-01-02T15:04:05.100000+02:00"],
}
"""Times as Go's MicroTime reads them, which takes no others."""


@lru_cache(maxsize=64)
def plans_of(shape: Shape) -> NodePlans:
    """The plans of a shape's nodes: all who make objects of it share them."""
    return NodePlans(shape)


class NodePlans:
    """The plans of a shape's nodes. A plan keeps its node, so that the node's id is not used again."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.root = NodePlan(hinted(shape.root), custom=shape.custom, whole=True)
        self._known: dict[int, tuple[Schema, NodePlan]] = {}
        self._narrowed: dict[tuple[int, ...], NodePlan] = {}

    def of(self, node: Schema) -> NodePlan:
        """The plan of a node."""
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = (node, self._made(node))
        return known[1]

    def narrowed(self, plan: NodePlan, draw: Draw) -> NodePlan:
        """The plan with one branch of each choice that its node has."""
        fallen = _Fallen(draw)
        node = narrowed(plan.node, fallen)
        return self._narrowed.setdefault((id(plan), *fallen.numbers), NodePlan(node, plan.custom))

    def _made(self, node: Schema) -> NodePlan:
        if node.get("$ref") == METADATA:
            return NodePlan(self._metadata(node), custom=self.shape.custom)
        if node.get("$ref") == MICRO_TIME:
            return NodePlan(_MICRO_TIME, custom=self.shape.custom)
        return NodePlan(opened(node, self.shape.resolve), custom=self.shape.custom)

    def _metadata(self, node: Schema) -> Schema:
        """What is written of metadata, as far as the release has it: 1.13 had no managedFields."""
        known = opened(node, self.shape.resolve).get("properties", {})
        fields = {name: field for name, field in WRITTEN_METADATA["properties"].items() if name in known}
        return {**WRITTEN_METADATA, "properties": fields}


class _Fallen:
    """Draw that remember how they fell: which of a node's branches were chosen."""

    def __init__(self, draw: Draw) -> None:
        self._dice = draw
        self.numbers: list[int] = []

    def number(self, low: int, high: int) -> int:
        self.numbers.append(self._dice.number(low, high))
        return self.numbers[-1]


@dataclass
class NodePlan:
    """How values of a node are made. ``custom`` reads it as a custom resource's, ``whole`` as an object by itself."""

    node: Schema
    custom: bool
    whole: bool = False

    @cached_property
    def form(self) -> Form:
        """What kind of value it is."""
        node = self.node
        kind = node.get("type")
        if node.get(INT_OR_STRING) or node.get("format") in ("int-or-string", "quantity"):
            return "scalar"
        if kind == "array":
            return "list"
        if kind == "object" or node.get("properties"):
            return self._object
        return "anything" if not kind and not node.get("enum") else "scalar"

    @cached_property
    def _object(self) -> Form:
        if self.node.get("properties") or self.embedded:
            return "fields"
        return "free" if self.values is None else "map"

    @cached_property
    def embedded(self) -> bool:
        """Whether it is an object of another kind, with an apiVersion of its own."""
        return bool(self.node.get(EMBEDDED))

    @cached_property
    def nullable(self) -> bool:
        """Whether null is a value of its own; to Go it is absence."""
        return bool(self.custom and self.node.get("nullable"))

    @cached_property
    def narrows(self) -> bool:
        """Whether a branch of the node is to be chosen first."""
        return has_validations(self.node)

    @cached_property
    def rules(self) -> Sequence[Holds]:
        """The expressions that a value must keep to."""
        rules = self.node.get(VALIDATIONS)
        return followed(rules) if rules else ()

    @cached_property
    def scalars(self) -> Sequence[Any]:
        """The values to choose from: mostly those that the rules about the field name."""
        found = scalars(self.node)
        return [*self.hints * (1 + 3 * len(found) // len(self.hints)), *found] if self.hints else found

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """The texts that rules compare the field with."""
        return self.node.get(HINTS) or ()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys that rules allow in a map."""
        return self.node.get(KEY_HINTS) or ()

    @cached_property
    def values(self) -> Schema | None:
        """The schema of a map's values."""
        return additional(self.node)

    @cached_property
    def items(self) -> Schema:
        """The schema of a list's items."""
        found: Schema = self.node.get("items") or {}
        return found

    @cached_property
    def keeps(self) -> bool:
        """Whether it keeps fields that it does not name."""
        untyped = not self.custom and "properties" not in self.node
        return bool(self.node.get(PRESERVE) or untyped or self.node.get("additionalProperties") is True)

    @cached_property
    def fields(self) -> dict[str, Schema]:
        """The fields that can be drawn; an object's apiVersion, kind and metadata are not."""
        leave = META_FIELDS if self.whole or self.embedded else ()
        return {key: child or {} for key, child in (self.node.get("properties") or {}).items() if key not in leave}

    @cached_property
    def required(self) -> frozenset[str]:
        """The fields that must be there."""
        return frozenset(self.node.get("required") or ()) & self.fields.keys()

    @cached_property
    def optional(self) -> list[str]:
        """The fields that need not."""
        return [key for key in self.fields if key not in self.required]

    @cached_property
    def distinct(self) -> tuple[str, ...] | None:
        """By which keys a list's items must differ, () for the items themselves; None where they need not."""
        kind = self.node.get(LIST_TYPE)
        if kind == "map":
            return tuple(self.node.get(LIST_MAP_KEYS) or ())
        return () if kind == "set" else None
