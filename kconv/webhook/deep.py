"""An API server takes JSON of 10,000 levels, where a schema keeps unknown fields. Python's own limit is far below that,
and an object that is refused makes its kind unlistable.

No rule reads what is so deep. So it is taken out of the text before an object converts, and put back afterwards.
"""

from __future__ import annotations

import json
import re
import secrets
from typing import Final

LEVELS: Final = 100
"""Levels that convert as values."""
_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


class Taken:
    """The parts that are taken out of one review."""

    def __init__(self) -> None:
        self._name = f"deep-{secrets.token_hex(12)}"  # which nobody can have written into an object
        self._parts: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._parts)

    def out_of(self, text: bytes) -> bytes:
        """The text with a name in place of each list or map that is too deep."""
        made, end = [], 0
        for start, stop in _too_deep(text):
            made += [text[end:start], self._named(text[start:stop])]
            end = stop
        return b"".join([*made, text[end:]]) if made else text

    def _named(self, part: bytes) -> bytes:
        """The name has the length of what it stands for, because annotations have a limit."""
        text = part.decode("utf-8", "surrogatepass")
        self._parts.append(text)
        return f'"{self._name}-{len(self._parts) - 1}-{"." * len(_escaped(text).encode())}"'.encode()

    def back_into(self, text: bytes) -> bytes:
        """The text with the parts in place of their names, also in a text inside of it, such as the stash."""
        named = re.compile(rb'(\\*)"%s-(\d+)-\.*\1"' % self._name.encode())
        return named.sub(self._part, text)

    def _part(self, found: re.Match[bytes]) -> bytes:
        text = self._parts[int(found[2])]
        for _ in range((len(found[1]) + 1).bit_length() - 1):  # each text inside a text doubles the backslashes
            text = _escaped(text)
        return text.encode()


def _escaped(text: str) -> str:
    return json.dumps(text)[1:-1]


def _too_deep(text: bytes) -> list[tuple[int, int]]:
    """From where to where the lists and maps are that have ``LEVELS`` around them."""
    found: list[tuple[int, int]] = []
    depth = start = 0
    for token in _TOKEN.finditer(text):
        mark = text[token.start() : token.start() + 1]
        if mark in b"[{":
            depth += 1
            start = token.start() if depth == LEVELS + 1 else start
        elif mark in b"]}":
            if depth == LEVELS + 1:
                found.append((start, token.end()))
            depth -= 1
    return found
