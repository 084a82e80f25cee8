"""Rules put together into one walk do what they do one after the other, to the order of keys, and doubt no less."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.rules import At, ByType, Lacks, Move, Rule
from kconv.rules.walks import walker
from tests.laws.objects import LAW
from tests.rules.test_doubts import OBJECTS, RULES

Json = Any
PORT = ByType("port", {int: "service.number", str: "service.name"})
NEIGHBOURS = [
    Move("name", "service.name"),
    Move("port", "service.number"),
    Move("items", "backend"),
    Move("backend.name", "backend.service.name"),
    At(
        "items[]",
        [Move("name", "service.name"), ByType("port", {int: "service.port.number", str: "service.port.name"})],
    ),
    At("backend", [Move("port", "number"), Lacks("name")]),
    PORT,
    *RULES.values(),
]


@pytest.mark.parametrize("back", [False, True], ids=["to the hub", "from the hub"])
@given(obj=OBJECTS, rules=st.lists(st.sampled_from(NEIGHBOURS), min_size=1, max_size=4))
@LAW
def test_one_walk_is_as_good_as_many(obj: Json, rules: list[Rule], back: bool) -> None:
    doubts: list[Rule] = []
    had: list[Rule] = []
    one_by_one = obj
    for rule in rules:
        one_by_one = rule.back(one_by_one, had) if back else rule.forth(one_by_one, had)
    walk = walker([each for rule in rules for each in rule.walks(back=back)])
    assert json.dumps(walk(obj, doubts)) == json.dumps(one_by_one)
    assert bool(doubts) == bool(had)


class Case(NamedTuple):
    name: str
    before: str
    after: str


BACKEND = [Move("serviceName", "service.name"), ByType("servicePort", {int: "service.port.number"})]
CASES = [
    Case("both fields", '{"serviceName": "a", "servicePort": 1}', '{"service": {"name": "a", "port": {"number": 1}}}'),
    Case(
        "the new field stands where the first rule's stood",
        '{"servicePort": 1, "x": 0, "serviceName": "a"}',
        '{"x": 0, "service": {"name": "a", "port": {"number": 1}}}',
    ),
    Case("a type that goes nowhere stays", '{"servicePort": true}', '{"servicePort": true}'),
    Case(
        "what stands in the way stays",
        '{"service": 1, "serviceName": "a"}',
        '{"service": 1, "serviceName": "a"}',
    ),
]


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_single_fields_move_together(case: Case) -> None:
    walk = walker([each for rule in BACKEND for each in rule.walks(back=False)])
    assert json.dumps(walk(json.loads(case.before), None)) == case.after
