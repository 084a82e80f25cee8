"""Zero, empty, null and absent are four different things: `replicas: 0` is no `replicas`, and no selector selects nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from kconv.testing.laws.base import Case, Law, chosen, places, there_and_back
from kconv.testing.strategies.making import Draw
from kconv.testing.subject import Json, Subject, clone


def _drawn(draw: Draw[Any], subject: Subject, case: Case) -> Case:  # noqa: ARG001
    obj = clone(case.obj)
    for _ in range(draw(st.integers(1, 3))):
        maps = [each for each in places(obj) if isinstance(each, dict) and each]
        if not maps:
            break
        holder = chosen(draw, maps)
        key = chosen(draw, sorted(holder))
        holder[key] = draw(st.sampled_from([_zero(holder[key]), None]))
    return replace(case, obj=obj)


def _zero(value: Json) -> Json:
    """The zero of a value's type."""
    return None if value is None else type(value)()


LAW = Law(
    "zero-and-absent",
    "Zero, empty, null and absent stay what they are.",
    there_and_back,
    drawn=_drawn,
    wild=True,
)
