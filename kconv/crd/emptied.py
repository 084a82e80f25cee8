"""An object goes from an older schema with the last field that rules take from it, and the newer version may have it
all the same, with other fields: then both versions have the object, and what they accept of it is compared.
"""

from __future__ import annotations

from typing import Final

from kconv.crd.jsonpaths import in_object
from kconv.paths import FieldPath
from kconv.rules import Converts, Part
from kconv.rules import schema as form
from kconv.structural.vocabulary import Schema, nodes, properties

_EMPTIED: Final = "x-kconv-emptied"
"""Marks an object that has lost its last field, and that goes where later rules move it."""


def with_emptied(node: Schema, before: Schema, part: Part[Converts]) -> Schema:
    """A schema as a rule leaves it, with the objects of which the rule took the last field; ``before`` has them."""
    taken = part.below(path for path, _ in part.rule.changes)
    for end in sorted({path[:at] for path in taken for at in range(1, len(path))}, key=len):
        found = form.at(before, end, form.no_references)
        if found is None or not properties(found) or form.at(node, end, form.no_references) is not None:
            continue
        node = form.put(node, end, {**found, "properties": {}, "required": [], _EMPTIED: True}, form.no_references)
        if form.demands(before, end, form.no_references):
            node = form.demanding(node, end, form.no_references)
    return node


def settled(node: Schema, after: Schema) -> Schema:
    """The schema with the objects among those that the newer version has, too, and without the others."""
    for path in [in_object(path) for path, each in nodes(node) if _EMPTIED in each][::-1]:
        node = _unmarked(node, path)
        while path and isinstance(path[-1], str) and not (properties(_at(node, path)) or _is_object(_at(after, path))):
            node, path = _without(node, path), path[:-1]
    return node


def _unmarked(node: Schema, path: FieldPath) -> Schema:
    kept = {key: value for key, value in _at(node, path).items() if key != _EMPTIED}
    return form.put(node, path, kept, form.no_references)


def _without(node: Schema, path: FieldPath) -> Schema:
    """The schema without a field, whose parents stay."""
    holder = _at(node, path[:-1])
    fields = {name: each for name, each in properties(holder).items() if name != path[-1]}
    required = [name for name in holder.get("required") or () if name != path[-1]]
    return form.put(node, path[:-1], {**holder, "properties": fields, "required": required}, form.no_references)


def _at(node: Schema, path: FieldPath) -> Schema:
    return form.at(node, path, form.no_references) or form.ANYTHING


def _is_object(node: Schema) -> bool:
    return node.get("type") == "object" and not node.get("additionalProperties")
