"""Round trips are counted by themselves: an object has as many as its kind has other versions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kconv.engine.stash import LIMIT
from kconv.report.counts import Counts, counted

if TYPE_CHECKING:
    from kconv.manifests.unread import Unread
    from kconv.pipeline.roundtrip.outcomes import Tried


class TripCounts:
    """Counts trips by outcome.

    ``tried`` counts objects that had a version to go to, ``failed`` what could not be read, and ``largest`` is the
    greatest size of an object's annotations, counted twice, where kconv's own is among them.
    """

    def __init__(self, outcomes: Iterable[str]) -> None:
        self.outcomes = dict.fromkeys(outcomes, 0)
        self.tried = self.failed = self.largest = 0

    def add(self, document: Tried) -> None:
        """Count the trips of one document."""
        self.tried += bool(document.trips)
        self.failed += document.status == "error" and not document.trips
        for trip in document.trips:
            self.outcomes[trip.outcome] += 1
            if trip.stash:
                self.largest = max(self.largest, trip.annotations)

    def summary(self, counts: Counts, unread: Unread) -> str:
        """The closing line: what was proven, what was not, what was passed over."""
        parts = [
            self._trips(),
            counted(counts.statuses["untried"], "object not tried", "objects not tried"),
            counted(counts.statuses["templated"], "template", "templates"),
            counted(self.failed, "failed"),
            counted(counts.skipped_files - unread.links, "file without objects", "files without objects"),
        ]
        return "; ".join(part for part in parts if part)

    def _trips(self) -> str:
        outcomes, total = self.outcomes, sum(self.outcomes.values())
        if not total:
            return "no object to try"
        back = outcomes["survives"] + outcomes["stashed"]
        parts = [
            ("all come back" if back == total else counted(back, "comes back", "come back") or "0 come back")
            + self._stashed(),
            counted(outcomes["lost"], "does not", "do not"),
            counted(outcomes["refused"], "cannot be converted"),
            counted(outcomes["error"], "failed"),
        ]
        objects, trips = counted(self.tried, "object", "objects"), counted(total, "round trip", "round trips")
        return f"{objects}, {trips}: {', '.join(part for part in parts if part)}"

    def _stashed(self) -> str:
        stashed = self.outcomes["stashed"]
        largest = f"annotations count as {self.largest:,} of {LIMIT:,} bytes at most"
        return f" ({stashed:,} by an annotation; {largest})" if stashed else ""
