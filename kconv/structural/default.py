"""The API server fills a custom resource's absent fields with the defaults of its structural schema.

The rules of apiextensions-apiserver 1.37 (pkg/apiserver/schema/defaulting): a null that the schema does not allow
counts as absent, and is removed if there is no default for it.
"""

from __future__ import annotations

import copy
from typing import Any

from kconv.structural.vocabulary import Schema, additional, items, properties


def default(value: Any, schema: Schema) -> Any:
    """A new value with the schema's defaults; parts without any are shared with the old one."""
    return _fill(_without_nulls(value, schema), schema)


def _without_nulls(value: Any, schema: Schema | None) -> Any:
    if schema is None:
        return value
    if isinstance(value, dict):
        fields, values = properties(schema), additional(schema)
        below = {key: fields.get(key, values) for key in value}
        return {key: _without_nulls(entry, below[key]) for key, entry in value.items() if _stays(entry, below[key])}
    if isinstance(value, list):
        return [_without_nulls(entry, items(schema)) for entry in value]
    return value


def _stays(value: Any, schema: Schema | None) -> bool:
    return value is not None or schema is None or schema.get("nullable") or schema.get("default") is not None


def _fill(value: Any, schema: Schema | None) -> Any:
    if schema is None:
        return value
    if isinstance(value, dict):
        return _fill_fields(value, schema)
    if isinstance(value, list):
        return [_fill(_or_default(entry, items(schema)), items(schema)) for entry in value]
    return value


def _fill_fields(value: dict[str, Any], schema: Schema) -> dict[str, Any]:
    fields, values = properties(schema), additional(schema)
    filled = dict(value)
    for key, field in fields.items():
        if field.get("default") is not None and key not in value:
            filled[key] = copy.deepcopy(field["default"])
    for key, entry in filled.items():
        field_or_value = fields.get(key, values)
        filled[key] = _fill(_or_default(entry, field_or_value), field_or_value)
    return filled


def _or_default(value: Any, schema: Schema | None) -> Any:
    if value is not None or schema is None or schema.get("nullable"):
        return value
    return copy.deepcopy(schema.get("default"))
