"""What goes to another version and back is what it was, to the last field: the API server does so at every write."""

from __future__ import annotations

from kconv.testing.laws.base import Law, Legs, there_and_back
from kconv.testing.subject import Subject


def _from_spoke(subject: Subject, legs: Legs) -> bool:
    return legs[0] != subject.hub


LAW = Law(
    "spoke-hub-spoke",
    "An object that is converted to another version and back is unchanged.",
    there_and_back,
    applies=_from_spoke,
    swept=True,
)
