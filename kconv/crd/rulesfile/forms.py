"""A number has many forms in APIs: seconds, 90 or 1m30s; gibibytes, 10 or 10Gi. A pair of them is a rule without a
function: each form reads what it measures, and writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, Literal, NamedTuple

from kconv.crd.durations import duration_text, go_duration
from kconv.structural.vocabulary import Schema

HOLE: Final = "{}"
"""The place of the number in a text."""
_MICROSECONDS: Final = {
    "microseconds": 1,
    "milliseconds": 10**3,
    "seconds": 10**6,
    "minutes": 60 * 10**6,
    "hours": 3600 * 10**6,
    "days": 24 * 3600 * 10**6,
}
_LONGEST: Final = 2**63 // 1000
"""Microseconds that Go can say: it counts nanoseconds in 64 bits."""


class Form(NamedTuple):
    """How a number is written: what it ``measures``, how it is read and written, None where it cannot be, and the
    schema of what is written."""

    measures: Literal["time", "a number"]
    read: Callable[[Any], int | None]
    write: Callable[[int], Any]
    node: Schema


def form(text: str) -> Form:
    """The form of a name, or of a text with a number in it. Raises ValueError for anything else."""
    if text in _MICROSECONDS:
        return _unit(_MICROSECONDS[text])
    if text == "duration":
        return Form("time", _read_duration, _write_duration, {"type": "string"})
    if text == "integer":
        return Form("a number", _integer, _itself, {"type": "integer"})
    if text.count(HOLE) == 1:
        return _worded(text)
    raise ValueError(f"{text!r} is no form: write {', '.join(NAMES)}, or a text such as '{HOLE}Gi'")


NAMES: Final = (*_MICROSECONDS, "duration", "integer")
"""The forms that have a name."""


def turning(
    source: Form, target: Form, least: int | None, most: int | None
) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """The functions of a value from one form to the other, and back. ``least`` and ``most`` bound the integers."""

    def turned(value: Any, old: Form, new: Form) -> Any:
        number = old.read(value) if _within(value, least, most) else None
        made = None if number is None else new.write(number)
        return made if number is not None and new.read(made) == number and _within(made, least, most) else None

    return lambda value: turned(value, source, target), lambda value: turned(value, target, source)


def _within(value: Any, least: int | None, most: int | None) -> bool:
    return type(value) is not int or ((least is None or value >= least) and (most is None or value <= most))


def _unit(size: int) -> Form:
    def read(value: Any) -> int | None:
        return value * size if type(value) is int and abs(value * size) < _LONGEST else None

    def write(number: int) -> int | None:
        whole, rest = divmod(number, size)
        return None if rest else whole

    return Form("time", read, write, {"type": "integer"})


def _read_duration(value: Any) -> int | None:
    found = go_duration(value) if isinstance(value, str) else None
    return None if found is None else found // timedelta(microseconds=1)


def _write_duration(number: int) -> str | None:
    return duration_text(timedelta(microseconds=number)) if abs(number) < _LONGEST else None


def _integer(value: Any) -> int | None:
    return value if type(value) is int else None


def _itself(number: int) -> int:
    return number


def _worded(text: str) -> Form:
    before, _, after = text.partition(HOLE)
    pattern = re.compile(rf"{re.escape(before)}(0|-?[1-9][0-9]{{0,18}}){re.escape(after)}")

    def read(value: Any) -> int | None:
        found = pattern.fullmatch(value) if isinstance(value, str) else None
        return None if found is None else int(found[1])

    return Form("a number", read, lambda number: f"{before}{number}{after}", {"type": "string"})
