"""A file of kubectl may hold all objects of a cluster: over 8 MiB it is read a block of documents at a time.

Whoever reads manifests reads them here, so that every command refuses the same bytes with the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO, Generic

from kconv.errors import KconvError, ManifestError
from kconv.manifests import encoding, encrypted, source
from kconv.manifests.scope import STDIN
from kconv.manifests.split import Block, RawDocument, blocks, count
from kconv.manifests.walk import Found
from kconv.pipeline.oversized import Oversized
from kconv.pipeline.passage import Passage
from kconv.pipeline.visitor import Report, Visitor

PART = 1000
"""Documents that are reported at once of a stream."""
NO_MANIFEST = "no Kubernetes object in it"


def read(found: Found, visitor: Visitor[Report]) -> Iterator[Report]:
    """The report of one file, or the parts of a large one's. Never raises for what is in the file.

    Raises OSError where standard output cannot be written: closed by its reader, or on a full disk.
    """
    if found.skipped:
        yield visitor.report(found.path, skipped=found.skipped)
        return
    begun = False
    try:
        if found.problem:
            raise ManifestError(found.problem, file=found.path)
        for report in _reports(found, visitor):
            yield report
            begun = True
    except KconvError as error:
        yield _failed(found, visitor, error, begun)
    except OSError as error:
        if found.path == STDIN:
            raise
        yield _failed(found, visitor, source.unreadable(found.path, error), begun)


def _failed(found: Found, visitor: Visitor[Report], error: KconvError, begun: bool) -> Report:
    """The report of a file that failed as a whole."""
    report = visitor.report(found.path, continues=begun)
    visitor.failed(found.path, RawDocument(0, error.line or 1, 0, b""), error, report)
    return report


def _reports(found: Found, visitor: Visitor[Report]) -> Iterator[Report]:
    stream = Stream(found, visitor)
    if found.path == STDIN:
        yield from _standard_input(stream, visitor)
        return
    held = source.read(found.path)
    if held.data is not None:
        yield stream.whole(held.data, held.seen)
        return
    with open(found.path, "rb") as opened:  # noqa: PTH123
        if visitor.holds_all:
            yield stream.whole(opened.read(), held.seen)
        else:
            yield from stream.parts(opened, source.pieces(opened), held.seen)


def _standard_input(stream: Stream[Report], visitor: Visitor[Report]) -> Iterator[Report]:
    stdin = source.standard_input()
    pieces = source.pieces(stdin)
    head = b"".join(pieces if visitor.holds_all else islice(pieces, source.WHOLE // source.PIECE))
    visitor.begin(head)
    rest = next(pieces, b"")
    if rest:
        yield from stream.parts(stdin, chain((head, rest), pieces), None)
    else:
        yield stream.whole(head, None)


class Stream(Generic[Report]):
    """The documents of one file, in order."""

    def __init__(self, found: Found, visitor: Visitor[Report]) -> None:
        self.file, self.visitor = found.path, visitor
        self.index = 0
        self.wide = self.closed = ""
        self.refused = False
        self._oversized = Oversized(visitor.oversized)

    def whole(self, data: bytes, seen: source.Seen | None) -> Report:
        """The report of bytes that are held at once."""
        report, new, block = self.visitor.report(self.file), None, Block(1, 0, data)
        if not self._hides(block, report):
            new = self._block(block, report)
        if report.is_empty():
            report.skipped = self._skipped
        self.visitor.finish(data, new, seen, report)
        return report

    def parts(self, stream: BinaryIO, pieces: Iterable[bytes], seen: source.Seen | None) -> Iterator[Report]:
        """The reports of a stream, the last one while what follows its last byte is still to be done."""
        part, empty = self.visitor.report(self.file), True
        with self.visitor.streaming(stream, seen):
            for block in blocks(pieces):
                new = None if self._hides(block, part) else self._next(block, part)
                self.visitor.passed(block, new)
                empty = empty and part.is_empty()
                if len(part.documents) >= PART:
                    yield part
                    part = self.visitor.report(self.file, continues=True)
            part.skipped = self._skipped if empty else ""
            yield part

    @property
    def _skipped(self) -> str:
        return f"encrypted with {self.closed}" if self.closed else NO_MANIFEST

    def _hides(self, block: Block, report: Report) -> bool:
        """Whether an encoding or a cipher hides the documents of the file; a manifest in UTF-16 is reported once."""
        if block.offset == 0:
            self.wide, self.closed = encoding.wide(block.data), encrypted.whole(block.data)
        if self.wide and not self.refused:
            try:
                encoding.refuse_wide(block.data, self.wide, self.file)
            except ManifestError as error:
                self.refused = True
                self.visitor.failed(self.file, RawDocument(0, 1, 0, b""), error, report)
        return bool(self.wide or self.closed)

    def _next(self, block: Block, report: Report) -> bytes | None:
        """A block that others follow: its documents count even where nobody looks at them."""
        if block.oversize:
            if error := self._oversized.error(block):
                raw = RawDocument(self.index, error.line or block.line, block.offset, b"")
                self.visitor.failed(self.file, raw, error, report)
            self.index += block.ends
            return None
        before = self.index
        new = self._block(block, report)
        if self.index == before:
            self.index += count(block)
        return new

    def _block(self, block: Block, report: Report) -> bytes | None:
        """Have a block's documents visited; its new bytes, or None if nothing in it changes."""
        passage = Passage.of(self.file, block, self.index)
        place = self.visitor.block(passage, report)
        if place is None and passage.sound:
            return None
        changes: list[tuple[int, int, bytes]] = []
        for raw in passage.documents():
            self.index = raw.index + 1
            if not passage.sound and (error := passage.error(raw)):
                self.visitor.failed(self.file, raw, error, report)
            elif place is not None and (change := self.visitor.document(raw, place, report)):
                start = raw.offset - block.offset
                changes.append((start + change.start, start + len(raw.data), change.text))
        return _spliced(block.data, changes) if changes else None


def _spliced(data: bytes, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
    parts, at = [], 0
    for start, end, new in changes:
        parts += [data[at:start], new]
        at = end
    return b"".join((*parts, data[at:]))
