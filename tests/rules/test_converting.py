"""What a converting rule makes of a field that is absent, null, zero, empty, of another type, or beside others.

``...`` stands for the very object that was given. Zero, empty, null and absent are four different things (DESIGN.md,
law 5), and an object that a rule does not concern is returned as it is.
"""

from __future__ import annotations

from typing import Any

import pytest

from kconv.rules import Annotation, ByType, Function, Lacks, Move, Rule, Values
from tests.rules.reading import check_row, from_hub, to_hub

Json = Any
Row = tuple[str, Rule, Json, Json]
"""What it is about, a rule, an object, and what becomes of it."""
SAME = ...
KEY = "example.com/to"


def noted(text: Json, **others: Json) -> Json:
    """An object with the annotation."""
    return {"metadata": {"annotations": {KEY: text}}, **others}


MOVED = Move("old.a", "new.b")
BESIDE = Move("spec.a.x", "spec.b.x")
UNION = ByType("port", {int: "to.number", str: "to.name"})
WORD = Annotation(KEY, "to.it")
NUMBER = Annotation(KEY, "to.it", "int")
ANY = Annotation(KEY, "to.it", "json")
STAYS = Annotation(KEY, "spec.to.it", parent=True)
HALF = Values("spec.size", [("half", 1), (None, 0), ({}, {"all": True})], says="sizes are numbers")
LACKS = Lacks("spec.a", "b")
DOUBLE = Function(lambda obj: {**obj, "n": 2}, lambda obj: {**obj, "n": 1}, says=["twice"])

