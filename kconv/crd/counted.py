"""An API server counts the fields of an object after it has filled in the defaults of its version.

So `minProperties` and `maxProperties` of two versions are compared by the fields that an object is sure to have, and
by those that it can have; `anyOf` of required fields likewise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from kconv.rules.schema import ANYTHING
from kconv.structural.vocabulary import EMBEDDED, PRESERVE, Schema, branches, properties

_OPEN: Final = ("additionalProperties", PRESERVE, EMBEDDED)
"""Keywords of objects that have fields which are not named."""


def always(node: Schema) -> set[str]:
    """The fields that an object has in any case: those that it must have, and those that have a default."""
    return {*(node.get("required") or ()), *_filled(node)}


def added(one: Schema, other: Schema) -> set[str]:
    """The fields that a server fills in, of those that objects of the first schema do not have."""
    return _filled(other) - properties(one).keys()


def fewest(node: Schema, filled: Schema = ANYTHING) -> int:
    """How many fields an object has at least, of those that the node names; ``filled`` is the schema by which a server
    fills in more."""
    known = always(node) | (_filled(filled) & properties(node).keys())
    return max(node.get("minProperties") or 0, len(known), _least_of_any(node))


def _least_of_any(node: Schema) -> int:
    return min((len(each.get("required") or ()) for each in branches(node, "anyOf")), default=0)


def has_any(one: Schema, other: Schema, said: Sequence[Schema]) -> bool:
    """Whether an object has all fields of one of several branches, where these ask only that some are there."""
    asked = [{*branch["required"]} for branch in said if branch.keys() == {"required"}]
    alone = {name for names in asked if len(names) == 1 for name in names}
    there = always(one) | added(one, other)
    if any(names <= there for names in asked):
        return True
    return _is_closed(one) and properties(one).keys() <= alone and fewest(one) > 0


def most(node: Schema) -> float:
    """How many there can be: an object without unknown fields has those that its schema names."""
    limit: float = node.get("maxProperties", math.inf)
    return min(limit, len(properties(node))) if _is_closed(node) else limit


def fewer(node: Schema, least: int, gone: int, *, stays: bool) -> Schema:
    """A node whose objects had so many fields at ``least``, of which rules take some away.

    An object goes with its last field unless it ``stays``.
    """
    left = max(0, least - gone)
    return {**node, "minProperties": left if stays or not least else max(1, left)} if gone else node


def more(node: Schema, count: int) -> Schema:
    """A node whose objects get some more of the fields that it names."""
    limit = node.get("maxProperties")
    return node if limit is None else {**node, "maxProperties": limit + count}


def common(one: Schema, other: Schema) -> Schema:
    """The first schema with the fields of both only."""
    names = properties(one).keys() & properties(other).keys()
    if names == properties(one).keys():
        return one
    fields = {name: field for name, field in properties(one).items() if name in names}
    return {**one, "properties": fields, "required": [name for name in one.get("required") or () if name in names]}


def _is_closed(node: Schema) -> bool:
    return node.get("type") == "object" and not any(node.get(key) for key in _OPEN)


def _filled(node: Schema) -> set[str]:
    return {name for name, field in properties(node).items() if field.get("default") is not None}
