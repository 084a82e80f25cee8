"""CEL's macros and functions, by name: those that rules of custom resources use, and that need nothing of Go."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from kconv.testing.expressions.reading import UnreadError
from kconv.testing.expressions.values import FailedError, boolean
from kconv.validation.matching import finder
from kconv.validation.pattern import compiled

Json = Any
Each: TypeAlias = Callable[[int, Json], Json]


def _all(items: list[Json], each: Each, _: int) -> bool:
    return not _exists(items, lambda body, item: not boolean(each(body, item)), 1)


def _exists(items: list[Json], each: Each, _: int) -> bool:
    failed: FailedError | None = None
    for item in items:
        try:
            if boolean(each(0, item)):
                return True
        except FailedError as error:
            failed = error
    if failed is not None:
        raise failed
    return False


def _filter(items: list[Json], each: Each, _: int) -> list[Json]:
    return [item[0] for item in items if boolean(each(0, item))]


def _map(items: list[Json], each: Each, bodies: int) -> list[Json]:
    return [each(bodies - 1, item) for item in items if bodies == 1 or boolean(each(0, item))]


MACROS: Final[Mapping[str, Callable[[list[Json], Each, int], Json]]] = {
    "all": _all,
    "exists": _exists,
    "exists_one": lambda items, each, _: len(_filter(items, each, 1)) == 1,
    "existsOne": lambda items, each, _: len(_filter(items, each, 1)) == 1,
    "filter": _filter,
    "map": _map,
    "transformList": _map,
}
"""What becomes of the items, each as the values of the macro's variables."""


def _matches(text: str, pattern: str) -> bool:
    found = finder(pattern)
    if found is None:
        raise UnreadError(pattern)
    return found(text)


def _search(text: str, pattern: str) -> re.Match[str] | None:
    expression = compiled(pattern)
    if expression is None:
        raise UnreadError(pattern)
    return expression.search(text)


def _found(text: str, pattern: str) -> str:
    found = _search(text, pattern)
    return found[0] if found else ""


def _as_int(value: Json) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise FailedError(value) from error


@dataclass(frozen=True)
class Type:
    """A type, by its name."""

    name: str


def _type(value: Json) -> Type:
    return Type(_TYPES.get(type(value), ""))


_TYPES: Final = {
    bool: "bool", float: "double", int: "int", list: "list", dict: "map", type(None): "null_type", str: "string",
}  # fmt: skip
_SIZED: Final = (str, list, dict)
FUNCTIONS: Final[Mapping[tuple[str, int], tuple[tuple[Any, ...], Callable[..., Json]]]] = {
    ("size", 1): ((_SIZED,), len),
    ("type", 1): ((object,), _type),
    ("int", 1): (((int, float, str),), _as_int),
    ("string", 1): (((int, str),), lambda value: str(value).lower() if isinstance(value, bool) else str(value)),
    ("startsWith", 2): ((str, str), str.startswith),
    ("endsWith", 2): ((str, str), str.endswith),
    ("contains", 2): ((str, str), operator.contains),
    ("matches", 2): ((str, str), lambda text, pattern: _matches(text, pattern)),
    ("find", 2): ((str, str), _found),
    ("lowerAscii", 1): ((str,), str.lower),
    ("upperAscii", 1): ((str,), str.upper),
    ("trim", 1): ((str,), str.strip),
    ("split", 2): ((str, str), lambda text, by: text.split(by) if by else list(text)),
    ("join", 1): ((list,), "".join),
    ("join", 2): ((list, str), lambda items, by: by.join(items)),
    ("replace", 3): ((str, str, str), str.replace),
    ("indexOf", 2): ((str, str), str.find),
    ("sum", 1): ((list,), sum),
    ("isSorted", 1): ((list,), lambda items: items == sorted(items)),
}
"""By name and number of arguments, the one that a function is called on counted: their types, and what it does."""
