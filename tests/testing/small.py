"""A resource of two versions whose conversion keeps nothing, for each field of one has its place in the other."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, Final

from kconv.structural.prune import prune
from kconv.testing import omitempty

Json = Any
KIND: Final = "Pool"
V1: Final = "example.com/v1"
V2: Final = "example.com/v2"


def pool(**more: Any) -> dict[str, Any]:
    """A schema of it, with more fields or others."""
    fields = {"zone": {"type": "string"}, "spot": {"type": "boolean"}, **more}
    return {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}


SCHEMAS: Final = {V1: pool(size={"type": "integer"}), V2: pool(replicas={"type": "integer"})}
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


def convert_as_go(obj: Json, to: str) -> Json:
    """The same by way of Go's types, whose fields say `omitempty`."""
    return {"apiVersion": to, "kind": KIND, **omitempty(convert_as_types(obj, to))}


def without_null(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: without_null(item) for key, item in value.items() if item is not None}
    return value


KEPT: Final = "example.com/kept"
"""Where convert_sparing keeps the zone."""


def convert_sparing(obj: Json, to: str) -> Json:
    """The zone, which v2 shall have no field for, kept in an annotation however large it is; a short text is lost."""
    spec, metadata = dict(obj.get("spec") or {}), dict(obj.get("metadata") or {})
    annotations = dict(metadata.get("annotations") or {})
    if to == V2 and "zone" in spec:
        zone = spec.pop("zone")
        if not isinstance(zone, str) or len(zone) > 10:
            annotations[KEPT] = json.dumps({"zone": zone})
    elif to == V1 and KEPT in annotations:
        with suppress(ValueError, TypeError, KeyError, RecursionError):
            spec["zone"] = json.loads(annotations.pop(KEPT))["zone"]
    metadata["annotations"] = annotations
    return {**obj, "apiVersion": to, "metadata": metadata, "spec": spec}


TAGS: Final = {
    V1: {"type": "object", "properties": {"tags": {"type": "object", "additionalProperties": {"type": "string"}}}},
    V2: {
        "type": "object",
        "properties": {
            "tags": {
                "type": "array",
                "x-kubernetes-list-type": "map",
                "x-kubernetes-list-map-keys": ["key"],
                "items": {
                    "type": "object",
                    "required": ["key"],
                    "properties": {"key": {"type": "string"}, "value": {"type": "string"}},
                },
            }
        },
    },
}


def convert_tags(obj: Json, to: str) -> Json:
    """A list of tags is a map in v1, which keeps no order: they come back in that of their keys."""
    out = {**obj, "apiVersion": to}
    if to == V1 and isinstance(obj.get("tags"), list):
        out["tags"] = {item["key"]: item.get("value") for item in obj["tags"]}
    elif to == V2 and isinstance(obj.get("tags"), dict):
        found = ({"key": key, "value": value} for key, value in sorted(obj["tags"].items()))
        out["tags"] = [{key: value for key, value in item.items() if value is not None} for item in found]
    return out
