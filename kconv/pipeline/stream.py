"""A file of kubectl may hold all objects of a cluster: over 8 MiB it is read a block of documents at a time.

All commands read manifests here, so that each refuses the same bytes with the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, Generic

from kconv.errors import KconvError, ManifestError, UsageError
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

    Raises OSError if standard output cannot be written: its reader closed it, or a disk is full; and UsageError for
    what is wrong with the run, such as a declaration that its first object needs.
    """
    if found.skipped:
        report = visitor.report(found.path)
        report.skipped = found.skipped
        yield report
        return
    stream = Stream(found.path, visitor)
    try:
        if found.problem:
            raise ManifestError(found.problem, file=found.path)
        yield from _reports(stream, visitor)
    except UsageError:
        raise
    except KconvError as error:
        yield stream.failed(error)
    except OSError as error:
        if found.path == STDIN:
            raise
        yield stream.failed(source.unreadable(found.path, error))


def _reports(stream: Stream[Report], visitor: Visitor[Report]) -> Iterable[Report]:
    if stream.file == STDIN:
        return _once(stream, source.standard_input(), visitor)
    held = source.read(stream.file)
    return (stream.whole(held.data, held.seen),) if held.stream is None else _opened(stream, held, held.stream, visitor)


def _opened(
    stream: Stream[Report], held: source.Source, opened: BinaryIO, visitor: Visitor[Report]
) -> Iterator[Report]:
    """The reports of a file that is not held: a large one, or a pipe."""
    with opened:
        if not held.regular:
            if visitor.replaces:
                reason, hint = "not a regular file; not written", "use - to write to standard output"
                raise ManifestError(reason, file=stream.file, hint=hint)
            yield from _once(stream, opened, visitor)
        elif visitor.holds_all:
            yield stream.whole(opened.read(), held.seen)
        else:
            yield from stream.parts(opened, source.pieces(opened), held.seen)


def _once(stream: Stream[Report], opened: BinaryIO, visitor: Visitor[Report]) -> Iterator[Report]:
    """The reports of standard input or a pipe, which cannot be read twice."""
    pieces = source.pieces(opened)
    if not visitor.looks_ahead:
        yield from stream.parts(opened, pieces, None)
        return
    head = b"".join(pieces if visitor.holds_all else islice(pieces, source.WHOLE // source.PIECE))
    visitor.begin(stream.file, head)
    rest = next(pieces, b"")
    if rest:
        yield from stream.parts(opened, chain((head, rest), pieces), None)
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
        self.report = visitor.report(file)
        """What was found since the last report was passed on."""

    def failed(self, error: KconvError) -> Report:
        """The report where reading or writing fails: what was found before, and the error."""
        self.visitor.interrupted(error, self.report)
        self.visitor.failed(self.file, RawDocument.whole(b"", error.line or 1), error, self.report)
        return self.report

    def whole(self, data: bytes, seen: source.Seen | None) -> Report:
        """The report of bytes that are held at once."""
        report, new = self.report, None
        self.wide, self.closed = encoding.wide(data), encrypted.whole(data)
        if self.wide:
            self._refuse(data, report)
        elif not self.closed:
            new = self._block(Block.whole(data), report)
        if report.is_empty():
            report.skipped = self._skipped
        self.visitor.finish(data, new, seen, report)
        return report

    def parts(self, stream: BinaryIO, pieces: Iterable[bytes], seen: source.Seen | None) -> Iterator[Report]:
        """The reports of a stream. The last one is yielded when the visitor's ``streaming`` has ended."""
        empty = True
        with self.visitor.streaming(stream, seen):
            for block in blocks(pieces):
                if block.offset == 0:
                    self.wide, self.closed = encoding.wide(block.data), encrypted.whole(block.data)
                self.visitor.passed(block, self._next(block, self.report))
                empty = empty and self.report.is_empty()
                if len(self.report.documents) >= PART:
                    part, self.report = self.report, self.visitor.report(self.file)
                    self.report.continues = True
                    yield part
        self.report.skipped = self._skipped if empty else ""
        yield self.report

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
                self.visitor.failed(self.file, RawDocument.whole(b""), error, report)
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
