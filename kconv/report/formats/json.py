"""The report that other programs read: its shape is a promise, kept in docs/json-report.md.

Documents are written as they come and never collected, because a stream may be larger than memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from kconv.report.entries import Document, End, File
from kconv.report.style import Paint


class FormatReport:
    """Writes ``{"documents": […], "summary": {…}}``, one document a line."""

    def __init__(self, write: Callable[[str], object], *, command: str, level: int, paint: Paint) -> None:  # noqa: ARG002
        self._write = write
        self._opened = False

    def file(self, file: File) -> None:
        """Write a file's documents."""
        for document in file.documents:
            self._write((",\n  " if self._opened else '{"documents": [\n  ') + _line(_fields(document)))
            self._opened = True

    def close(self, end: End) -> None:
        """Write the summary; without it the report is cut off and not valid JSON, on purpose."""
        self._write("\n]" if self._opened else '{"documents": []')
        self._write(f', "summary": {_line({**end.counts, "notRead": end.unread.counts})}}}\n')


def _fields(document: Document) -> dict[str, Any]:
    return {
        "file": document.file,
        "line": document.line,
        "index": document.position,
        "kind": document.kind,
        "name": document.name,
        **_versions(document),
        "status": document.status,
        **document.fields,
        "notes": [{"kind": kind, "path": path, "message": message} for kind, path, message in document.notes],
    }


def _versions(document: Document) -> dict[str, str | None]:
    if document.target is None:
        return {"apiVersion": document.api_version}
    return {"from": document.api_version, "to": document.target or None}


def _line(value: Any) -> str:
    # file names may hold bytes that are not UTF-8: only escaped can they pass through any pipe
    return json.dumps(value, ensure_ascii=True)
