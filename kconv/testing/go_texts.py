"""Quantities and durations are numbers that Go's types read from a text: `500m` is a half, `1h30m` is 90 minutes."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

_QUANTITY: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d+))?")
_BINARY: Final = {f"{letter}i": 1024 ** (index + 1) for index, letter in enumerate("KMGTPE")}
_DECIMAL: Final = {"n": Fraction(1, 10**9), "u": Fraction(1, 10**6), "m": Fraction(1, 1000)} | {
    letter: Fraction(1000 ** (index + 1)) for index, letter in enumerate("kMGTPE")
}
_DURATION: Final = re.compile(r"[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+)")
_UNIT: Final = re.compile(r"(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)")
_NANOSECONDS: Final = {"ns": 1, "us": 10**3, "µs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}


def quantity(text: str) -> Fraction | None:
    """The number that a quantity is; None if the text is none."""
    found = _QUANTITY.fullmatch(text)
    if found is None:
        return None
    number, binary, decimal, exponent = found.groups()
    by = _BINARY[binary] if binary else _DECIMAL[decimal] if decimal else Fraction(10) ** int(exponent or 0)
    return Fraction(number.rstrip(".")) * by


def nanoseconds(text: str) -> int | None:
    """The nanoseconds of a duration; None if the text is none."""
    if not _DURATION.fullmatch(text):
        return None
    found = sum(Fraction(number.rstrip(".") or 0) * _NANOSECONDS[unit] for number, unit in _UNIT.findall(text))
    return int(-found if text.startswith("-") else found)
