"""What is changed at a path, and what is left: the same object wherever nothing changed, and copies along the path."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from kconv.paths import EACH, VALUES, FieldPath
from kconv.rules import At, Lacks, Move, Values, of_sort, parts, plainly
from kconv.rules.base import Converts
from kconv.values import nested, put, update

Json = Any
SAME = ...


def doubled(value: Json) -> Json:
    """Twice a number; anything else as it is."""
    return value * 2 if type(value) is int else value


UPDATED: list[tuple[str, FieldPath, Json, Json]] = [
    ("the whole", (), 2, 4),
    ("a field", ("a",), {"x": 0, "a": 1, "y": 0}, {"x": 0, "a": 2, "y": 0}),
    ("a field of a field", ("a", "b"), {"a": {"b": 1}}, {"a": {"b": 2}}),
    ("a field that is not there", ("a",), {"b": 1}, SAME),
    ("a field of text", ("a", "b"), {"a": "b"}, SAME),
    ("a field of a list", ("a", "b"), {"a": ["b"]}, SAME),
    ("a field of null", ("a", "b"), {"a": None}, SAME),
    ("a field that stays", ("a",), {"a": "b"}, SAME),
    ("an item", ("a", 1), {"a": [1, 2]}, {"a": [1, 4]}),
    ("an item that is not there", ("a", 2), {"a": [1, 2]}, SAME),
    ("an item of a map", ("a", 1), {"a": {"1": 1}}, SAME),
    ("an item of a map with such a key", (1,), {1: 1}, SAME),
    ("every item", (EACH,), [1, "a", 2], [2, "a", 4]),
    ("every item that is there", ("a", EACH, "b"), {"a": [{"b": 1}, {}, None, {"b": 2}]}, {"a": [{"b": 2}, {}, None, {"b": 4}]}),
    ("items that all stay", ("a", EACH), {"a": ["b", "c"]}, SAME),
    ("no items", ("a", EACH), {"a": []}, SAME),
    ("items of a map", ("a", EACH), {"a": {"b": 1}}, SAME),
    ("items of text", ("a", EACH), {"a": "bc"}, SAME),
    ("every value", ("a", VALUES), {"a": {"x": 1, "y": "b"}}, {"a": {"x": 2, "y": "b"}}),
    ("values of a list", ("a", VALUES), {"a": [1]}, SAME),
    ("values that all stay", ("a", VALUES), {"a": {"x": "b"}}, SAME),
    ("values of items", ("a", EACH, VALUES), {"a": [{"x": 1}, None]}, {"a": [{"x": 2}, None]}),
    ("items of items", (EACH, EACH), [[1], [], [2, 3]], [[2], [], [4, 6]]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "given", "result"), [row[1:] for row in UPDATED], ids=[row[0] for row in UPDATED])
def test_what_is_there_at_a_path_is_changed(path: FieldPath, given: Json, result: Json) -> None:
    before = copy.deepcopy(given)
    made = update(given, path, doubled)
    if result is SAME:
        assert made is given
    else:
        assert json.dumps(made) == json.dumps(result)
    assert given == before


def test_what_does_not_change_is_shared() -> None:
    given = {"a": [{"b": 1}, {"b": "x"}], "c": {}}
    made = update(given, ("a", EACH, "b"), doubled)
    assert made["a"][1] is given["a"][1]
    assert made["c"] is given["c"]


def test_a_value_is_put_where_another_is() -> None:
    assert put({"a": [{"b": 1}, {"b": 2}]}, ("a", 1, "b"), None) == {"a": [{"b": 1}, {"b": None}]}
    assert put({"a": 1}, (), "b") == "b"


TURNED = of_sort(
    parts([Move("a", "b"), At("b", [Lacks("x")]), Values("c", [(1, 2)], says=""), Move("b", "d")]), Converts
)


def test_rules_are_run_in_their_order_and_back_in_the_other() -> None:
    assert plainly(TURNED, {"a": {"x": 1, "y": 2}, "c": 1}) == {"d": {"x": 1, "y": 2}, "c": 2}
    assert plainly(TURNED, {"d": {"x": 1, "y": 2}, "c": 2}, back=True) == {"a": {"y": 2}, "c": 1}


@pytest.mark.parametrize("obj", [None, 1, "text", [{}]], ids=json.dumps)
def test_a_rule_is_given_objects_only(obj: Json) -> None:
    assert plainly(TURNED, obj) is obj


@pytest.mark.parametrize(
    ("path", "result"),
    [
        ((), 5),
        (("a", 0, "b", "c"), {"a": [{"b": {"x": 1, "c": 5}}, 2]}),
        (("a", 1), {"a": [{"b": {"x": 1}}, 5]}),
        (("d", "e"), {"a": [{"b": {"x": 1}}, 2], "d": {"e": 5}}),
    ],
)
def test_a_value_is_put_below_parents_that_are_made(path: FieldPath, result: Json) -> None:
    before = {"a": [{"b": {"x": 1}}, 2]}
    assert nested(before, path, 5) == result
    assert before == {"a": [{"b": {"x": 1}}, 2]}
