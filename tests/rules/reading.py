"""A rule by itself, in its plain reading: what it makes of an object either way, and what it fills in or demands."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
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


def check_row(convert: Callable[[Rule, Json], Json], row: tuple[str, Rule, Json, Json]) -> None:
    """Check a row of a table: its name, a rule, an object, and what it becomes; ``...`` is the very object itself."""
    _, rule, given, result = row
    before = copy.deepcopy(given)
    made = convert(rule, given)
    if result is ...:
        assert made is given
    else:
        assert json.dumps(made) == json.dumps(result)
    assert given == before
