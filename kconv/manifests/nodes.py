"""The nodes of a document: the values that Kubernetes reads, and their places in the text.

PyYAML's own nodes lose the place of an alias and share its object, so both are kept here. Offsets count characters,
like libyaml's marks on decoded text.
"""

from __future__ import annotations

from typing import Any, Final, NoReturn, TypeAlias

from kconv.errors import ManifestError
from kconv.paths import FieldPath

Value: TypeAlias = "str | int | float | dict[str, Value] | list[Value] | None"
"""What JSON, and so Kubernetes, can hold; True and False are int."""

# Go's reader allows 10,000 levels; no Kubernetes object comes near, and Python's stack must hold several times this.
MAX_DEPTH: Final = 100
MAX_ENTRIES: Final = 1_000_000
"""Each takes one or two kilobytes while its document is converted: this is what bounds the memory of a run."""


class Key:
    """A map's key with its place; ``value`` is its string in JSON. ``merge`` marks `<<`."""

    __slots__ = ("end", "merge", "start", "style", "value")

    def __init__(self, start: int, end: int, value: str, style: str) -> None:
        self.start, self.end, self.value, self.style = start, end, value, style
        self.merge = False


class Node:
    """A value with its place. A map's children carry their key; a value is its entry.

    ``start`` includes anchor and tag, ``body`` does not; ``end`` is behind the last character, without the blank lines
    after a block scalar. ``style`` is the quote, or the sign of a block scalar.
    """

    __slots__ = ("anchor", "body", "end", "key", "parent", "start", "style", "tag", "value")

    anchor: str | None
    body: int
    end: int
    key: Key | None
    parent: Collection | None
    start: int
    style: str
    tag: str | None
    value: Value

    def __init__(self, start: int, end: int, value: Value, style: str = "") -> None:
        self.start = self.body = start
        self.end = end
        self.value = value
        self.style = style
        self.anchor = self.tag = self.key = self.parent = None


class Scalar(Node):
    """A string, number, boolean or null."""

    __slots__ = ()


class Alias(Node):
    """A reference to the node of an ``anchor``; its value is a copy of that node's."""

    __slots__ = ()


class Collection(Node):
    """A map or a list; ``flow`` means that it is in brackets."""

    __slots__ = ("children", "flow")

    value: Any

    def __init__(self, start: int, value: Value, flow: bool) -> None:
        self.start = self.body = self.end = start  # the end is known when it has been read
        self.value = value
        self.style = ""
        self.anchor = self.tag = self.key = self.parent = None
        self.flow = flow
        self.children: list[Node] = []


class Map(Collection):
    """A map. Its children are its own: what a `<<` brings is in the value only."""

    __slots__ = ()

    value: dict[str, Value]

    def own(self, key: object) -> Node | None:
        """The child of a key, not one that a `<<` brings; of equal keys the last counts, as it does for Go."""
        return next((c for c in reversed(self.children) if c.key and c.key.value == key and not c.key.merge), None)


class List(Collection):
    """A list."""

    __slots__ = ()

    value: list[Value]


def child(node: Node | None, part: object) -> Node | None:
    """The node that is written at a key or an index; the value of an alias or a `<<` is written elsewhere."""
    if isinstance(node, Map):
        return node.own(part)
    if isinstance(node, List) and isinstance(part, int) and part < len(node.children):
        return node.children[part]
    return None


def find(root: Node | None, path: FieldPath) -> Node | None:
    """The node that is written at a path."""
    for part in path:
        root = child(root, part)
    return root


def nearest(root: Node, path: FieldPath) -> tuple[Node, int]:
    """The node that is written at a path, or its nearest parent that is, and how many steps of the path lead to it."""
    for at, part in enumerate(path):
        below = child(root, part)
        if below is None:
            return root, at
        root = below
    return root, len(path)


class Source:
    """One document's text, file and line, so that every error names them."""

    __slots__ = ("file", "first_line", "text")

    def __init__(self, text: str, file: str = "", first_line: int = 1) -> None:
        self.text, self.file, self.first_line = text, file, first_line

    def line(self, offset: int) -> int:
        """The 1-based line in the file of an offset in the document's text."""
        return self.first_line + self.text.count("\n", 0, offset)

    def column(self, offset: int) -> int:
        """The 1-based column, in characters, of an offset in the document's text."""
        return offset - self.text.rfind("\n", 0, offset)

    def fail(self, reason: str, offset: int, hint: str = "") -> NoReturn:
        """Raise ManifestError for the line and column of an offset."""
        raise ManifestError(reason, file=self.file, line=self.line(offset), column=self.column(offset), hint=hint)

    def duplicate(self, parent: Map, key: Key) -> None:
        """Raise ManifestError for a key that an earlier child of the map already has."""
        first = next(c.key for c in parent.children if c.key and c.key.value == key.value)
        self.fail(
            f"duplicate key {key.value!r}, in lines {self.line(first.start)} and {self.line(key.start)}",
            key.start,
            "remove one of the two: readers disagree on which one counts",
        )


def crowded(text: str | bytes) -> bool:
    """Whether a document has too many entries to be held: each begins a line, or follows a comma or bracket, and
    counting those is a hundred times faster than parsing."""
    if len(text) <= MAX_ENTRIES:
        return False
    counts = map(text.count, "\n,[{") if isinstance(text, str) else map(text.count, b"\n,[{")
    return sum(counts) > MAX_ENTRIES
