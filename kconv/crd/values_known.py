"""The values that a version's field may have, where the schema lists them, and what a table of rules makes of them."""

from __future__ import annotations

from typing import Any, Final

from kconv.paths import MISSING, FieldPath, same
from kconv.rules import Converts, Values
from kconv.rules import schema as form
from kconv.rules.base import Part, reshaped
from kconv.structural.vocabulary import Schema

_TYPES: Final[dict[type, str]] = {bool: "boolean", int: "integer", float: "number", str: "string"}


def values(node: Schema) -> list[Any]:
    """The values of an enum, which stands in allOf where null is one, too."""
    return next((each["enum"] for each in (node, *(node.get("allOf") or ())) if each.get("enum")), [])


def among(value: Any, node: Schema) -> bool:
    """Whether a field may have a value, as far as its enum says."""
    known = values(node)
    return not known or any(same(value, each) for each in known)


def translated(node: Schema, part: Part[Converts]) -> tuple[Schema, list[FieldPath]]:
    """A schema with a field's values in the words of the newer version.

    Beside it the field's path, if it may have values of the old type that the table lacks.
    """
    rule = part.rule
    assert isinstance(rule, Values)
    path = (*part.path, *rule.path)
    found = form.at(node, path, form.no_references)
    made = reshaped(node, [part], form.no_references)
    if found is None:
        return made, []
    known = values(found) or ([True, False] if found.get("type") == "boolean" and rule.retypes else [])
    if not known and rule.retypes:
        return made, [path] if found.get("type") else []
    if rule.retypes and not all(any(same(value, old) for old, _ in rule.pairs) for value in known):
        return made, [path]
    out = [value for value in map(rule.in_hub, known) if value is not MISSING]
    field = _with_values(found, out) if known else found
    return form.put(made, path, _with_default(field, rule), form.no_references), []


def _with_default(node: Schema, rule: Values) -> Schema:
    if node.get("default") is None:
        return node
    default = rule.in_hub(node["default"])
    rest = {key: value for key, value in node.items() if key != "default"}
    return rest if default is MISSING else {**rest, "default": default}


def _with_values(node: Schema, known: list[Any]) -> Schema:
    if any(each.get("enum") for each in node.get("allOf") or ()):
        return {**node, "allOf": [{**each, "enum": known} if each.get("enum") else each for each in node["allOf"]]}
    return {**node, "type": _TYPES.get(type(known[0]), "") if known else node.get("type", ""), "enum": known}
