"""Every resource's metadata has the server's own schema; at a CRD's root only its names may be restricted further.

Old generators wrote out all of ObjectMeta (apimachinery meta/v1). Such a schema is true of every object anyway, so it
can be removed; anything more, such as a required label, is not allowed in a structural schema.
"""

from __future__ import annotations

from typing import Any, Final

from kconv.structural.vocabulary import DOCUMENTATION, PRESERVE, Schema, is_said, properties

_OWNER: Final = {
    "apiVersion": "string",
    "kind": "string",
    "name": "string",
    "uid": "string",
    "controller": "boolean",
    "blockOwnerDeletion": "boolean",
}
_FIELDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("name", "generateName", "namespace", "selfLink", "uid", "resourceVersion"), "string"),
    **dict.fromkeys(("creationTimestamp", "deletionTimestamp"), "string"),
    **dict.fromkeys(("generation", "deletionGracePeriodSeconds"), "integer"),
    **{name: {"*": "string"} for name in ("labels", "annotations")},
    "finalizers": ["string"],
    "ownerReferences": [_OWNER],
    "managedFields": [{}],
}
_ALWAYS_THERE: Final = {"name", "apiVersion", "kind", "uid"}
"""Fields that the server requires in an object or an owner reference."""
_DESCRIBING: Final = frozenset({"type", "format", PRESERVE, *DOCUMENTATION})
"""Keywords that refuse no value that has the type; nothing in metadata is pruned."""


def names_only(metadata: Schema) -> Schema | None:
    """A metadata schema reduced to what it may say, or None where it says more than is true of every object."""
    if not _restates(metadata, {}):
        return None
    kept = {}
    for name, field in properties(metadata).items():
        if name not in _FIELDS or _restates(field, _FIELDS[name]):
            continue  # The server drops fields that it does not know, such as initializers, before it looks.
        if name not in ("name", "generateName"):
            return None
        kept[name] = field
    return {"type": "object", "properties": kept} if kept else {"type": "object"}


def _restates(schema: Schema, shape: Any) -> bool:
    """Whether a schema describes only what is true of every value of a shape: a type, a list or fields of types."""
    kind = "array" if isinstance(shape, list) else "object" if isinstance(shape, dict) else shape
    said = {key for key, value in schema.items() if is_said(key, value)}
    if schema.get("type") not in (None, "", kind):
        return False
    if kind == "array":
        item = schema.get("items")
        return said <= _DESCRIBING | {"items"} and (
            item is None or (isinstance(item, dict) and _restates(item, *shape))
        )
    if kind == "object":
        return said <= _DESCRIBING | {"properties", "additionalProperties", "required"} and _fields(schema, shape)
    return said <= _DESCRIBING


def _fields(schema: Schema, shape: dict[str, Any]) -> bool:
    values = schema.get("additionalProperties")
    if isinstance(values, dict) and not _restates(values, shape.get("*", {})):
        return False
    known = {name: shape.get(name, shape.get("*")) for name in properties(schema)}
    named = all(_restates(field, known[name]) for name, field in properties(schema).items() if known[name] is not None)
    return values is not False and named and set(schema.get("required") or ()) <= _ALWAYS_THERE
