"""A table of values says what becomes of those that it lists. Any other value of the field stays as it is, and must be
one that the other version accepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kconv.engine.moves import carried, moves_to_hub
from kconv.paths import MISSING, FieldPath, same
from kconv.rules import Converts, Part, Values
from kconv.structural.vocabulary import Schema

Tables = Mapping[FieldPath, Sequence[Values]]
"""The tables of a field, in the order in which they run, by its path in the newer version."""


def tables(converting: Sequence[Part[Converts]]) -> Tables:
    """The tables among the rules of a version."""
    found: dict[FieldPath, list[Values]] = {}
    for at, part in enumerate(converting):
        if isinstance(part.rule, Values):
            path = carried(part.path + part.rule.path, moves_to_hub(converting[at + 1 :]))[0]
            found.setdefault(path, []).append(part.rule)
    return found


def in_older(said: Iterable[Values], value: Any) -> Any:
    """What a value of the newer version is in the older one, as tables have it."""
    for table in reversed([*said]):
        value = table.in_spoke(value)
    return value


class Exchanged(NamedTuple):
    """How many fields of an object tables leave out, and how many they bring, for some value."""

    gone: int
    new: int


def exchanged(found: Tables, holder: FieldPath, *, in_newer: bool) -> Exchanged:
    """What tables do to the number of an object's fields on the way to the newer version, or to the older one."""
    pairs = [[pair for table in said for pair in table.pairs] for path, said in found.items() if path[:-1] == holder]
    gone, new = ([any(pair[way] is MISSING for pair in each) for each in pairs] for way in (in_newer, not in_newer))
    return Exchanged(sum(gone), sum(new))


def unlisted(node: Schema, listed: Sequence[Any]) -> Schema:
    """The node of a field without the values that a table lists, as far as keywords can say it."""
    if any(each is None for each in listed):
        node = {**node, "nullable": False}
    for kind, empty, key in _EMPTY:
        if node.get("type") == kind and _has(listed, empty):
            node = {**node, key: max(1, node.get(key) or 0)}
    return _between(node, listed) if node.get("type") == "integer" else node


_EMPTY: Final[list[tuple[str, Any, str]]] = [
    ("string", "", "minLength"),
    ("array", [], "minItems"),
    ("object", {}, "minProperties"),
]
"""What an empty value is, and the keyword that refuses it."""


def _between(node: Schema, listed: Sequence[Any]) -> Schema:
    """The node of an integer whose limits are not among some values."""
    limits: Schema = {}
    for key, step in (("minimum", 1), ("maximum", -1)):
        limit = node.get(key)
        while limit is not None and _has(listed, limit):
            limit += step
            limits[key] = limit
    return {**node, **limits}


def _has(listed: Sequence[Any], value: Any) -> bool:
    return any(same(each, value) for each in listed)
