"""New values as text. They take the indentation, quotes and spacing of their place, for which no dumper has options."""

from __future__ import annotations

import re
from typing import Any

from kconv.manifests.protocols import Style
from kconv.manifests.quoting import UNPRINTABLE
from kconv.manifests.syntax import yaml

_DEFAULT = Style(yaml.SYNTAX)


def key(text: str, quote: str | None = None, *, flow: bool = False, style: Style = _DEFAULT) -> str:
    """A map key. ``quote`` is as in ``leaf``."""
    if quote is None:
        quote = (style.quote if style.quote_keys else "") if flow else style.key_quote
    return style.syntax.key(text, quote, flow=flow, style=style)


def literal(text: str, indent: int, eol: str) -> str | None:
    """A text of several lines as a `|` block indented to a column; None if quotes are needed.

    Never `|+`: it would swallow the blank lines that follow it.
    """
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 2 and not text.endswith("\n"):
        return None
    if not lines[0].strip() or lines[0][0] in " \t" or not lines[-1].strip() or re.search(UNPRINTABLE, text):
        return None
    if "\r" in text or any(line != line.rstrip() for line in lines):
        return None
    header = "|" if text.endswith("\n") else "|-"
    return eol.join([header, *(" " * indent + line if line else "" for line in lines)])


def block(value: Any, style: Style = _DEFAULT) -> list[str]:
    """The lines of a map or list in block style, from column 0 and without line endings."""
    return _block(value, 0, style)


def _block(value: Any, column: int, style: Style) -> list[str]:
    lines: list[str] = []
    if isinstance(value, dict):
        for name, item in value.items():
            lines += entry(key(name, style=style) + ":", item, column, style)
        return lines
    for item in value:
        if isinstance(item, (dict, list)) and item:
            inner = _block(item, column + 2, style)
            lines += [" " * column + "- " + inner[0][column + 2 :], *inner[1:]]
        else:
            lines += entry("-", item, column, style)
    return lines


def entry(head: str, value: Any, column: int, style: Style, trail: str = "") -> list[str]:
    """The lines of one entry whose ``head`` is `key:` or `-`; ``trail`` is the comment behind it."""
    start = " " * column + head
    if isinstance(value, (dict, list)) and value:
        under_key = style.dash if isinstance(value, list) else style.step
        deeper = column + (2 if head == "-" or head.startswith("- ") else under_key)
        return [start + trail, *_block(value, deeper, style)]
    text = literal(value, column + style.step, style.eol) if isinstance(value, str) and "\n" in value else None
    if text is not None:
        first, _, rest = text.partition(style.eol)
        return [f"{start} {first}{trail}", *rest.split(style.eol)]
    return [f"{start} {leaf(value, style=style)}{trail}"]


def leaf(value: Any, quote: str | None = None, *, flow: bool = False, style: Style = _DEFAULT) -> str:
    """A scalar on one line, or an empty collection. ``quote`` is what quotes a string at its place so far, "" for none,
    None for a new one.
    """
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    return style.syntax.scalar(value, quote, flow=flow, style=style)


def flow(value: Any, style: Style, indent: str | None = None) -> str:
    """A value in flow style: on one line, or, with the ``indent`` of the line it starts on, on several."""
    if not isinstance(value, (dict, list)) or not value:
        return leaf(value, flow=True, style=style)
    if isinstance(value, dict):
        parts = [
            key(name, flow=True, style=style) + style.colon + flow(item, style, _deeper(indent, style))
            for name, item in value.items()
        ]
    else:
        parts = [flow(item, style, _deeper(indent, style)) for item in value]
    left, right = "{}" if isinstance(value, dict) else "[]"
    if indent is None:
        return left + style.pad + style.comma.join(parts) + style.pad + right
    gap = style.eol + indent + style.unit
    return left + gap + ("," + gap).join(parts) + style.eol + indent + right


def _deeper(indent: str | None, style: Style) -> str | None:
    return None if indent is None else indent + style.unit
