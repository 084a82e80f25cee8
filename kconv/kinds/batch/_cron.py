"""Which schedules a server takes: those that ParseStandard of github.com/robfig/cron v3 reads.

Five fields of ranges with names and steps, or a descriptor (`@daily`, `@every 1h30m`), behind an optional `TZ=`. The
parser is laxer than a crontab: an empty field of commas, `*-x` and `+5` are schedules too.
"""

from __future__ import annotations

import re

from kconv.catalog.zones import zones
from kconv.placeholders import has_placeholder
from kconv.records import NamedTuple

_ZONED = re.compile(r"(?:CRON_)?TZ=((?:\{\{.*?\}\}|<%.*?%>|[^ ])*) (.*)", re.DOTALL)
# What Go calls space; Python also counts the separators U+001C to U+001F.
_SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_FIELD = re.compile(f"[^{_SPACES}]+")
_NUMBER = re.compile(r"[+-]?0*[0-9]{1,19}")
_DURATION = re.compile(r"(0*[0-9]{0,19})(?:\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)")
_NANOSECONDS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9}
_HOUR = 3600 * 10**9
_LARGEST = 2**63 - 1
_DESCRIPTORS = ("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")
_EVERY = "@every "


def _names(text: str, first: int) -> dict[str, int]:
    return {name: first + at for at, name in enumerate(text.split())}


class _Field(NamedTuple):
    name: str
    least: int
    most: int
    names: dict[str, int]


_FIELDS = (
    _Field("minute", 0, 59, {}),
    _Field("hour", 0, 23, {}),
    _Field("day of month", 1, 31, {}),
    _Field("month", 1, 12, _names("jan feb mar apr may jun jul aug sep oct nov dec", 1)),
    _Field("day of week", 0, 6, _names("sun mon tue wed thu fri sat", 0)),
)


class _RefusedError(Exception):
    """Why a schedule is invalid."""


class Zoned(NamedTuple):
    """A schedule in two: the time zone it says itself, None for none, and the rest."""

    zone: str | None
    rest: str


def split(schedule: str) -> Zoned:
    """The schedule without its time zone. A `TZ=` that no space ends is left in it, for no parser reads it."""
    found = _ZONED.fullmatch(schedule)
    return Zoned(found[1], found[2].strip(_SPACES)) if found else Zoned(None, schedule)


def refusal(schedule: str) -> str:
    """Why a server refuses a schedule, "" if it takes it, or if it is not known before a placeholder is filled in."""
    zone, rest = split(schedule)
    try:
        if zone is not None and not has_placeholder(zone) and zone not in zones() | {"", "Local"}:
            raise _RefusedError(f"{zone} is not a time zone")
        if not has_placeholder(rest):
            _check(rest)
    except _RefusedError as error:
        return str(error)
    return ""


def zone_refusal(zone: str) -> str:
    """Why spec.timeZone does not take a time zone that a schedule took, "" if it does."""
    if not zone:
        return "a schedule with an empty time zone runs in UTC, and spec.timeZone does not accept an empty name"
    if zone.lower() == "local":
        return (
            f"{zone} is the time zone of the machine that runs the controller, "
            "and spec.timeZone accepts only names of the IANA database"
        )
    if zone not in zones() and not has_placeholder(zone):
        return f"{zone} is not a time zone of the IANA database"
    return ""


def is_zone(text: str) -> bool:
    """Whether a text has the form of a time zone's name: the newest are in no table."""
    parts = text.split("/")
    return text.lower() != "local" and all(
        re.fullmatch(r"[A-Za-z._0-9+][A-Za-z._0-9+-]{0,13}", part) and part not in (".", "..") for part in parts
    )


def _check(rest: str) -> None:
    if rest.startswith("@"):
        _check_descriptor(rest)
        return
    fields = _FIELD.findall(rest)
    if len(fields) != len(_FIELDS):
        raise _RefusedError(f"it has {len(fields)} fields instead of {len(_FIELDS)}")
    for field, text in zip(_FIELDS, fields, strict=True):
        for part in filter(None, text.split(",")):
            _check_range(part, field)


def _check_descriptor(text: str) -> None:
    if text.startswith(_EVERY):
        _check_duration(text[len(_EVERY) :])
    elif text not in _DESCRIPTORS:
        raise _RefusedError(f"{text} is not one of {', '.join(_DESCRIPTORS)} and @every")


def _check_range(text: str, field: _Field) -> None:
    """One of the ranges between a field's commas: ``*``, ``5``, ``mon-fri``, each with a step or without."""
    way, *steps = text.split("/")
    first, *others = way.split("-")
    if len(steps) > 1:
        raise _RefusedError(f"{text} has two steps")
    start, end = field.least, field.most
    if first not in ("*", "?"):
        start = _number(first, field.names)
        if len(others) > 1:
            raise _RefusedError(f"{text} has two hyphens")
        end = _number(others[0], field.names) if others else start
    step = _number(steps[0], {}) if steps else 1
    if steps and not others:
        end = field.most
    if start < field.least or end > field.most:
        raise _RefusedError(f"{text} is not a valid {field.name}: valid are {field.least} to {field.most}")
    if start > end:
        raise _RefusedError(f"{text} ends before it begins")
    if step == 0:
        raise _RefusedError(f"{text} has a step of 0")


def _number(text: str, names: dict[str, int]) -> int:
    known = names.get(text.lower())
    if known is not None:
        return known
    value = int(text) if _NUMBER.fullmatch(text) else -1
    if not 0 <= value <= _LARGEST:
        raise _RefusedError(f"a number is expected instead of {text or 'nothing'}")
    return value


def _check_duration(text: str) -> None:
    """A duration as Go's time.ParseDuration reads it."""
    unsigned = text[1:] if text[:1] in ("+", "-") else text
    total = at = 0
    while at < len(unsigned) and (found := _DURATION.match(unsigned, at)):
        if not found[1] and not found[2]:
            break
        at, total = found.end(), total + _nanoseconds(*found.groups(default=""))
        if total > _LARGEST + (text[:1] == "-"):
            raise _RefusedError(f"{text} is longer than a schedule can be")
    if unsigned != "0" and (not unsigned or at < len(unsigned)):
        raise _RefusedError(f"{text} is not a duration, such as 1h30m")


def _nanoseconds(whole: str, fraction: str, unit: str) -> int:
    size = _NANOSECONDS.get(unit, _HOUR)
    fraction = fraction[:18]
    return int(whole or "0") * size + int(int(fraction or "0") * size // 10 ** len(fraction))
