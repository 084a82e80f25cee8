"""The API server sends a webhook lists of objects, too: what becomes of one must not depend on the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kconv.testing.draws import Draw, choice
from kconv.testing.edits import applied, drawn
from kconv.testing.laws.base import Breach, Case, Law, Legs, arrow, unlike
from kconv.testing.subject import RefusedError, Subject

SIZES: Final = (2, 2, 2, 100)
"""Objects in a list; lists of two are drawn more often, for each object is sent again."""


def _applies(subject: Subject, legs: Legs) -> bool:  # noqa: ARG001 - one signature for every law
    return subject.many is not None


def _drawn(draw: Draw, subject: Subject, case: Case) -> Case:
    version = case.legs[0]
    edits = drawn(draw, case.obj, subject.shapes.get(version), ())
    other = subject.stored(applied(case.obj, edits), version)
    return replace(case, extra=[choice(draw, SIZES), other if subject.storable(other, version) else case.obj])


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    size, other = case.extra
    pair = (case.obj, other)
    try:
        alone = [subject.to(obj, target) for obj in pair]
    except RefusedError:
        return None  # it is refused by itself, which totality reports
    leg = arrow(source, target)
    try:
        found = subject.all_to([pair[index % 2] for index in range(size)], target)
    except RefusedError as error:
        return Breach(f"objects that are converted one by one are refused as a list: {error}", leg)
    for index, got in enumerate(found):
        why = "in a list of objects it is converted to something else"
        if breach := unlike(subject, alone[index % 2], got, target, why, leg):
            return breach
    return None


LAW = Law(
    "batches",
    "An object is converted in a list of 2 or 100 as it is by itself.",
    _holds,
    drawn=_drawn,
    applies=_applies,
)
