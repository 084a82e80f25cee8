"""Whole lines moved sideways: YAML's nesting is its indentation, and block scalars, quotes and comments must follow.

Blanks are added or removed at the start of lines, never text: moving a line cannot change what it means.
"""

from __future__ import annotations

from collections.abc import Iterable


def shift(text: str, columns: int) -> str:
    """Move lines right (or left for a negative number). Whitespace-only lines move too, they may be a scalar's text."""
    if not columns or not text:
        return text
    lines = text.split("\n")
    if columns > 0:
        blanks = " " * columns
        return "\n".join(blanks + line if line and line != "\r" else line for line in lines)
    return "\n".join(line[min(-columns, len(line) - len(line.lstrip(" "))) :] for line in lines)


def reindent(text: str, old: str, new: str) -> str:
    """Give all lines but the first another indentation, for flow style, which may be indented by tabs."""
    if old == new or "\n" not in text:
        return text
    first, *rest = text.split("\n")
    return "\n".join([first, *(new + line[len(old) :] if line.startswith(old) else line for line in rest)])


def strip_blank(text: str) -> tuple[str, str]:
    """The blank lines at the start of a text, and the rest."""
    at = 0
    while at < len(text):
        below = text.find("\n", at) + 1 or len(text)
        if text[at:below].strip():
            break
        at = below
    return text[:at], text[at:]


def clamp(text: str, column: int) -> str:
    """Move a comment in the first line left to a column: below a block scalar it would be read as its text."""
    blank, rest = strip_blank(text)
    line = rest.lstrip(" ")
    if line.startswith("#") and len(rest) - len(line) > column:
        return blank + " " * column + line
    return text


def comment_lines(comments: Iterable[str], column: int, eol: str) -> str:
    """Comments as own lines."""
    return "".join(" " * column + comment + eol for comment in comments)


def put_dash(text: str, column: int) -> str:
    """Write a list's dash over the indentation of the first line that is not a comment."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        bare = line.lstrip(" ")
        if bare.startswith("#"):
            lines[at] = " " * min(column, len(line) - len(bare)) + bare
        elif bare.strip():
            lines[at] = line[:column] + "-" + line[column + 1 :]
            break
    return "\n".join(lines)
