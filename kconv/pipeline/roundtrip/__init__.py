"""A round trip proves that objects survive every other version of their kind and the way back. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator

from kconv.manifests.unread import Unread
from kconv.manifests.walk import Found
from kconv.pipeline.jobs import run
from kconv.pipeline.roundtrip.document import RoundTrip
from kconv.pipeline.roundtrip.outcomes import Asked, FileTried, Loss, Outcome, Status, Tried, Trip
from kconv.pipeline.stream import read

__all__ = ["Asked", "FileTried", "Loss", "Outcome", "Status", "Tried", "Trip", "roundtrip"]


def roundtrip(asked: Asked, *, unread: Unread | None = None, jobs: int = 1) -> Iterator[FileTried]:
    """Send every object below the paths through its kind's other versions; the order is that of ``walk``.

    ``unread`` takes what the walk skips. Raises UsageError for a path that does not exist.
    """
    trips = RoundTrip(asked.through, asked.kinds)

    def tried(found: Found) -> Iterator[FileTried]:
        return read(found, trips)

    yield from run(asked.paths, tried, jobs, include=asked.include, exclude=asked.exclude, unread=unread)
