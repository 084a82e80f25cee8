"""The API server checks a write by the keywords of its own version: what one version accepts, another may refuse.

Each keyword of a structural schema that narrows a value is in one of the tables here, and two nodes are compared by all
of them. What cannot be decided counts as narrower.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Final

from kconv.crd.counted import added, fewest, has_any, most
from kconv.crd.matched import all_match
from kconv.crd.values_known import values
from kconv.paths import same
from kconv.structural.vocabulary import (
    EMBEDDED,
    INT_OR_STRING,
    INT_OR_STRING_BRANCHES,
    JUNCTORS,
    LIST_MAP_KEYS,
    LIST_TYPE,
    PRESERVE,
    Schema,
    branches,
)
from kconv.validation.checker import Checker
from kconv.validation.custom_formats import CUSTOM

NOT_NULL: Final = "values that are not null"
_STRUCTURE: Final = ("properties", "items", "additionalProperties", "required", "default")
"""Keywords that other nodes have their say in, or none."""
_INTEGERS: Final = {"int32": (-(2**31), 2**31 - 1)}
_INT64: Final = (-(2**63), 2**63 - 1)


def narrower(one: Schema, other: Schema) -> list[str]:
    """What alone ``other`` accepts of the values of ``one``: a phrase for each keyword, none if it accepts all.

    The nodes have the same type. Their enums, and the fields, items and values in them, are compared elsewhere.
    """
    found = [NOT_NULL] if one.get("nullable") and not other.get("nullable") else []
    if values(other):
        return found
    if known := values(one):
        check = accepts(other)
        return found if all(check(value) for value in known if value is not None) else [*found, *_phrases({}, other)]
    return [*found, *_phrases(one, other)]


def accepts(node: Schema) -> Callable[[Any], bool]:
    """Whether a node's own keywords accept a value, whatever is in it."""
    own = {key: value for key, value in node.items() if key not in _STRUCTURE}
    check = Checker(lambda _: {}, custom=True).node({**own, PRESERVE: True} if own.get("type") == "object" else own)
    return lambda value: not check(value)


def _phrases(one: Schema, other: Schema) -> Iterator[str]:
    for compare in (_bounds, _multiples, _sizes, _texts, _lists, _objects, _combinations):
        yield from compare(one, other)


def _bounds(one: Schema, other: Schema) -> Iterator[str]:
    (least, above), (most, below) = _low(other), _high(other)
    if _low(one) < (least, above) and _high(one) < (most, below) and (least, -most) == _range(other):
        yield "integers of 32 bits"
        return
    if _low(one) < (least, above):
        yield f"numbers {'greater than' if above else 'of at least'} {least}"
    if _high(one) < (most, below):
        yield f"numbers {'less than' if below else 'of at most'} {-most}"


def _range(node: Schema) -> tuple[float, float]:
    """The integers that the format, or the API server itself, has room for."""
    if node.get("type") != "integer" and not node.get(INT_OR_STRING):
        return (-math.inf, math.inf)
    return _INTEGERS.get(node.get("format", ""), _INT64)


def _low(node: Schema) -> tuple[float, bool]:
    """The least number, and whether it is excluded: of two, the higher one narrows more."""
    least, limit, strict = _range(node)[0], node.get("minimum"), bool(node.get("exclusiveMinimum"))
    if limit is None:
        return (least, False)
    if node.get("type") == "integer":
        limit, strict = (math.floor(limit) + 1 if strict else math.ceil(limit)), False
    return max((least, False), (limit, strict))


def _high(node: Schema) -> tuple[float, bool]:
    """The greatest number with the other sign, so that of two the higher one narrows more."""
    lower = {"minimum": _negative(node.get("maximum")), "exclusiveMinimum": node.get("exclusiveMaximum")}
    most = -_range(node)[1]
    return max((most, False), _low({**node, **lower, "format": ""}))


def _negative(limit: Any) -> Any:
    return None if limit is None else -limit


