"""What a schema requires of a value beyond its type: bounds, patterns, enums, unique items, and combinations of
schemas.

The meaning is JSON schema's as kube-openapi (pkg/validation/validate) and, for list types, apiextensions-apiserver
(pkg/apiserver/schema/listtype) read it: a keyword applies only to values of its own type.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import Any, Final

from kconv.paths import same
from kconv.structural.vocabulary import (
    INT_OR_STRING,
    INT_OR_STRING_BRANCHES,
    LIST_MAP_KEYS,
    LIST_TYPE,
    Schema,
    branches,
)
from kconv.validation.finding import Check, Finding, Rule, shortened
from kconv.validation.matching import finder

Compile = Callable[[Schema], Check]
_ALLOWED_SHOWN: Final = 12


def enum_check(allowed: list[Any]) -> Check:
    """One of the values that are listed; an empty list allows all."""
    plain = frozenset(value for value in allowed if type(value) is str)

    def check(value: Any) -> list[Finding] | None:
        if (type(value) is str and value in plain) or any(_equal(value, each) for each in allowed):
            return None
        return [Finding((), "enum", f"must be {_alternatives(allowed)}, is {shortened(value)}", _near(value, plain))]

    return check


def limits(schema: Schema) -> Iterator[Check]:
    """The checks of a node's own keywords."""
    if schema.get("enum"):
        yield enum_check(schema["enum"])
    for key, (wants, measure, fits, words) in _BOUNDS.items():
        limit = schema.get(key)
        if limit is not None:
            yield _bound(wants, measure, fits, limit, words)
    for key, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if schema.get(key) is not None:
            yield _range(schema[key], upper=key == "maximum", strict=bool(schema.get(exclusive)))
    if schema.get("multipleOf"):
        yield _multiple(schema["multipleOf"])
    if schema.get("pattern"):
        yield _pattern(schema["pattern"])
    if schema.get("uniqueItems"):
        yield _unique(lambda item: item)


def list_type(schema: Schema) -> Check | None:
    """Sets have no item, and maps no key, twice."""
    kind = schema.get(LIST_TYPE)
    if kind == "set":
        return _unique(lambda item: item)
    if kind == "map":
        keys = schema.get(LIST_MAP_KEYS) or []
        return _unique(lambda item: {key: item[key] for key in keys if key in item} if isinstance(item, dict) else {})
    return None


def combinations(schema: Schema, branch: Compile) -> Iterator[Check]:
    """The checks of allOf, anyOf, oneOf and not; ``branch`` compiles the schemas in them."""
    yield from (branch(each) for each in branches(schema, "allOf"))
    either = branches(schema, "anyOf")
    if either and not (schema.get(INT_OR_STRING) and either == INT_OR_STRING_BRANCHES):
        yield _any_of([branch(each) for each in either])
    if schema.get("oneOf"):
        yield _one_of([branch(each) for each in branches(schema, "oneOf")])
    if isinstance(schema.get("not"), dict):
        yield _none_of(branch(schema["not"]))


def _bound(wants: type[Sized], measure: str, fits: Callable[[Any, Any], bool], limit: Any, words: str) -> Check:
    def check(value: Any) -> list[Finding] | None:
        size = len(value) if type(value) is wants else limit
        if fits(size, limit):
            return None
        return [Finding((), "bounds", f"must have {words} {_amount(limit, measure)}, has {size}")]

    return check


def _at_least(size: Any, limit: Any) -> bool:
    return bool(size >= limit)


def _at_most(size: Any, limit: Any) -> bool:
    return bool(size <= limit)


_BOUNDS: Final[dict[str, tuple[type[Sized], str, Callable[[Any, Any], bool], str]]] = {
    "minLength": (str, "character", _at_least, "at least"),
    "maxLength": (str, "character", _at_most, "at most"),
    "minItems": (list, "item", _at_least, "at least"),
    "maxItems": (list, "item", _at_most, "at most"),
    "minProperties": (dict, "field", _at_least, "at least"),
    "maxProperties": (dict, "field", _at_most, "at most"),
}


