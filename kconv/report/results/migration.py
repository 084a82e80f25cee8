"""What `migrate` and `scan` found: each document has one finding, which is from which version to which it moves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from kconv.report.counts import Counts
from kconv.report.entries import Document, End, File, Finding, ReportedNote, Severity
from kconv.report.results import migration_words as words
from kconv.report.results.statuses import CHANGES, PARTS, REMAINS, STATUSES, UNSOLVED
from kconv.report.style import NORMAL, QUIET, VERBOSE

if TYPE_CHECKING:
    from kconv.manifests.unread import Unread
    from kconv.names import Release
    from kconv.pipeline.migrate import DocumentOutcome, FileOutcome

_ROLES = {**dict.fromkeys(CHANGES, "done"), **dict.fromkeys(REMAINS, "ask"), "decision": "ask", "error": "bad"}


class MigrationResults:
    """Outcomes of a migration. With ``dry`` nothing is written, and what would change is a finding; ``release`` is the
    one whose status of each version a scan reports. ``unread`` is complete once the walk has ended."""

    def __init__(self, unread: Unread, *, dry: bool = False, release: Release | None = None) -> None:
        self.counts = Counts(STATUSES, others="unchanged")
        self._unread, self._dry, self._release = unread, dry, release

    def file(self, outcome: FileOutcome) -> File:
        """Count one file and its documents; those that need nothing may come as a number only."""
        # the items of a List have the index of their list, and embedded objects that of their document
        listed = len({document.index for document in outcome.documents if document.status not in PARTS})
        file = File(
            outcome.file,
            [self._document(document) for document in outcome.documents],
            others=max(0, outcome.manifests - listed),
            skipped=outcome.skipped,
            remark="unchanged",
            changed=outcome.changed,
            continues=outcome.continues,
        )
        self.counts.add(file)
        return file

    def end(self) -> End:
        """The counts, of changed files too."""
        counts = self.counts
        fields = {"files": counts.files, "changedFiles": counts.changed_files} | counts.as_fields()
        summary = words.summary(counts, self._unread, "to migrate" if self._dry else "migrated")
        return End(fields, summary, counts.severity, self._unread)

    def _document(self, document: DocumentOutcome) -> Document:
        lifecycle = words.lifecycle(document, self._release) if self._release else ""
        return Document(
            document.file,
            document.line,
            document.index,
            document.kind,
            document.name,
            document.source,
            document.status,
            findings=(self._finding(document, lifecycle),),
            notes=tuple(_notes(document, lifecycle)),
            target=document.target,
        )

    def _finding(self, document: DocumentOutcome, lifecycle: str) -> Finding:
        versions, remark = words.versions(document), words.remark(document, lifecycle, dry=self._release is not None)
        return Finding(
            document.line,
            headline=((versions, _ROLES.get(document.status, "quiet")), (remark, "quiet")),
            message=", ".join(part for part in (versions, remark) if part),
            severity=self._severity(document),
            level=self._level(document),
            details=partial(words.details, document),
        )

    def _severity(self, document: DocumentOutcome) -> Severity:
        if document.status in UNSOLVED:
            return "failed"
        if document.status in REMAINS or (self._dry and document.status in CHANGES):
            return "finding"
        return "note" if document.status in CHANGES or document.notes else "ok"

    def _level(self, document: DocumentOutcome) -> int:
        """With --quiet only what requires attention is reported, and what a scan finds."""
        if document.status in (*UNSOLVED, *REMAINS) or (self._release and document.status in CHANGES):
            return QUIET
        return VERBOSE if document.status == "unchanged" and not document.notes else NORMAL


def _notes(document: DocumentOutcome, lifecycle: str) -> Iterator[ReportedNote]:
    yield from (ReportedNote(*note) for note in document.notes)
    if document.hint:
        yield ReportedNote("hint", "", document.hint)
    if lifecycle:
        yield ReportedNote("lifecycle", "apiVersion", lifecycle)
