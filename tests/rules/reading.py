"""A rule by itself, in its plain reading: what it makes of an object either way, and what it fills in or demands."""

from __future__ import annotations

from typing import Any

from kconv.engine.preserve import filler
from kconv.names import Release
from kconv.rules import Answers, Converts, Demands, Fills, Rule, Settled, of_sort, parts, plainly
from kconv.rules.settle import settled

Json = Any


def to_hub(rule: Rule, obj: Json) -> Json:
    return plainly(of_sort(parts([rule]), Converts), obj)


def from_hub(rule: Rule, obj: Json) -> Json:
    return plainly(of_sort(parts([rule]), Converts), obj, back=True)


def fill(rule: Rule, obj: Json, release: Release) -> Json:
    return filler(of_sort(parts([rule]), Fills), release)(obj)


def settle(rule: Rule, obj: Json, answers: Answers) -> Settled:
    (part,) = of_sort(parts([rule]), Demands)
    return settled(obj, part, answers)
