"""A validation and a round trip check each object on its own, and write nothing."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from kconv.errors import KconvError, ManifestError
from kconv.manifests.kustomize import is_patch
from kconv.manifests.scope import STDIN
from kconv.manifests.split import RawDocument
from kconv.pipeline.passage import Passage
from kconv.pipeline.unparsed import may_hold, says_kind
from kconv.pipeline.visitor import Place, Visitor

if TYPE_CHECKING:
    from kconv.kinds.registry import Kinds

Document = TypeVar("Document")


@dataclass(slots=True)
class InspectedFile(Generic[Document]):
    """What was found in one file, or in the next part of a large one (``continues``).

    Of a million objects only those with a fault matter: these are in ``documents``, and ``passed`` counts the others.
    ``skipped`` is why there are none.
    """

    file: str
    documents: list[Document] = field(default_factory=list)
    passed: int = 0
    skipped: str = ""
    continues: bool = False

    def is_empty(self) -> bool:
        """Whether no object was found."""
        return not self.documents and not self.passed


class Inspection(Visitor[InspectedFile[Document]]):
    """A check of every object."""

    undone: str
    """What is not done to a document that cannot be read, such as "not checked"."""
    kinds: Kinds | None = None
    """The kinds that are known, None for the built-in ones."""

    @abstractmethod
    def objects(self, raw: RawDocument, place: Place) -> Iterable[Document | None]:
        """The result for each object in a document, None if there is nothing to report. Raises ManifestError."""

    @abstractmethod
    def unreadable(self, file: str, raw: RawDocument, error: KconvError) -> Document:
        """What is reported of a document, or a file, that cannot be read."""

    def report(self, file: str) -> InspectedFile[Document]:
        return InspectedFile(file)

    def block(self, passage: Passage, report: InspectedFile[Document]) -> Place | None:  # noqa: ARG002
        if not may_hold(passage.block.data):
            return None
        if self.kinds is not None and self.kinds.pending:
            _declare(self.kinds, passage.block.data)
        patch = passage.file != STDIN and is_patch(passage.file)
        return Place(passage.file, passage.template, patch)

    def document(self, raw: RawDocument, place: Place, report: InspectedFile[Document]) -> None:
        if not may_hold(raw.data):
            return
        try:
            found = list(self.objects(raw, place))
        except ManifestError as error:
            found = [self.unreadable(place.file, raw, error)] if says_kind(raw.data) else []
        except Exception as error:  # of a reader or a check
            from kconv.pipeline.defect import defect

            found = [self.unreadable(place.file, raw, defect(error))]
        reported = [each for each in found if each is not None]
        report.documents += reported
        report.passed += len(found) - len(reported)

    def failed(self, file: str, raw: RawDocument, error: KconvError, report: InspectedFile[Document]) -> None:
        report.documents.append(self.unreadable(file, raw, error))

    def oversized(self, data: bytes) -> str:
        return self.undone if may_hold(data) else ""


def _declare(kinds: Kinds, data: bytes) -> None:
    """Make the declarations of custom resources before the first text that may hold one."""
    from kconv.pipeline.foreign import may_name_custom

    if may_name_custom(data):
        kinds.load()
