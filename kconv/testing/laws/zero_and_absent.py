"""Zero, empty, null and absent are four things: `replicas: 0` is not no `replicas`, `selector: {}` selects all."""

from __future__ import annotations

from dataclasses import replace

from kconv.testing.draws import Draw, choice
from kconv.testing.laws.base import Case, Law, places, there_and_back
from kconv.testing.subject import Json, Subject, clone


def _drawn(draw: Draw, subject: Subject, case: Case) -> Case:  # noqa: ARG001
    obj = clone(case.obj)
    for _ in range(draw.number(1, 3)):
        maps = [each for each in places(obj) if isinstance(each, dict) and each]
        if not maps:
            break
        holder = choice(draw, maps)
        key = choice(draw, sorted(holder))
        holder[key] = choice(draw, [_zero(holder[key]), None])
    return replace(case, obj=obj)


def _zero(value: Json) -> Json:
    """The zero of a value's type."""
    return None if value is None else type(value)()


LAW = Law(
    "zero-and-absent",
    "Zero, empty, null and absent are kept apart.",
    there_and_back,
    drawn=_drawn,
    wild=True,
)