MOVE_TO_HUB: list[Row] = [
    ("absent", MOVED, {}, SAME),
    ("null", MOVED, {"old": {"a": None}}, {"new": {"b": None}}),
    ("zero", MOVED, {"old": {"a": 0}}, {"new": {"b": 0}}),
    ("false", MOVED, {"old": {"a": False}}, {"new": {"b": False}}),
    ("empty text", MOVED, {"old": {"a": ""}}, {"new": {"b": ""}}),
    ("empty map", MOVED, {"old": {"a": {}}}, {"new": {"b": {}}}),
    ("empty list", MOVED, {"old": {"a": []}}, {"new": {"b": []}}),
    ("the parent is null", MOVED, {"old": None}, SAME),
    ("the parent is a list", MOVED, {"old": ["a"]}, SAME),
    ("the parent is text", MOVED, {"old": "a"}, SAME),
    ("the parent is empty", MOVED, {"old": {}}, SAME),
    ("the parent has more", MOVED, {"x": 0, "old": {"a": 1, "c": 2}, "y": 0}, {"x": 0, "old": {"c": 2}, "new": {"b": 1}, "y": 0}),
    ("a field among others", MOVED, {"x": 0, "old": {"a": 1}, "y": 0}, {"x": 0, "new": {"b": 1}, "y": 0}),
    ("the new parent is there", MOVED, {"new": {"c": 2}, "old": {"a": 1}}, {"new": {"c": 2, "b": 1}}),
    ("the new parent is there, and behind", MOVED, {"old": {"a": 1}, "new": {"c": 2}}, {"new": {"c": 2, "b": 1}}),
    ("the new parent is empty", MOVED, {"old": {"a": 1}, "new": {}}, {"new": {"b": 1}}),
    ("the new parent is null", MOVED, {"old": {"a": 1}, "new": None}, SAME),
    ("the new parent is a list", MOVED, {"old": {"a": 1}, "new": []}, SAME),
    ("the new place is taken", MOVED, {"old": {"a": 1}, "new": {"b": 2}}, SAME),
    ("the new place is null", MOVED, {"old": {"a": 1}, "new": {"b": None}}, SAME),
    ("a field beside it has the new name", MOVED, {"old": {"a": 1}, "b": 2}, {"new": {"b": 1}, "b": 2}),
    ("below one parent", BESIDE, {"spec": {"a": {"x": 1}, "c": 2}}, {"spec": {"b": {"x": 1}, "c": 2}}),
    ("below one parent that has both", BESIDE, {"spec": {"a": {"x": 1, "y": 2}, "b": {"z": 3}}}, {"spec": {"a": {"y": 2}, "b": {"z": 3, "x": 1}}}),
    ("below one parent, and the new place is taken", BESIDE, {"spec": {"a": {"x": 1}, "b": {"x": 2}}}, SAME),
]  # fmt: skip
UNION_TO_HUB: list[Row] = [
    ("no port", UNION, {"to": {}}, SAME),
    ("a number", UNION, {"port": 80}, {"to": {"number": 80}}),
    ("port 0", UNION, {"port": 0}, {"to": {"number": 0}}),
    ("a name", UNION, {"port": "http"}, {"to": {"name": "http"}}),
    ("an empty name", UNION, {"port": ""}, {"to": {"name": ""}}),
    ("null goes to the first", UNION, {"port": None}, {"to": {"number": None}}),
    ("a truth is neither", UNION, {"port": True}, SAME),
    ("a fraction is neither", UNION, {"port": 80.0}, SAME),
    ("a map is neither", UNION, {"port": {}}, SAME),
    ("a number where the hub has one", UNION, {"port": 80, "to": {"number": 1}}, SAME),
    ("a number beside the hub's name", UNION, {"port": 80, "to": {"name": "a"}}, {"to": {"name": "a", "number": 80}}),
]  # fmt: skip
ANNOTATION_TO_HUB: list[Row] = [
    ("no annotations", WORD, {"metadata": {"name": "x"}}, SAME),
    ("another annotation", WORD, {"metadata": {"annotations": {"a": "b"}}}, SAME),
    ("the only annotation", WORD, noted("x"), {"metadata": {}, "to": {"it": "x"}}),
    ("one of two annotations", WORD, {"metadata": {"annotations": {"a": "b", KEY: "x"}}}, {"metadata": {"annotations": {"a": "b"}}, "to": {"it": "x"}}),
    ("an empty annotation", WORD, noted(""), {"metadata": {}, "to": {"it": ""}}),
    ("a null annotation", WORD, noted(None), SAME),
    ("an annotation that is a number", WORD, noted(5), SAME),
    ("an annotation beside the field", WORD, noted("x", to={"it": "y"}), SAME),
    ("an annotation beside a field that is null", WORD, noted("x", to={"it": None}), SAME),
    ("an annotation beside the field's parent", WORD, noted("x", to={"c": 1}), {"metadata": {}, "to": {"c": 1, "it": "x"}}),
    ("digits", NUMBER, noted("5"), {"metadata": {}, "to": {"it": 5}}),
    ("negative", NUMBER, noted("-5"), {"metadata": {}, "to": {"it": -5}}),
    ("digits that Kubernetes does not write", NUMBER, noted("+5"), SAME),
    ("digits with a space", NUMBER, noted("5 "), SAME),
    ("no digits", NUMBER, noted("five"), SAME),
    ("empty is no number", NUMBER, noted(""), SAME),
    ("JSON", ANY, noted('{"a":[1,null]}'), {"metadata": {}, "to": {"it": {"a": [1, None]}}}),
    ("JSON that kconv would write otherwise", ANY, noted('{"b": 1, "a": 2}'), {"metadata": {}, "to": {"it": {"b": 1, "a": 2}}}),
    ("JSON of a null", ANY, noted("null"), {"metadata": {}, "to": {"it": None}}),
    ("JSON that is cut", ANY, noted('{"a":'), SAME),
    ("a parent that the spoke has", STAYS, noted("x", spec={"to": {}}), {"metadata": {}, "spec": {"to": {"it": "x"}}}),
]  # fmt: skip
OTHER_TO_HUB: list[Row] = [
    ("a value of the table", HALF, {"spec": {"size": "half"}}, {"spec": {"size": 1}}),
    ("null in the table", HALF, {"spec": {"size": None}}, {"spec": {"size": 0}}),
    ("an empty map in the table", HALF, {"spec": {"size": {}}}, {"spec": {"size": {"all": True}}}),
    ("absent is not null", HALF, {"spec": {}}, SAME),
    ("a value of the other side", HALF, {"spec": {"size": 1}}, SAME),
    ("another value", HALF, {"spec": {"size": "whole"}}, SAME),
    ("a parent of another type", HALF, {"spec": []}, SAME),
    ("what the spoke lacks is nothing to it", LACKS, {"spec": {"a": 1}, "b": 2}, SAME),
    ("by hand", DOUBLE, {}, {"n": 2}),
]  # fmt: skip
MOVE_FROM_HUB: list[Row] = [
    ("absent", MOVED, {}, SAME),
    ("null", MOVED, {"new": {"b": None}}, {"old": {"a": None}}),
    ("zero", MOVED, {"new": {"b": 0}}, {"old": {"a": 0}}),
    ("the parent has more", MOVED, {"new": {"b": 1, "c": 2}}, {"new": {"c": 2}, "old": {"a": 1}}),
    ("the old place is taken", MOVED, {"old": {"a": 1}, "new": {"b": 2}}, SAME),
    ("the old parent is text", MOVED, {"old": "a", "new": {"b": 2}}, SAME),
    ("below one parent", BESIDE, {"spec": {"b": {"x": 1}}}, {"spec": {"a": {"x": 1}}}),
]  # fmt: skip
UNION_FROM_HUB: list[Row] = [
    ("neither", UNION, {"to": {}}, SAME),
    ("a number", UNION, {"to": {"number": 80}}, {"port": 80}),
    ("a name", UNION, {"to": {"name": "http"}}, {"port": "http"}),
    ("a name beats a number", UNION, {"to": {"number": 80, "name": "http"}}, {"port": "http"}),
    ("an empty name does not", UNION, {"to": {"number": 80, "name": ""}}, {"port": 80}),
    ("nor one that is null", UNION, {"to": {"number": 80, "name": None}}, {"port": 80}),
    ("0 is a number", UNION, {"to": {"number": 0, "name": ""}}, {"port": 0}),
    ("an empty name alone", UNION, {"to": {"name": ""}}, {"port": ""}),
    ("of none that says anything the first", UNION, {"to": {"number": None, "name": ""}}, {"port": None}),
    ("both null", UNION, {"to": {"number": None, "name": None}}, {"port": None}),
    ("what is beside them stays", UNION, {"to": {"number": 80, "name": "", "c": 1}}, {"to": {"c": 1}, "port": 80}),
    ("the port is taken", UNION, {"to": {"number": 80, "name": "http"}, "port": 1}, SAME),
    ("the parent is null", UNION, {"to": None}, SAME),
]  # fmt: skip
ANNOTATION_FROM_HUB: list[Row] = [
    ("no field", WORD, {"metadata": {}}, SAME),
    ("a field", WORD, {"metadata": {}, "to": {"it": "x"}}, {"metadata": {"annotations": {KEY: "x"}}}),
    ("a field and no metadata", WORD, {"to": {"it": "x"}}, {"metadata": {"annotations": {KEY: "x"}}}),
    ("a field with neighbours", WORD, {"to": {"it": "x", "c": 1}}, {"to": {"c": 1}, "metadata": {"annotations": {KEY: "x"}}}),
    ("an empty field", WORD, {"to": {"it": ""}}, {"metadata": {"annotations": {KEY: ""}}}),
    ("a field that is null", WORD, {"to": {"it": None}}, SAME),
    ("a number that is to be text", WORD, {"to": {"it": 5}}, SAME),
    ("an annotation is there", WORD, noted("x", to={"it": "y"}), SAME),
    ("another annotation is there", WORD, {"metadata": {"annotations": {"a": "b"}}, "to": {"it": "x"}}, {"metadata": {"annotations": {"a": "b", KEY: "x"}}}),
    ("a number", NUMBER, {"to": {"it": 0}}, {"metadata": {"annotations": {KEY: "0"}}}),
    ("a truth is no number", NUMBER, {"to": {"it": True}}, SAME),
    ("text is no number", NUMBER, {"to": {"it": "5"}}, SAME),
    ("null is no number", NUMBER, {"to": {"it": None}}, SAME),
    ("JSON without spaces and in order", ANY, {"to": {"it": {"b": [1, 2], "a": None}}}, {"metadata": {"annotations": {KEY: '{"a":null,"b":[1,2]}'}}}),
    ("JSON of a null", ANY, {"to": {"it": None}}, {"metadata": {"annotations": {KEY: "null"}}}),
    ("a parent that the spoke has stays", STAYS, {"spec": {"to": {"it": "x"}}}, {"spec": {"to": {}}, "metadata": {"annotations": {KEY: "x"}}}),
    ("with what is in it", STAYS, {"spec": {"to": {"it": "x", "c": 1}, "d": 2}}, {"spec": {"to": {"c": 1}, "d": 2}, "metadata": {"annotations": {KEY: "x"}}}),
]  # fmt: skip
OTHER_FROM_HUB: list[Row] = [
    ("a value of the table", HALF, {"spec": {"size": 1}}, {"spec": {"size": "half"}}),
    ("0 in the table", HALF, {"spec": {"size": 0}}, {"spec": {"size": None}}),
    ("a map in the table", HALF, {"spec": {"size": {"all": True}}}, {"spec": {"size": {}}}),
    ("true is not 1", HALF, {"spec": {"size": True}}, SAME),
    ("1.0 is not 1", HALF, {"spec": {"size": 1.0}}, SAME),
    ("a value of the other side", HALF, {"spec": {"size": "half"}}, SAME),
    ("a field that the spoke lacks", LACKS, {"b": 1, "c": 2}, {"c": 2}),
    ("both", LACKS, {"spec": {"a": 1, "c": 2}, "b": 1}, {"spec": {"c": 2}}),
    ("one that is null", LACKS, {"b": None}, {}),
    ("the last of its parent", LACKS, {"spec": {"a": 1}, "c": 2}, {"c": 2}),
    ("the last of all", LACKS, {"spec": {"a": 1}, "b": 2}, {}),
    ("none of them", LACKS, {"spec": {"c": 1}}, SAME),
    ("a parent of another type", LACKS, {"spec": ["a"]}, SAME),
    ("by hand", DOUBLE, {}, {"n": 1}),
]  # fmt: skip


