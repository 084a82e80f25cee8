"""Paths into an object, written as Kubernetes writes them in its messages.

``spec.rules[].http`` names a field of every item, ``webhooks[3].name`` of one, and
``metadata.annotations["a.b/c"]`` a key that holds a dot. A parsed path is a tuple: a key is a
``str``, an index an ``int``, every item ``EACH``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import Any, Final, TypeAlias


class _Each(Enum):
    EACH = "[]"

    def __repr__(self) -> str:
        return "EACH"


EACH: Final = _Each.EACH
Segment: TypeAlias = "str | int | _Each"
FieldPath: TypeAlias = "tuple[Segment, ...]"

_PART = re.compile(r'\.?(?:\[(\d*)\]|\["((?:[^"\\]|\\.)*)"\]|([^.\[\]]+))')
_BARE = re.compile(r"[^.\[\]\"\s]+")


@lru_cache(maxsize=4096)
def parse(text: str) -> FieldPath:
    """Read a written path. Raises ValueError where it is none."""
    parts: list[Segment] = []
    at = 0
    while at < len(text):
        found = _PART.match(text, at)
        if not found:
            raise ValueError(f"{text!r} is not a path: cannot read it from {text[at:]!r}")
        index, quoted, bare = found.groups()
        if bare is not None:
            parts.append(bare)
        elif quoted is not None:
            parts.append(re.sub(r"\\(.)", r"\1", quoted))
        else:
            parts.append(int(index) if index else EACH)
        at = found.end()
    return tuple(parts)


def show(path: FieldPath) -> str:
    """Write a path; the inverse of ``parse``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif isinstance(part, _Each):
            text += "[]"
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
        if isinstance(part, str):
            if not isinstance(obj, dict) or part not in obj:
                return MISSING
        elif not isinstance(part, int) or not isinstance(obj, list) or part >= len(obj):
            return MISSING
        obj = obj[part]
    return obj


def expand(obj: Any, path: FieldPath) -> Iterator[FieldPath]:
    """Every concrete path that a pattern stands for in an object, whether or not its last key is there.

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
    yield path
