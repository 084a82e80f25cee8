"""The line of each field of a document, for a report that an editor can jump to; and every duplicate key.

Readers of YAML and JSON disagree on which of two equal keys counts, and a conversion refuses them. Here the last one
counts, as in Go, so that one report can name them all.
"""

from __future__ import annotations

from kconv.manifests.nodes import Collection, Key, Map, Node, Scalar, Source, find, nearest
from kconv.manifests.protocols import Syntax
from kconv.manifests.syntax import yaml
from kconv.manifests.tree import Document, built
from kconv.paths import FieldPath, Segment
from kconv.records import NamedTuple


class Place(NamedTuple):
    """A line and a column, both from 1; columns count characters."""

    line: int
    column: int


class Twice(NamedTuple):
    """A key that an earlier one of the same map equals."""

    path: FieldPath
    place: Place
    first: Place


class _Lenient(Source):
    """A source that notes equal keys instead of refusing them."""

    __slots__ = ("equal",)

    def __init__(self, text: str, file: str, first_line: int) -> None:
        super().__init__(text, file, first_line)
        self.equal: list[tuple[Map, Key]] = []

    def duplicate(self, parent: Map, key: Key) -> None:
        self.equal.append((parent, key))


class Places:
    """A document and the places of its fields."""

    def __init__(self, document: Document, source: _Lenient) -> None:
        self.document = document
        self._source = source

    def of(self, path: FieldPath, *, key: bool = False) -> Place:
        """Where a value is written, or its ``key``; for one that is not there, the nearest parent that is."""
        if self.document.root is None:
            return Place(self._source.first_line, 1)
        node, steps = nearest(self.document.root, path)
        if steps < len(path):
            return self._at(node.key.start if steps and node.key else node.start)
        return self._at(node.key.start if key and node.key else node.body)

    def spelling(self, path: FieldPath) -> str:
        """The text of a plain scalar that does not look like its value: `on` for true, 0777 for 511."""
        node = find(self.document.root, path)
        if not isinstance(node, Scalar) or node.style or type(node.value) not in (bool, int, float):
            return ""
        text = self._source.text[node.body : node.end]
        return text if text.lower() != str(node.value).lower() else ""

    def twice(self) -> list[Twice]:
        """Every key that is repeated in the same map, in the order of the text."""
        return [
            Twice((*_path(parent), key.value), self._at(key.start), self._at(_first(parent, key).start))
            for parent, key in self._source.equal
        ]

    def _at(self, offset: int) -> Place:
        return Place(self._source.line(offset), self._source.column(offset))


def read(text: str, *, file: str = "", first_line: int = 1, syntax: Syntax = yaml.SYNTAX) -> Places:
    """Read one document, as ``tree.parse`` does. Raises ManifestError with file and line."""
    source = _Lenient(text, file, first_line)
    return Places(built(source, syntax), source)


def _first(parent: Map, key: Key) -> Key:
    return next(child.key for child in parent.children if child.key and child.key.value == key.value)


def _path(node: Node) -> FieldPath:
    parts: list[Segment] = []
    while node.parent is not None:
        parts.append(node.key.value if node.key else _index(node.parent, node))
        node = node.parent
    return tuple(reversed(parts))


def _index(parent: Collection, node: Node) -> int:
    return next(at for at, child in enumerate(parent.children) if child is node)
