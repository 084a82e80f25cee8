"""The fields of a version that another version's schema does not name: the API server would prune them there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kconv.paths import EACH, VALUES, FieldPath
from kconv.rules import schema as form
from kconv.structural.vocabulary import PRESERVE, Schema


def only(one: Schema, other: Schema, holders: Schema = form.ANYTHING) -> Iterator[FieldPath]:
    """The fields that one schema has and another has not, the outermost only.

    An object that ``holders`` has is there, too: the rules may have taken its last field.
    """
    return _missing(one, other, holders, ())


def _missing(one: Schema, other: Schema, holders: Schema, path: FieldPath) -> Iterator[FieldPath]:
    if other == form.ANYTHING or (is_open(other) and not other.get("properties")):
        return
    for step, child in _below(one):
        found, holder = _step(other, step), _step(holders, step)
        if found is None and holder is not None and holder.get("type") == "object":
            found = {"type": "object"}
        if found is not None:
            yield from _missing(child, found, holder or form.ANYTHING, (*path, step))
        elif isinstance(step, str) and not is_open(other) and (path or step != "metadata"):
            yield (*path, step)


def _below(node: Schema) -> Iterator[tuple[Any, Schema]]:
    yield from (node.get("properties") or {}).items()
    for step, key in ((EACH, "items"), (VALUES, "additionalProperties")):
        if isinstance(node.get(key), dict):
            yield step, node[key]


def _step(node: Schema, step: Any) -> Schema | None:
    found = next((child for each, child in _below(node) if each == step), None)
    if found is None and isinstance(step, str) and isinstance(node.get("additionalProperties"), dict):
        return node["additionalProperties"]  # type: ignore[no-any-return]
    return found


def is_open(node: Schema) -> bool:
    """Whether a node has fields that it does not name."""
    return bool(node.get(PRESERVE))
