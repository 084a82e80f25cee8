"""How many objects are tried, and from which seed: a check of no objects passes, and proves nothing."""

from __future__ import annotations

from typing import Any, Final

from kconv.errors import UsageError

DEFAULT: Final = 200
"""Objects a trial."""


def number(text: str | None, name: str) -> int | None:
    """The number that a variable or an ini file says, None where it says nothing. Raises UsageError."""
    if not text:
        return None
    if not text.strip().isdecimal():
        raise UsageError(f"{name} is a number, not {text!r}", hint="write it in digits, or leave it out")
    return int(text)


def objects(count: Any, name: str = "examples") -> int:
    """A number of objects: one or more. Raises UsageError."""
    if isinstance(count, bool) or not isinstance(count, int):
        raise UsageError(f"{name} is a number of objects, not {count!r}", hint=f"leave it out for {DEFAULT}")
    if count < 1:
        raise UsageError(
            f"{name} is {count}: nothing would be tried", hint=f"use 1 or more, or leave it out for {DEFAULT}"
        )
    return count
