"""Random schemas and values, biased to where the rules of structural schemas meet.

Used twice: to ask Kubernetes' own code what it says of them (`oracle/`), and to search for schemas that break a law.
"""

from __future__ import annotations

from random import Random
from typing import Any

Json = Any

NAMES = ("a", "b", "c", "metadata", "kind", "spec")
TYPES_ABOVE = ("object",) * 6 + ("array", "string", "integer")
TYPES_BELOW = ("string", "integer", "number", "boolean")
INT_OR_STRING = ({"type": "integer"}, {"type": "string"})
UNSUPPORTED: dict[str, Json] = {
    "$ref": "#/x",
    "$schema": "s",
    "additionalItems": False,
    "definitions": {"a": {"uniqueItems": True}},
    "dependencies": {},
    "id": "i",
    "items": [{}],
    "patternProperties": {"a": {}},
    "uniqueItems": True,
    "x-kubernetes-preserve-unknown-fields": False,
}
WORDS: dict[str, Json] = {
    "description": "x",
    "externalDocs": {"url": "u"},
    "minLength": 0,
    "nullable": True,
    "required": ["a"],
    "title": "",
    "uniqueItems": False,
    "x-kubernetes-preserve-unknown-fields": True,
}


def schema(random: Random, depth: int, *, inside: bool = False, unsupported: bool = False) -> dict[str, Json]:
    """A schema of at most ``depth`` levels; ``inside`` a value validation, ``unsupported`` with refused keywords."""

    def often(share: float) -> bool:
        return random.random() < share

    def below(*, inside: bool = inside) -> dict[str, Json]:
        return schema(random, depth - 1, inside=inside, unsupported=unsupported)

    node: dict[str, Json] = {}
    if often(0.15 if inside else 0.9):
        node["type"] = random.choice(TYPES_ABOVE if depth else TYPES_BELOW)
    if depth:
        _children(random, node, below)
    _int_or_string(random, node)
    _lists_and_maps(random, node)
    node |= {key: value for key, value in WORDS.items() if often(0.03)}
    if unsupported:
        node |= {key: value for key, value in UNSUPPORTED.items() if often(0.01)}
    return node


def _children(random: Random, node: dict[str, Json], below: Any) -> None:
    def often(share: float) -> bool:
        return random.random() < share

    if node.get("type") == "object" or often(0.1):
        if often(0.8):
            node["properties"] = {name: below() for name in random.sample(NAMES, random.randint(0, 3))}
        if often(0.1):
            node["additionalProperties"] = random.choice([True, False, {}, below()])
    if (node.get("type") == "array" and often(0.9)) or often(0.03):
        node["items"] = below()
    if often(0.2):
        junctor = random.choice(["allOf", "anyOf", "oneOf"])
        node[junctor] = [below(inside=True) for _ in range(random.randint(0, 2))]
    if often(0.05):
        node["not"] = below(inside=True)


def _int_or_string(random: Random, node: dict[str, Json]) -> None:
    if random.random() < 0.08:
        node["anyOf"] = [dict(branch) for branch in INT_OR_STRING]
    if random.random() < 0.03:
        node["allOf"] = [{"anyOf": [dict(branch) for branch in INT_OR_STRING]}, {"minimum": 1}]
    if random.random() < 0.06:
        node["x-kubernetes-int-or-string"] = True
        if random.random() < 0.5:
            node.pop("type", None)
    if random.random() < 0.05:
        node["x-kubernetes-embedded-resource"] = random.random() < 0.8


def _lists_and_maps(random: Random, node: dict[str, Json]) -> None:
    if random.random() < 0.03:
        node["x-kubernetes-map-type"] = random.choice(["atomic", "granular", "x"])
    if random.random() < (0.15 if node.get("type") == "array" else 0.01):
        node["x-kubernetes-list-type"] = random.choice(["atomic", "set", "map", "map", "zz"])
    if random.random() < 0.05 or node.get("x-kubernetes-list-type") == "map":
        node["x-kubernetes-list-map-keys"] = random.choice([["a"], ["a", "b"], ["a", "a"], []])
    if random.random() < 0.01:
        node["type"] = random.choice(["null", "int"])


def value(random: Random, depth: int) -> Json:
    """A value that knows the names of the schemas."""
    if depth and random.random() < 0.7:
        return {name: value(random, depth - 1) for name in random.sample((*NAMES, "unknown"), random.randint(0, 4))}
    if depth and random.random() < 0.4:
        return [value(random, depth - 1) for _ in range(random.randint(0, 2))]
    return random.choice([None, 1, "x", True])


def with_defaults(random: Random, node: dict[str, Json]) -> dict[str, Json]:
    """The schema with a default in some of its fields."""
    out = dict(node)
    if "properties" in node:
        out["properties"] = {name: with_defaults(random, field) for name, field in node["properties"].items()}
        for field in out["properties"].values():
            if random.random() < 0.3:
                field["default"] = value(random, 2)
    return out


def value_of(random: Random, node: dict[str, Json], depth: int = 4) -> Json:
    """A value of the types that a schema describes, with fields that it does not name."""
    kind = node.get("type")
    if node.get("x-kubernetes-int-or-string") or not depth:
        return random.choice([1, "x"]) if kind in (None, "string", "integer") else {}
    if kind == "array":
        return [value_of(random, node.get("items") or {}, depth - 1) for _ in range(random.randint(0, 2))]
    if kind not in (None, "object"):
        return {"string": "x", "boolean": True}.get(str(kind), 1)
    fields = {name: value_of(random, field, depth - 1) for name, field in (node.get("properties") or {}).items()}
    values = node.get("additionalProperties")
    if isinstance(values, dict):
        return {name: value_of(random, values, depth - 1) for name in random.sample(NAMES, 2)}
    return fields | {"unknown": value(random, 2), "also": {"unknown": [{"deep": 1}]}}
