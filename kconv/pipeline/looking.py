"""One file, or one stream, a block of documents at a time, for who only tells: what it holds is never all in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from kconv.errors import KconvError, ManifestError
from kconv.manifests import encoding, encrypted, source
from kconv.manifests.json_stream import documents
from kconv.manifests.scope import STDIN
from kconv.manifests.split import LIMIT, Block, RawDocument, blocks, count, holds
from kconv.manifests.walk import Found
from kconv.pipeline.glimpse import says_kind
from kconv.pipeline.objects import may_hold

if TYPE_CHECKING:
    from kconv.manifests.conflicts import Conflict

PART = 1000
"""Documents that are told of at once of a stream."""
_NO_MANIFEST = "no Kubernetes object in it"

Told = TypeVar("Told")
Tells = TypeVar("Tells", covariant=True)


class Place(NamedTuple):
    """Where a document was found: what kind of template that is ("" for none), and whether it is a kustomize patch."""

    file: str
    template: str = ""
    patch: bool = False


@dataclass(slots=True)
class FileTold(Generic[Told]):
    """What is told of one file, or of the next part of a large one (``continues``).

    ``documents`` has what a person may want to know; ``passed`` counts the rest. ``skipped`` says why a file is none.
    """

    file: str
    documents: list[Told] = field(default_factory=list)
    passed: int = 0
    skipped: str = ""
    continues: bool = False


class Look(Protocol[Tells]):
    """What is asked of every document."""

    undone: str
    """What is not done to a document that cannot be read, such as "not checked"."""

    def stream(self, pieces: Iterable[bytes]) -> Iterable[bytes]:
        """Standard input, which cannot be read twice, in the pieces in which it comes."""

    def document(self, raw: RawDocument, place: Place) -> Iterable[Tells | None]:
        """What is told of each object in it, None where there is nothing to tell. Raises ManifestError."""

    def failed(self, file: str, raw: RawDocument, error: KconvError) -> Tells:
        """What is told of a document, or a file, that cannot be read."""


def handle(found: Found, look: Look[Told]) -> Iterator[FileTold[Told]]:
    """What is told of one file: one outcome, or several parts of a large one. Never raises for what is in the file."""
    if found.skipped:
        yield FileTold(found.path, skipped=found.skipped)
        return
    told = False
    try:
        if found.problem:
            raise ManifestError(found.problem, file=found.path)
        for outcome in _Reading(found, look).outcomes():
            yield outcome
            told = True
    except KconvError as error:
        yield FileTold(found.path, [look.failed(found.path, RawDocument(0, 1, 0, b""), error)], continues=told)
    except OSError as error:
        unread = source.unreadable(found.path, error)
        yield FileTold(found.path, [look.failed(found.path, RawDocument(0, 1, 0, b""), unread)], continues=told)


class _Reading(Generic[Told]):
    """One file's documents in order."""

    def __init__(self, found: Found, look: Look[Told]) -> None:
        self.found, self.look = found, look
        self.index = 0
        self._told_of = -1  # the document over the limit that was told of last

    def outcomes(self) -> Iterator[FileTold[Told]]:
        if self.found.path == STDIN:
            yield from self._stream(self.look.stream(source.pieces(source.standard_input())))
            return
        data = source.read(self.found.path).data
        if data is not None:
            yield from self._whole(data)
            return
        with open(self.found.path, "rb") as opened:  # noqa: PTH123
            yield from self._stream(source.pieces(opened))

    def _whole(self, data: bytes) -> Iterator[FileTold[Told]]:
        outcome: FileTold[Told] = FileTold(self.found.path)
        wide = encoding.wide(data)
        if wide:
            encoding.refuse_wide(data, wide, self.found.path)
        else:
            self._block(Block(1, 0, data), outcome)
        if not outcome.documents and not outcome.passed:
            closed = encrypted.whole(data)
            outcome.skipped = f"encrypted with {closed}" if closed else _NO_MANIFEST
        yield outcome

    def _stream(self, pieces: Iterable[bytes]) -> Iterator[FileTold[Told]]:
        part: FileTold[Told] = FileTold(self.found.path)
        any_found = False
        for block in blocks(pieces):
            if block.offset == 0 and (wide := encoding.wide(block.data)):
                encoding.refuse_wide(block.data, wide, self.found.path)
                continue
            self._piece(block, part) if block.oversize else self._block(block, part)
            any_found = any_found or bool(part.documents or part.passed)
            if len(part.documents) >= PART:
                yield part
                part = FileTold(self.found.path, continues=True)
        part.skipped = "" if any_found else _NO_MANIFEST
        yield part

    def _block(self, block: Block, outcome: FileTold[Told]) -> None:
        before = self.index
        if may_hold(block.data):
            place = self._place(block.data)
            found = _conflicts(block)
            for raw in documents(block, self.index):
                self.index = raw.index + 1
                start = raw.offset - block.offset
                if conflict := next((each for each in found if each.meets(start, start + len(raw.data))), None):
                    outcome.documents.append(self.look.failed(place.file, raw, conflict.error()))
                    continue
                for document in self._document(raw, place) if may_hold(raw.data) else ():
                    if document is None:
                        outcome.passed += 1
                    else:
                        outcome.documents.append(document)
        if self.index == before:
            self.index += count(block)

    def _document(self, raw: RawDocument, place: Place) -> list[Told | None]:
        try:
            return list(self.look.document(raw, place))
        except ManifestError as error:
            return [self.look.failed(place.file, raw, error)] if says_kind(raw.data) else []
        except Exception as defect:  # of a reader or a check; it must not hide what is wrong with other documents
            from kconv.pipeline.converting import DEFECT

            told = ManifestError(f"{type(defect).__name__}: {defect}", hint=DEFECT)
            return [self.look.failed(place.file, raw, told)]

    def _place(self, data: bytes) -> Place:
        if self.found.path == STDIN:
            return Place(STDIN)
        from kconv.manifests.kustomize import is_patch
        from kconv.manifests.templates import named_so

        return Place(self.found.path, named_so(self.found.path, data), is_patch(self.found.path))

    def _piece(self, block: Block, outcome: FileTold[Told]) -> None:
        """A piece of a document over the limit, told of once."""
        raw = RawDocument(self.index, block.line, block.offset, b"")
        if may_hold(block.data) and self._told_of != self.index:
            self._told_of = self.index
            reason = f"a document of over {LIMIT >> 20} MiB: {self.look.undone}"
            error = ManifestError(reason, line=block.line, hint="split it, for example into one file an object")
            outcome.documents.append(self.look.failed(self.found.path, raw, error))
        self.index += block.ends


def _conflicts(block: Block) -> list[Conflict]:
    """The merge conflicts in a block with objects."""
    if not holds(block.data, b"<<<<<<<") or not says_kind(block.data):
        return []
    from kconv.manifests.conflicts import conflicts

    return conflicts(block.data, block.line)
