"""A rule such as `self.operator in ['Equal', 'Exists']` is an enum that the schema does not have: a text that is drawn
at random never keeps to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kconv.structural.vocabulary import VALIDATIONS, Schema, additional, items, properties
from kconv.testing.expressions import compared

HINTS: Final = "x-kconv-hints"
"""The texts that rules compare a field with, in the copy of its node that objects are made from."""
Words = Mapping[str, tuple[str, ...]]


def hinted(node: Schema, words: Words | None = None) -> Schema:
    """A copy of a schema with the hints of its rules at the fields that they name, at any depth below the rule."""
    words = {**(words or {}), **_own(node)}
    out = dict(node)
    fields = {key: _field(key, hinted(child, words), words) for key, child in properties(node).items()}
    inner, values = items(node), additional(node)
    return out | {
        key: found
        for key, found in (
            ("properties", fields or None),
            ("items", hinted(inner, words) if inner is not None else None),
            ("additionalProperties", hinted(values, words) if values is not None else None),
        )
        if found is not None
    }


def _own(node: Schema) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, text in _compared(node):
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), text)))
    return found


def _compared(node: Schema) -> Iterator[tuple[str, str]]:
    for rule in node.get(VALIDATIONS) or ():
        yield from compared(str(rule.get("rule", "")))


def _field(name: str, node: Schema, words: Words) -> Schema:
    takes: Any = node.get("type") == "string" and not node.get("enum")
    return {**node, HINTS: words[name]} if takes and name in words else node
