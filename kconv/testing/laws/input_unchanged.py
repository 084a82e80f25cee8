"""A controller's cache hands out the same object to everybody: a converter that writes into it corrupts all of them."""

from __future__ import annotations

import json

from kconv.testing.laws.base import Breach, Case, Law, arrow, unlike
from kconv.testing.subject import Json, Subject, clone


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    given = clone(case.obj)
    result = subject.converted(given, target)
    found = unlike(subject, case.obj, given, source, "the object that was given is changed", arrow(source, target))
    if found:
        return found
    back = clone(result)
    subject.converted(back, source)  # on the way back it has what was kept
    found = unlike(subject, result, back, target, "the object that was given is changed", arrow(target, source))
    if found:
        return found
    before = json.dumps(result)
    _deface(result)
    if json.dumps(subject.converted(clone(case.obj), target)) != before:
        return Breach("changing a result changes the next one: results are shared", arrow(source, target))
    return None


def _deface(value: Json) -> None:
    """Add something to every dict and list, once to each."""
    waiting, seen = [value], set()
    while waiting:
        each = waiting.pop()
        if not isinstance(each, (dict, list)) or id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, dict):
            waiting += each.values()
            each["xEdited"] = True
        else:
            waiting += each
            each.append("xEdited")


LAW = Law(
    "input-unchanged", "The input is not changed, and a result belongs to its caller.", _holds, wild=True, local=True
)
