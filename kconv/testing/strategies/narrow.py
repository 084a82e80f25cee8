"""What stands in allOf, anyOf, oneOf and not only narrows a value: one branch is chosen and drawn along with the node.

A branch that is not enough, or too much (two of a oneOf, one of a not), is found when the whole object is validated.
"""

from __future__ import annotations

from typing import Final

from kconv.structural.vocabulary import INT_OR_STRING, Schema, branches, has_validations
from kconv.testing.draws import Draw, choice

_LOWER: Final = frozenset({"minimum", "minLength", "minItems", "minProperties"})
_UPPER: Final = frozenset({"maximum", "maxLength", "maxItems", "maxProperties"})


def narrowed(node: Schema, draw: Draw) -> Schema:
    """The node with all of its allOf and one branch each of its anyOf and oneOf in it."""
    if not has_validations(node) or node.get(INT_OR_STRING) or (not node.get("type") and not node.get("properties")):
        return node
    for branch in branches(node, "allOf"):
        node = both(node, narrowed({"type": node.get("type"), **branch}, draw))
    for key in ("anyOf", "oneOf"):
        found = branches(node, key)
        if found:
            branch = choice(draw, found)
            node = both(node, narrowed({"type": node.get("type"), **branch}, draw))
    return node


def both(node: Schema, branch: Schema) -> Schema:
    """A node that asks what both ask."""
    out = dict(node)
    for key, value in branch.items():
        if key == "properties":
            own = out.get("properties") or {}
            more = {name: both(own.get(name) or {}, child or {}) for name, child in value.items()}
            out["properties"] = {**own, **more}
        elif key == "required":
            out["required"] = list(dict.fromkeys([*(out.get("required") or ()), *value]))
        elif key == "items" and isinstance(value, dict):
            out["items"] = both(out.get("items") or {}, value)
        elif key == "enum" and out.get("enum"):
            out["enum"] = [each for each in out["enum"] if each in value] or value
        elif key in _LOWER and key in out:
            out[key] = max(out[key], value)
        elif key in _UPPER and key in out:
            out[key] = min(out[key], value)
        elif key not in ("allOf", "anyOf", "oneOf", "not") and value is not None:
            out[key] = value
    return out