def _amount(number: Any, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _range(limit: Any, *, upper: bool, strict: bool) -> Check:
    words = ("less than" if strict else "at most") if upper else ("more than" if strict else "at least")

    def check(value: Any) -> list[Finding] | None:
        if type(value) not in (int, float):
            return None
        fits = (value < limit if upper else value > limit) or (value == limit and not strict)
        return None if fits else [Finding((), "bounds", f"must be {words} {limit}, is {value}")]

    return check


def _multiple(of: Any) -> Check:
    from fractions import Fraction  # few schemas need it, and it imports decimal

    step = Fraction(str(of))

    def check(value: Any) -> list[Finding] | None:
        if type(value) not in (int, float) or (Fraction(str(value)) / step).denominator == 1:
            return None
        return [Finding((), "bounds", f"must be a multiple of {of}, is {value}")]

    return check


def _pattern(pattern: str) -> Check:
    found = finder(pattern)

    def check(value: Any) -> list[Finding] | None:
        if type(value) is not str or found is None or found(value):
            return None
        return [Finding((), "pattern", f"must match {pattern}, is {shortened(value)}")]

    return check


def _unique(key: Callable[[Any], Any]) -> Check:
    def check(value: Any) -> list[Finding] | None:
        if type(value) is not list:
            return None
        seen: dict[str, int] = {}
        found: list[Finding] = []
        for index, item in enumerate(value):
            identity = key(item)
            first = seen.setdefault(json.dumps(identity, sort_keys=True), index)
            if first != index:
                found.append(
                    Finding((index,), "unique", f"must not be listed twice: {shortened(identity)} is item {first} too")
                )
        return found or None

    return check


def _any_of(checks: list[Check]) -> Check:
    def check(value: Any) -> list[Finding] | None:
        refused: list[list[Finding]] = []
        for each in checks:
            found = each(value)
            if found is None:
                return None
            refused.append(found)
        return [_combination("must fit at least one of its schemas (anyOf)", refused)]

    return check


def _one_of(checks: list[Check]) -> Check:
    def check(value: Any) -> list[Finding] | None:
        refused = [found for each in checks if (found := each(value)) is not None]
        fitting = len(checks) - len(refused)
        if fitting == 1:
            return None
        if fitting:
            return [_combination(f"must fit exactly one of its schemas (oneOf), fits {fitting}", [])]
        return [_combination("must fit one of its schemas (oneOf)", refused)]

    return check


def _none_of(refused: Check) -> Check:
    def check(value: Any) -> list[Finding] | None:
        return [_combination("must not fit the schema that it excludes (not)", [])] if refused(value) is None else None

    return check


def _combination(message: str, refused: Iterable[list[Finding]]) -> Finding:
    rule: Rule = "combination"
    reasons = dict.fromkeys(str(found[0]) for found in refused)
    return Finding((), rule, f"{message}: {'; or '.join(reasons)}" if reasons else message)


def _equal(one: Any, other: Any) -> bool:
    """Go compares numbers by value; true is not a number."""
    if type(one) in (int, float) and type(other) in (int, float):
        return bool(one == other)
    return same(one, other)


def _alternatives(allowed: list[Any]) -> str:
    shown = ", ".join(shortened(value) for value in allowed[:_ALLOWED_SHOWN])
    if len(allowed) > _ALLOWED_SHOWN:
        return f"one of {shown} and {len(allowed) - _ALLOWED_SHOWN} more"
    return f"one of {shown}" if len(allowed) > 1 else shown


def _near(value: Any, allowed: frozenset[str]) -> str:
    if type(value) is not str:
        return ""
    exact = next((each for each in sorted(allowed) if each.lower() == value.lower()), None)
    if exact is None:
        import difflib

        exact = next(iter(difflib.get_close_matches(value, sorted(allowed))), None)
    return f"did you mean {exact}?" if exact else ""
