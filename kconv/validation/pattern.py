"""A schema's patterns are Go's (RE2); Python's ``re`` reads most of them alike, and the rest must not be guessed at."""

from __future__ import annotations

import re
import sys
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
_ESCAPE: Final = (
    r"\\x\{(?P<point>[0-9A-Fa-f]{1,6})\}"
    r"|\\(?P<octal>0[0-7]{0,2}|[1-7][0-7]{1,2})"
    r"|\\(?P<space>[sS])"
    r"|\\(?:[dDwWaftnrv]|x[0-9A-Fa-f]{2}|[^\w\x80-\U0010ffff]|_)"
)
"""What may follow a backslash everywhere."""
_REPEAT: Final = r"\{(?:0|[1-9][0-9]*)(?:,(?:0|[1-9][0-9]*)?)?\}"
_TOKEN: Final = re.compile(
    r"\\Q(?P<quoted>.*?)(?:\\E|$)"
    r"|(?P<set>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])"
    rf"|{_ESCAPE}|\\[AbB]"
    r"|(?P<end>\\z|\$)"
    rf"|(?P<foreign>\\|(?:[*+?]|{_REPEAT})\+|\(\?(?!:|[is]*(?:-[is]+)?[:)]|P<))"
    rf"|{_REPEAT}|(?P<brace>\{{)|.",
    re.DOTALL,
)
_IN_SET: Final = re.compile(rf"\[:(?P<named>\w+):\]|{_ESCAPE}|(?P<foreign>\\|\[:)|.", re.DOTALL)
_SPACES: Final = r"\t\n\f\r\x20"
"""Python's spaces have a vertical tab, too."""
_NO_SPACES: Final = r"\x00-\x08\x0b\x0e-\x1f!-\U0010ffff"


_PYTHONS_OWN: Final = re.compile(r"\(\?(?!:)|(?:[$^]|\\[AzbB])\)?[*+?{]")
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
        elif found["point"] or found["octal"]:
            part = _char(found)
        elif found["space"]:
            part = f"[{_SPACES if found['space'] == 's' else _NO_SPACES}]"
        elif found["end"]:
            part = r"\Z"  # Python's $ also matches before a last line feed
        elif found["brace"]:
            part = r"\{"
        if part is None:
            return None
        parts.append(part)
    return "".join(parts)


def _set(text: str) -> str | None:
    """A character class; Python does not support names in it."""
    parts: list[str | None] = []
    after_class = False
    for found in _IN_SET.finditer(text[1:-1]):
        part: str | None = found[0]
        if found["foreign"]:
            return None
        if found["named"]:
            part = _CLASSES.get(found["named"])
        elif found["point"] or found["octal"]:
            part = _char(found)
        elif found["space"]:
            part = _SPACES if found["space"] == "s" else _NO_SPACES
        elif part in _DOUBLED or (part == "-" and after_class):
            part = f"\\{part}"
        parts.append(part)
        after_class = bool(found["named"] or found["space"])
    return None if None in parts else f"[{''.join(map(str, parts))}]"


_DOUBLED: Final = ("[", "&", "|", "~")
"""What a future Python will read otherwise if it is there twice, or opens a set."""


def _char(found: re.Match[str]) -> str | None:
    """A character that is written by its number."""
    number = int(found["point"], 16) if found["point"] else int(found["octal"], 8)
    return re.escape(chr(number)) if number <= sys.maxunicode else None
