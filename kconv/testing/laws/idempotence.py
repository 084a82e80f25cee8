"""Asked for the version that an object has, a webhook must change nothing, or every read would be a write."""

from __future__ import annotations

from kconv.testing.laws.base import Breach, Case, Law, arrow, differs
from kconv.testing.subject import Subject


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    why = "converted to the version that it already has, it is changed"
    found = differs(subject, case.obj, subject.to(case.obj, source), source, why, arrow(source, source))
    if found:
        return found
    there = subject.to(case.obj, target)
    return differs(subject, there, subject.to(there, target), target, why, arrow(source, target, target))


LAW = Law("idempotence", "Converting an object to the version that it already has changes nothing.", _holds, local=True)
