"""Kubernetes writes durations as Go does, 1h30m or 500ms; pydantic writes ISO 8601, PT1H30M, which no server reads."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from typing import Final

PATTERN: Final = r"^[+-]?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|[uµμ]s|ms|s|m|h))+)$"
"""What time.ParseDuration reads, as a regular expression that Go, Rust and Python read alike."""

_PART: Final = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)")
_NANOSECONDS: Final = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_MOST: Final = 2**63 - 1
"""Go counts nanoseconds in 64 bits."""


def go_duration(text: str) -> timedelta | None:
    """The duration that a text such as 1h30m means. None if it means none, or one finer than a microsecond."""
    if not re.fullmatch(PATTERN, text):
        return None
    nanoseconds: int | Fraction = 0
    for number, unit in _PART.findall(text):
        nanoseconds += (int(number) if number.isdecimal() else Fraction(number)) * _NANOSECONDS[unit]
    if nanoseconds > _MOST or nanoseconds % 1000:
        return None
    made = timedelta(microseconds=int(nanoseconds // 1000))
    return -made if text[0] == "-" else made


def duration_text(duration: timedelta) -> str:
    """The text of a duration, in the units that it needs: 1h30m, 10s, 1.5s. Zero is 0s."""
    microseconds = abs(duration) // timedelta(microseconds=1)
    sign = "-" if duration < timedelta(0) else ""
    seconds, fraction = divmod(microseconds, 10**6)
    if not seconds and fraction:
        return f"{sign}{_decimal(fraction, 1000)}ms" if fraction >= 1000 else f"{sign}{fraction}us"
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = "".join(f"{amount}{unit}" for amount, unit in ((hours, "h"), (minutes, "m")) if amount)
    if seconds or fraction or not text:
        text += f"{_decimal(seconds * 10**6 + fraction, 10**6)}s"
    return sign + text


def _decimal(amount: int, unit: int) -> str:
    whole, rest = divmod(amount, unit)
    return f"{whole}.{rest:0{len(str(unit)) - 1}d}".rstrip("0") if rest else str(whole)
