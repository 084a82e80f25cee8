"""A third syntax, for the tests: YAML in which an action of a template, such as `{{ .Values.port }}`, stands for a value.

This file is all of it: nothing in kconv knows it.
"""

from __future__ import annotations

import re
from typing import Any

from kconv.manifests.nodes import Collection, Map, Node, Source
from kconv.manifests.protocols import Parsed, Style
from kconv.manifests.syntax.yaml import Yaml

_ACTION = re.compile(r"\{\{.*?\}\}")


class Actions(Yaml):
    name = "actions"

    def start(self, data: bytes) -> int | None:
        return 0 if b"{{" in data else None

    def value(self, text: str) -> Any:
        return self.parse(Source(text)).root.value  # type: ignore[union-attr]

    def parse(self, source: Source) -> Parsed:
        """The tree of the text with a word of the same length in the place of each action."""
        covered = _ACTION.sub(lambda found: "x" * len(found[0]), source.text)
        parsed = super().parse(Source(covered, source.file, source.first_line))
        _uncover(parsed.root, source.text)
        return parsed

    def scalar(self, value: Any, quote: str | None, *, flow: bool, style: Style) -> str:
        if isinstance(value, str) and _ACTION.fullmatch(value):
            return value
        return super().scalar(value, quote, flow=flow, style=style)


def _uncover(node: Node | None, text: str) -> None:
    for at, child in enumerate(node.children if isinstance(node, Collection) else ()):
        _uncover(child, text)
        if _ACTION.fullmatch(text, child.start, child.end):
            child.value = text[child.start : child.end]
            node.value[child.key.value if isinstance(node, Map) else at] = child.value


SYNTAX = Actions()
