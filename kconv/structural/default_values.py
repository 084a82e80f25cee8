"""A default that the schema itself would prune or refuse is refused with the schema.

The rules of apiextensions-apiserver 1.37 (pkg/apiserver/schema/defaulting ``ValidateDefaults``), as far as pruning
and types go; patterns, bounds and CEL rules are left to the server.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kconv.paths import FieldPath
from kconv.structural.prune import prune
from kconv.structural.violation import Violation
from kconv.structural.vocabulary import EMBEDDED, INT_OR_STRING, META_FIELDS, Schema, items, nodes, properties

_PYTHON: Final[dict[str, type | tuple[type, ...]]] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "string": str,
}


def default_violations(schema: Schema) -> Iterator[Violation]:
    """Every default of a structural schema that is not pruned or not of its node's type."""
    for path, node in nodes(schema):
        value = node.get("default")
        if value is None or "additionalProperties" in path[::2] or _in_metadata(schema, path):
            continue
        where = (*path, "default")
        if prune(value, node, resource=bool(node.get(EMBEDDED))) is not value:
            yield Violation(where, "must not have unknown fields", len(path))
        yield from (Violation(where, message, len(path)) for message in _mistyped(value, node))


def _in_metadata(schema: Schema, path: FieldPath) -> bool:
    node, root = schema, True
    for at, step in enumerate(path):
        if step == "properties" and path[at + 1] in META_FIELDS and (root or node.get(EMBEDDED)):
            return True
        node, root = node[step] or {}, False  # type: ignore[index]
    return False


def _mistyped(value: Any, node: Schema) -> Iterator[str]:
    """Say where a default, or what is in it, is of another type than its node."""
    kind = node.get("type")
    if value is None:
        if not node.get("nullable"):
            yield "must not be null where the schema is not nullable"
    elif kind and not _is(value, kind):
        yield f"must be of type {kind}: {value!r}"
    elif node.get(INT_OR_STRING) and not (_is(value, "integer") or isinstance(value, str)):
        yield f"must be an integer or a string: {value!r}"
    elif node.get("enum") and value not in node["enum"]:
        yield f"must be one of the enum's values: {value!r}"
    elif isinstance(value, dict):
        fields = properties(node)
        yield from (f"must have {name}" for name in node.get("required") or () if name not in value)
        for name in value.keys() & fields.keys():
            yield from _mistyped(value[name], fields[name])
    elif isinstance(value, list) and items(node):
        for entry in value:
            yield from _mistyped(entry, items(node) or {})


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, float) and kind == "integer":
        return value.is_integer()
    return isinstance(value, _PYTHON.get(kind, object))
