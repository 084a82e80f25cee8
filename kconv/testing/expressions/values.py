"""What CEL's operators make of JSON values: 1 and 1.0 are the same number, and no number is a boolean."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from kconv.testing.expressions.reading import UnreadError

Json = Any


class FailedError(Exception):
    """CEL's error."""


@dataclass(frozen=True, order=True)
class Duration:
    """A time span, such as 1h30m."""

    nanoseconds: int


def boolean(value: Json) -> bool:
    """The value if it is a boolean. Raises FailedError."""
    if not isinstance(value, bool):
        raise FailedError(value)
    return value


def number(value: Json) -> Json:
    """The value if it is a number. Raises FailedError, and UnreadError for one of Kubernetes' numbers."""
    if isinstance(value, (Duration, Fraction)):
        raise UnreadError(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise FailedError(value)
    return value


def equal(one: Json, other: Json) -> bool:
    """Whether two values are the same to CEL: 1 and 1.0 are, 1 and true are not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    return bool(one == other)


def _ordered(compare: Callable[[Json, Json], bool]) -> Callable[[Json, Json], bool]:
    def act(one: Json, other: Json) -> bool:
        if not any(isinstance(one, kind) and isinstance(other, kind) for kind in (str, Duration)):
            number(one), number(other)
        return compare(one, other)

    return act


def _added(one: Json, other: Json) -> Json:
    alike = any(isinstance(one, kind) and isinstance(other, kind) for kind in (str, list))
    return one + other if alike else number(one) + number(other)


def _divided(one: Json, other: Json) -> Json:
    if not number(other):
        raise FailedError(other)
    return one / other if isinstance(one, float) else _cut(number(one), other)


def _cut(one: int, other: int) -> int:
    """Go rounds towards zero."""
    return abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1)


def _within(one: Json, other: Json) -> bool:
    if not isinstance(other, (list, dict)):
        raise FailedError(other)
    return any(equal(one, each) for each in other)


SIGNS: Final[Mapping[str, Callable[[Json, Json], Json]]] = {
    "==": equal,
    "!=": lambda one, other: not equal(one, other),
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "in": _within,
    "+": _added,
    "-": lambda one, other: number(one) - number(other),
    "*": lambda one, other: number(one) * number(other),
    "/": _divided,
    "%": lambda one, other: one - _divided(one, other) * other,
}
