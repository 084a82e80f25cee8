"""The report that other programs read: its shape is a promise, kept in docs/json-report.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kconv.engine.stash import LIMIT
from kconv.pipeline.roundtrip.outcomes import FileTried, Tried, Trip
from kconv.report.roundtrip.counts import Counts
from kconv.report.stream import JsonStream


class RoundTripJson:
    """One document a line, every one of them, and the summary."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._stream = JsonStream(write)

    def file(self, outcome: FileTried) -> None:
        """Write a file's documents."""
        for document in outcome.documents:
            self._stream.document(as_json(document))

    def close(self, counts: Counts) -> None:
        """Write the summary."""
        files = {"files": counts.files, "skippedFiles": counts.skipped_files}
        total = {"documents": sum(counts.statuses.values()), **counts.statuses}
        trips = {"trips": counts.trips, "largestAnnotationsBytes": counts.largest, "limitBytes": LIMIT}
        self._stream.close(files | total | trips | {"notRead": counts.unread.counts})


def as_json(document: Tried) -> dict[str, Any]:
    """One document's entry in the report."""
    return {
        "file": document.file,
        "line": document.line,
        "index": document.index,
        "kind": document.kind,
        "name": document.name,
        "apiVersion": document.api_version,
        "status": document.status,
        "trips": [_trip(trip) for trip in document.trips],
        "notes": _notes(document),
    }


def _trip(trip: Trip) -> dict[str, Any]:
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
        "notes": _notes(trip) + [{"kind": "info", "path": "", "message": message} for message in trip.notes],
    }


def _notes(told: Tried | Trip) -> list[dict[str, str]]:
    notes = (("info", told.why), ("hint", told.hint))
    return [{"kind": kind, "path": "", "message": message} for kind, message in notes if message]
