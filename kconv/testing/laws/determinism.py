"""The API server compares what it has with what it converts: an answer that changes by itself is written for ever.

Go goes through a map in another order each time: a list that is made of one has its items in any order.
"""

from __future__ import annotations

import json

from kconv.testing.laws.base import Breach, Case, Law, arrow, unlike
from kconv.testing.subject import Subject


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    one, other = subject.to(case.obj, target), subject.to(case.obj, target)
    found = unlike(subject, one, other, target, "the second answer differs from the first", arrow(source, target))
    if found is None and json.dumps(one) != json.dumps(other):
        return Breach(
            "the keys of the second answer are in another order than those of the first", arrow(source, target), target
        )
    return found


LAW = Law("determinism", "Converting the same object gives the same result every time.", _holds, times=8)
