"""A document that cannot be read is reported with the first old version in it: that is the line to look at."""

from __future__ import annotations

from kconv.errors import KconvError
from kconv.manifests.scan import Glance
from kconv.manifests.scan_names import name_in
from kconv.manifests.split import RawDocument
from kconv.notes import Note
from kconv.pipeline.migrate.outcomes import DocumentOutcome, FileOutcome


def failed(file: str, raw: RawDocument, glance: Glance, error: KconvError) -> DocumentOutcome:
    """The outcome of a document, or a file, that cannot be read."""
    others = glance.others
    line = error.line or glance.line or (others[0][0] if others else raw.line)
    source = glance.api_version or (others[0][1] if others else "")
    notes = [Note("info", "", error.why)]
    name = name_in(raw.data)[0] if glance.kind else ""
    return DocumentOutcome(file, line, raw.index, glance.kind, name, source, "", "error", notes, error.hint)


def unwritten(report: FileOutcome, error: KconvError) -> None:
    """Report that nothing of a file was written, on every document that would have changed."""
    report.changed, report.before, report.after = False, None, None
    for document in report.documents:
        if document.status in ("migrated", "fragment"):
            document.status, document.hint = "error", error.hint
            document.notes = [Note("info", "", error.reason)]
