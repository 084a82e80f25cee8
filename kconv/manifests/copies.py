"""If a field moves to several places, its text moves to the first, and its style, without the comments, to the others.

apiextensions.k8s.io/v1beta1 had one schema for all versions, v1 requires one in each. Printed from values, the second
would differ from the first in quotes, folds and flow style, and a diff of the two would show that instead of the
schema.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

from kconv.manifests import render
from kconv.manifests.chunks import Chunks, is_block, line_start, next_line
from kconv.manifests.lines import shift
from kconv.manifests.nodes import Collection, Map, Node
from kconv.manifests.plan import Plan
from kconv.manifests.protocols import Comments, Style
from kconv.paths import FieldPath, same


class Copies:
    """Writes every place but the first of a node that moves to several. ``places`` has the nodes by path."""

    def __init__(self, chunks: Chunks, comments: Comments, places: Mapping[FieldPath, Node]) -> None:
        self.text = chunks.text
        self.chunks = chunks
        self.comments = comments
        self.places = places

    def lines(self, plan: Plan, column: int, style: Style) -> list[str] | None:
        """The lines of a map that is a copy, otherwise None."""
        node = self.places.get(plan.path)
        if node is None or plan.key is None or not plan.value or not isinstance(plan.value, dict):
            return None
        return self._entry(plan.key, plan.value, node, column, style)

    def _entry(self, key: str, value: Any, node: Node | None, column: int, style: Style) -> list[str]:
        if node is not None and node.key and node.key.value == key and same(node.value, value) and _has_lines(node):
            return self._again(node, column)
        head = render.key(key, style=style) + ":"
        if not isinstance(value, dict) or not value or not isinstance(node, Map) or node.flow:
            return render.entry(head, value, column, style)
        inner = column + style.step
        lines = [" " * column + head]
        for name, child in value.items():
            lines += self._entry(name, child, node.own(name), inner, style)
        return lines

    def _again(self, node: Node, column: int) -> list[str]:
        """An entry's own lines, without their comments, at another column."""
        chunk = self.chunks.of(node)
        start = line_start(self.text, chunk.head)
        text = self.text[start : chunk.post]
        inside = slice(bisect_left(self.comments, (start,)), bisect_left(self.comments, (chunk.post,)))
        for at, comment in reversed(self.comments[inside]):
            text = _without(text, at - start, len(comment))
        return [line.removesuffix("\r") for line in shift(text, column - chunk.column).removesuffix("\n").split("\n")]


def _without(text: str, at: int, length: int) -> str:
    """The text without a comment: without its line where it has one of its own."""
    before = text[:at].rstrip(" \t")
    if before.endswith("\n"):
        return before + text[next_line(text, at) :]
    return before + text[at + length :]


def _has_lines(node: Node) -> bool:
    """Whether an entry owns whole lines, and no blank line behind it belongs to its text."""
    return is_block(node.parent) and not any(
        one.style in ("|", ">") and str(one.value).endswith("\n\n") for one in _leaves(node)
    )


def _leaves(node: Node) -> Iterator[Node]:
    if isinstance(node, Collection):
        for child in node.children:
            yield from _leaves(child)
    else:
        yield node
