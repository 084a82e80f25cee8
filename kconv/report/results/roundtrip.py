"""What `roundtrip` found: a finding a trip, or one for an object that was sent nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from kconv.engine.stash import LIMIT
from kconv.pipeline.roundtrip.outcomes import Outcome, Status
from kconv.report.counts import Counts
from kconv.report.entries import Document, End, File, Finding, ReportedNote, Severity, lines
from kconv.report.results.trip_counts import TripCounts
from kconv.report.results.trip_words import details, verdict
from kconv.report.style import NORMAL, QUIET, VERBOSE

if TYPE_CHECKING:
    from kconv.manifests.unread import Unread
    from kconv.pipeline.roundtrip.outcomes import FileTried, Tried, Trip

_ROLES = {"survives": "quiet", "stashed": "ask", "lost": "bad", "refused": "bad", "error": "bad", "templated": "ask"}
_STATES = {"templated": "a template, not tried", "untried": "not tried", "error": "failed"}
_SEVERITIES: dict[str, Severity] = {
    "survives": "ok",
    "stashed": "note",
    "untried": "skipped",
    "lost": "finding",
    "refused": "finding",
    "templated": "finding",
    "error": "failed",
}
_LEVELS: dict[Severity, int] = {"ok": VERBOSE, "skipped": VERBOSE, "note": NORMAL, "finding": QUIET, "failed": QUIET}


class RoundTripResults:
    """Outcomes of round trips. With ``strict`` an object that comes back only by an annotation is a finding; ``unread``
    is complete once the walk has ended."""

    def __init__(self, unread: Unread, *, strict: bool = False) -> None:
        self.counts, self._trips = Counts(get_args(Status)), TripCounts(get_args(Outcome))
        self._unread = unread
        self._severities = _SEVERITIES | ({"stashed": "finding"} if strict else {})

    def file(self, outcome: FileTried) -> File:
        """Count one file and what is in it."""
        documents = [self._document(document) for document in outcome.documents]
        file = File(outcome.file, documents, skipped=outcome.skipped, continues=outcome.continues)
        self.counts.add(file)
        return file

    def end(self) -> End:
        """The counts, of trips too, and the greatest size of an object's annotations."""
        trips = {"trips": self._trips.outcomes, "largestAnnotationsBytes": self._trips.largest, "limitBytes": LIMIT}
        summary = self._trips.summary(self.counts, self._unread)
        return End(self.counts.as_fields() | trips, summary, self.counts.severity, self._unread)

    def _document(self, document: Tried) -> Document:
        self._trips.add(document)
        findings = [self._trip(document, trip) for trip in document.trips] or [self._untried(document)]
        return Document(
            document.file,
            document.line,
            document.index,
            document.kind,
            document.name,
            document.api_version,
            document.status,
            findings=findings,
            notes=tuple(_notes(document)),
            fields={"trips": [_fields(trip) for trip in document.trips]},
        )

    def _trip(self, document: Tried, trip: Trip) -> Finding:
        severity, about = self._severities[trip.outcome], f"through {trip.through}"
        return Finding(
            document.line,
            headline=((f"{about}: {verdict(trip)}", _ROLES[trip.outcome]),),
            message=verdict(trip),
            severity=severity,
            level=_LEVELS[severity],
            about=about,
            details=partial(details, trip),
        )

    def _untried(self, document: Tried) -> Finding:
        severity, role = self._severities[document.status], _ROLES.get(document.status, "quiet")
        return Finding(
            document.line,
            headline=((document.api_version, ""), (f"{_STATES[document.status]}: {document.why}", role)),
            message=document.why,
            severity=severity,
            level=_LEVELS[severity],
            details=lines(document.hint),
        )


def _fields(trip: Trip) -> dict[str, Any]:
    return {
        "through": trip.through,
        "outcome": trip.outcome,
        "losses": [
            {"path": loss.path, "before": loss.before or None, "after": loss.after or None} for loss in trip.losses
        ],
        "kept": trip.kept,
        "said": trip.said,
        "stashBytes": trip.stash,
        "annotationsBytes": trip.annotations,
        "notes": [
            {"kind": kind, "path": path, "message": message}
            for kind, path, message in (*_notes(trip), *(("info", "", text) for text in trip.notes))
        ],
    }


def _notes(source: Tried | Trip) -> Iterator[ReportedNote]:
    notes = (ReportedNote("info", "", source.why), ReportedNote("hint", "", source.hint))
    return (note for note in notes if note.message)
