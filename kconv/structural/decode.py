"""The API server decodes a schema before it judges it: a keyword of the wrong JSON type fails the whole object.

What passes here can be read by every other part of this package without looking at types again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kconv.paths import FieldPath
from kconv.structural.violation import Violation
from kconv.structural.vocabulary import (
    BOOLEANS,
    INTEGERS,
    JUNCTORS,
    LIST_MAP_KEYS,
    LIST_TYPES,
    NUMBERS,
    SCHEMA_MAPS,
    STRINGS,
    VALIDATIONS,
)

MAX_DEPTH: Final = 100
"""Deeper than any real schema (the deepest in common use nest about 25 levels), shallow enough for recursion."""


def misshapen(schema: Any) -> list[Violation]:
    """Everything in a schema that the API server could not decode, and nesting too deep to follow."""
    found: list[Violation] = []
    open_nodes: list[tuple[FieldPath, Any, int]] = [((), schema, 0)]
    while open_nodes:
        path, node, depth = open_nodes.pop()
        if node is None:
            continue
        if not isinstance(node, dict):
            found.append(Violation(path, "must be a schema object", len(path)))
        elif depth > MAX_DEPTH:
            found.append(Violation(path, f"is nested deeper than {MAX_DEPTH} levels", len(path)))
        else:
            for key, value in node.items():
                if type(value) is str and key in STRINGS:
                    continue
                if value is not None and (problem := _wrong_type(key, value)):
                    found.append(Violation((*path, key), problem, len(path)))
                else:
                    open_nodes.extend((path + step, child, depth + 1) for step, child in _below(key, value))
    return found


def _wrong_type(key: str, value: Any) -> str:
    """What JSON type a keyword should have had, or nothing."""
    if key in STRINGS or key in LIST_TYPES:
        return "" if isinstance(value, str) else "must be a string"
    if key in BOOLEANS:
        return "" if isinstance(value, bool) else "must be true or false"
    if key in INTEGERS:
        return "" if _is_integer(value) else "must be an integer"
    if key in NUMBERS:
        return "" if isinstance(value, int | float) and not isinstance(value, bool) else "must be a number"
    if key in SCHEMA_MAPS or key == "externalDocs":
        return "" if _is_object(value) else "must be an object"
    if key in ("required", LIST_MAP_KEYS):
        return "" if isinstance(value, list) and all(isinstance(v, str) for v in value) else "must be a list of strings"
    if key in (*JUNCTORS, "enum"):
        return "" if isinstance(value, list) else "must be a list"
    return _wrong_schema(key, value)


def _wrong_schema(key: str, value: Any) -> str:
    """The same for the keywords whose value is a schema or something else."""
    if key == "items":
        return "" if isinstance(value, dict | list) else "must be a schema object"
    if key == "not":
        return "" if isinstance(value, dict) else "must be a schema object"
    if key in ("additionalProperties", "additionalItems"):
        return "" if isinstance(value, bool | dict) else "must be a schema object, true or false"
    if key == VALIDATIONS:
        rules = isinstance(value, list) and all(isinstance(rule, dict) for rule in value)
        return "" if rules else "must be a list of objects"
    return ""


def _is_integer(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())


def _is_object(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(key, str) for key in value)


def _below(key: str, value: Any) -> Iterator[tuple[FieldPath, Any]]:
    """The schemas under a keyword, whether or not the API server supports it."""
    if key in SCHEMA_MAPS and isinstance(value, dict):
        for name, child in value.items():
            if not (key == "dependencies" and isinstance(child, list)):
                yield (key, name), child
    elif key in (*JUNCTORS, "items") and isinstance(value, list):
        for index, child in enumerate(value):
            yield (key, index), child
    elif key in ("items", "not", "additionalProperties", "additionalItems") and isinstance(value, dict):
        yield (key,), value
