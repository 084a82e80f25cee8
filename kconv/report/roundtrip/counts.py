"""The sums at the end of a run, from which the exit code and every format's summary come."""

from __future__ import annotations

from typing import get_args

from kconv.manifests.unread import Unread
from kconv.pipeline.roundtrip.outcomes import FileTried, Outcome, Status

STATUSES: tuple[str, ...] = get_args(Status)
OUTCOMES: tuple[str, ...] = get_args(Outcome)
FAILURES = ("lost", "refused")
"""What a round trip is not to be: findings of every run. With ``strict``, ``stashed`` is one too."""


def is_finding(outcome: str, *, strict: bool) -> bool:
    """Whether an outcome is one that a person must see."""
    return outcome in FAILURES or (strict and outcome == "stashed")


class Counts:
    """Counts what passes by: files, objects by status, round trips by outcome.

    ``tried`` counts objects that had a version to go to, ``failed`` what could not be read, and ``largest`` is the
    greatest size of an object's annotations, counted twice, where kconv's own is among them. ``unread`` has what the
    walk passed over, once that is at its end.
    """

    def __init__(self, unread: Unread | None = None) -> None:
        self.unread = Unread() if unread is None else unread
        self.files = self.skipped_files = self.tried = self.failed = self.largest = 0
        self.statuses = dict.fromkeys(STATUSES, 0)
        self.trips = dict.fromkeys(OUTCOMES, 0)

    def add(self, outcome: FileTried) -> None:
        """Count one file and what is in it."""
        if outcome.skipped:
            self.skipped_files += 1
            return
        self.files += not outcome.continues
        for document in outcome.documents:
            self.statuses[document.status] += 1
            self.tried += bool(document.trips)
            self.failed += document.status == "error" and not document.trips
            for trip in document.trips:
                self.trips[trip.outcome] += 1
                if trip.stash:
                    self.largest = max(self.largest, trip.annotations)
