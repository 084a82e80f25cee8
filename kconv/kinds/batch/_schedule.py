"""What a batch/v1 server demands of a CronJob's schedule: one that it can read, and since 1.29 none with a time zone.

Releases from 1.22 to 1.28 took `TZ=` and `CRON_TZ=` in a schedule by accident; spec.timeZone, on by default from 1.25,
is where the zone belongs (https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones).
"""

from __future__ import annotations

from kconv.kinds.batch import _cron
from kconv.notes import Note
from kconv.paths import get
from kconv.placeholders import has_placeholder
from kconv.rules import Answers, Decision, Json, Repair, Rule, Settled
from kconv.values import put

_AT = ("spec", "schedule")
_SCHEDULE, _ZONE = "spec.schedule", "spec.timeZone"


def _is_schedule(text: str) -> bool:
    return "TZ" not in text and not has_placeholder(text) and not _cron.refusal(text)


SCHEDULE = Decision(
    "cronjob.schedule",
    "A schedule that servers cannot parse.",
    text="a schedule without a time zone, such as `0 3 * * *` or `@daily`",
    fits=_is_schedule,
)
ZONE = Decision(
    "cronjob.timeZone",
    "A schedule with a time zone, if spec.timeZone is set, too, or does not accept the zone.",
    text="the time zone for spec.timeZone, such as `Europe/Berlin`; it is taken out of the schedule",
    fits=_cron.is_zone,
)


def _move_zone(obj: Json, answers: Answers) -> Settled:
    """Move the time zone to its own field; if that is in doubt, it requires a decision."""
    schedule = get(obj, _AT)
    zone, rest = _cron.split(schedule) if isinstance(schedule, str) else (None, "")
    if zone is None:
        return obj, [], []
    why = _doubt(obj["spec"], zone)
    if not why:
        says = f"{zone} taken out of the schedule: servers from 1.29 on refuse a time zone there"
        return _with_zone(obj, rest, zone), [Note("repair", _ZONE, says)], []
    answer = ZONE.answered(answers)
    if answer is None:
        return put(obj, _AT, rest), [], [ZONE.question(_SCHEDULE, why)]
    says = f"set to {answer} as decided, and {zone or 'the empty zone'} taken out of the schedule"
    return _with_zone(obj, rest, answer), [Note("decision", _ZONE, says)], []


def _doubt(spec: dict[str, Json], zone: str) -> str:
    """Why the time zone in a schedule requires a decision; "" if it is used unchanged."""
    other = spec.get("timeZone")
    if other is not None:
        return f"the time zone is {zone or 'empty'} in the schedule and {other} in spec.timeZone: servers accept one"
    return _cron.zone_refusal(zone)


def _with_zone(obj: Json, rest: str, zone: str) -> Json:
    """The object with spec.timeZone behind its schedule."""
    spec: dict[str, Json] = {}
    for key, value in obj["spec"].items():
        if key == "schedule":
            spec |= {key: rest, "timeZone": zone}
        elif key != "timeZone":
            spec[key] = value
    return {**obj, "spec": spec}


def _readable(obj: Json, answers: Answers) -> Settled:
    schedule = get(obj, _AT)
    why = _cron.refusal(schedule) if isinstance(schedule, str) else ""
    if not why:
        return obj, [], []
    answer = SCHEDULE.answered(answers)
    if answer is None:
        return obj, [], [SCHEDULE.question(_SCHEDULE, f"servers cannot parse the schedule {schedule!r}: {why}")]
    zone, rest = _cron.split(schedule)
    kept = schedule[: len(schedule) - len(rest)] if zone is not None and not _cron.zone_refusal(zone) else ""
    return put(obj, _AT, kept + answer), [Note("decision", _SCHEDULE, f"set to {answer} as decided")], []


SETTLED: list[Rule] = [
    Repair(
        _move_zone,
        says=["spec.schedule: its TZ= or CRON_TZ= moves to spec.timeZone from 1.25 on (decision cronjob.timeZone)"],
        decisions=[ZONE],
        since="1.25",
        of_parts=True,
    ),
    Repair(
        _readable,
        says=["spec.schedule must be one that servers can parse (decision cronjob.schedule)"],
        decisions=[SCHEDULE],
        of_parts=True,
    ),
]
