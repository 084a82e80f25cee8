"""JSON: every key and string is in double quotes, only numbers, true, false and null are not, and there are no
comments.

https://www.rfc-editor.org/rfc/rfc8259
"""

from __future__ import annotations

import re
from typing import Any

from kconv.errors import ManifestError
from kconv.manifests.json_stream import looks_json
from kconv.manifests.nodes import Node, Source
from kconv.manifests.protocols import Comments, Parsed, Style, Syntax
from kconv.manifests.quoting import number, quoted
from kconv.placeholders import Unquoted

_MARKER = re.compile(rb"---[ \t]*\r?\n")
_NEAR = 1024
"""Bytes in which an object begins."""


class Json:
    """The syntax. YAML's flow style begins alike, and kubectl reads as YAML what is not JSON."""

    name = "json"
    has_comments = False
    plain = False
    whole_floats = True

    def start(self, data: bytes) -> int | None:
        """Behind an opening `---`, which JSON does not know."""
        opening = _MARKER.match(data)
        start = opening.end() if opening else 0
        return start if looks_json(data[start : start + _NEAR]) else None

    def accepts(self, text: str) -> bool:
        import json

        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return False
        return True

    def value(self, text: str) -> Any:
        from kconv.manifests.values import read_json

        return read_json(text)

    def parse(self, source: Source) -> Parsed:
        from kconv.manifests import json_tree

        return Parsed(json_tree.build(source), 0, len(source.text), aliased=False)

    def comments(self, text: str, root: Node | None) -> Comments:
        return []

    def closed(self, text: str, root: Node | None) -> str:
        return text if text.endswith("\n") else text + ("\r\n" if "\r\n" in text else "\n")

    def writes(self, root: Node | None) -> Syntax:
        return self

    def scalar(self, value: Any, quote: str | None, *, flow: bool, style: Style) -> str:
        if isinstance(value, Unquoted):
            raise ManifestError(
                f"{value} is not valid without quotes in JSON, and in quotes it would not become a number",
                hint="migrate what it renders to",
            )
        return quoted(value) if isinstance(value, str) else number(value)

    def key(self, text: str, quote: str, *, flow: bool, style: Style) -> str:
        return quoted(text, quote or style.quote)


SYNTAX: Syntax = Json()
