"""A round trip in words: what became of the object, and what was lost or kept on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kconv.engine.stash import LIMIT, WARN
from kconv.pipeline.roundtrip.outcomes import Loss, Trip

_FEW = 6
"""The number of paths and losses shown for one trip, unless ``every`` one is requested."""


def verdict(trip: Trip) -> str:
    """What became of the object, without the version."""
    if trip.outcome == "stashed":
        return f"comes back by an annotation of {trip.stash:,} bytes"
    if trip.outcome == "lost":
        return "does not come back as it was"
    return {"survives": "comes back", "refused": "cannot be converted", "error": "failed"}[trip.outcome]


def details(trip: Trip, every: bool) -> list[str]:
    """The explanation of the verdict; in full with ``every``."""
    return list(_details(trip, every))


def _details(trip: Trip, every: bool) -> Iterator[str]:
    yield from (part for part in (trip.why, trip.hint) if part)
    yield from _some([_loss(loss) for loss in trip.losses], every)
    if trip.kept:
        yield f"{trip.through} alone would not return {_listed(trip.kept, every)}"
    if trip.said:
        yield f"{trip.through} says {_listed(trip.said, every)} in another form"
    if trip.stash and (every or trip.annotations > WARN):
        yield f"all annotations count as {trip.annotations:,} of the {LIMIT:,} bytes that the API server accepts"
    yield from trip.notes


def _loss(loss: Loss) -> str:
    if not loss.before:
        return f"{loss.path}: was absent, comes back as {loss.after}"
    if not loss.after:
        return f"{loss.path}: was {loss.before}, does not come back"
    return f"{loss.path}: was {loss.before}, comes back as {loss.after}"


def _some(lines: Sequence[str], every: bool) -> Iterator[str]:
    shown = lines if every or len(lines) <= _FEW else lines[: _FEW - 1]
    yield from shown
    if len(shown) < len(lines):
        yield f"and {len(lines) - len(shown):,} more"


def _listed(paths: Sequence[str], every: bool) -> str:
    return ", ".join(_some(paths, every))
