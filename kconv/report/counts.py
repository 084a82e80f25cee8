"""The sums at the end of a run: the exit code and every format's summary come from the same counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from kconv.report.entries import File, Severity

_SEVERITIES: tuple[Severity, ...] = get_args(Severity)


class Counts:
    """Counts what passes by: files that are manifests, files that are not, documents by status.

    ``others`` is the status of the documents that a file only gives the number of; ``severity`` is the greatest so far.
    """

    def __init__(self, statuses: Iterable[str], others: str = "") -> None:
        self.files = self.changed_files = self.skipped_files = 0
        self.statuses = dict.fromkeys(statuses, 0)
        self.severity: Severity = "ok"
        self._others = others
        self._file_changed = False  # whether an earlier part of the same file has changed

    def add(self, file: File) -> None:
        """Count one file and its documents."""
        if file.skipped:
            self.skipped_files += 1
            return
        self.files += not file.continues
        self.changed_files += file.changed and not (file.continues and self._file_changed)
        self._file_changed = file.changed or (file.continues and self._file_changed)
        for document in file.documents:
            self.statuses[document.status] += 1
            for finding in document.findings:
                self.severity = max(self.severity, finding.severity, key=_SEVERITIES.index)
        if file.others:
            self.statuses[self._others] += file.others

    def count(self, statuses: Iterable[str]) -> int:
        """How many documents have one of these statuses."""
        return sum(self.statuses[status] for status in statuses)

    def as_fields(self) -> dict[str, Any]:
        """The counts by the names that programs read."""
        files = {"files": self.files, "skippedFiles": self.skipped_files}
        return {**files, "documents": sum(self.statuses.values()), **self.statuses}


def counted(number: int, one: str, many: str = "") -> str:
    """A number and its noun, "" for zero."""
    return f"{number:,} {one if number == 1 else many or one}" if number else ""
