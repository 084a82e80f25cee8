"""One file that is migrated or scanned. Most blocks of it need nothing: a glance at their bytes is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, BinaryIO

from kconv.errors import KconvError
from kconv.manifests import encrypted, source
from kconv.manifests.scope import STDIN
from kconv.manifests.split import RawDocument, holds, split
from kconv.manifests.walk import Found
from kconv.pipeline.migrate.outcomes import FileOutcome, Result
from kconv.pipeline.migrate.run import Run
from kconv.pipeline.migrate.wait import may_hold_back
from kconv.pipeline.passage import Passage
from kconv.pipeline.unparsed import is_kustomization
from kconv.pipeline.visitor import Change, Place, Visitor

if TYPE_CHECKING:
    from kconv.manifests.conflicts import Conflict
    from kconv.manifests.source import Seen


class Migration(Visitor[FileOutcome]):
    """The migration of one file, or its scan. Nothing is written."""

    encrypted = ""
    """What encrypts values of a large file, whose blocks do not show it: SOPS signs at the end."""
    conflict: Conflict | None = None
    """The first merge conflict in the file, which keeps it from being written."""

    def __init__(self, found: Found, run: Run) -> None:
        self.found, self.run = found, run

    def report(self, file: str) -> FileOutcome:
        return FileOutcome(file)

    def block(self, passage: Passage, report: FileOutcome) -> Place | None:
        data, template = passage.block.data, passage.template
        run, watch = self.run, self.run.target.watch
        report.manifests += _objects(data)
        if passage.conflicts:
            self._conflict(passage, report)
        selects = is_kustomization(self.found.path) and self._selects(data)
        if not (selects or watch.may_hold_old(data) or (template and watch.spells(data)) or run.may_be_annotated(data)):
            return None
        if template and passage.sound:
            self._template(passage, template, report)
            return None
        return Place(self.found.path, template, self._is_patch(), self.encrypted or encrypted.partly(data))

    def document(self, raw: RawDocument, place: Place, report: FileOutcome) -> Change | None:
        result = _stages()(raw, place, self.run)
        report.documents += result.outcomes
        if result.text is None:
            return None
        report.changed = True
        return result.start, result.text.encode(errors="surrogateescape")

    def failed(self, file: str, raw: RawDocument, error: KconvError, report: FileOutcome) -> None:
        from kconv.pipeline.migrate.failure import failed

        report.documents.append(failed(file, raw, self.run.target.watch.glance(raw), error))

    def oversized(self, data: bytes) -> str:
        watch = self.run.target.watch
        return "not migrated, although it may contain or name an old version" if watch.may_hold_old(data) else ""

    def finish(self, data: bytes, new: bytes | None, seen: Seen | None, report: FileOutcome) -> None:  # noqa: ARG002
        if new is not None or self.conflict:
            self.settled(data, new, report)

    def settled(self, data: bytes, new: bytes | None, report: FileOutcome) -> bytes | None:
        """The new bytes of a file that is held, None if it stays as it was."""
        if self.conflict:
            from kconv.pipeline.migrate.failure import unwritten

            unwritten(report, self.conflict.elsewhere())
            return None
        if new is not None and self.run.texts:
            report.before, report.after = (text.decode(errors="surrogateescape") for text in (data, new))
        return new

    @contextmanager
    def streaming(self, stream: BinaryIO, seen: Seen | None) -> Iterator[None]:
        if seen is not None:
            self.encrypted = encrypted.anywhere(source.pieces(stream))
            stream.seek(0)
        yield

    def _conflict(self, passage: Passage, report: FileOutcome) -> None:
        self.conflict = self.conflict or passage.conflicts[0]
        disputed = (raw for raw in passage.documents() if passage.conflict(raw))
        report.manifests += sum(1 - _objects(raw.data) for raw in disputed)  # whatever both sides say, each is one

    def _template(self, passage: Passage, template: str, report: FileOutcome) -> None:
        from kconv.pipeline.migrate.document import migrate_template

        block = passage.block
        documents = list(split(block, passage.first))
        index = documents[-1].index + 1 if documents else passage.first
        text = RawDocument(index, block.line, block.offset, block.data)
        place = Place(self.found.path, template)
        report.documents += migrate_template(text, documents, place, self.run).outcomes

    def _selects(self, data: bytes) -> bool:
        """Whether a kustomization may select objects by an old version."""
        try:
            return may_hold_back(self.run, self.found.path, data)
        except Exception:  # it is reported when the document is migrated
            return True

    def _is_patch(self) -> bool:
        if self.run.dry or self.found.path == STDIN:
            return False
        if self.run.overlays:
            return self.run.overlays.is_patch(self.found.path)
        from kconv.manifests.kustomize import is_patch

        return is_patch(self.found.path)


@cache
def _stages() -> Callable[[RawDocument, Place, Run], Result]:
    """The function that migrates a document: a repository without an old document never imports it."""
    from kconv.pipeline.migrate.document import migrate_document

    return migrate_document


def _objects(data: bytes) -> int:
    """How many objects a text seems to hold; one for JSON and other text where none begins a line."""
    if not holds(data, b"apiVersion"):
        return 0
    versions = data.count(b"\napiVersion:") + data.startswith(b"apiVersion:")
    kinds = versions and data.count(b"\nkind:") + data.startswith(b"kind:")
    return min(versions, kinds) or int(holds(data, b"kind"))
