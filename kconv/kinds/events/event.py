"""Event: core v1 and events.k8s.io are two views of one stored object, whose fields got other names in the second.

events.k8s.io/v1 shows every event, but accepts only new ones in the new style: a time and a series instead
of first and last time and count, with controller, instance, action and reason named (ValidateEventCreate). Core v1 is
served for good, so that nothing migrates from there.
"""

from __future__ import annotations

from collections.abc import Iterator

from kconv.engine import Kind
from kconv.notes import Note
from kconv.paths import MISSING, get, parse
from kconv.rules import Answers, Decision, Json, Move, Repair, Settled

RECORDED = Decision(
    "event.recorded",
    "An Event that can be read but not created in events.k8s.io/v1, because it has a deprecated field or lacks "
    "eventTime, reportingController, reportingInstance, action or reason.",
    {"keep": "It is kept as it was recorded: it can be read, but not created."},
)
DEMANDED = ("eventTime", "reportingController", "reportingInstance", "action", "reason")
REFUSED = (
    "deprecatedFirstTimestamp",
    "deprecatedLastTimestamp",
    "deprecatedCount",
    "deprecatedSource.component",
    "deprecatedSource.host",
)
_ABSENT = (MISSING, None, "", 0)


def _wrong(obj: Json) -> Iterator[tuple[str, str]]:
    """Every path at which the server refuses to create the event, and why."""
    for path in DEMANDED:
        if get(obj, parse(path)) in _ABSENT:
            yield path, "is required"
    for path in REFUSED:
        if get(obj, parse(path)) not in _ABSENT:
            yield path, "must be unset"
    if obj.get("type") not in ("Normal", "Warning"):
        yield "type", "must be Normal or Warning"
    series = obj.get("series")
    if isinstance(series, dict):
        count = series.get("count")
        if not isinstance(count, int) or count < 2:
            yield "series.count", "must be at least 2"
        if series.get("lastObservedTime") in _ABSENT:
            yield "series.lastObservedTime", "is required"


def _creatable(obj: Json, answers: Answers) -> Settled:
    wrong = list(_wrong(obj))
    if not wrong:
        return obj, [], []
    first = wrong[0][0]
    if RECORDED.answered(answers):
        return (
            obj,
            [Note("decision", first, "kept as it was recorded: the server does not accept it as a new Event")],
            [],
        )
    reasons = ", ".join(f"{path} {why}" for path, why in wrong)
    return obj, [], [RECORDED.question(first, f"events.k8s.io/v1 requires another style of a new Event: {reasons}")]


V1 = [
    Repair(
        _creatable,
        says=["a new event has no deprecated field, and all of the new ones (decision event.recorded)"],
        decisions=[RECORDED],
    )
]
CORE = [
    Move("involvedObject", "regarding"),
    Move("message", "note"),
    Move("source", "deprecatedSource"),
    Move("firstTimestamp", "deprecatedFirstTimestamp"),
    Move("lastTimestamp", "deprecatedLastTimestamp"),
    Move("count", "deprecatedCount"),
    Move("reportingComponent", "reportingController"),
]
KIND = Kind("Event", hub="events.k8s.io/v1", spokes={"events.k8s.io/v1": V1, "events.k8s.io/v1beta1": [], "v1": CORE})
