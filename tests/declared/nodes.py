"""Structural schemas in few words."""

from __future__ import annotations

from typing import Any

Json = Any
STRING, NUMBER, TRUTH = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
TIME = {"type": "string", "format": "date-time"}
QUANTITY = {"x-kubernetes-int-or-string": True}
OPEN = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


def fields(*required: str, **properties: Json) -> Json:
    """An object, and which of its fields must be there."""
    return {"type": "object", "properties": properties} | ({"required": [*required]} if required else {})


def one_of(one: str, other: str, node: Json) -> Json:
    """An object with one of two fields and not the other."""
    return {**node, "x-kubernetes-validations": [{"rule": f"has(self.{one}) != has(self.{other})"}]}


def items(node: Json, key: str = "") -> Json:
    """A list, with the field that tells its items apart."""
    named = {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": [key]} if key else {}
    return {"type": "array", "items": node, **named}


def values(node: Json) -> Json:
    """A map."""
    return {"type": "object", "additionalProperties": node}


def word(*words: str) -> Json:
    """One of some words."""
    return {"type": "string", "enum": [*words]}


def whole(spec: Json, status: Json | None = None) -> Json:
    """The schema of a version."""
    return fields("spec", spec=spec) if status is None else fields("spec", spec=spec, status=status)
