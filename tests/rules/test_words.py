"""The sentences in which a rule says its difference, for `kconv explain` and docs/rules.md."""

from __future__ import annotations

import pytest

from kconv.paths import MISSING
from kconv.rules import (
    PRESENT,
    SAME,
    Annotation,
    At,
    ByType,
    Cases,
    Decision,
    Default,
    Derived,
    Dropped,
    Former,
    Function,
    Implied,
    Inverse,
    Items,
    Kept,
    Keyed,
    Lacks,
    Move,
    Notes,
    Repair,
    Requires,
    Rule,
    Split,
    Turn,
    Values,
    When,
    Wrap,
)

SIDE = Decision("side", "Effects.", {"None": "It has none."})
WORDS: list[tuple[Rule, list[str]]] = [
    (Rule(), []),
    (Move("a", "b.c"), ["a is b.c in the hub version"]),
    (
        ByType("p", {int: "n", str: "m", bool: "b"}),
        [
            "p, when a number, is n in the hub version",
            "p, when a string, is m in the hub version",
            "p, when a boolean, is b in the hub version",
        ],
    ),
    (Annotation("x.io/k", "a.b"), ["a.b is kept in the annotation x.io/k"]),
    (Values("a", [(1, 2)], says="all is nothing"), ["all is nothing"]),
    (Turn("a", "b", str, int, says="a: 1 is b: '1'"), ["a: 1 is b: '1'"]),
    (Items("a", "b", "c"), ["an item of a is the c of an item of b in the hub version"]),
    (Wrap("a", "a.b"), ["a is a.b in the hub version"]),
    (Keyed("a", "b", "c"), ["a key of a is the c of an item of b in the hub version"]),
    (Split("a", "{b}[:{c}]"), ["a is written as {b}[:{c}] of the hub version's fields"]),
    (Cases(["a"], ["b"], [((1,), (2,))], says="a is b"), ["a is b"]),
    (Kept("a", why="old"), ["a is not in the hub version, and kept for readers of this one: old"]),
    (Dropped("a", why="old"), ["a is discarded: old"]),
    (At("a{}", [Move("b", "c")]), ["in a{}: b is c in the hub version"]),
    (Lacks("a", "b.c"), ["a cannot be represented", "b.c cannot be represented"]),
    (Function(dict, dict, says=["one", "two"]), ["one", "two"]),
    (Default("a?.b", "x"), ["a.b is x when left out"]),
    (Default("a[].b", 1), ["a[].b is 1 when left out"]),
    (Default("a", {"b": None}), ['a is {"b": null} when left out']),
    (Derived("a", dict, says="the name"), ["a is the name when left out"]),
    (Derived("a", dict, says="the name", always=True), ["a is the name"]),
    (When("t", ["A", 1], [Default("a", 1)]), ["when t is A or 1: a is 1 when left out"]),
    (When("t", [MISSING, None, "", "A"], [Default("a", 1)]), ["when t is left out or A: a is 1 when left out"]),
    (When("t", ["A"], [Move("a", "b"), Default("c", 1)]), ["when t is A: a is b in the hub version", "when t is A: c is 1 when left out"]),
    (When("t", [PRESENT], [Move("a", "b")]), ["when t is there: a is b in the hub version"]),
    (Implied("t", [("a", PRESENT, "A"), ("b", 1, "B"), ("a", MISSING, True)]), ["t is A when a is there", "t is B when b is 1", "t is true when a is left out"]),
    (Inverse([Move("a", "b"), Kept("c", why="x"), Values("d", [(1, 2)], says="d is e")]), ["the other way round: d is e", "c cannot be represented", "b is a in the hub version"]),
    (Implied("a?.b", [("c", PRESENT, SAME)]), ["a.b is c when c is there"]),
    (Former([At("x[]", [Move("a", "b")])]), ["in x[]: a former way: a is b in the hub version"]),
    (Inverse([Lacks("a")]), ["a is not in the hub version, and kept for readers of this one: it is newer"]),
    (At("x[]", [Default("a", 1), At("y", [Move("b", "c")])]), ["in x[]: a is 1 when left out", "in x[]: in y: b is c in the hub version"]),
    (Requires("a", SIDE, why="it must"), ["a: it must (decision side)"]),
    (Notes("a", "nobody reads it"), ["a: nobody reads it"]),
    (Repair(lambda obj, _: (obj, [], []), says=["a is set"]), ["a is set"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "words"), WORDS, ids=[type(row[0]).__name__ for row in WORDS])
def test_a_rule_says_its_difference(rule: Rule, words: list[str]) -> None:
    assert rule.describe() == words
