"""Which values are written so that an object means what it meant: those in which the filled objects differ, no others."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from kconv.catalog import latest
from kconv.engine.conversion import Conversion, default_note, notes
from kconv.engine.preserve import Compared, Written, filler, overlay, placed
from kconv.notes import Note
from kconv.paths import FieldPath
from kconv.rules import At, Default, Fills, of_sort, parts

Json = Any
SAME = ...
# The object as it was converted, what the target's version makes of it, and what it should mean.
OVERLAID: list[tuple[str, Json, Json, Json, Json, list[tuple[FieldPath, Json]]]] = [
    ("nothing differs", {}, {"a": 1}, {"a": 1}, SAME, []),
    ("a default differs", {}, {"a": 1}, {"a": 2}, {"a": 2}, [(("a",), 2)]),
    ("only the source has one", {"b": 0}, {"b": 0}, {"b": 0, "a": 2}, {"b": 0, "a": 2}, [(("a",), 2)]),
    ("only the target has one", {}, {"a": 1}, {}, SAME, []),
    ("true is not 1", {}, {"a": 1}, {"a": True}, {"a": True}, [(("a",), True)]),
    ("null is replaced", {"a": None}, {"a": 1}, {"a": 2}, {"a": 2}, [(("a",), 2)]),
    ("null stays where none differs", {"a": None}, {"a": 1}, {"a": 1}, SAME, []),
    ("zero is replaced", {"a": 0}, {"a": 0}, {"a": 2}, {"a": 2}, [(("a",), 2)]),
    ("below a field", {"s": {"x": 0}}, {"s": {"x": 0, "a": 1}}, {"s": {"x": 0, "a": 2}}, {"s": {"x": 0, "a": 2}}, [(("s", "a"), 2)]),
    ("a parent that is not there", {}, {"s": {"a": 1, "b": 1}}, {"s": {"a": 2, "b": 1}}, {"s": {"a": 2}}, [(("s", "a"), 2)]),
    ("a parent that is null", {"s": None}, {"s": {"a": 1}}, {"s": {"a": 2}}, {"s": {"a": 2}}, [(("s", "a"), 2)]),
    ("a parent that only the source fills", {}, {}, {"s": {"a": 2}}, {"s": {"a": 2}}, [(("s", "a"), 2)]),
    ("a parent that is alike", {}, {"s": {"a": 1}}, {"s": {"a": 1}}, SAME, []),
    ("null that only the source has", {}, {}, {"a": None}, {"a": None}, [(("a",), None)]),
    ("null for a default", {}, {"a": 1}, {"a": None}, {"a": None}, [(("a",), None)]),
    ("null that is alike", {}, {"a": None}, {"a": None}, SAME, []),
    ("an empty parent", {}, {}, {"s": {}}, {"s": {}}, [(("s",), {})]),
    ("a map for text", {}, {"s": "a"}, {"s": {"a": 2}}, {"s": {"a": 2}}, [(("s", "a"), 2)]),
    ("a list", {}, {}, {"l": [1]}, {"l": [1]}, [(("l",), [1])]),
    ("a list that is alike", {}, {"l": [1]}, {"l": [1]}, SAME, []),
    ("a list that is alike, for null", {"l": None}, {"l": [1]}, {"l": [1]}, SAME, []),
    ("an empty map that is alike", {}, {"s": {}}, {"s": {}}, SAME, []),
    ("an empty map for a full one", {}, {"s": {"a": 1}}, {"s": {}}, {"s": {}}, [(("s",), {})]),
    ("text for a map that is not there", {}, {"s": {"a": 1}}, {"s": "a"}, {"s": "a"}, [(("s",), "a")]),
    ("text for null", {"s": None}, {"s": {"a": 1}}, {"s": "a"}, {"s": "a"}, [(("s",), "a")]),
    ("each item", {"l": [{}, {"a": 3}, {}]}, {"l": [{"a": 1}, {"a": 3}, {"a": 1}]}, {"l": [{"a": 2}, {"a": 3}, {"a": 2}]}, {"l": [{"a": 2}, {"a": 3}, {"a": 2}]}, [(("l", 0, "a"), 2), (("l", 2, "a"), 2)]),
    ("items that are alike", {"l": [{}]}, {"l": [{"a": 1}]}, {"l": [{"a": 1}]}, SAME, []),
    ("items that the target adds to", {"l": [{}]}, {"l": [{"a": 1}, {}]}, {"l": [{"a": 2}]}, {"l": [{"a": 2}]}, [(("l", 0, "a"), 2)]),
    ("items that the target takes away", {"l": [{}, {}]}, {"l": [{}]}, {"l": [{"a": 2}, {"a": 2}]}, {"l": [{"a": 2}, {}]}, [(("l", 0, "a"), 2)]),
    ("items that the source adds", {"l": [{}]}, {"l": [{}]}, {"l": [{}, {}]}, {"l": [{}, {}]}, [(("l",), [{}, {}])]),
    ("an object that is no map", 1, 1, 2, 2, [((), 2)]),
    ("a map for an object that is none", 1, {}, {"a": 2}, {"a": 2}, [((), {"a": 2})]),
    ("text for a map", {"s": {}}, {"s": {"a": 1}}, {"s": "a"}, {"s": "a"}, [(("s",), "a")]),
    ("a map for a field that is none", {"s": 1}, {"s": {}}, {"s": {"a": 2}}, {"s": {"a": 2}}, [(("s",), {"a": 2})]),
    ("a map for text, beside a field", {"s": {"b": 0}}, {"s": "a"}, {"s": {"a": 2}}, {"s": {"a": 2}}, [(("s",), {"a": 2})]),
    ("text for a list", {"l": [1]}, {"l": [1]}, {"l": "a"}, {"l": "a"}, [(("l",), "a")]),
    ("a list for a field that is none", {"l": 1}, {"l": [1]}, {"l": [2]}, {"l": [2]}, [(("l",), [2])]),
    ("a list of another length than was there, the same to both", {"l": 5}, {"l": [1]}, {"l": [1]}, SAME, []),
    ("a list for a map", {"l": [{}]}, {"l": {}}, {"l": [{"a": 2}]}, {"l": [{"a": 2}]}, [(("l",), [{"a": 2}])]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("plain", "bare", "full", "result", "written"), [row[1:] for row in OVERLAID], ids=[row[0] for row in OVERLAID]
)
def test_what_differs_is_written(plain: Json, bare: Json, full: Json, result: Json, written: Any) -> None:
    before = copy.deepcopy((plain, bare, full))
    made = overlay(plain, bare, full)
    assert made is plain if result is SAME else json.dumps(made) == json.dumps(result)
    assert Compared(plain, bare, full).written() == written
    refused = overlay(plain, bare, full, lambda *_: False)
    assert refused is plain, "nobody wants any of it"
    assert overlay(plain, bare, full, lambda *_: True) == made
    assert (plain, bare, full) == before


def test_what_is_the_same_object_is_not_looked_into() -> None:
    plain, one = {"l": [{}, {"b": 0}], "s": {}}, {"a": 1}
    assert overlay(plain, one, one) is plain
    assert overlay(plain, {"l": [one, one], "s": one}, {"l": [one, {"a": 2}], "s": one}) == {
        "l": [{}, {"b": 0, "a": 2}],
        "s": {},
    }


def test_a_value_is_written_if_it_is_wanted() -> None:
    plain, full = {"l": [{}, {}]}, {"l": [{"a": 2, "b": 2}, {"a": 2}], "s": {"a": 2, "b": 2}}
    made = overlay(plain, plain, full, lambda path, _: path[-1] == "b")
    assert made == {"l": [{"b": 2}, {}], "s": {"b": 2}}


PLACED: list[tuple[str, Json, Json, str]] = [
    ("at the end", {"a": 1}, {"b": 2}, "a b"),
    ("before a template", {"a": 1, "template": {}, "c": 3}, {"b": 2}, "a b template c"),
    ("before a job's template", {"a": 1, "jobTemplate": {}}, {"b": 2}, "a b jobTemplate"),
    ("before a backend", {"path": "/", "backend": {}}, {"pathType": "Exact"}, "path pathType backend"),
    ("before the first bulky one", {"a": 1, "template": {}, "backend": {}}, {"b": 2}, "a b template backend"),
    ("at the end where the template comes first", {"template": {}, "a": 1}, {"b": 2}, "template a b"),
    ("before one that stands alone", {"template": {}}, {"b": 2}, "b template"),
    ("where it is", {"a": 1, "template": {}, "c": 3}, {"c": 4}, "a template c"),
    ("a template in its place", {"a": 1, "template": {}}, {"template": {"x": 1}, "b": 2}, "a b template"),
]  # fmt: skip


@pytest.mark.parametrize(("obj", "changed", "order"), [row[1:] for row in PLACED], ids=[row[0] for row in PLACED])
def test_new_fields_stand_where_a_reader_looks_for_them(obj: Json, changed: Json, order: str) -> None:
    made = placed(obj, changed)
    assert " ".join(made) == order
    assert made == {**obj, **changed}
    assert made is not obj


def test_rules_fill_in_their_places() -> None:
    found = of_sort(parts([At("s", [Default("a", 1)]), Default("b", 2)]), Fills)
    assert filler(found, latest())({"s": {}}) == {"s": {"a": 1}, "b": 2}
    assert filler(found, latest())({}) == {"b": 2}


def test_what_was_written_without_a_comparison_is_found_by_one() -> None:
    one = Written({"x": 0}, lambda obj: {"a": 1, **obj}, lambda obj: {"a": 2, "b": 3, **obj})
    assert one.written() == [(("a",), 1)]


NOTED: list[tuple[str, FieldPath, Json, str, str]] = [
    ("a number", ("spec", "n"), 1, "spec.n", "spec.n: 1"),
    ("text", ("l", 0, "s"), "é", "l[0].s", 'l[0].s: "é"'),
    ("sixty characters", ("a",), "x" * 58, "a", f'a: "{"x" * 58}"'),
    ("more than sixty", ("a",), "x" * 59, "a", f'a: "{"x" * 56}…'),
]


@pytest.mark.parametrize(
    ("path", "value", "place", "message"), [row[1:] for row in NOTED], ids=[row[0] for row in NOTED]
)
def test_a_default_is_noted(path: FieldPath, value: Json, place: str, message: str) -> None:
    assert default_note(path, value) == Note("default", place, message)


@pytest.mark.parametrize(
    ("kind", "settles"),
    [
        ("decision", True),
        ("repair", True),
        ("nearest", True),
        ("reference", True),
        ("info", False),
        ("ambiguous", False),
        ("dropped", False),
        ("stash", False),
    ],
)
def test_what_a_demand_made_of_a_field_is_noted_instead_of_its_default(kind: Any, settles: bool) -> None:
    written, note = Compared({}, {}, {"a": 1, "b": 2}), Note(kind, "a", "set")
    defaults = [Note("default", "a", "a: 1"), Note("default", "b", "b: 2")]
    assert notes([written, note]) == [*defaults[settles:], note]
    assert Conversion({}, noted=[note, written]).notes == [note, *defaults[settles:]]


def test_a_conversion_that_did_nothing_has_nothing_to_say() -> None:
    done = Conversion({"a": 1})
    assert (done.moves, done.notes, done.questions, done.fragment) == ([], [], [], False)
    assert Conversion({}, pairs=((("a",), ("b",)),)).moves == [(("a",), ("b",))]
