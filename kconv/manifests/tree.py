"""A document's text as a tree of nodes: the values that Kubernetes reads, and the place of each.

An object is edited in its own text, so that comments, order and quotes are kept, and errors must name its line.
"""

from __future__ import annotations

from typing import Any

from kconv.manifests.nodes import MAX_ENTRIES, Source, crowded, find, nearest
from kconv.manifests.protocols import Parsed, Syntax
from kconv.manifests.syntax import yaml
from kconv.paths import FieldPath


class Document:
    """One document: its value as Kubernetes reads it, and the nodes that know the text.

    ``root``, ``begin``, ``end`` and ``aliased`` are as in ``Parsed``.
    """

    __slots__ = ("aliased", "begin", "end", "root", "source", "syntax")

    def __init__(self, source: Source, parsed: Parsed, syntax: Syntax) -> None:
        self.source = source
        self.root, self.begin, self.end, self.aliased = parsed
        self.syntax = syntax

    @property
    def text(self) -> str:
        """The document's text, as it was given to ``parse``."""
        return self.source.text

    @property
    def value(self) -> Any:
        """A tree of dicts, lists and scalars without shared objects; treat it as read-only."""
        return self.root.value if self.root else None

    def line_of(self, path: FieldPath) -> int:
        """The 1-based line in the file of a field, or of the nearest parent that is written there."""
        if self.root is None:
            return self.source.first_line
        node, _ = nearest(self.root, path)
        return self.source.line((node.key or node).start)

    def text_line(self, path: FieldPath, line: int) -> int:
        """The 1-based line in the file of a line of the text at a path: its key's line unless it is a `|` block."""
        node = find(self.root, path)
        if node is None or node.style != "|":
            return self.line_of(path)
        return self.source.line(node.body) + line

    def lines_of(self, path: FieldPath) -> range:
        """The 1-based lines in the file from a field's key to the end of its value; empty where it is not written."""
        node = find(self.root, path)
        if node is None:
            return range(0)
        return range(self.source.line((node.key or node).start), self.source.line(max(node.start, node.end - 1)) + 1)


def parse(text: str, *, file: str = "", first_line: int = 1, syntax: Syntax = yaml.SYNTAX) -> Document:
    """Read one document; the BOM is already gone. Raises ManifestError with file and line.

    ``first_line`` is the 1-based line of the file on which the text starts.
    """
    return built(Source(text, file, first_line), syntax)


def built(source: Source, syntax: Syntax) -> Document:
    """Read the document of a source. Raises ManifestError with file and line."""
    if crowded(source.text):
        source.fail(
            f"a document of more than {MAX_ENTRIES:,} entries", 0, "split it, for example into one file an object"
        )
    return Document(source, syntax.parse(source), syntax)
