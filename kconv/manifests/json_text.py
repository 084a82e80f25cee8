"""JSON that stands in a text, such as an annotation: read for its value, and written again as its writer wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kconv.errors import ManifestError
from kconv.paths import MISSING


def read(text: Any) -> Any:
    """The value; MISSING if the text is not JSON, repeats a key or holds what Kubernetes would not read."""
    from kconv.manifests import tree
    from kconv.manifests.syntax import json as syntax

    if not isinstance(text, str):
        return MISSING
    try:
        return tree.parse(text, syntax=syntax.SYNTAX).value
    except (ManifestError, RecursionError):
        return MISSING


def write(value: Any, like: str) -> str:
    """A value in the writing of the text that it replaces: Go's or Python's spaces, order and escapes, and the line
    break at the end. Where none of these fit, as kubectl writes it."""
    old = read(like)
    ends = "\n" if like.endswith("\n") else ""
    for style in _styles():
        if _text(old, *style) + ends == like:
            return _text(value, *style) + ends
    return _text(value, True, True, None) + ends


def _styles() -> Iterator[tuple[bool, bool, int | None]]:
    """(keys sorted, HTML's signs escaped, indent); kubectl's way first."""
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
