"""The API server removes from a custom resource whatever its structural schema does not name.

The rules of apiextensions-apiserver 1.37 (pkg/apiserver/schema/pruning): ``x-kubernetes-preserve-unknown-fields``
keeps unknown fields at its node and below, until a node is described again.
"""

from __future__ import annotations

from typing import Any

from kconv.structural.vocabulary import EMBEDDED, META_FIELDS, PRESERVE, Schema, additional, items, properties


def prune(value: Any, schema: Schema | None, *, resource: bool = False) -> Any:
    """The value without what the schema does not name; the same object if nothing is removed.

    ``resource``: the value is a whole object, whose apiVersion, kind and metadata always stay.
    """
    if isinstance(value, dict):
        keep_meta = resource or bool(schema and schema.get(EMBEDDED))
        return _fields(value, schema, keep_meta, keep_unknown=bool(schema and schema.get(PRESERVE)))
    if isinstance(value, list):
        keep = bool(schema and schema.get(PRESERVE))
        item = items(schema) if schema else None
        return _same_list(value, [_item(entry, item, keep) for entry in value])
    return value


def _item(value: Any, schema: Schema | None, keep: bool) -> Any:
    """A list's item; below a list that keeps unknown fields, those of its items stay as well."""
    if not keep:
        return prune(value, schema)
    if schema is None:
        return value
    if isinstance(value, dict):
        return _fields(value, schema, bool(schema.get(EMBEDDED)), keep_unknown=True)
    if isinstance(value, list):
        return _same_list(value, [_item(entry, items(schema), keep) for entry in value])
    return value


def _fields(value: dict[str, Any], schema: Schema | None, keep_meta: bool, *, keep_unknown: bool) -> dict[str, Any]:
    fields = properties(schema) if schema else {}
    pruned = {}
    for key, entry in value.items():
        if keep_meta and key in META_FIELDS:
            pruned[key] = entry
        elif key in fields:
            pruned[key] = prune(entry, fields[key])
        elif schema and schema.get("additionalProperties") is not None:
            pruned[key] = prune(entry, additional(schema))
        elif keep_unknown:
            pruned[key] = entry
    same = len(pruned) == len(value) and all(pruned[key] is entry for key, entry in value.items())
    return value if same else pruned


def _same_list(old: list[Any], new: list[Any]) -> list[Any]:
    return old if all(was is now for was, now in zip(old, new, strict=True)) else new