def rows(table: list[Row]) -> Any:
    """A test for each row."""
    return pytest.mark.parametrize("row", table, ids=[row[0] for row in table])


@rows(MOVE_TO_HUB)
def test_a_move_to_the_hub(row: Row) -> None:
    check_row(to_hub, row)


@rows(MOVE_FROM_HUB)
def test_a_move_from_the_hub(row: Row) -> None:
    check_row(from_hub, row)


@rows(UNION_TO_HUB)
def test_a_union_to_the_hub(row: Row) -> None:
    check_row(to_hub, row)


@rows(UNION_FROM_HUB)
def test_a_union_from_the_hub(row: Row) -> None:
    check_row(from_hub, row)


@rows(ANNOTATION_TO_HUB)
def test_an_annotation_to_the_hub(row: Row) -> None:
    check_row(to_hub, row)


@rows(ANNOTATION_FROM_HUB)
def test_an_annotation_from_the_hub(row: Row) -> None:
    check_row(from_hub, row)


@rows(OTHER_TO_HUB)
def test_values_and_what_is_lacking_to_the_hub(row: Row) -> None:
    check_row(to_hub, row)


@rows(OTHER_FROM_HUB)
def test_values_and_what_is_lacking_from_the_hub(row: Row) -> None:
    check_row(from_hub, row)


@pytest.mark.parametrize(
    "places",
    [
        ("a", "a"),
        ("a", "a.b"),
        ("a.b", "a"),
        ("a.b", "a.b.c"),
        ("a.b.c", "a.b"),
        ("a[].b", "c"),
        ("a", "c[].b"),
        ("a[0]", "b"),
    ],
)
def test_a_move_that_could_not_be_walked_back_is_refused(places: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"one lies in the other|are the same|goes through a list"):
        Move(*places)


@pytest.mark.parametrize("places", [("a", "b"), ("a.b", "a.c"), ("a.b", "a.c.d"), ("a.b", "c")])
def test_any_other_move_is_not(places: tuple[str, str]) -> None:
    assert Move(*places).moves == (places,)
