"""A schema's patterns are Go's (RE2); Python's ``re`` reads most of them alike, and the rest must not be guessed at."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import Final

from kconv.structural.pattern import refused

_CLASSES: Final = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7f",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_TOKEN: Final = re.compile(
    r"\\Q(?P<quoted>.*?)(?:\\E|$)"
    r"|(?P<set>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])"
    r"|\\x\{(?P<point>[0-9A-Fa-f]{1,6})\}"
    r"|(?P<end>\\z|\$)"
    r"|(?P<foreign>\\[pPCzKRXhHE]|\(\?[a-zA-Z-]*[mU])"
    r"|\\.|.",
    re.DOTALL,
)
_IN_SET: Final = re.compile(
    r"\[:(?P<named>\w+):\]|\\x\{(?P<point>[0-9A-Fa-f]{1,6})\}|(?P<foreign>\\[pPQ]|\[:)|\\.|.", re.DOTALL
)


_PYTHONS_OWN: Final = re.compile(r"\(\?(?!:)|[$^]\)?[*+?{]")
"""Groups with flags or names, and anchors that are repeated: Go compiles some of these where Python does not."""


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str] | None:
    """The pattern for ``search``, None where Python cannot be trusted to read it as Go does, or Go would refuse it."""
    translated = expression(pattern)
    if translated is None:
        return None
    try:
        return _python(translated)
    except _ERRORS:
        return None


def expression(pattern: str) -> str | None:
    """The pattern in Python's words, None where it has none, or Go would refuse it."""
    return None if refused(pattern) else _translated(pattern)


def malformed(pattern: str) -> str:
    """Why neither Go nor Python would compile a pattern, or nothing where it is not known to be wrong."""
    translated = None if refused(pattern) or _PYTHONS_OWN.search(pattern) else _translated(pattern)
    if translated is None:
        return ""
    try:
        _python(translated)
    except re.error as error:
        return error.msg
    except _ERRORS:
        return ""
    return ""


_ERRORS: Final = (re.error, FutureWarning, DeprecationWarning, OverflowError, RecursionError)


def _python(translated: str) -> re.Pattern[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a set difference in a future Python: Go has none
        return re.compile(translated, re.ASCII)


def _translated(pattern: str) -> str | None:
    parts: list[str] = []
    for found in _TOKEN.finditer(pattern):
        part: str | None = found[0]
        if found["foreign"]:
            return None
        if found["quoted"] is not None:
            part = re.escape(found["quoted"])
        elif found["set"]:
            part = _set(found["set"])
        elif found["point"]:
            part = re.escape(chr(int(found["point"], 16)))
        elif found["end"]:
            part = r"\Z"  # Python's $ also matches before a last line feed
        if part is None:
            return None
        parts.append(part)
    return "".join(parts)


def _set(text: str) -> str | None:
    """A character class; Python does not support names in it."""
    parts: list[str] = []
    for found in _IN_SET.finditer(text[1:-1]):
        if found["foreign"] or (found["named"] and found["named"] not in _CLASSES):
            return None
        if found["named"]:
            parts.append(_CLASSES[found["named"]])
        elif found["point"]:
            parts.append(re.escape(chr(int(found["point"], 16))))
        else:
            parts.append(r"\[" if found[0] == "[" else found[0])
    return f"[{''.join(parts)}]"
