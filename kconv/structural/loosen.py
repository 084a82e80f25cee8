"""Two ways to make a schema less strict: keep the fields that it does not name, and drop what it must not contain.

Up to apiextensions v1beta1 unknown fields were kept (``preserveUnknownFields: true`` by default) and a schema could be
any OpenAPI schema. In v1 the first is set on each object of the schema, and the second is not allowed.
"""

from __future__ import annotations

from typing import Any, Final

from kconv.paths import FieldPath, get
from kconv.structural.check import check
from kconv.structural.repair import repair
from kconv.structural.violation import Repair, Violation
from kconv.structural.vocabulary import (
    EMBEDDED,
    INT_OR_STRING,
    LIST_MAP_KEYS,
    LIST_TYPE,
    META_FIELDS,
    PRESERVE,
    Schema,
    additional,
    items,
    properties,
)
from kconv.values import put

ANYTHING: Final[Schema] = {"type": "object", PRESERVE: True}
"""The schema of a resource whose fields are unknown."""

_ROUNDS: Final = 8


def keep_unknown(schema: Schema) -> Schema:
    """A structural schema under which no field is pruned: every object in it keeps what is not named."""
    return _keep(schema, root=True)


def _keep(node: Schema, *, root: bool = False) -> Schema:
    new = dict(node)
    if node.get("properties"):
        own_meta = root or bool(node.get(EMBEDDED))
        new["properties"] = {
            name: field if own_meta and name in META_FIELDS else _keep(field)
            for name, field in properties(node).items()
        }
    item, values = items(node), additional(node)
    if item is not None:
        new["items"] = _keep(item)
    if values is not None:
        new["additionalProperties"] = _keep(values)
    elif _is_open(node):
        # "additionalProperties: true" keeps a value's name but prunes what is in it.
        new.pop("additionalProperties", None)
        new[PRESERVE] = True
    return new


def _is_open(node: Schema) -> bool:
    """Whether a node is an object whose unknown fields an API server without pruning kept."""
    is_object = (node.get("type") or "object") == "object"
    return is_object and node.get("additionalProperties") is not False and not node.get(INT_OR_STRING)


def loosen(schema: Any, *, status: bool = False) -> tuple[Schema, list[Repair]]:
    """A schema that the API server accepts, with as few changes as its violations require.

    A value validation that is not allowed is removed; a node whose own structure is not allowed accepts any value.
    """
    repairs: list[Repair] = []
    for _ in range(_ROUNDS):
        found = check(schema, status=status)
        if not found:
            return schema, repairs
        for violation in found:
            schema = _give_up(schema, violation, repairs)
        schema, more = repair(schema)
        repairs += more
    return dict(ANYTHING), [Repair((), "replaced by a schema of any object")]


def _give_up(schema: Any, violation: Violation, repairs: list[Repair]) -> Any:
    node = get(schema, violation.node)
    if not isinstance(node, dict):
        return schema if violation.node and schema else dict(ANYTHING)
    new = _looser(node, violation.keyword, root=not violation.node)
    if new is node:
        return schema
    repairs.append(Repair(violation.node + violation.keyword[:1], f"given up: {violation.message}"))
    return put(schema, violation.node, new)


def _looser(node: Schema, keyword: FieldPath, *, root: bool) -> Schema:
    """The node without what is not allowed; the node itself if that is gone already."""
    first = str(keyword[0]) if keyword else ""
    if first not in ("type", "properties", "items", "additionalProperties"):
        gone = {first, LIST_MAP_KEYS} if first == LIST_TYPE else {first}
        return node if not gone & node.keys() else {key: value for key, value in node.items() if key not in gone}
    if first == "items":
        return {**node, "items": {PRESERVE: True}}
    if first == "additionalProperties":
        return {**{key: value for key, value in node.items() if key != first}, PRESERVE: True}
    if len(keyword) > 1:  # a field of the metadata that every object has
        kind = "object" if keyword[1] == "metadata" else "string"
        return {**node, "properties": {**properties(node), str(keyword[1]): {"type": kind}}}
    kept = {key: node[key] for key in ("description", "nullable") if node.get(key) and not root}
    return {**kept, **(ANYTHING if root else {PRESERVE: True})}
