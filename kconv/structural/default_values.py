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
from kconv.structural.vocabulary import EMBEDDED, INT_OR_STRING, META_FIELDS, Schema, items, properties, structure

_PYTHON: Final[dict[str, type | tuple[type, ...]]] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "string": str,
}


def default_violations(schema: Schema) -> Iterator[Violation]:
    """Every default of a structural schema that is not pruned or not of its node's type.

    The server does not look into a map's values, and into an object's metadata in another way.
    """
    yield from _violations(schema, (), own_metadata=True)


def _violations(node: Schema, path: FieldPath, *, own_metadata: bool) -> Iterator[Violation]:
    value = node.get("default")
    if value is not None:
        where = (*path, "default")
        if prune(value, node) is not value:
            yield Violation(where, "must not have unknown fields", len(path))
        yield from (Violation(where, message, len(path)) for message in _mistyped(value, node))
    for step, child in structure(node):
        if step != ("additionalProperties",) and not (own_metadata and step[-1] in META_FIELDS):
            yield from _violations(child, path + step, own_metadata=bool(child.get(EMBEDDED)))


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
