"""New text should look like the rest of its file, so the style of a file is what most of its text uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TypeVar

from kconv.manifests.chunks import is_block, line_start
from kconv.manifests.nodes import Collection, List, Map, Node, Scalar
from kconv.manifests.protocols import Style
from kconv.manifests.tree import Document

T = TypeVar("T")
_INDENT = re.compile(r"[ \t]*")


def line_indent(text: str, offset: int) -> str:
    """The blanks at the start of an offset's line."""
    found = _INDENT.match(text, line_start(text, offset))
    assert found
    return found[0]


class _Votes:
    """The counted styles of a text; the first flow collections of a sort represent all."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.steps, self.dashes = Counter[int](), Counter[int]()
        self.quotes, self.keys, self.commas, self.pads = (Counter[str]() for _ in range(4))
        self.plain = 0
        self.first_map: Map | None = None
        self.first_lines: Collection | None = None

    def count(self, node: Node) -> None:
        """Let one node vote."""
        if node.key and is_block(node.parent):
            self.keys.update((node.key.style,))
        if is_block(node) and node.key:
            offset = _column(self.text, node.body) - _column(self.text, node.key.start)
            (self.dashes if isinstance(node, List) else self.steps).update((offset,))
        elif isinstance(node, Scalar) and node.style in ("'", '"'):
            self.quotes[node.style] += 1
        elif isinstance(node, Scalar) and type(node.value) is str and not node.style:
            self.plain += 1
        elif isinstance(node, Collection) and node.flow and node.children:
            self._count_flow(node)

    def _count_flow(self, node: Collection) -> None:
        children = node.children
        opening = self.text[node.body + 1 : _start(children[0])]
        self.first_map = self.first_map or (node if isinstance(node, Map) else None)
        self.first_lines = self.first_lines or (node if "\n" in opening else None)
        if self.text[node.body] in "{[" and not opening.strip(" \t"):
            self.pads.update((opening,))
        for one, other in pairwise(children):
            between = self.text[one.end : _start(other)]
            if between.strip(" \t") == ",":
                self.commas.update((between.lstrip(" \t"),))


def style_of(document: Document, text: str) -> Style:
    """The style of a document; where nothing votes, Kubernetes' own: two blanks, lists not indented."""
    votes = _Votes(text)
    for node in _walk(document.root):
        votes.count(node)
    step = _winner(votes.steps, 2)
    quotes, first_map = votes.quotes, votes.first_map
    return Style(
        syntax=document.syntax.writes(document.root),
        step=step,
        dash=_winner(votes.dashes, 0),
        quote=_winner(quotes, '"'),
        quote_strings=sum(quotes.values()) > votes.plain,
        eol="\r\n" if text[: text.find("\n")].endswith("\r") else "\n",
        key_quote=_winner(votes.keys, ""),
        colon=_colon(text, first_map),
        comma=_winner(votes.commas, ", "),
        pad=_winner(votes.pads, ""),
        quote_keys=_quotes_keys(first_map),
        unit=_unit(text, votes.first_lines) or " " * step,
    )


def _walk(root: Node | None) -> Iterator[Node]:
    waiting: list[Node] = [root] if root else []
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Collection):
            waiting.extend(reversed(node.children))


def _start(node: Node) -> int:
    return node.key.start if node.key else node.start


def _column(text: str, offset: int) -> int:
    return offset - line_start(text, offset)


def _winner(votes: Counter[T], default: T) -> T:
    return votes.most_common(1)[0][0] if votes else default


def _colon(text: str, node: Map | None) -> str:
    child = node.children[0] if node else None
    between = text[child.key.end : child.start] if child and child.key else ""
    return between if between.strip() == ":" and "\n" not in between else ": "


def _quotes_keys(node: Map | None) -> bool:
    child = node.children[0] if node else None
    return bool(child and child.key and child.key.style == '"')


def _unit(text: str, node: Collection | None) -> str:
    if node is None:
        return ""
    return line_indent(text, _start(node.children[0])).removeprefix(line_indent(text, node.start))
