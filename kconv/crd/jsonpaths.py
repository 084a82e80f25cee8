"""Columns, selectable fields and the scale subresource name fields by JSON path; one that leads nowhere shows nothing.

The API server checks the form of a path and not that there is such a field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kconv.paths import EACH, VALUES, FieldPath
from kconv.structural.vocabulary import INT_OR_STRING, PRESERVE, Schema, additional, items, properties

_STEP: Final = re.compile(r"""\.((?:[^.\[\]\\]|\\.)+)|\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\]]*))\]""")
ITEM: Final = None
"""The step into a list."""


def steps(path: str) -> list[str | None] | None:
    """The fields that a JSON path goes through, None for a list's items. None if it is not such a path."""
    found: list[str | None] = []
    at = 0
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None:
            return None
        bare, single, double, _ = step.groups()
        name = next((text for text in (bare, single, double) if text is not None), None)
        found.append(re.sub(r"\\(.)", r"\1", name) if name is not None else ITEM)
        at = step.end()
    return found or None


def node_at(schema: Schema, path: list[str | None]) -> Schema | None:
    """The node that a path leads to, {} where the schema leaves it open. None if there is no such field."""
    node = schema
    for index, step in enumerate(path):
        if index == 0 and step in ("metadata", "apiVersion", "kind"):
            return {"type": "string"} if path[-1] != step or step != "metadata" else {}
        below = items(node) if step is ITEM else properties(node).get(step) or additional(node)
        if below is None:
            return {} if node.get(PRESERVE) or node.get(INT_OR_STRING) else None
        node = below
    return node


def missing(schema: Schema, path: list[str | None]) -> str:
    """In words, the first step of a path that leads nowhere, with the names that are there; "" if there is none."""
    for length in range(1, len(path) + 1):
        if node_at(schema, path[:length]) is None:
            there = node_at(schema, path[: length - 1]) or {}
            known = ", ".join(properties(there)) or "none"
            return f"the field {path[length - 1]} does not exist; the fields are {known}"
    return ""


def lists_on(path: FieldPath) -> Iterator[FieldPath]:
    """The paths of the lists that a path in a schema goes through."""
    at = 0
    while at < len(path):
        if path[at] == "items":
            yield path[:at]
        at += 2 if path[at] == "properties" else 1


def in_object(path: FieldPath) -> FieldPath:
    """The place in an object of a node of its schema."""
    rest = iter(path)
    return tuple(next(rest) if step == "properties" else EACH if step == "items" else VALUES for step in rest)
