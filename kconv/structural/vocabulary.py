"""The words of a CustomResourceDefinition's schema: a closed set, each with one JSON type.

The API server decodes ``openAPIV3Schema`` into a Go struct (apiextensions/v1 ``JSONSchemaProps``): a keyword of
another JSON type fails the whole object, an unknown keyword is dropped, and null, "", 0, false and an empty
container mean the same as absence for nearly all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from kconv.paths import FieldPath

Schema: TypeAlias = "dict[str, Any]"

PRESERVE: Final = "x-kubernetes-preserve-unknown-fields"
INT_OR_STRING: Final = "x-kubernetes-int-or-string"
EMBEDDED: Final = "x-kubernetes-embedded-resource"
LIST_TYPE: Final = "x-kubernetes-list-type"
LIST_MAP_KEYS: Final = "x-kubernetes-list-map-keys"
MAP_TYPE: Final = "x-kubernetes-map-type"
VALIDATIONS: Final = "x-kubernetes-validations"

TYPES: Final = ("array", "boolean", "integer", "number", "object", "string")
META_FIELDS: Final = frozenset({"apiVersion", "kind", "metadata"})
JUNCTORS: Final = ("allOf", "anyOf", "oneOf")
"""Keywords that hold a list of value validations; ``not`` holds one."""

INT_OR_STRING_BRANCHES: Final = [{"type": "integer"}, {"type": "string"}]
"""The one way to name types inside ``anyOf`` that a structural schema may use, in this order."""

STRINGS: Final = frozenset({"id", "$schema", "$ref", "description", "type", "format", "title", "pattern"})
LIST_TYPES: Final = frozenset({LIST_TYPE, MAP_TYPE})
NUMBERS: Final = frozenset({"maximum", "minimum", "multipleOf"})
INTEGERS: Final = frozenset({"maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"})
BOOLEANS: Final = frozenset(
    {"exclusiveMaximum", "exclusiveMinimum", "uniqueItems", "nullable", PRESERVE, EMBEDDED, INT_OR_STRING}
)
SCHEMA_MAPS: Final = frozenset({"properties", "patternProperties", "definitions", "dependencies"})
DOCUMENTATION: Final = ("description", "title", "example", "externalDocs")
"""Keywords that no validation, pruning or defaulting reads."""

_PLAIN: Final = (
    NUMBERS
    | INTEGERS
    | {"type", "description", "title", "format", "nullable", "enum", "required"}
    | {
        "exclusiveMaximum",
        "exclusiveMinimum",
        "properties",
        "items",
    }
)
"""Keywords that the server accepts wherever a structure is described, in any combination."""

_POINTERS: Final = (
    NUMBERS
    | INTEGERS
    | LIST_TYPES
    | {
        "$ref",
        "default",
        "example",
        "externalDocs",
        "items",
        "not",
        "additionalProperties",
        "additionalItems",
        PRESERVE,
    }
)


def is_said(key: str, value: Any) -> bool:
    """Whether a keyword says anything: for most, null, "", false and empty are as good as absent."""
    return value is not None if key in _POINTERS else bool(value)


def branches(node: Schema, key: str) -> list[Schema]:
    """The value validations under a junctor; a null among them is an empty one."""
    return [branch or {} for branch in node.get(key) or ()]


def properties(node: Schema) -> dict[str, Schema]:
    """The fields a node names; one that is null has an empty schema."""
    found: dict[str, Schema] = node.get("properties") or {}
    return found if all(found.values()) else {name: schema or {} for name, schema in found.items()}


def items(node: Schema) -> Schema | None:
    """The schema of a list's items; None if there is not exactly one."""
    found = node.get("items")
    return found if isinstance(found, dict) else None


def additional(node: Schema) -> Schema | None:
    """The schema of a map's values, or None where it is absent, true or false."""
    found = node.get("additionalProperties")
    return found if isinstance(found, dict) else None


def structure(node: Schema) -> Iterator[tuple[FieldPath, Schema]]:
    """The nodes right below one which describe values' structure: fields, items and map values."""
    for name, schema in properties(node).items():
        yield ("properties", name), schema
    for key, found in (("items", items(node)), ("additionalProperties", additional(node))):
        if found is not None:
            yield (key,), found


def validations(node: Schema) -> Iterator[tuple[FieldPath, Schema]]:
    """The value validations right below a node: those of allOf, anyOf, oneOf and not."""
    if not has_validations(node):
        return
    for key in JUNCTORS:
        for index, branch in enumerate(branches(node, key)):
            yield (key, index), branch
    if isinstance(node.get("not"), dict):
        yield ("not",), node["not"]


def has_validations(node: Schema) -> bool:
    """Whether a node has any of them, answered fast: most have none."""
    return "anyOf" in node or "oneOf" in node or "allOf" in node or "not" in node


def is_plain(node: Schema) -> bool:
    """Whether nothing can be wrong with a node below the root, answered fast: true of most."""
    kind = node.get("type")
    if kind not in TYPES or not node.keys() <= _PLAIN:
        return False
    found = node.get("items")
    return (isinstance(found, dict) and bool(found)) if kind == "array" else found is None


def nodes(schema: Schema, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Schema]]:
    """Every node of a schema that describes structure, parents first, each with its path in the schema."""
    waiting = [(path, schema)]
    while waiting:
        path, schema = waiting.pop()
        yield path, schema
        waiting += [((*path, *step), child) for step, child in structure(schema)][::-1]
