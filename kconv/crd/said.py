"""What a comparison of two versions says of a field: what is wrong, and which rule the author can write."""

from __future__ import annotations

from typing import NamedTuple

from kconv.paths import FieldPath, show
from kconv.structural.vocabulary import INT_OR_STRING, Schema


class Said(NamedTuple):
    """What is wrong with a field, or to be known of it, and what to do."""

    path: FieldPath
    why: str
    advice: str = ""


def advice(path: FieldPath, rules: str, *, of_list: str = "") -> str:
    """Which rules could be written for a field.

    An item of plain values has no rule of its own: those that Turn the list or map which it stands in, or ``of_list``.
    """
    at = len(path)
    while at and not isinstance(path[at - 1], str):
        at -= 1
    if at == len(path):
        return f"add a rule for it: {rules}"
    turn = rules if rules.startswith("Turn(…)") else "Turn(…)"
    return f"add a rule for {show(path[:at])} as a whole: {of_list or turn}"


def type_of(node: Schema) -> str:
    """The type of a node, in which a map is not an object."""
    if node.get(INT_OR_STRING):
        return "int-or-string"
    kind = str(node.get("type", ""))
    return "map" if kind == "object" and node.get("additionalProperties") and not node.get("properties") else kind
