"""Annotations hold objects as JSON in a string, which must be written back in the style of its writer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kconv.errors import ManifestError
from kconv.paths import MISSING


def read(text: Any) -> Any:
    """The value; MISSING if the text is not JSON, has a duplicate key, or holds what Kubernetes does not read."""
    from kconv.manifests import tree
    from kconv.manifests.syntax import json as syntax

    if not isinstance(text, str):
        return MISSING
    try:
        return tree.parse(text, syntax=syntax.SYNTAX).value
    except ManifestError:
        return MISSING


def write(value: Any, like: str) -> str:
    """A value in the style of the text that it replaces: the spaces, order and escapes of Go or Python, and the final
    line break. If no such style fits, kubectl's is used."""
    old = read(like)
    ends = "\n" if like.endswith("\n") else ""
    for style in _styles():
        if _text(old, *style) + ends == like:
            return _text(value, *style) + ends
    return _text(value, True, True, None) + ends


def _styles() -> Iterator[tuple[bool, bool, int | None]]:
    """(keys sorted, HTML characters escaped, indent); kubectl's style first."""
    for indent in (None, 2, 4):
        for ordered in (True, False):
            for escaped in (True, False):
                yield ordered, escaped, indent


def _text(value: Any, ordered: bool, escaped: bool, indent: int | None) -> str:
    colons = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(value, separators=colons, ensure_ascii=False, sort_keys=ordered, indent=indent)
    if escaped:
        for sign in "<>&\u2028\u2029":
            text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
