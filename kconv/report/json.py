"""The report that other programs read: its shape is a promise, kept in docs/json-report.md.

Documents are written as they come and never collected, because a stream may be larger than memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kconv.pipeline import DocumentOutcome, FileOutcome
from kconv.report.lifecycle import lifecycle
from kconv.report.tally import Tally

if TYPE_CHECKING:
    from kconv.names import Release


class JsonReport:
    """Writes ``{"documents": […], "summary": {…}}``, one document a line; ``release`` as for the text report."""

    def __init__(self, write: Callable[[str], object], *, release: Release | None = None) -> None:
        self._write = write
        self._release = release
        self._opened = False

    def file(self, outcome: FileOutcome) -> None:
        """Write a file's documents."""
        for document in outcome.documents:
            self._write((",\n  " if self._opened else '{"documents": [\n  ') + _line(as_json(document, self._release)))
            self._opened = True

    def close(self, tally: Tally) -> None:
        """Write the summary; without it the report is cut off and not valid JSON, on purpose."""
        self._write("\n]" if self._opened else '{"documents": []')
        self._write(f', "summary": {_line(summary(tally))}}}\n')


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


def summary(tally: Tally) -> dict[str, int]:
    """The counts: files, and documents by status."""
    files = {"files": tally.files, "changedFiles": tally.changed_files, "skippedFiles": tally.skipped_files}
    return {**files, "documents": sum(tally.statuses.values()), **tally.statuses}


def _line(value: Any) -> str:
    # file names may hold bytes that are not UTF-8: only escaped can they pass through any pipe
    return json.dumps(value, ensure_ascii=True)
