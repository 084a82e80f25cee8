"""A newer server, or a team's own tool, may know fields that a converter does not; they are not its to drop."""

from __future__ import annotations

import json
from dataclasses import replace

from kconv.testing.draws import Draw, choice
from kconv.testing.laws.base import Breach, Case, Law, arrow, places, there_and_back
from kconv.testing.subject import Subject, clone

_NAME = "xUnknown"


def _drawn(draw: Draw, subject: Subject, case: Case) -> Case:  # noqa: ARG001
    obj = clone(case.obj)
    for number in range(draw.number(1, 2)):
        maps = [obj, *(each for each in places(obj) if isinstance(each, dict))]
        value = choice(draw, ["kept", 0, None, {}, [], {"a": [1]}, [{"a": None}]])
        choice(draw, maps)[f"{_NAME}{number}"] = value
    return replace(case, obj=obj)


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    there = subject.to(case.obj, target)
    text = json.dumps(there).casefold()  # Kubernetes' own annotations say Go's names: XUnknown0
    before = json.dumps(subject.seen(case.obj, source))
    there_before = [name for name in (f"{_NAME}0", f"{_NAME}1") if name in before]
    gone = [name for name in there_before if name.casefold() not in text]
    if gone and not subject.between.prunes:
        return Breach(f"the field {gone[0]}, which no schema names, is lost", arrow(source, target), target)
    return there_and_back(subject, case)


LAW = Law(
    "unknown-fields",
    "A field that the converter does not know is still there, in every version and on the way back.",
    _holds,
    drawn=_drawn,
    wild=True,
)
