"""A scan, a migration, a validation and a round trip read the same bytes. They differ in what they do with documents.

``stream.read`` finds the documents and calls the visitor for each, and for whatever keeps one from being read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Generic, Protocol, TypeVar

from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.errors import KconvError
    from kconv.manifests.source import Seen
    from kconv.manifests.split import Block, RawDocument
    from kconv.pipeline.passage import Passage

    class FileReport(Protocol):
        """The report on one file, or on the next part of a large one (``continues``). ``skipped`` is why there is
        nothing to report.
        """

        documents: list[Any]
        skipped: str
        continues: bool

        def is_empty(self) -> bool:
            """Whether no object was found."""

    Report = TypeVar("Report", bound=FileReport)
else:
    Report = TypeVar("Report")  # a bound that is a string is compiled: a tenth of what kconv takes to start

Change = tuple[int, bytes]
"""Where in the bytes of a document its new text begins, and that text up to the end."""


class Place(NamedTuple):
    """Where a document was found, and what that shows: the kind of template ("" if it is not one), whether it is a
    kustomize patch, and the tool that encrypts values of its file ("" if none does)."""

    file: str
    template: str = ""
    patch: bool = False
    encrypted: str = ""


class Visitor(ABC, Generic[Report]):
    """What one command does with the documents that a file has."""

    holds_all = False
    """Whether all bytes of a file are held at once, whatever its size."""
    looks_ahead = True
    """Whether the visitor waits until standard input or a pipe has ended, or has given the 8 MiB up to which it is
    held."""
    replaces = False
    """Whether new bytes take the place of a file, which a pipe does not let them."""

    @abstractmethod
    def report(self, file: str) -> Report:
        """A new report of a file, or of its next part."""

    @abstractmethod
    def block(self, passage: Passage, report: Report) -> Place | None:
        """Where the documents of a passage are; None if none of them needs a visit."""

    @abstractmethod
    def document(self, raw: RawDocument, place: Place, report: Report) -> Change | None:
        """Report one document. Returns its new text if it changes."""

    @abstractmethod
    def failed(self, file: str, raw: RawDocument, error: KconvError, report: Report) -> None:
        """Report a document, or a file, that cannot be read."""

    @abstractmethod
    def oversized(self, data: bytes) -> str:
        """What is not done to a document over the limit because of what this piece may contain; "" if nothing is
        missed."""

    def interrupted(self, error: KconvError, report: Report) -> None:
        """Take the error for which a file is not read or written to its end, and what was found before it."""

    def begin(self, file: str, head: bytes) -> None:
        """Take the beginning of what cannot be read twice, standard input or a pipe: all of it, or the first 8 MiB."""

    def finish(self, data: bytes, new: bytes | None, seen: Seen | None, report: Report) -> None:
        """Take the bytes of a file that is held, ``new`` ones if it changes; ``seen`` is None for standard input and
        pipes."""

    @contextmanager
    def streaming(self, stream: BinaryIO, seen: Seen | None) -> Iterator[None]:  # noqa: ARG002
        """Surrounds the reading of a stream, from before its first byte until after its last one."""
        yield

    def passed(self, block: Block, new: bytes | None) -> None:
        """Take the bytes of a stream's next block, ``new`` ones if it changes."""
