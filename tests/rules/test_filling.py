"""What a default makes of a field that is absent, null, zero, empty or odd, and of what the field stands in.

``...`` stands for the very object that was given: what needs nothing is returned as it is.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from kconv.catalog import latest
from kconv.names import Release
from kconv.paths import MISSING, get
from kconv.rules import PRESENT, At, Default, Derived, Fills, Rule, When, of_sort, parts
from kconv.rules.fills import Filling, Leaf, _is_zero, walk
from kconv.values import own
from tests.rules.reading import fill

Json = Any
Row = tuple[str, Rule, Json, Json]
"""What it is about, a rule, an object, and what becomes of it."""
SAME = ...
NEW = latest()


def taken(key: str) -> Any:
    """What a field is derived from."""
    return lambda obj: obj.get(key, MISSING)


ONE = Default("spec.n", 1)
ZERO = Default("n", 1, zero=True)
TEXT = Default("s", "x")
POINTER = Default("s", "x", zero=False)
THERE = Default("probe?.http?.port", 80)
ITEMS = Default("pods[].n", 1)
ITEM_PARTS = Default("pods[].probe.n", 1)
LISTS = Default("rows[][].n", 1)
MAP = Default("a.b", {"c": {}})
FROM = Derived("spec.s", taken("l"), says="l")
FROM_EMPTY = Derived("s", taken("l"), says="l", empty=True)
ALWAYS = Derived("s", taken("l"), says="l", always=True)
ALWAYS_SELF = Derived("s", taken("s"), says="itself", always=True)
ROLLING = When(
    "strategy.type", ["Rolling", ""], [Default("strategy.rolling.max", 1), Default("strategy.rolling.min", 2)]
)
ELSEWHERE = When("strategy.type", ["Rolling"], [Default("limit", 5)])
ANY_VALUE = When("type", [PRESENT], [Default("n", 1)])
LEFT_OUT = When("type", [MISSING, None], [Default("n", 1)])
INSIDE = When("on", [True], [At("pods[]", [Default("n", 1)])])
OF_ALL = When("on", [True], [Derived("s", taken("l"), says="l")])

FIELDS: list[Row] = [
    ("absent", ONE, {"spec": {}}, {"spec": {"n": 1}}),
    ("absent with its parent", ONE, {"a": 0}, {"a": 0, "spec": {"n": 1}}),
    ("null", ONE, {"spec": {"n": None, "a": 0}}, {"spec": {"n": 1, "a": 0}}),
    ("a parent that is null", ONE, {"spec": None}, {"spec": {"n": 1}}),
    ("a parent that is text", ONE, {"spec": "n"}, SAME),
    ("a parent that is empty text", ONE, {"spec": ""}, SAME),
    ("a parent that is 0", ONE, {"spec": 0}, SAME),
    ("a parent that is a list", ONE, {"spec": [{}]}, SAME),
    ("zero", ONE, {"spec": {"n": 0}}, SAME),
    ("false", ONE, {"spec": {"n": False}}, SAME),
    ("another value", ONE, {"spec": {"n": 2}}, SAME),
    ("the same value", ONE, {"spec": {"n": 1}}, SAME),
    ("zero of what is no pointer", ZERO, {"n": 0}, {"n": 1}),
    ("false of what is no pointer", ZERO, {"n": False}, {"n": 1}),
    ("empty of what is no pointer", ZERO, {"n": ""}, {"n": 1}),
    ("0.0 is not Go's zero", ZERO, {"n": 0.0}, SAME),
    ("an empty map is not Go's zero", ZERO, {"n": {}}, SAME),
    ("an empty list is not Go's zero", ZERO, {"n": []}, SAME),
    ("a text is no pointer", TEXT, {"s": ""}, {"s": "x"}),
    ("unless it is said", POINTER, {"s": ""}, SAME),
    ("all parents are there", THERE, {"probe": {"http": {}}}, {"probe": {"http": {"port": 80}}}),
    ("one parent is not", THERE, {"probe": {}}, SAME),
    ("one parent is null", THERE, {"probe": {"http": None}}, SAME),
    ("no parent is", THERE, {}, SAME),
]  # fmt: skip
LISTED: list[Row] = [
    ("each item", ITEMS, {"pods": [{}, {"n": 0}, {"n": None}]}, {"pods": [{"n": 1}, {"n": 0}, {"n": 1}]}),
    ("an item that is no object", ITEMS, {"pods": [None, "a", []]}, SAME),
    ("items that all have it", ITEMS, {"pods": [{"n": 1}, {"n": 2}]}, SAME),
    ("no items", ITEMS, {"pods": []}, SAME),
    ("no list", ITEMS, {}, SAME),
    ("null for a list", ITEMS, {"pods": None}, SAME),
    ("a map for a list", ITEMS, {"pods": {"n": {}}}, SAME),
    ("a parent in each item", ITEM_PARTS, {"pods": [{}]}, {"pods": [{"probe": {"n": 1}}]}),
    ("items of items", LISTS, {"rows": [[{}], [], [{"n": 2}, {}]]}, {"rows": [[{"n": 1}], [], [{"n": 2}, {"n": 1}]]}),
    ("items of no items", LISTS, {"rows": [{}, None]}, SAME),
    ("a map", MAP, {}, {"a": {"b": {"c": {}}}}),
]  # fmt: skip
DERIVED: list[Row] = [
    ("derived", FROM, {"l": 1}, {"l": 1, "spec": {"s": 1}}),
    ("derived beside others", FROM, {"spec": {"a": 0}, "l": 1}, {"spec": {"a": 0, "s": 1}, "l": 1}),
    ("derived in place of a null", FROM, {"spec": {"s": None}, "l": 1}, {"spec": {"s": 1}, "l": 1}),
    ("derived where the parent is null", FROM, {"spec": None, "l": 1}, {"spec": {"s": 1}, "l": 1}),
    ("zero is not derived", FROM, {"spec": {"s": 0}, "l": 1}, SAME),
    ("nor is an empty map", FROM, {"spec": {"s": {}}, "l": 1}, SAME),
    ("derived from nothing", FROM, {}, SAME),
    ("derived in place of an empty map", FROM_EMPTY, {"s": {}, "l": 1}, {"s": 1, "l": 1}),
    ("of an empty list", FROM_EMPTY, {"s": [], "l": 1}, {"s": 1, "l": 1}),
    ("of an empty text", FROM_EMPTY, {"s": "", "l": 1}, {"s": 1, "l": 1}),
    ("of 0", FROM_EMPTY, {"s": 0, "l": 1}, {"s": 1, "l": 1}),
    ("not of anything else", FROM_EMPTY, {"s": [0], "l": 1}, SAME),
    ("always", ALWAYS, {"s": 2, "l": 1}, {"s": 1, "l": 1}),
    ("always, and it is so", ALWAYS_SELF, {"s": {"a": 1}}, SAME),
    ("always, from nothing", ALWAYS, {"s": 2}, SAME),
]  # fmt: skip
CONDITIONAL: list[Row] = [
    ("under a condition", ROLLING, {"strategy": {"type": "Rolling"}}, {"strategy": {"type": "Rolling", "rolling": {"max": 1, "min": 2}}}),
    ("of one of several values", ROLLING, {"strategy": {"type": ""}}, {"strategy": {"type": "", "rolling": {"max": 1, "min": 2}}}),
    ("and what is there stays", ROLLING, {"strategy": {"type": "Rolling", "rolling": {"max": 9}}}, {"strategy": {"type": "Rolling", "rolling": {"max": 9, "min": 2}}}),
    ("of another value", ROLLING, {"strategy": {"type": "Recreate"}}, SAME),
    ("of no value", ROLLING, {"strategy": {}}, SAME),
    ("without a parent", ROLLING, {}, SAME),
    ("of a field that is somewhere else", ELSEWHERE, {"strategy": {"type": "Rolling"}}, {"strategy": {"type": "Rolling"}, "limit": 5}),
    ("that does not hold", ELSEWHERE, {"strategy": {"type": "Recreate"}}, SAME),
    ("that it is left out", LEFT_OUT, {}, {"n": 1}),
    ("that it is there", ANY_VALUE, {"type": 0}, {"type": 0, "n": 1}),
    ("and it is not", ANY_VALUE, {}, SAME),
    ("or null", LEFT_OUT, {"type": None}, {"type": None, "n": 1}),
    ("empty is not left out", LEFT_OUT, {"type": ""}, SAME),
    ("of items", INSIDE, {"on": True, "pods": [{}, {"n": 2}]}, {"on": True, "pods": [{"n": 1}, {"n": 2}]}),
    ("of items, that does not hold", INSIDE, {"pods": [{}]}, SAME),
    ("derived under a condition", OF_ALL, {"on": True, "l": 3}, {"on": True, "l": 3, "s": 3}),
    ("derived under one that does not hold", OF_ALL, {"on": False, "l": 3}, SAME),
]  # fmt: skip
ODD = [None, 1, "text", [], [{}]]


def rows(table: list[Row]) -> Any:
    """A test for each row."""
    return pytest.mark.parametrize("row", table, ids=[row[0] for row in table])


@rows(FIELDS)
def test_a_default_of_a_field(row: Row) -> None:
    _check(row)


@rows(LISTED)
def test_a_default_in_items(row: Row) -> None:
    _check(row)


@rows(DERIVED)
def test_a_default_that_is_derived(row: Row) -> None:
    _check(row)


@rows(CONDITIONAL)
def test_a_default_under_a_condition(row: Row) -> None:
    _check(row)


def _check(row: Row) -> None:
    _, rule, given, result = row
    before = copy.deepcopy(given)
    made = fill(rule, given, NEW)
    if result is SAME:
        assert made is given
    else:
        assert json.dumps(made) == json.dumps(result)
        (part,) = of_sort(parts([rule]), Fills)
        assert part.path or part.rule.fill(given, NEW) == result
        assert json.dumps(fill(rule, made, NEW)) == json.dumps(result), "to fill in twice is to fill in once"
    assert given == before


@pytest.mark.parametrize("rule", [ONE, ZERO, ITEMS, FROM, ALWAYS, ROLLING, OF_ALL], ids=lambda rule: rule.describe()[0])
def test_what_is_no_object_is_not_filled_in(rule: Rule) -> None:
    for obj in ODD:
        assert fill(rule, obj, NEW) is obj


def test_what_has_another_parent_is_the_same_object() -> None:
    given = {"spec": {"pods": [{}]}, "other": {"deep": {}}}
    made = fill(At("spec", [ITEMS]), given, NEW)
    assert made == {"spec": {"pods": [{"n": 1}]}, "other": {"deep": {}}}
    assert made["other"] is given["other"]


@pytest.mark.parametrize(
    "rule", [Default("n", 1, since="1.20"), Derived("n", lambda _: 1, says="1", since="1.20")], ids=["given", "derived"]
)
def test_a_default_holds_from_its_release_on(rule: Fills) -> None:
    filled = {str(release): rule.fill({}, release) for release in map(Release.parse, ("1.19", "1.20", "1.21"))}
    assert filled == {"1.19": {}, "1.20": {"n": 1}, "1.21": {"n": 1}}


def test_rules_fill_in_one_after_the_other() -> None:
    rules = [Default("a", 1), Derived("b", taken("a"), says="a"), Default("b", 9), Default("c.x", 1), Default("c.y", 2)]
    found = of_sort(parts(rules), Fills)
    fillings = [each for part in found for each in part.rule.fillings(NEW)]
    assert json.dumps(walk(fillings)({})) == '{"a": 1, "b": 1, "c": {"x": 1, "y": 2}}'


def test_of_two_defaults_of_one_field_the_first_holds() -> None:
    fillings = [Filling((), Leaf("a", 1, False)), Filling((), Leaf("b", 2, False)), Filling((), Leaf("a", 3, False))]
    assert walk(fillings)({}) == {"a": 1, "b": 2}
    assert walk([Filling((), Leaf("a", 0, False)), Filling((), Leaf("a", 3, True))])({}) == {"a": 3}


def test_new_fields_come_as_they_are_added_and_others_where_they_were() -> None:
    def first(obj: dict[str, Json], changed: dict[str, Json]) -> dict[str, Json]:
        return {**changed, **obj, **changed}

    def filled(rule: Rule, obj: Json) -> str:
        (part,) = of_sort(parts([rule]), Fills)
        return json.dumps(walk(part.rule.fillings(NEW), first)(obj))

    assert filled(ONE, {"a": 0, "spec": {"b": 0}}) == '{"a": 0, "spec": {"n": 1, "b": 0}}'
    assert filled(ONE, {"a": 0}) == '{"spec": {"n": 1}, "a": 0}'
    assert filled(ITEMS, {"pods": [{"b": 0}]}) == '{"pods": [{"n": 1, "b": 0}]}'
    assert filled(FROM, {"l": 1}) == '{"spec": {"s": 1}, "l": 1}'
    assert filled(ROLLING, {"strategy": {"type": ""}}) == '{"strategy": {"rolling": {"max": 1, "min": 2}, "type": ""}}'
    assert filled(ELSEWHERE, {"strategy": {"type": "Rolling"}}) == '{"limit": 5, "strategy": {"type": "Rolling"}}'


@pytest.mark.parametrize("value", [{"a": [{"b": {}}], "c": 1}, [[{}], 1], "text", 1, None], ids=json.dumps)
def test_a_copy_shares_nothing_that_can_be_edited(value: Json) -> None:
    copied = own(value)
    assert copied == value
    if isinstance(value, (dict, list)):
        assert copied is not value
        inner = (("a", 0), ("a",)) if isinstance(value, dict) else ((0,), (0, 0))
        assert all(get(copied, path) is not get(value, path) for path in inner)


def test_what_go_takes_for_nothing() -> None:
    zeros = [value for value in (0, "", False, None, 0.0, [], {}, 1, "a", True) if _is_zero(value)]
    assert list(map(repr, zeros)) == ["0", "''", "False"]


def test_a_default_of_every_value_of_a_map_is_filled_in() -> None:
    rule = At("pools{}", [Default("size", 1), Default("more[].x", 2)])
    given = {"pools": {"a": {}, "b": {"size": 5, "more": [{}]}, "c": None}}
    made = {"pools": {"a": {"size": 1}, "b": {"size": 5, "more": [{"x": 2}]}, "c": None}}
    assert fill(rule, given, Release.parse("1.34")) == made
    for other in ({}, {"pools": []}, {"pools": None}, {"pools": {}}):
        assert fill(rule, other, Release.parse("1.34")) is other
