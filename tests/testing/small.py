"""A resource of two versions whose conversion keeps nothing, for each field of one has its place in the other."""

from __future__ import annotations

from typing import Any, Final

from kconv.structural.prune import prune

Json = Any
KIND: Final = "Pool"
V1: Final = "example.com/v1"
V2: Final = "example.com/v2"


def _pool(size: str) -> dict[str, Any]:
    fields = {size: {"type": "integer"}, "zone": {"type": "string"}, "spot": {"type": "boolean"}}
    return {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}


SCHEMAS: Final = {V1: _pool("size"), V2: _pool("replicas")}
NAMES: Final = {V1: {"replicas": "size"}, V2: {"size": "replicas"}}


def convert(obj: Json, to: str) -> Json:
    """The size of a pool is called replicas since v2."""
    spec = obj.get("spec")
    if not isinstance(spec, dict) or obj["apiVersion"] == to:
        return {**obj, "apiVersion": to}
    return {**obj, "apiVersion": to, "spec": {NAMES[to].get(key, key): value for key, value in spec.items()}}


def convert_as_types(obj: Json, to: str) -> Json:
    """The same by way of types, as a webhook in Go does it: what those do not name is gone, and so is null."""
    known = prune(convert(obj, to), SCHEMAS[to], resource=True)
    return without_null(known)


def without_null(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: without_null(item) for key, item in value.items() if item is not None}
    return value
