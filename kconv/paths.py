"""Paths into an object, written as Kubernetes writes them in its messages.

``spec.rules[].http`` names a field of every item, ``webhooks[3].name`` of one, ``spec.pools{}.size`` of the value of
every key of a map, and ``metadata.annotations["a.b/c"]`` a key that holds a dot. A parsed path is a tuple: a key is a
``str``, an index an ``int``, every item ``EACH``, every value of a map ``VALUES``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache
from typing import Any, Final, TypeAlias


class _Each(Enum):
    EACH = "[]"
    VALUES = "{}"

    def __repr__(self) -> str:
        return self.name


EACH: Final = _Each.EACH
VALUES: Final = _Each.VALUES
Segment: TypeAlias = "str | int | _Each"
FieldPath: TypeAlias = "tuple[Segment, ...]"

_PART = re.compile(r'\.?(?:\[(\d*)\]|\["((?:[^"\\]|\\.)*)"\]|(\{\})|([^.\[\]{}]+))')
_BARE = re.compile(r"[^.\[\]{}\"\s]+")


@lru_cache(maxsize=4096)
def parse(text: str) -> FieldPath:
    """Read a written path. Raises ValueError if it is not one."""
    parts: list[Segment] = []
    at = 0
    while at < len(text):
        found = _PART.match(text, at)
        if not found:
            raise ValueError(f"{text!r} is not a path: cannot read it from {text[at:]!r}")
        index, quoted, values, bare = found.groups()
        if bare is not None:
            parts.append(bare)
        elif quoted is not None:
            parts.append(re.sub(r"\\(.)", r"\1", quoted))
        elif values is not None:
            parts.append(VALUES)
        else:
            parts.append(int(index) if index else EACH)
        at = found.end()
    return tuple(parts)


def keys(text: str) -> tuple[str, ...]:
    """Parse a path that has only keys, at least one. Raises ValueError if it has an index, ``[]`` or ``{}``."""
    if not isinstance(text, str) or not text:
        raise ValueError(f"{text!r} is not the path of a field, such as 'spec.replicas'")
    path = parse(text)
    if not all(isinstance(part, str) for part in path):
        raise ValueError(f"{text!r} goes through a list or the values of a map; give the rule for its items with At")
    return path  # type: ignore[return-value]


def pattern(steps: Iterable[object]) -> FieldPath:
    """The path of the same field in every item: whatever names one item becomes EACH."""
    return tuple([step if isinstance(step, str) else EACH for step in steps])


@lru_cache(maxsize=4096)
def show(path: FieldPath) -> str:
    """Write a path; the inverse of ``parse``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif isinstance(part, _Each):
            text += part.value
        elif _BARE.fullmatch(part):
            text += f".{part}" if text else part
        else:
            escaped = part.replace("\\", "\\\\").replace('"', '\\"')
            text += f'["{escaped}"]'
    return text


class _Missing(Enum):
    MISSING = "missing"


MISSING: Final = _Missing.MISSING


def get(obj: Any, path: FieldPath) -> Any:
    """The value at a path without EACH, or MISSING. Never raises on an object of another shape."""
    for part in path:
        if isinstance(obj, dict):
            if part not in obj:
                return MISSING
            obj = obj[part]
        elif isinstance(part, int) and isinstance(obj, list) and part < len(obj):
            obj = obj[part]
        else:
            return MISSING
    return obj


def meet(one: FieldPath, other: FieldPath) -> bool:
    """Whether one path leads to the other's place, or below it; VALUES stands for any key."""
    return all(mine == theirs or VALUES in (mine, theirs) for mine, theirs in zip(one, other, strict=False))


def split(path: FieldPath) -> tuple[FieldPath, tuple[str, ...]]:
    """A path up to the last list or map that it goes through, and the keys from there."""
    at = next((index for index in range(len(path), 0, -1) if not isinstance(path[index - 1], str)), 0)
    return path[:at], tuple(str(part) for part in path[at:])


def expand(obj: Any, path: FieldPath) -> Iterator[FieldPath]:
    """Every concrete path that a pattern matches in an object, whether or not its last key exists.

    >>> list(expand({"a": [{"b": 1}, {}]}, parse("a[].b")))
    [('a', 0, 'b'), ('a', 1, 'b')]
    """
    for at, part in enumerate(path):
        if part is EACH:
            items = get(obj, path[:at])
            if isinstance(items, list):
                for index in range(len(items)):
                    yield from expand(obj, (*path[:at], index, *path[at + 1 :]))
            return
        if part is VALUES:
            found = get(obj, path[:at])
            if isinstance(found, dict):
                for key in found:
                    yield from expand(obj, (*path[:at], key, *path[at + 1 :]))
            return
    yield path


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same to Kubernetes: types are strict (true, 1 and 1.0 differ), key order is not."""
    if one is other:
        return True
    kind = type(one)
    if kind is not type(other):
        return False
    if kind is dict:
        if len(one) != len(other):
            return False
        for key in one:  # noqa: SIM110 - a generator would take a second frame for each level
            if key not in other or not same(one[key], other[key]):
                return False
        return True
    if kind is list:
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
