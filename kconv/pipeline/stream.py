"""A file of kubectl may hold all objects of a cluster: over 8 MiB it is read a block of documents at a time.

All commands read manifests here, so that each refuses the same bytes with the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, Generic

from kconv.errors import KconvError, ManifestError
from kconv.manifests import encoding, encrypted, source
from kconv.manifests.scope import STDIN
from kconv.manifests.split import Block, RawDocument, blocks, count
from kconv.manifests.walk import Found
from kconv.pipeline.passage import Passage
from kconv.pipeline.visitor import Report, Visitor

if TYPE_CHECKING:
    from kconv.pipeline.oversized import Oversized

PART = 1000
"""Documents that are reported at once of a stream."""
NO_MANIFEST = "no Kubernetes object in it"


def read(found: Found, visitor: Visitor[Report]) -> Iterator[Report]:
    """The report of one file, or the parts of the report of a large one. Never raises for what is in the file.

    Raises OSError if standard output cannot be written: its reader closed it, or a disk is full.
    """
    if found.skipped:
        report = visitor.report(found.path)
        report.skipped = found.skipped
        yield report
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
    report = visitor.report(found.path)
    report.continues = begun
    visitor.failed(found.path, RawDocument(0, error.line or 1, 0, b""), error, report)
    return report


def _reports(found: Found, visitor: Visitor[Report]) -> Iterable[Report]:
    stream = Stream(found.path, visitor)
    if found.path == STDIN:
        return _standard_input(stream, visitor)
    held = source.read(found.path)
    return _large(stream, held.seen, visitor) if held.data is None else (stream.whole(held.data, held.seen),)


def _large(stream: Stream[Report], seen: source.Seen, visitor: Visitor[Report]) -> Iterator[Report]:
    with open(stream.file, "rb") as opened:  # noqa: PTH123
        if visitor.holds_all:
            yield stream.whole(opened.read(), seen)
        else:
            yield from stream.parts(opened, source.pieces(opened), seen)


def _standard_input(stream: Stream[Report], visitor: Visitor[Report]) -> Iterator[Report]:
    stdin = source.standard_input()
    pieces = source.pieces(stdin)
    if not visitor.looks_ahead:
        yield from stream.parts(stdin, pieces, None)
        return
    head = b"".join(pieces if visitor.holds_all else islice(pieces, source.WHOLE // source.PIECE))
    visitor.begin(head)
    rest = next(pieces, b"")
    if rest:
        yield from stream.parts(stdin, chain((head, rest), pieces), None)
    else:
        yield stream.whole(head, None)


class Stream(Generic[Report]):
    """The documents of one file, in order."""

    index = 0
    """Of the next document."""
    wide = closed = ""
    """What hides the documents of the file: an encoding, or encryption."""
    refused = False

    def __init__(self, file: str, visitor: Visitor[Report]) -> None:
        self.file, self.visitor = file, visitor

    def whole(self, data: bytes, seen: source.Seen | None) -> Report:
        """The report of bytes that are held at once."""
        report, new = self.visitor.report(self.file), None
        self.wide, self.closed = encoding.wide(data), encrypted.whole(data)
        if self.wide:
            self._refuse(data, report)
        elif not self.closed:
            new = self._block(Block(1, 0, data), report)
        if report.is_empty():
            report.skipped = self._skipped
        self.visitor.finish(data, new, seen, report)
        return report

    def parts(self, stream: BinaryIO, pieces: Iterable[bytes], seen: source.Seen | None) -> Iterator[Report]:
        """The reports of a stream. The last one is yielded before the visitor's ``streaming`` ends."""
        part, empty = self.visitor.report(self.file), True
        with self.visitor.streaming(stream, seen):
            for block in blocks(pieces):
                if block.offset == 0:
                    self.wide, self.closed = encoding.wide(block.data), encrypted.whole(block.data)
                self.visitor.passed(block, self._next(block, part))
                empty = empty and part.is_empty()
                if len(part.documents) >= PART:
                    yield part
                    part = self.visitor.report(self.file)
                    part.continues = True
            part.skipped = self._skipped if empty else ""
            yield part

    @property
    def _skipped(self) -> str:
        return f"encrypted with {self.closed}" if self.closed else NO_MANIFEST

    @cached_property
    def _oversized(self) -> Oversized:
        from kconv.pipeline.oversized import Oversized

        return Oversized(self.visitor.oversized)

    def _refuse(self, data: bytes, report: Report) -> None:
        """Report a manifest in UTF-16 or UTF-32, once."""
        try:
            encoding.refuse_wide(data, self.wide, self.file)
        except ManifestError as error:
            if not self.refused:
                self.visitor.failed(self.file, RawDocument(0, 1, 0, b""), error, report)
            self.refused = True

    def _next(self, block: Block, report: Report) -> bytes | None:
        """A block of a stream: its documents count even if they are not visited."""
        if self.closed:
            return None
        if self.wide or block.oversize:
            self._refuse(block.data, report) if self.wide else self._piece(block, report)
            return None
        before = self.index
        new = self._block(block, report)
        if self.index == before:
            self.index += count(block)
        return new

    def _block(self, block: Block, report: Report) -> bytes | None:
        """Visit the documents of a block. Returns its new bytes, or None if nothing in it changes."""
        passage = Passage(self.file, block, self.index)
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
                changes.append((start + change[0], start + len(raw.data), change[1]))
        return _spliced(block.data, changes) if changes else None

    def _piece(self, block: Block, report: Report) -> None:
        """A piece of a document over the limit."""
        if error := self._oversized.error(block):
            raw = RawDocument(self.index, error.line or block.line, block.offset, b"")
            self.visitor.failed(self.file, raw, error, report)
        self.index += block.ends


def _spliced(data: bytes, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
    parts, at = [], 0
    for start, end, new in changes:
        parts += [data[at:start], new]
        at = end
    return b"".join((*parts, data[at:]))
