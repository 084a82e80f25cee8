"""A YAML stream is cut into documents by ``---`` in column 0, which no scalar of Kubernetes' manifests can hold.

Bytes are cut, not text: a document that needs no change is never decoded. The index counts like YAML parsers do: every
``---`` starts a document, even an empty one; text before the first, or after ``...``, is a document only if it has more
than comments and directives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kconv.records import NamedTuple

LIMIT = 32 << 20
"""In bytes. A longer document is copied in pieces, and is an error if it needs conversion: Kubernetes itself stores no
object over 1.5 MiB, so this is a dump of many objects as one List, or not a manifest."""

BOM = b"\xef\xbb\xbf"
_START = re.compile(rb"(?:\xef\xbb\xbf)?(---|\.\.\.)(?=[ \t\r\n]|\Z)")
_MARKER = re.compile(rb"\n(?=[-.\xef])(?:\xef\xbb\xbf)?(---|\.\.\.)(?=[ \t\r\n]|\Z)")
_CONTENT = re.compile(rb"^(?:\xef\xbb\xbf)?+[ \t]*+(?!%)[^\s#]", re.MULTILINE)
_BREAK = re.compile(rb"\n---(?=[ \t\r\n])")
_OVERLAP = 8  # more than a marker, so that no marker is cut in two
_DIRECTIVE = b"%"


def holds(data: bytes | bytearray, part: bytes) -> bool:
    """Like ``part in data``, but ten times as fast: `in` first tries the part as a number, and raises an error."""
    return data.find(part) >= 0


class RawDocument(NamedTuple):
    """One document's bytes, with its ``---`` line, but without its BOM and ``...`` line.

    ``index`` counts from 0, ``line`` from 1, ``offset`` in bytes from the start of the stream.
    """

    index: int  # type: ignore[assignment]  # a tuple's method
    line: int
    offset: int
    data: bytes

    @classmethod
    def whole(cls, data: bytes, line: int = 1) -> RawDocument:
        """A text that is one document."""
        return cls(0, line, 0, data)


class Block(NamedTuple):
    """A run of whole documents, or a piece of one over the limit (``oversize``; ``ends`` marks the last piece)."""

    line: int
    offset: int
    data: bytes
    oversize: bool = False
    ends: bool = True

    @classmethod
    def whole(cls, data: bytes, line: int = 1) -> Block:
        """All of a text."""
        return cls(line, 0, data)


def split(block: Block, index: int = 0) -> Iterator[RawDocument]:
    """The documents of a block; ``index`` is that of the first. Their bytes are slices of the block's."""
    data, line, counted = block.data, block.line, 0
    directives = data.startswith(_DIRECTIVE) or holds(data, b"\n" + _DIRECTIVE)
    lead: int | None = None  # where the directives of the next document start
    for start, end, explicit in _segments(data):
        begin, lead = (start if lead is None else lead), None
        if directives:
            head = _with_directives(data, end)
            lead, end = (max(head, start), max(head, start)) if head < end else (None, end)
        if not explicit and not _CONTENT.search(data, start, end):
            continue
        if data.startswith(BOM, begin):
            begin += len(BOM)
        line += data.count(b"\n", counted, begin)
        counted = begin
        yield RawDocument(index, line, block.offset + begin, data[begin:end])
        index += 1


def _segments(data: bytes) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether it begins with ``---``) of each segment between two markers."""
    start, explicit = 0, False
    first = _START.match(data)
    if first:
        start, explicit = _opened(data, first)
    for marker in _MARKER.finditer(data):
        yield start, marker.start() + 1, explicit
        start, explicit = _opened(data, marker)
    yield start, len(data), explicit


def _opened(data: bytes, marker: re.Match[bytes]) -> tuple[int, bool]:
    if marker.group(1) == b"---":
        return marker.start(1), True
    return data.find(b"\n", marker.end()) + 1 or len(data), False


def count(block: Block) -> int:
    """The number of documents in a block."""
    return sum(
        explicit or bool(_CONTENT.search(block.data, start, end)) for start, end, explicit in _segments(block.data)
    )


def blocks(pieces: Iterable[bytes], limit: int = LIMIT) -> Iterator[Block]:
    """Cut a stream of any length before ``---``; joined, the blocks are the stream. ``limit`` bounds the memory."""
    cutter = _Cutter(limit)
    for piece in pieces:
        yield from cutter.take(piece)
    if cutter.held:
        yield cutter.cut(len(cutter.held), ends=True)


class _Cutter:
    """The part of a stream that is not yet yielded, and whether it belongs to a document over the limit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = bytearray()
        self.line = 1
        self.offset = 0
        self.oversize = False

    def take(self, piece: bytes) -> Iterator[Block]:
        fresh = max(0, len(self.held) - _OVERLAP)
        self.held += piece
        if self.oversize:
            at = _first_start(self.held)
            if at:
                yield self.cut(at, ends=True)
                fresh = 0
            else:
                yield self.cut(len(self.held) - _OVERLAP, ends=False)
                return
        at = _last_start(self.held, fresh)
        if at:
            yield self.cut(at, ends=True)
        elif len(self.held) > self.limit:
            self.oversize = True
            yield self.cut(len(self.held) - _OVERLAP, ends=False)

    def cut(self, at: int, *, ends: bool) -> Block:
        with memoryview(self.held) as view:
            block = Block(self.line, self.offset, bytes(view[:at]), self.oversize, ends)
        del self.held[:at]
        self.line += block.data.count(b"\n")
        self.offset += at
        self.oversize = not ends
        return block


def _first_start(held: bytearray) -> int:
    found = _BREAK.search(held)
    return found.start() + 1 if found else 0


def _last_start(held: bytearray, fresh: int) -> int:
    """The offset of the last document, including its directives; 0 if there is only one."""
    at = len(held)
    while (at := held.rfind(b"\n---", fresh, at)) >= 0:
        if held[at + 4 : at + 5].isspace():
            return _with_directives(held, at + 1)
    return 0


def _with_directives(held: bytes | bytearray, at: int) -> int:
    start = above = at
    while above:
        above = held.rfind(b"\n", 0, above - 1) + 1
        line = held[above:start].lstrip()
        if held[above : above + 1] == b"%":
            start = above
        elif line and not line.startswith(b"#"):
            break
    return start
