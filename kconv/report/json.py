"""The report that other programs read: its shape is a promise, kept in docs/json-report.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kconv.pipeline import DocumentOutcome, FileOutcome
from kconv.report.lifecycle import lifecycle
from kconv.report.stream import JsonStream
from kconv.report.tally import Tally

if TYPE_CHECKING:
    from kconv.names import Release


class JsonReport:
    """One document a line, and the summary; ``release`` as for the text report."""

    def __init__(self, write: Callable[[str], object], *, release: Release | None = None) -> None:
        self._stream = JsonStream(write)
        self._release = release

    def file(self, outcome: FileOutcome) -> None:
        """Write a file's documents."""
        for document in outcome.documents:
            self._stream.document(as_json(document, self._release))

    def close(self, tally: Tally) -> None:
        """Write the summary."""
        self._stream.close(summary(tally))


def as_json(document: DocumentOutcome, release: Release | None = None) -> dict[str, Any]:
    """One document's entry in the report."""
    notes = [{"kind": note.kind, "path": note.path, "message": note.message} for note in document.notes]
    if document.hint:
        notes.append({"kind": "hint", "path": "", "message": document.hint})
    if release and (message := lifecycle(document, release)):
        notes.append({"kind": "lifecycle", "path": "apiVersion", "message": message})
    return {
        "file": document.file,
        "line": document.line,
        "index": document.index,
        "kind": document.kind,
        "name": document.name,
        "from": document.source,
        "to": document.target or None,
        "status": document.status,
        "notes": notes,
    }


def summary(tally: Tally) -> dict[str, Any]:
    """The counts: files, documents by status, and files that were not read by reason."""
    files = {"files": tally.files, "changedFiles": tally.changed_files, "skippedFiles": tally.skipped_files}
    return {**files, "documents": sum(tally.statuses.values()), **tally.statuses, "notRead": tally.unread.counts}
