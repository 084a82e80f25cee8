"""What a rule says of itself: where it reads and writes, what it moves, what it lacks, whether it can be walked back.

A conversion compares, stashes and fills in by these words alone. A rule that says too little of itself loses a field.
"""

from __future__ import annotations

from typing import Any

import pytest

from kconv.paths import EACH
from kconv.rules import (
    PRESENT,
    Annotation,
    At,
    ByType,
    Converts,
    Decision,
    Default,
    Demands,
    Derived,
    Fills,
    Function,
    Implied,
    Lacks,
    Move,
    Notes,
    Part,
    Repair,
    Requires,
    Rule,
    Values,
    When,
    of_sort,
    parts,
)

YES = Decision("yes", "Whether.", {"yes": "It is."})
CHANGES: list[tuple[str, Any, Any]] = [
    ("a move, from where it parts", Move("spec.a.b", "spec.c"), ((("spec", "a", "b"), 2), (("spec", "c"), 2))),
    ("a move at the top", Move("a.b", "c.d"), ((("a", "b"), 1), (("c", "d"), 1))),
    ("a move in a parent's parent", Move("a.b.c", "a.b.d"), ((("a", "b", "c"), 3), (("a", "b", "d"), 3))),
    ("a union", ByType("a.p", {int: "a.n", str: "a.m"}), ((("a", "p"), 2), (("a", "n"), 2), (("a", "m"), 2))),
    ("an annotation", Annotation("k", "a.b"), ((("a", "b"), 1), (("metadata", "annotations", "k"), 2))),
    ("values", Values("a.b", [(1, 2)], says=""), ((("a", "b"), 2),)),
    ("what is lacking", Lacks("a.b", "c"), ((("a", "b"), 1), (("c",), 1))),
    ("what follows from another field", Implied("a.b", [("c.d", PRESENT, 1)]), ((("a", "b"), 1), (("c", "d"), 2))),
    (
        "moves under a condition, and the empty parents of what is left over",
        parts([When("t", [1], [Move("s.a", "s.b.c")])])[1].rule,
        ((("t",), 1), (("s", "a"), 2), (("s", "b", "c"), 2), (("s", "b", "c"), 1)),
    ),
    ("a function, anywhere", Function(dict, dict, says=[]), (((), 0),)),
]
MOVES: list[tuple[Converts, Any, Any]] = [
    (Move("a", "b.c"), (("a", "b.c"),), ()),
    (ByType("p", {int: "n", str: "m"}), (("p", "n"), ("p", "m")), ()),
    (Annotation("x.io/k", "a.b"), (('metadata.annotations["x.io/k"]', "a.b"),), (("a", "b"),)),
    (Values("a", [(1, 2)], says=""), (), ()),
    (Lacks("a.b", "c"), (), (("a", "b"), ("c",))),
    (Implied("a.b", [("c", 1, 1)]), (), (("a", "b"),)),
    (Function(dict, dict, says=[]), (), ()),
    (Function(dict, dict, moves=[("a", "b")], says=[]), (("a", "b"),), ()),
]
READS: list[tuple[str, Rule, Any]] = [
    ("a field", Default("a.b", 1), (("a", "b"),)),
    ("a field of what may not be there", Default("a?.b", 1), (("a", "b"),)),
    ("a field of each item", Default("a[].b", 1), (("a", EACH, "b"),)),
    ("derived from anything", Derived("a", dict, says=""), None),
    ("derived from some", Derived("a.b", dict, says="", reads=["c.d", "e[]"]), (("a", "b"), ("c", "d"), ("e", EACH))),
    ("under a condition", When("t", [1], [Default("a", 1), At("b", [Default("c", 1)])]), (("t",), ("a",), ("b", "c"))),
    ("under a condition, from anything", When("t", [1], [Default("a", 1), Derived("b", dict, says="")]), None),
]


@pytest.mark.parametrize(("rule", "changes"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_where_it_reads_and_writes(rule: Converts, changes: Any) -> None:
    assert rule.changes == changes


@pytest.mark.parametrize(("rule", "moves", "lacks"), MOVES, ids=[type(row[0]).__name__ for row in MOVES])
def test_what_moves_and_what_has_no_place(rule: Converts, moves: Any, lacks: Any) -> None:
    assert (rule.moves, rule.lacks) == (moves, lacks)


@pytest.mark.parametrize(("rule", "reads"), [row[1:] for row in READS], ids=[row[0] for row in READS])
def test_what_a_default_reads_and_writes(rule: Rule, reads: Any) -> None:
    assert [part.rule.reads for part in of_sort(parts([rule]), Fills)] == [reads]


def test_only_a_function_may_be_sure_of_its_way_back() -> None:
    assert [rule.exact for rule, _, _ in MOVES] == [False] * len(MOVES)
    assert Function(dict, dict, says=[], exact=True).exact
    assert Converts.exact


def test_a_conversion_that_says_nothing_changes_nothing() -> None:
    obj = {"a": 1}
    assert Converts().to_hub(obj) is obj
    assert Converts().from_hub(obj) is obj


def test_what_a_function_makes_is_named_by_paths() -> None:
    assert Function(dict, dict, makes=["a.b[].c"], says=[]).makes == (("a", "b", EACH, "c"),)


def test_a_rule_is_its_own_part_and_at_gives_each_its_place() -> None:
    move, lacks = Move("a", "b"), Lacks("c")
    assert list(move.parts()) == [Part(move)]
    assert parts([At("x[].y", [move, At("z", [lacks])]), move]) == [
        Part(move, ("x", EACH, "y"), ("x[].y",)),
        Part(lacks, ("x", EACH, "y", "z"), ("x[].y", "z")),
        Part(move),
    ]


def test_parts_are_of_one_sort_each() -> None:
    found = parts([Move("a", "b"), Default("a", 1), Notes("a", "x"), At("b", [Lacks("c")])])
    sorts: list[type[Any]] = [Converts, Fills, Demands]
    names = [[type(part.rule).__name__ for part in of_sort(found, sort)] for sort in sorts]
    assert names == [["Move", "Lacks"], ["Default"], ["Notes"]]


def test_what_a_demand_may_ask_and_of_what() -> None:
    repair = Repair(lambda obj, _: (obj, [], []), says=[], decisions=[YES], since="1.22", of_parts=True)
    assert (repair.decisions, str(repair.since), repair.of_parts, repair.of_others) == ((YES,), "1.22", True, False)
    plain = Repair(lambda obj, _: (obj, [], []), says=["mended"])
    assert (plain.decisions, plain.since, plain.of_parts, plain.describe()) == ((), None, False, ["mended"])
    assert Requires("a", YES, why="it must").decisions == (YES,)
    assert Notes("a", "x", kind="reference").of_others
    assert not Notes("a", "x").of_others
