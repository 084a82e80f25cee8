"""A cluster's storage version changes over the years: the way that an object took must not show in it."""

from __future__ import annotations

from kconv.testing.laws.base import Breach, Case, Law, arrow, differs
from kconv.testing.subject import Subject


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, middle, target = case.legs
    direct = subject.bare(subject.to(case.obj, target), case.obj)
    around = subject.to(subject.to(case.obj, middle), target)
    why = f"by way of {middle} it differs from the direct conversion"
    found = differs(subject, direct, subject.bare(around, case.obj), target, why, arrow(source, middle, target))
    if found:
        return found
    why = f"by way of {middle} and {target} it does not come back as it was"
    return differs(subject, case.obj, subject.to(around, source), source, why, arrow(source, middle, target, source))


LAW = Law("path-independence", "Whichever versions an object goes through, the result is the same.", _holds, versions=3)
