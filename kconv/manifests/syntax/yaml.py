"""YAML, as sigs.k8s.io/yaml reads it: a word needs quotes only where a reader would take it for something else.

https://yaml.org/spec/1.2.2/
"""

from __future__ import annotations

from typing import Any

from kconv.errors import ManifestError
from kconv.manifests.comments import comments
from kconv.manifests.nodes import Collection, Map, Node, Scalar, Source
from kconv.manifests.protocols import Comments, Parsed, Style, Syntax
from kconv.manifests.quoting import is_plain, number, quoted
from kconv.placeholders import Unquoted


class Yaml:
    """The syntax: a document of no other syntax is YAML, or cannot be read."""

    name = "yaml"
    has_comments = True
    plain = True
    whole_floats = False

    def start(self, data: bytes) -> int | None:
        return 0

    def accepts(self, text: str) -> bool:
        return True

    def value(self, text: str) -> Any:
        from kconv.manifests.values import read_yaml

        return read_yaml(text)

    def parse(self, source: Source) -> Parsed:
        from kconv.manifests.yaml_tree import Builder

        builder = Builder(source)
        root, begin, end = builder.document()
        return Parsed(root, begin, end, aliased=bool(builder.anchors))

    def comments(self, text: str, root: Node | None) -> Comments:
        return comments(text, root)

    def closed(self, text: str, root: Node | None) -> str:
        """A `|` scalar at the end would gain a line break, but for the sign that strips it."""
        if text.endswith("\n"):
            return text
        last = root
        while isinstance(last, Collection) and last.children:
            last = last.children[-1]
        if isinstance(last, Scalar) and last.style in ("|", ">") and not str(last.value).endswith("\n"):
            at = last.body + 1
            text = text if text[at] == "-" else f"{text[:at]}-{text[at:]}"
        return text + ("\r\n" if "\r\n" in text else "\n")

    def writes(self, root: Node | None) -> Syntax:
        """JSON where the whole document is in brackets and its keys are quoted as in JSON, whatever else it holds."""
        from kconv.manifests.syntax import json

        key = root.children[0].key if isinstance(root, Map) and root.flow and root.children else None
        return json.SYNTAX if key is not None and key.style == '"' else self

    def scalar(self, value: Any, quote: str | None, *, flow: bool, style: Style) -> str:
        if isinstance(value, Unquoted):
            return _unquoted(value, flow=flow)
        if not isinstance(value, str):
            return number(value)
        if not (style.quote_strings if quote is None else quote) and is_plain(value, flow=flow):
            return value
        return quoted(value, quote or style.quote)

    def key(self, text: str, quote: str, *, flow: bool, style: Style) -> str:
        """``<<`` as an ordinary key is quoted."""
        return text if not quote and is_plain(text, flow=flow) else quoted(text, quote or style.quote)


SYNTAX: Syntax = Yaml()


def _unquoted(text: str, *, flow: bool) -> str:
    """A placeholder without quotes. Raises ManifestError where YAML would not read it as the text it is."""
    if _reads_plain(f"{{k: {text}}}" if flow else f"k: {text}", text):
        return text
    where = "inside of { } or [ ]" if flow else "in YAML"
    lines = "write the map over several lines without braces, or " if flow else ""
    raise ManifestError(
        f"{text} is not valid without quotes {where}, and in quotes it would not become a number",
        hint=f"{lines}migrate what it renders to",
    )


def _reads_plain(line: str, text: str) -> bool:
    """Whether a line with one key reads as the text, unquoted and a string."""
    from kconv.libyaml import yaml
    from kconv.manifests.scalars import BadScalar, resolve

    try:
        scalars = [event for event in yaml.parse(line) if isinstance(event, yaml.ScalarEvent)]
        read = [resolve(event.value) for event in scalars]
    except (yaml.YAMLError, BadScalar):
        return False
    return read == ["k", text]
