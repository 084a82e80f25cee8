"""The proof that a repository's objects survive every version of their kind, and the way back. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from kconv.manifests.walk import Found, walk
from kconv.pipeline.jobs import run
from kconv.pipeline.looking import handle
from kconv.pipeline.roundtrip.document import RoundTrip
from kconv.pipeline.roundtrip.outcomes import Asked, FileTried, Loss, Outcome, Status, Tried, Trip

__all__ = ["Asked", "FileTried", "Loss", "Outcome", "Status", "Tried", "Trip", "roundtrip"]


def roundtrip(asked: Asked, *, jobs: int = 1) -> Iterator[FileTried]:
    """Send every object below the paths through its kind's other versions; the order is that of ``walk``.

    Raises UsageError for a path that is not there; everything else is an outcome.
    """
    walked = walk(asked.paths, include=asked.include, exclude=asked.exclude)
    yield from run(walked, partial(_begin, asked), jobs)


def _begin(asked: Asked) -> Callable[[Found], Iterator[FileTried]]:
    look = RoundTrip(asked.through)
    return lambda found: handle(found, look)
