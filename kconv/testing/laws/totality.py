"""One stored object that its webhook refuses makes the whole kind unlistable, and objects of it undeletable."""

from __future__ import annotations

from kconv.testing.laws.base import Breach, Case, Law, arrow, exempt, refusal
from kconv.testing.subject import RefusedError, Subject


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    way: tuple[str, ...] = (source, target)
    try:
        there = subject.to(case.obj, target)
        way = (source, target, source)
        subject.to(there, source)
    except RefusedError as error:
        return None if exempt(subject, case.obj, target, source) else refusal(error, arrow(*way))
    return None


LAW = Law("totality", "Every object that a version's schema accepts is converted.", _holds, total=True, swept=True)
