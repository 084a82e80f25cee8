"""An object goes to and fro for years, at every read and every write: what is kept of it must not grow by that."""

from __future__ import annotations

from kconv.testing.laws.base import Breach, Case, Law, arrow, unlike
from kconv.testing.subject import Subject


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, middle, target = case.legs
    there = subject.to(subject.to(case.obj, middle), target)
    once = subject.to(subject.to(there, middle), target)
    twice = subject.to(subject.to(once, middle), target)
    why = "it changes each time that it goes back and forth, annotations included"
    return unlike(subject, once, twice, target, why, arrow(source, middle, target, middle, target, middle, target))


LAW = Law("settling", "An object that goes back and forth between two versions stays the same.", _holds, versions=3)
