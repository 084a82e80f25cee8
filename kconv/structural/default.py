"""The API server fills a custom resource's absent fields with the defaults of its structural schema.

The rules of apiextensions-apiserver 1.37 (pkg/apiserver/schema/defaulting): a null that the schema does not allow
counts as absent, and goes where there is no default for it.
"""

from __future__ import annotations

import copy
from typing import Any

from kconv.structural.vocabulary import Schema, additional, items, properties


def default(value: Any, schema: Schema | None) -> Any:
    """A new value with the schema's defaults in it; what needs none is shared with the old one."""
    if schema is None:
        return value
    if isinstance(value, dict):
        return _fields(value, schema)
    if isinstance(value, list):
        return [default(_or_default(entry, items(schema)), items(schema)) for entry in value]
    return value


def _fields(value: dict[str, Any], schema: Schema) -> dict[str, Any]:
    fields, values = properties(schema), additional(schema)
    result = {}
    for key, entry in value.items():
        below = fields.get(key, values)
        if entry is not None or below is None or below.get("nullable") or below.get("default") is not None:
            result[key] = default(_or_default(entry, below), below)
    for key, below in fields.items():
        if key not in result and below.get("default") is not None:
            result[key] = default(copy.deepcopy(below["default"]), below)
    return result


def _or_default(value: Any, schema: Schema | None) -> Any:
    if value is not None or schema is None or schema.get("nullable"):
        return value
    return copy.deepcopy(schema.get("default"))
