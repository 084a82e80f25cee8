"""The nodes of a document: what Kubernetes reads, and where in the text it stands.

PyYAML's own nodes lose the place of an alias and share the object behind it, so both are kept here.
Offsets count characters, as libyaml's marks on decoded text do.
"""

from __future__ import annotations

from typing import Any, Final, NoReturn

from kconv.errors import ManifestError

SCALAR: Final = 0
ALIAS: Final = 1
MAP: Final = 2
LIST: Final = 3

# Go's reader allows 10,000 levels; no Kubernetes object comes near, and Python's stack must hold several times this.
MAX_DEPTH: Final = 100
MAX_ENTRIES: Final = 1_000_000
"""Each takes one or two kilobytes while its document is converted: this is what bounds the memory of a run."""


class Node:
    """A value with its place. A map's children carry their key; a value is its entry.

    ``start`` includes anchor and tag, ``body`` does not; ``end`` is behind the last character, without the blank lines
    after a block scalar. ``top``, ``head``, ``inner``, ``post``, ``stop`` and ``column`` are the lines which an entry
    of a block collection owns; ``chunks.split`` sets them when they are wanted.
    """

    __slots__ = (
        "anchor", "body", "children", "column", "end", "flow", "head", "inner", "key", "kind", "merge", "parent",
        "post", "start", "stop", "style", "tag", "tail", "top", "value",
    )  # fmt: skip

    anchor: str | None
    body: int
    children: list[Node]
    column: int
    end: int
    flow: bool
    head: int
    inner: int
    key: Node | None
    kind: int
    merge: bool
    parent: Node | None
    post: int
    start: int
    stop: int
    style: str
    tag: str | None
    tail: int
    top: int
    value: Any

    def __init__(self, kind: int, start: int, end: int, value: Any, style: str = "") -> None:
        self.kind = kind
        self.start = self.body = start
        self.end = end
        self.value = value
        self.style = style
        self.flow = self.merge = False
        self.anchor = self.tag = self.key = self.parent = None
        self.stop = -1
        if kind > ALIAS:
            self.children = []

    def adopt(self, key: Node | None, child: Node) -> None:
        """Add a child, and its value to this one's."""
        child.key = key
        child.parent = self
        self.children.append(child)
        if key is None:
            self.value.append(child.value)
        else:
            self.value[key.value] = child.value


class Source:
    """One document's text and where it stands, so that every error names file and line."""

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

    def duplicate(self, parent: Node, key: Node) -> None:
        """Raise ManifestError for a key that an earlier child of the map already has."""
        first = next(c.key for c in parent.children if c.key and c.key.value == key.value)
        self.fail(
            f"the key {key.value!r} stands twice, in lines {self.line(first.start)} and {self.line(key.start)}",
            key.start,
            "remove one of the two: readers disagree on which one counts",
        )


def crowded(text: str | bytes) -> bool:
    """Whether a document has too many entries to be held: each begins a line, or stands behind a comma or bracket, and
    those are counted a hundred times faster than read."""
    if len(text) <= MAX_ENTRIES:
        return False
    counts = map(text.count, "\n,[{") if isinstance(text, str) else map(text.count, b"\n,[{")
    return sum(counts) > MAX_ENTRIES
