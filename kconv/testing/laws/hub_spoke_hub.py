"""The hub's object is the one that is stored; a client that reads it in an older version and writes it back must lose
nothing."""

from __future__ import annotations

from kconv.testing.laws.base import Law, Legs, there_and_back
from kconv.testing.subject import Subject


def _from_hub(subject: Subject, legs: Legs) -> bool:
    return legs[0] == subject.hub


LAW = Law(
    "hub-spoke-hub",
    "An object of the hub that is converted to a spoke and back is unchanged.",
    there_and_back,
    applies=_from_hub,
    swept=True,
)
