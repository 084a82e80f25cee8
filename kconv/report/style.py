"""Terminals show colour: ANSI codes for the few roles of text in a report (https://no-color.org)."""

from __future__ import annotations

from collections.abc import Callable

QUIET, NORMAL, VERBOSE = -1, 0, 1
"""How much of a report is shown."""

Paint = Callable[[str, str], str]
"""Text and its role to text."""

_CODES = {"place": "2", "name": "1", "done": "32", "ask": "33", "bad": "31", "quiet": "2", "add": "32", "remove": "31"}


def plain(text: str, role: str) -> str:  # noqa: ARG001 - a role has no look without colour
    """Return the text unchanged."""
    return text


def ansi(text: str, role: str) -> str:
    """The text in its role's colour."""
    return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if text else text


def printable(text: str) -> str:
    """Names come from files: a control character in one must not drive the reader's terminal."""
    return (
        text
        if text.isprintable()
        else "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)
    )
