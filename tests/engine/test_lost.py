"""What comes back of an object is known without going back where only fields are lost that no other rule touches, or
the order of a list: tests/declared/test_lost.py holds it to be what the way back gives, to the last entry of a stash."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv.engine.lost import Lost
from kconv.paths import MISSING, same
from kconv.rules import At, Converts, Dropped, Inverse, Kept, Keyed, Lacks, Move, Rule, Values, of_sort, parts, plainly

Json = Any
KEEP = Kept("spec.a", why="x")


class Case(NamedTuple):
    """What is known to come back of an object in the hub's form (to the hub if ``forth``); MISSING if it is unknown."""

    name: str
    rules: Sequence[Rule]
    obj: Json
    left: Json
    forth: bool = False


CASES = [
    Case("none of the fields", [Lacks("spec.a")], {"spec": {"b": 1}}, {"spec": {"b": 1}}),
    Case("a field", [Lacks("spec.a")], {"spec": {"a": 1, "b": 1}}, {"spec": {"b": 1}}),
    Case("a null", [Lacks("spec.a")], {"spec": {"a": None, "b": 1}}, {"spec": {"b": 1}}),
    Case("the only field of its holder", [Lacks("spec.a")], {"spec": {"a": 1}, "b": 1}, MISSING),
    Case("a field at the top", [Lacks("a")], {"a": 1}, {}),
    Case("a field of items, their only one", [At("l[]", [Lacks("a")])], {"l": [{"a": 1}, {}]}, {"l": [{}, {}]}),
    Case("a field of values", [At("m{}", [Lacks("a")])], {"m": {"k": {"a": 1}, "n": 1}}, {"m": {"k": {}, "n": 1}}),
    Case("a field where there is no object", [Lacks("spec.a.b")], {"spec": {"a": "x"}}, {"spec": {"a": "x"}}),
    Case("two, one in the other's neighbour", [Lacks("spec.a", "spec.b.c")], {"spec": {"a": 1, "b": {"c": 1, "d": 1}}}, {"spec": {"b": {"d": 1}}}),
    Case("a field whose neighbour moves away", [Move("b", "spec.b"), Lacks("spec.a")], {"spec": {"a": 1, "b": 1}}, {"spec": {"b": 1}}),
    Case("a field whose neighbour has moved away", [Lacks("spec.a"), Move("b", "spec.b")], {"spec": {"a": 1, "b": 1}}, MISSING),
    Case("a field with a neighbour that stays", [Lacks("spec.a"), Move("b", "spec.b")], {"spec": {"a": 1, "b": 1, "c": 1}}, {"spec": {"b": 1, "c": 1}}),
    Case("a field in a holder that moves", [Lacks("old.a"), Move("old", "new")], {"new": {"a": 1, "b": 1}}, {"new": {"b": 1}}),
    Case("a field where such a holder comes from", [Lacks("old.a"), Move("old", "new")], {"old": {"a": 1, "b": 1}}, MISSING),
    Case("a field whose neighbour has the name of one that moves elsewhere", [Lacks("spec.a"), Move("x.c", "y.c")], {"spec": {"a": 1, "c": 1}}, {"spec": {"c": 1}}),
    Case("a field in a holder that moves up", [Lacks("old.a"), Move("old", "deep.new")], {"deep": {"new": {"a": 1, "b": 1}}}, {"deep": {"new": {"b": 1}}}),
    Case("a field that the hub lacks, on the way there", [Lacks("a")], {"a": 1, "b": 1}, {"a": 1, "b": 1}, forth=True),
    Case("a field that another rule gives another value", [Lacks("a"), Values("a", [(1, 2)], says="x")], {"a": 1, "b": 1}, {"a": 1, "b": 1}),
    Case("a field that is kept for the spoke", [KEEP], {"spec": {"a": 1, "b": 1}}, {"spec": {"a": 1, "b": 1}}),
    Case("a spoke's field that is kept", [KEEP], {"spec": {"a": 1, "b": 1}}, {"spec": {"b": 1}}, forth=True),
    Case("a spoke's field that is dropped", [Dropped("a", why="x")], {"a": 1}, {}, forth=True),
    Case("a newer spoke's field", [Inverse([Lacks("a")])], {"a": 1}, {}, forth=True),
    Case("a hub's field that a newer spoke drops", [Inverse([Dropped("a", why="x")])], {"a": 1}, {}),
    Case("a list in another order", [Keyed("m", "l", "k")], {"l": [{"k": "b"}, {"k": "a"}]}, {"l": [{"k": "a"}, {"k": "b"}]}),
    Case("a list in the order of the alphabet", [Keyed("m", "l", "k")], {"l": [{"k": "a"}, {"k": "b"}]}, {"l": [{"k": "a"}, {"k": "b"}]}),
    Case("a list of what has no key", [Keyed("m", "l", "k")], {"l": [{"k": "b"}, {"k": 1}]}, {"l": [{"k": "b"}, {"k": 1}]}),
    Case("a list in another order, of items with such a field", [Keyed("m", "l", "k"), At("l[]", [Lacks("a")])], {"l": [{"k": "b", "a": 1}, {"k": "a"}]}, {"l": [{"k": "a"}, {"k": "b"}]}),
    Case("a list whose keys another rule changes", [Keyed("m", "l", "k"), At("l[]", [Move("k", "n")])], {"l": [{"n": "b"}, {"n": "a"}]}, {"l": [{"n": "b"}, {"n": "a"}]}),
    Case("a list that another rule moves", [Keyed("m", "l", "k"), Move("l", "n")], {"l": [{"k": "b"}, {"k": "a"}]}, {"l": [{"k": "b"}, {"k": "a"}]}),
    Case("a newer spoke's list", [Inverse([Keyed("m", "l", "k")])], {"l": [{"k": "b"}, {"k": "a"}]}, {"l": [{"k": "a"}, {"k": "b"}]}, forth=True),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_what_is_left_is_known_or_it_is_known_that_it_is_not(case: Case) -> None:
    converting = of_sort(parts(case.rules), Converts)
    lost = Lost(converting, back=not case.forth)
    left = lost.left(case.obj)
    assert same(left, case.left)
    assert (left is case.obj) == same(left, case.obj)
    if left is not MISSING and left is not case.obj:
        made = plainly(converting, case.obj, back=not case.forth)
        assert same(plainly(converting, made, back=case.forth), left)