def _multiples(one: Schema, other: Schema) -> Iterator[str]:
    step = other.get("multipleOf")
    own = one.get("multipleOf") or (1 if one.get("type") == "integer" else None)
    if step and (own is None or (Fraction(str(own)) / Fraction(str(step))).denominator != 1):
        yield f"multiples of {step}"


def _sizes(one: Schema, other: Schema) -> Iterator[str]:
    for key, (what, unit) in _SIZES.items():
        limit, least = other.get(key), key.startswith("min")
        if limit is None or not (_least(one, other, key) < limit if least else limit < _most(one, other, key)):
            continue
        if not (key in _LENGTHS and all_match(one, {key: limit})):
            yield f"{what} {'least' if least else 'most'} {limit} {unit}{'' if limit == 1 else 's'}"


_SIZES: Final = {
    "minLength": ("texts of at", "character"),
    "maxLength": ("texts of at", "character"),
    "minItems": ("lists of at", "item"),
    "maxItems": ("lists of at", "item"),
    "minProperties": ("objects with at", "field"),
    "maxProperties": ("objects with at", "field"),
}


_LENGTHS: Final = ("minLength", "maxLength")


def _least(one: Schema, other: Schema, key: str) -> float:
    return fewest(one, other) + len(added(one, other)) if key == "minProperties" else one.get(key) or 0


def _most(one: Schema, other: Schema, key: str) -> float:
    return most(one) + len(added(one, other)) if key == "maxProperties" else one.get(key, math.inf)


def _texts(one: Schema, other: Schema) -> Iterator[str]:
    if other.get("pattern") and not all_match(one, {"pattern": other["pattern"]}):
        yield f"texts that match {other['pattern']}"
    form = _format(other)
    if form and _format(one) != form:
        yield f"texts in the format {other['format']}"


def _format(node: Schema) -> str:
    """The format of a text; "" for one that the API server does not know, and therefore does not check."""
    name = str(node.get("format") or "").replace("-", "") if node.get("type") == "string" else ""
    return name if name in CUSTOM else ""


def _lists(one: Schema, other: Schema) -> Iterator[str]:
    kind, keys = other.get(LIST_TYPE), other.get(LIST_MAP_KEYS) or ()
    own = one.get(LIST_TYPE)
    if one.get("maxItems", math.inf) <= 1:
        return
    if kind == "set" and own not in ("set", "map"):
        yield "lists in which no item occurs twice"
    if kind == "map" and not (own == "map" and {*one[LIST_MAP_KEYS]} <= {*keys}):
        yield f"lists in which no two items have the same {', '.join(keys)}"


def _objects(one: Schema, other: Schema) -> Iterator[str]:
    if other.get(EMBEDDED) and not one.get(EMBEDDED):
        yield "whole objects, with apiVersion, kind and metadata"


def _combinations(one: Schema, other: Schema) -> Iterator[str]:
    own = _junctors(one)
    for key, said in _junctors(other).items():
        if key == "anyOf" and has_any(one, other, said):
            continue
        if key not in own or not _WIDER.get(key, same)(own[key], said):
            yield f"what fits its {key}"


def _within(some: list[Schema], every: list[Schema]) -> bool:
    return all(any(same(one, each) for each in every) for one in some)


_WIDER: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "anyOf": _within,
    "allOf": lambda one, other: _within(other, one),
}
"""anyOf accepts more with each schema, allOf less; of oneOf and not, only the same ones can be compared."""


def _junctors(node: Schema) -> dict[str, Any]:
    """The combinations that say more than which values there are, or that a text may stand for a number."""
    found: dict[str, Any] = {key: branches(node, key) for key in JUNCTORS if node.get(key)}
    found["allOf"] = [each for each in found.get("allOf", ()) if not each.get("enum")]
    if node.get(INT_OR_STRING) and found.get("anyOf") == INT_OR_STRING_BRANCHES:
        del found["anyOf"]
    return {key: said for key, said in ({**found, "not": node.get("not")}).items() if said}
