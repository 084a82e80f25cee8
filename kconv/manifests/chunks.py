"""Which lines belong to which entry: a comment is not part of YAML's data model, but readers know where it belongs.

Each entry of a block collection owns whole lines: those above it, its own, its children and those behind it. Joined in
order they are the document, so that an entry can be moved or removed with all that belongs to it and nothing else.
"""

from __future__ import annotations

import re
from typing import TypeGuard

from kconv.manifests.comments import PROPERTY
from kconv.manifests.nodes import Collection, Map, Node
from kconv.manifests.tree import Document
from kconv.records import NamedTuple

BLANKS = re.compile(r"(?:\s+|#[^\n]*)*")


def is_block(node: Node | None) -> TypeGuard[Collection]:
    """Whether a node is a collection in block style."""
    return isinstance(node, Collection) and not node.flow


def line_start(text: str, offset: int) -> int:
    """Where the line of an offset starts."""
    return text.rfind("\n", 0, offset) + 1


def next_line(text: str, offset: int) -> int:
    """Where the line after an offset starts, or the end of the text."""
    return text.find("\n", offset) + 1 or len(text)


class Chunk(NamedTuple):
    """The lines of an entry of a block collection, as offsets.

    ``top`` to ``head`` is what is above its key or dash, which is in ``column``; ``head`` to ``post`` are its own lines
    and its children's; ``post`` to ``stop`` are the comments after them.
    """

    column: int
    top: int
    head: int
    post: int
    stop: int


class Inside(NamedTuple):
    """The lines of a block collection below its header, as offsets.

    ``begin`` to ``tail`` are its entries, in ``column``; ``tail`` to ``end`` the comments that close it.
    """

    begin: int
    column: int
    tail: int
    end: int


class Chunks:
    """Which lines each entry of a document owns. A collection is divided once, and only if it is asked for."""

    def __init__(self, document: Document, text: str) -> None:
        self.text = text
        self._document = document
        self._chunks: dict[Node, Chunk] = {}
        self._insides: dict[Collection, Inside] = {}

    def of(self, node: Node) -> Chunk:
        """The lines of an entry of a block collection."""
        if node not in self._chunks:
            assert node.parent is not None
            self.inside(node.parent)
        return self._chunks[node]

    def inside(self, node: Collection) -> Inside:
        """The lines of a block collection, divided among its entries."""
        inside = self._insides.get(node)
        if inside is None:
            inside = self._insides[node] = self._divided(node)
        return inside

    def _divided(self, node: Collection) -> Inside:
        """Give each entry its lines."""
        text = self.text
        start, end = self._span(node)
        heads = self._heads(node)
        column = heads[0] - line_start(text, heads[0])
        begin = start
        for at, child in enumerate(node.children):
            behind = next_line(text, child.end)
            limit = line_start(text, heads[at + 1]) if at + 1 < len(heads) else end
            stop, post = _owned(text, behind, limit, column + 1), behind
            if is_block(child):
                post = _owned(text, behind, stop, child.body - line_start(text, child.body))
            self._chunks[child] = Chunk(column, begin, heads[at], post, stop)
            begin = stop
        return Inside(start, column, begin, end)

    def _span(self, node: Collection) -> tuple[int, int]:
        """Where a block collection's own lines begin and end."""
        if node.parent is None:
            return self._root_span(node)
        chunk = self.of(node)
        header_end = self.text.index(":", node.key.end) + 1 if node.key else chunk.head + 1
        return self._below_header(node, header_end), chunk.post

    def _root_span(self, root: Collection) -> tuple[int, int]:
        """All lines but the opening `---` line and what follows a closing `...`."""
        text, document = self.text, self._document
        begin = self._below_header(root, document.begin) if document.begin or root.body != root.start else 0
        return begin, document.end if document.end < len(document.text) else len(text)

    def _heads(self, node: Collection) -> list[int]:
        """Where the entries start: at their keys, or at dashes, which have no marks of their own."""
        if isinstance(node, Map):
            return [child.key.start for child in node.children if child.key]
        heads = [node.body]
        for child in node.children[:-1]:
            found = BLANKS.match(self.text, child.end)
            heads.append(found.end() if found else child.end)
        return heads

    def _below_header(self, node: Collection, header_end: int) -> int:
        """Where a block collection's own lines start: on the line below its header, or right behind a dash."""
        for found in PROPERTY.finditer(self.text, node.start, node.body):
            if not found[0].startswith("#"):
                header_end = found.end()
        return min(next_line(self.text, header_end), node.body)


def _owned(text: str, at: int, limit: int, column: int) -> int:
    """How far the comments from a line on belong inside: until the first one left of a column."""
    owned = at
    while at < limit:
        below = next_line(text, at)
        line = text[at:below].lstrip(" \t")
        if line.strip():
            if below - at - len(line) < column:
                break
            owned = below
        at = below
    return min(owned, limit)
