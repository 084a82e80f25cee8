"""What `validate` found: a finding a fault, and one for each document that has something to report but no fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from kconv.pipeline.validate.outcomes import Validity
from kconv.report.counts import Counts, counted
from kconv.report.entries import Document, End, File, Finding, ReportedNote, Severity, lines
from kconv.report.results.doubts import Doubts
from kconv.report.style import QUIET, VERBOSE

if TYPE_CHECKING:
    from kconv.manifests.unread import Unread
    from kconv.pipeline.validate.outcomes import Fault, Validated, ValidatedFile

_STATES = {
    "fragment": "a kustomize patch: the fields it has are valid, and required fields may be elsewhere",
    "skipped": "not checked",
    "templated": "a template, not checked",
}
_IN_SUMMARY = {"invalid": "wrong", "fragment": "kustomize patches", "skipped": "without a schema", "error": "failed"}


class ValidationResults:
    """Outcomes of a validation. With ``strict`` an object without a schema is a finding; ``unread`` is complete once
    the walk has ended."""

    def __init__(self, unread: Unread, *, strict: bool = False) -> None:
        self.counts = Counts(get_args(Validity), others="valid")
        self._unread, self._strict = unread, strict
        self._faults, self._doubts = 0, Doubts()

    def file(self, outcome: ValidatedFile) -> File:
        """Count one file and what is in it."""
        documents = [self._document(document) for document in outcome.documents]
        file = File(
            outcome.file,
            documents,
            others=outcome.passed,
            skipped=outcome.skipped,
            remark=f"{outcome.passed} valid",
            continues=outcome.continues,
        )
        self.counts.add(file)
        return file

    def end(self) -> End:
        """The counts, and what was not checked."""
        fields = self.counts.as_fields() | {"faults": self._faults}
        return End(fields, self._summary(), self.counts.severity, self._unread, tuple(self._doubts.remarks()))

    def _document(self, document: Validated) -> Document:
        self._faults += len(document.faults)
        self._doubts.add(document)
        findings = [_fault(document, fault) for fault in document.faults]
        if document.status not in ("invalid", "error"):
            findings.append(self._verdict(document))
        return Document(
            document.file,
            document.line,
            document.position,
            document.kind,
            document.name,
            document.api_version,
            document.status,
            findings=findings,
            notes=tuple(_notes(document)),
            fields={"faults": [fault._asdict() for fault in document.faults]},
        )

    def _verdict(self, document: Validated) -> Finding:
        """What is found of a document as a whole."""
        state = _STATES.get(document.status, document.status)
        why = document.why if document.status in _STATES else ""
        templated = document.status == "templated"
        return Finding(
            document.line,
            headline=(
                (document.api_version, ""),
                (f"{state}: {why}" if why else state, "ask" if templated else "quiet"),
            ),
            message=why or state,
            severity=self._severity(document),
            level=QUIET if templated else VERBOSE,
            details=lines(*(f"left to the server: {rule}" for rule in document.unchecked), document.hint),
        )

    def _severity(self, document: Validated) -> Severity:
        if document.status == "skipped":
            return "finding" if self._strict else "skipped"
        return "finding" if document.status == "templated" else "ok"

    def _summary(self) -> str:
        """The closing line."""
        statuses = self.counts.statuses
        parts = [counted(number, _IN_SUMMARY.get(status, status)) for status, number in statuses.items()]
        bare = self.counts.skipped_files - self._unread.links
        parts.append(counted(bare, "file without objects", "files without objects"))
        objects = counted(sum(statuses.values()), "object", "objects") or "0 objects"
        return f"{objects}: {', '.join(part for part in parts if part) or 'nothing to check'}"


def _fault(document: Validated, fault: Fault) -> Finding:
    text = f"{fault.path}: {fault.message}" if fault.path else fault.message
    return Finding(
        fault.line,
        headline=((text, "bad"),),
        message=fault.message,
        severity="failed" if document.status == "error" else "finding",
        level=QUIET,
        column=fault.column,
        about=fault.path,
        details=lines(fault.hint),
    )


def _notes(document: Validated) -> Iterator[ReportedNote]:
    yield from (ReportedNote("warning", "", message) for message in document.warnings)
    yield from (ReportedNote("unchecked", "", message) for message in document.unchecked)
    own = (ReportedNote("info", "", document.why), ReportedNote("hint", "", document.hint))
    yield from (note for note in own if note.message)
