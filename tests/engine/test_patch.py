"""The difference between two objects, sparse, and what of it is put back after somebody's edits.

Whoever holds the object in between may edit it: an entry is put back only where what it belongs to is as it was, and
an item of a list is found by its key or by equal content, never by its index (DESIGN.md, law 4).
"""

from __future__ import annotations

import copy
import json
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.engine import places
from kconv.engine.difference import canonical, difference
from kconv.engine.entries import Entry, valid
from kconv.engine.patch import differing, restore
from kconv.paths import MISSING, FieldPath, get
from tests.laws.objects import LAW

Json = Any
KEYS = {"pods": ("name",), "grid[]": ("n",), "pods[].ports": ("port", "protocol")}
LONG = "x" * 100


class Seen:
    """A version that answers as it is told to, and what it was asked."""

    def __init__(self, *, nearer: bool = False, hides: bool = False) -> None:
        self.nearer_is, self.hides_is = nearer, hides
        self.asked: list[tuple[Json, Json]] = []
        self.paths: list[FieldPath] = []

    def nearer(self, one: Json, other: Json) -> bool:
        self.asked.append((one, other))
        return self.nearer_is

    def hides(self, path: FieldPath, one: Json, other: Json) -> bool:
        self.paths.append(path)
        self.asked.append((one, other))
        return self.hides_is


DIFFERENCES: list[tuple[str, Json, Json, list[Entry]]] = [
    ("none", {"a": 1}, {"a": 1}, []),
    ("another order", {"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
    ("a value", {"a": 1}, {"a": 2}, [{"p": ["a"], "was": 1, "is": 2}]),
    ("true for 1", {"a": 1}, {"a": True}, [{"p": ["a"], "was": 1, "is": True}]),
    ("1.0 for 1", {"a": 1}, {"a": 1.0}, [{"p": ["a"], "was": 1, "is": 1.0}]),
    ("null for absent", {}, {"a": None}, [{"p": ["a"], "is": None}]),
    ("absent for null", {"a": None}, {}, [{"p": ["a"], "was": None}]),
    ("a field more", {"a": 1}, {"a": 1, "b": {"c": 2}}, [{"p": ["b"], "is": {"c": 2}}]),
    ("a field less", {"a": 1, "b": 2}, {"a": 1}, [{"p": ["b"], "was": 2}]),
    ("below a field", {"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, [{"p": ["a", "c"], "was": 2, "is": 3}]),
    ("a map for text", {"a": "b"}, {"a": {"b": 1}}, [{"p": ["a"], "was": "b", "is": {"b": 1}}]),
    ("an empty map for a full one", {"a": {"b": 1}}, {"a": {}}, [{"p": ["a", "b"], "was": 1}]),
    ("a list of another length", {"a": [1]}, {"a": [1, 2]}, [{"p": ["a"], "was": [1], "is": [1, 2]}]),
    ("a list for a map", {"a": {}}, {"a": []}, [{"p": ["a"], "was": {}, "is": []}]),
    ("its own fields first", {"b": 1, "c": 1}, {"a": 1, "b": 2, "c": 2}, [{"p": ["b"], "was": 1, "is": 2}, {"p": ["c"], "was": 1, "is": 2}, {"p": ["a"], "is": 1}]),
    ("an item by its key", {"pods": [{"name": "a"}, {"name": "b"}]}, {"pods": [{"name": "a"}, {"name": "b", "n": 1}]}, [{"p": ["pods", {"key": {"name": "b"}}, "n"], "is": 1}]),
    ("another order of the same keys", {"pods": [{"name": "a", "n": 1}, {"name": "b"}, {"name": "c"}]}, {"pods": [{"name": "b", "n": 0}, {"name": "c"}, {"name": "a", "n": 1}]}, [{"p": ["pods", {"key": {"name": "b"}}, "n"], "is": 0}, {"p": ["pods"], "of": [{"name": "a"}, {"name": "b"}, {"name": "c"}], "order": [1, 2, 0]}]),
    ("another order in a list of lists", {"grid": [[{"n": 1}, {"n": 2}]]}, {"grid": [[{"n": 2}, {"n": 1}]]}, [{"p": ["grid", {"like": "bf646a32c9a0e262", "nth": 0, "of": 1}], "of": [{"n": 1}, {"n": 2}], "order": [1, 0]}]),
    ("another order of a list without keys", {"a": [1, 2]}, {"a": [2, 1]}, [{"p": ["a", {"like": "6b86b273ff34fce1", "nth": 0, "of": 1}], "was": 1, "is": 2}, {"p": ["a", {"like": "d4735e3a265e16ee", "nth": 0, "of": 1}], "was": 2, "is": 1}]),
    ("an item by both keys", {"pods": [{"name": "a", "ports": [{"port": 1, "protocol": "TCP"}, {"port": 1, "protocol": "UDP"}]}]}, {"pods": [{"name": "a", "ports": [{"port": 1, "protocol": "TCP"}, {"port": 1, "protocol": "UDP", "n": 0}]}]}, [{"p": ["pods", {"key": {"name": "a"}}, "ports", {"key": {"port": 1, "protocol": "UDP"}}, "n"], "is": 0}]),
    ("an item that lacks a key beside one in which it is null", {"pods": [{"name": "a", "ports": [{"port": 1}, {"port": 1, "protocol": None}]}]}, {"pods": [{"name": "a", "ports": [{"port": 1, "n": 0}, {"port": 1, "protocol": None}]}]}, [{"p": ["pods", {"key": {"name": "a"}}, "ports", {"key": {"port": 1}}, "n"], "is": 0}]),
    ("an item by the key that it has", {"pods": [{"name": "a", "ports": [{"port": 1}, {"port": 1, "protocol": "UDP"}]}]}, {"pods": [{"name": "a", "ports": [{"port": 1, "n": 0}, {"port": 1, "protocol": "UDP"}]}]}, [{"p": ["pods", {"key": {"name": "a"}}, "ports", {"key": {"port": 1}}, "n"], "is": 0}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("have", "want", "entries"), [row[1:] for row in DIFFERENCES], ids=[row[0] for row in DIFFERENCES]
)
def test_a_difference_says_what_was_there_and_what_is_wanted(have: Json, want: Json, entries: list[Entry]) -> None:
    assert json.dumps(difference(have, want, KEYS)) == json.dumps(entries)
    assert valid(entries)
    assert restore(have, entries, KEYS) == (want, [])


ITEMS: list[tuple[str, list[Json], int, int, int]] = [
    ("no item has the key", [{"a": 1}, {"a": 2}], 1, 0, 1),
    ("two have the same", [{"name": "a", "n": 1}, {"name": "a", "n": 2}], 0, 0, 1),
    ("two are alike", [{"name": "a"}, {"n": 0}, {"name": "a"}], 2, 1, 2),
    ("one is alike to Python only", [{"name": 1}, {"name": True}, {"name": True}], 2, 1, 2),
    ("an item is text", ["a", "b"], 0, 0, 1),
    ("an item is text in which a key's name is", ["a name", "b"], 0, 0, 1),
    ("an item is a list with a key's name", [["name"], ["b"]], 0, 0, 1),
    ("an item has a date, as other readers of YAML make one", [{"at": date(2020, 1, 1)}, {}], 0, 0, 1),
    ("an item is text that no file can hold", ["\ud800", "b"], 0, 0, 1),
    ("an item is a number", [1, True, 1], 2, 1, 2),
    ("an item is null", [None, {"name": "a"}], 0, 0, 1),
    ("another item is text", [{"name": "a"}, {"name": "a"}, "name"], 1, 1, 2),
]


@pytest.mark.parametrize(("items", "at", "nth", "of"), [row[1:] for row in ITEMS], ids=[row[0] for row in ITEMS])
def test_an_item_without_a_key_of_its_own_is_found_by_what_it_is(items: list[Json], at: int, nth: int, of: int) -> None:
    wanted = [*items[:at], "new", *items[at + 1 :]]
    (entry,) = difference({"pods": items}, {"pods": wanted}, KEYS)
    step = entry["p"][1]
    assert (entry["p"][0], step["nth"], step["of"], sorted(step)) == ("pods", nth, of, ["like", "nth", "of"])
    assert (entry["was"], entry["is"]) == (items[at], "new")
    assert restore({"pods": items}, [entry], KEYS)[0] == {"pods": wanted}


A, B, C = ({"name": name} for name in "abc")
TCP, UDP, BARE = {"port": 1, "protocol": "TCP"}, {"port": 1, "protocol": "UDP"}, {"port": 1}
REORDERED: list[tuple[str, str, list[Json], list[Json], list[int] | None]] = [
    ("the same order", "pods", [A, B], [A, B], None),
    ("two items", "pods", [A, B], [B, A], [1, 0]),
    ("three items", "pods", [A, B, C], [C, A, B], [2, 0, 1]),
    ("with another field", "pods", [A, B], [{**B, "n": 1}, {"n": 2, **A}], [1, 0]),
    ("another item", "pods", [A, B], [B, C], None),
    ("the first once more", "pods", [A, B], [A, A], None),
    ("the last once more", "pods", [A, B], [B, B], None),
    ("two of one key", "pods", [{**A, "n": 1}, {**A, "n": 2}, B], [B, {**A, "n": 2}, {**A, "n": 1}], None),
    ("two alike and one", "pods", [A, A, B], [B, A, A], None),
    ("an item without a key", "pods", [{"n": 1}, A], [A, {"n": 1}], None),
    ("an item that is text", "pods", ["name", A], [A, "name"], None),
    ("an item that is no map", "pods", [1, A], [A, None], None),
    ("by two keys", "ports", [TCP, UDP], [UDP, TCP], [1, 0]),
    ("by two keys, one of which an item lacks", "ports", [BARE, UDP, TCP], [UDP, TCP, BARE], [1, 2, 0]),
    ("a null for a key", "ports", [BARE, {**BARE, "protocol": None}], [{**BARE, "protocol": None}, BARE], [1, 0]),
    ("a number and a text", "pods", [{"name": 1}, {"name": "1"}], [{"name": "1"}, {"name": 1}], [1, 0]),
]


@pytest.mark.parametrize(
    ("place", "have", "want", "order"), [row[1:] for row in REORDERED], ids=[row[0] for row in REORDERED]
)
def test_the_same_keys_in_another_order_are_one_entry(
    place: str, have: list[Json], want: list[Json], order: list[int] | None
) -> None:
    one, other = (
        {place: items} if place == "pods" else {"pods": [{"name": "a", place: items}]} for items in (have, want)
    )
    entries = difference(one, other, KEYS)
    orders = [entry["order"] for entry in entries if "order" in entry]
    assert orders == ([] if order is None else [order])
    assert valid(entries)
    assert json.dumps(restore(one, entries, KEYS)[0], sort_keys=True) == json.dumps(other, sort_keys=True)


ORDERS: list[tuple[str, str, str]] = [
    ("an item is gone", "ac", "ca"),
    ("an item is new", "abcx", "cabx"),
    ("the first is new", "xabc", "cabx"),
    ("somebody gave them another order", "bac", "bac"),
    ("one is there twice", "aabc", "aabc"),
    ("none is left", "", ""),
]


@pytest.mark.parametrize(("now", "then"), [row[1:] for row in ORDERS], ids=[row[0] for row in ORDERS])
def test_an_order_is_given_to_the_items_that_are_still_there(now: str, then: str) -> None:
    def pods(names: str) -> Json:
        return {"pods": [{"name": name} for name in names]}

    entries = difference(pods("abc"), pods("cab"), KEYS)
    assert restore(pods(now), entries, KEYS) == (pods(then), [])
    assert restore({"pods": 1}, entries, KEYS) == ({"pods": 1}, [])


@pytest.mark.parametrize(
    "order",
    [[0], [0, 0], [0, 2], ["0", "1"], [True, False], [0, True], [1, 0.0], [1, 0, 2], 1, None],
    ids=json.dumps,
)
def test_an_order_that_is_none_is_damage(order: Json) -> None:
    entry = {"p": ["pods"], "of": [{"name": "a"}, {"name": "b"}], "order": order}
    assert not valid([entry])
    assert valid([{**entry, "order": [1, 0]}])
    for of in (None, 1, [1, 2], [{}, {"name": "b"}], {"a": 1, "b": 2}):
        assert not valid([{**entry, "of": of, "order": [1, 0]}])
    assert not valid([{**entry, "order": [1, 0], "is": 1}])


def test_a_long_value_is_recognized_by_its_digest() -> None:
    (entry,) = difference({"a": LONG}, {"a": 1}, {})
    assert (sorted(entry), len(entry["was#"])) == (["is", "p", "was#"], 16)
    assert restore({"a": LONG}, [entry], {})[0] == {"a": 1}
    assert restore({"a": LONG + "x"}, [entry], {})[0] == {"a": LONG + "x"}
    assert restore({}, [entry], {})[0] == {}


def test_a_digest_of_nothing_is_not_what_a_field_was() -> None:
    forged = sha256(json.dumps(str(MISSING)).encode()).hexdigest()[:16]
    for entry in ({"p": ["a"], "was#": forged}, {"p": ["a"], "was#": forged, "is": 1}):
        assert valid([entry])
        assert restore({"b": 0}, [entry], {}) == ({"b": 0}, [])


@pytest.mark.parametrize(("length", "seen"), [(78, "was"), (79, "was#")])
def test_what_takes_more_than_eighty_characters_as_json_is_long(length: int, seen: str) -> None:
    (entry,) = difference({"a": "é" * length}, {}, {})
    assert sorted(entry) == ["p", seen]


def test_a_digest_is_of_the_content_and_not_of_the_order_of_keys() -> None:
    one, other = ({"a": {"x": LONG, "y": 1}}, {"a": {"y": 1, "x": LONG}})
    (entry,) = difference({"l": [one]}, {"l": [0]}, {})
    assert restore({"l": [other]}, [entry], {})[0] == {"l": [0]}


FOUND = {"p": ["pods", {"key": {"name": "b"}}, "n"], "is": 1}
EDITED: list[tuple[str, Json, Entry, Json]] = [
    ("as it was", {"a": 1}, {"p": ["a"], "was": 1, "is": 2}, {"a": 2}),
    ("another value", {"a": 3}, {"p": ["a"], "was": 1, "is": 2}, ...),
    ("a value of another type", {"a": True}, {"p": ["a"], "was": 1, "is": 2}, ...),
    ("the field is gone", {}, {"p": ["a"], "was": 1, "is": 2}, ...),
    ("the field is gone, and was null", {}, {"p": ["a"], "was": None, "is": 2}, ...),
    ("the field has come", {"a": 3}, {"p": ["a"], "is": 2}, ...),
    ("the field has come as null", {"a": None}, {"p": ["a"], "is": 2}, ...),
    ("the field is still not there", {"b": 3}, {"p": ["a"], "is": 2}, {"b": 3, "a": 2}),
    ("the parent is gone", {}, {"p": ["a", "b"], "is": 2}, ...),
    ("the parent is null", {"a": None}, {"p": ["a", "b"], "is": 2}, ...),
    ("the parent is a list", {"a": []}, {"p": ["a", "b"], "is": 2}, ...),
    ("the object is none", None, {"p": ["a"], "is": 2}, ...),
    ("a field is taken away", {"a": 1, "b": 2}, {"p": ["a"], "was": 1}, {"b": 2}),
    ("one that is gone already", {"b": 2}, {"p": ["a"], "was": 1}, ...),
    ("an item", {"pods": [{"name": "a"}, {"name": "b"}]}, FOUND, {"pods": [{"name": "a"}, {"name": "b", "n": 1}]}),
    ("an item that moved", {"pods": [{"name": "b"}, {"name": "a"}]}, FOUND, {"pods": [{"name": "b", "n": 1}, {"name": "a"}]}),
    ("an item that has it", {"pods": [{"name": "b", "n": 0}]}, FOUND, ...),
    ("an item that is gone", {"pods": [{"name": "a"}]}, FOUND, ...),
    ("a map for items", {"pods": {"name": "b"}}, FOUND, ...),
    ("null for items", {"pods": None}, FOUND, ...),
    ("a number for items", {"pods": 1}, FOUND, ...),
    ("text for an item", {"pods": ["b"]}, FOUND, ...),
    ("an item of another list", {"other": [{"name": "b"}]}, {"p": ["other", {"key": {"name": "b"}}, "n"], "is": 1}, {"other": [{"name": "b", "n": 1}]}),
    ("a key that is null for one that is not there", {"pods": [{"name": None}]}, {"p": ["pods", {"key": {"name": "b"}}, "n"], "is": 1}, ...),
]  # fmt: skip


@pytest.mark.parametrize(("have", "entry", "result"), [row[1:] for row in EDITED], ids=[row[0] for row in EDITED])
def test_an_edit_wins(have: Json, entry: Entry, result: Json) -> None:
    before = copy.deepcopy((have, entry))
    made, doubts = restore(have, [entry], KEYS)
    assert made is have if result is ... else json.dumps(made) == json.dumps(result)
    assert doubts == []
    assert (have, entry) == before


AMBIGUOUS: list[tuple[str, Json, Entry, str]] = [
    ("two of one key", {"pods": [{"name": "b"}, {"name": "b", "x": 1}]}, FOUND, "pods"),
    ("two that are alike, and one was", {"l": [{}, {}]}, difference({"l": [{}]}, {"l": [1]}, {})[0], "l"),
    ("one that is alike, and two were", {"l": [{}]}, difference({"l": [{}, {}]}, {"l": [{}, 1]}, {})[0], "l"),
    ("in an item", {"pods": [{"name": "a", "ports": [{"port": 1}, {"port": 1}]}]}, {"p": ["pods", {"key": {"name": "a"}}, "ports", {"key": {"port": 1}}, "n"], "is": 0}, "pods[].ports"),
    ("below a field", {"a": {"b": [1, 1]}}, difference({"a": {"b": [1]}}, {"a": {"b": [2]}}, {})[0], "a.b"),
]  # fmt: skip


@pytest.mark.parametrize(("have", "entry", "place"), [row[1:] for row in AMBIGUOUS], ids=[row[0] for row in AMBIGUOUS])
def test_what_could_belong_to_several_items_is_put_into_none_and_that_is_said(
    have: Json, entry: Entry, place: str
) -> None:
    made, doubts = restore(have, [entry], KEYS)
    assert made is have
    assert doubts == [f"{place}: more than one item could be the one that a stashed value belongs to"]


GONE = "l: a stashed value belongs to an item that was edited or removed; without a key, an item is found only while nothing of it is edited"


def test_an_item_without_a_key_that_is_not_found_is_reported_for_it_may_have_been_edited() -> None:
    (entry,) = difference({"l": [{"a": 1}, {"a": 2}]}, {"l": [{"a": 1}, {"a": 2, "b": 3}]}, {})
    for edited in ({"l": [{"a": 1}, {"a": 4}]}, {"l": [{"a": 1}]}):
        assert restore(edited, [entry], {}) == (edited, [GONE])
    assert restore({"l": []}, [entry], {}) == ({"l": []}, [])
    keyed = difference({"l": [{"a": 1}]}, {"l": [{"a": 1, "b": 3}]}, {"l": ("a",)})
    assert restore({"l": [{"a": 4}]}, keyed, {"l": ("a",)}) == ({"l": [{"a": 4}]}, [])


def test_an_item_of_equal_content_is_found_at_another_place() -> None:
    (entry,) = difference({"l": [1, 2]}, {"l": [1, 3]}, {})
    assert restore({"l": [2, 1]}, [entry], {}) == ({"l": [3, 1]}, [])


def test_every_place_is_found_before_anything_changes() -> None:
    have, want = {"l": ["a", "b"]}, {"l": ["b", "a"]}
    assert restore(have, difference(have, want, {}), {}) == (want, [])


def test_where_objects_differ() -> None:
    have = {"a": 1, "pods": [{"name": "a"}, {"name": "b", "n": 1}], "l": [1, 1]}
    want = {"pods": [{"name": "a", "n": 0}, {"name": "b"}], "l": [1, 2], "c": {"d": 1}}
    assert differing(have, want, KEYS) == [("a",), ("pods", 0, "n"), ("pods", 1, "n"), ("l", 1), ("c",)]
    assert differing(have, have, KEYS) == []


EMPTIED: list[tuple[str, Json, list[Any], bool, Json]] = [
    ("a map that only this made", {"a": {"b": 1}, "c": 0}, ["a", "b"], True, {"c": 0}),
    ("a map that was there before", {"a": {"b": 1}, "c": 0}, ["a", "b"], False, {"a": {}, "c": 0}),
    ("maps in maps", {"a": {"b": {"c": 1}}, "d": 0}, ["a", "b", "c"], True, {"d": 0}),
    ("maps in maps in maps", {"a": {"b": {"c": {"d": 1}}}, "e": 0}, ["a", "b", "c", "d"], True, {"e": 0}),
    ("maps in a map with more", {"a": {"b": {"c": {"d": 1}}, "e": 0}}, ["a", "b", "c", "d"], True, {"a": {"e": 0}}),
    ("a map with more", {"a": {"b": 1, "c": 2}}, ["a", "b"], True, {"a": {"c": 2}}),
    ("an item stays", {"pods": [{"name": "a", "x": {"y": 1}}]}, ["pods", {"key": {"name": "a"}}, "x", "y"], True, {"pods": [{"name": "a"}]}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("have", "path", "nearer", "result"), [row[1:] for row in EMPTIED], ids=[row[0] for row in EMPTIED]
)
def test_a_map_goes_with_its_last_field_where_that_is_nearer(have: Json, path: Any, nearer: bool, result: Json) -> None:
    view = Seen(nearer=nearer)
    assert restore(have, [{"p": path, "was": 1}], KEYS, view)[0] == result
    assert all(len(json.dumps(one)) < len(json.dumps(other)) for one, other in view.asked), "without it, and with it"
    assert restore({"a": {"b": 1}}, [{"p": ["a", "b"], "was": 1}], {})[0] == {"a": {}}, "not asked: it stays"


def test_a_map_that_a_value_is_put_into_is_not_looked_at() -> None:
    entry = {"p": ["a", "b"], "was": 1, "is": {}}
    assert restore({"a": {"b": 1}}, [entry], {}, Seen(nearer=True))[0] == {"a": {"b": {}}}


BESIDE: list[tuple[str, Json, Json, Json]] = [
    ("a field", {"a": {"x": 1}}, {"a": {"b": 1}}, {"a": {"b": 1, "x": 1}}),
    ("no field", {"a": {"x": 1}}, {"a": {}}, {"a": {"x": 1}}),
    ("the same field", {"a": {"x": 1, "y": 2}}, {"a": {"x": 3}}, {"a": {"x": 3, "y": 2}}),
    ("below, the same field", {"a": {"b": {"x": 1, "y": 2}}}, {"a": {"b": {"x": 3}}}, {"a": {"b": {"x": 3, "y": 2}}}),
    ("an empty map", {"a": {}}, {"a": {"b": 1}}, {"a": {"b": 1}}),
    ("text for a map", {"a": {"x": 1}}, {"a": "b"}, {"a": "b"}),
    ("null for a map", {"a": {"x": 1}}, {"a": None}, {"a": None}),
    ("a map for text", {"a": "b"}, {"a": {"x": 1}}, {"a": {"x": 1}}),
    ("a list for a list", {"a": [1]}, {"a": []}, {"a": []}),
]  # fmt: skip


@pytest.mark.parametrize(("hidden", "edited", "result"), [row[1:] for row in BESIDE], ids=[row[0] for row in BESIDE])
def test_what_an_edit_brings_stands_beside_what_was_hidden(hidden: Json, edited: Json, result: Json) -> None:
    for have in (edited, {"s": edited}):
        entries = difference({}, hidden if have is edited else {"s": hidden}, KEYS)
        assert restore(have, entries, KEYS)[0] == (result if have is edited else {"s": result})
        assert restore(have, [{**entry, "was": 0} for entry in entries], KEYS)[0] == have, "what was visible is gone"


@pytest.mark.parametrize("hides", [True, False])
def test_what_was_hidden_in_a_map_comes_back_where_only_a_conversion_made_that(hides: bool) -> None:
    entries: list[Entry] = [{"p": ["a", "b", "x"], "is": 1}, {"p": ["a", "b", "y"], "is": 2}]
    view = Seen(hides=hides)
    assert restore({"c": 0}, entries, KEYS, view)[0] == ({"c": 0, "a": {"b": {"x": 1, "y": 2}}} if hides else {"c": 0})
    assert view.paths[0] == ("a",), "the highest map that is gone"
    assert view.asked[0] == ({"c": 0}, {"c": 0, "a": {"b": {"x": 1}}})
    assert restore({"c": 0}, entries, KEYS)[0] == {"c": 0}, "nothing is known of the version"
    for changed in ({"was": 0}, {"was#": "0"}):
        assert restore({"c": 0}, [{**entries[0], **changed}], KEYS, Seen(hides=True))[0] == {"c": 0}
    assert restore({"a": None}, entries, KEYS, Seen(hides=True))[0] == {"a": None}
    assert restore({"a": {}}, entries, KEYS, Seen(hides=True))[0] == {"a": {"b": {"x": 1, "y": 2}}}


LIKE = {"like": "0" * 16, "nth": 0, "of": 1}
VALID = [
    [],
    [{"p": ["a"], "was": 1}],
    [{"p": ["a", "b"], "was": 1, "is": 2}],
    [{"p": ["a"], "was#": "0", "is": None}],
    [{"p": ["a", {"key": {"name": "b"}}, "c"], "was": 1}],
    [{"p": ["a", {"key": {"name": "b"}}], "is": 1}],
    [{"p": ["a", LIKE, "b"], "was#": "0"}],
    [{"p": ["a"], "of": [{"b": 1}, {"b": 2}], "order": [1, 0]}],
    [{"p": ["a", LIKE], "of": [{"b": 1}, {"b": 2}], "order": [1, 0]}],
    [{"p": ["a"], "is": 0}, {"p": ["b"], "is": 0}],
    [{"p": ["a", {**LIKE, "nth": 1, "of": 2}, LIKE], "is": 1}],
]
FORGED = [
    None,
    {},
    "a",
    {"p": ["a"], "is": 0},
    [["a"]],
    [None],
    [{}],
    [{"is": 1}],
    [{"p": ["a"]}],
    [{"p": ["a", LIKE, "b"]}],
    [{"p": [], "is": 1}],
    [{"p": "a", "is": 0}],
    [{"p": {"a": 1}, "is": 0}],
    [{"p": [1], "is": 0}],
    [{"p": [None], "is": 0}],
    [{"p": ["a", 1], "is": 0}],
    [{"p": ["a"], "is": 0, "other": 1}],
    [{"p": ["a"], "is": 0}, {"p": [], "is": 0}],
]
FORGED_ITEMS = [
    [{"p": [{"key": {"name": "b"}}], "is": 1}],
    [{"p": [LIKE, "a"], "is": 1}],
    [{"p": ["a", {"key": {"name": "b"}}]}],
    [{"p": ["a", LIKE], "was": 1}],
    [{"p": ["a", {}], "is": 1}],
    [{"p": ["a", {"key": {}}], "is": 1}],
    [{"p": ["a", {"key": "name"}], "is": 1}],
    [{"p": ["a", {"key": {"name": "b"}, "nth": 0}], "is": 1}],
    [{"p": ["a", {"like": "0", "nth": 0}], "is": 1}],
    [{"p": ["a", {**LIKE, "more": 1}], "is": 1}],
    [{"p": ["a", {**LIKE, "like": 1}], "is": 1}],
    [{"p": ["a", {**LIKE, "nth": -1}], "is": 1}],
    [{"p": ["a", {**LIKE, "nth": 1}], "is": 1}],
    [{"p": ["a", {**LIKE, "nth": False}], "is": 1}],
    [{"p": ["a", {**LIKE, "nth": "0"}], "is": 1}],
    [{"p": ["a", {**LIKE, "of": True}], "is": 1}],
    [{"p": ["a", {**LIKE, "of": 1.5}], "is": 1}],
]


@pytest.mark.parametrize("entries", VALID, ids=json.dumps)
def test_what_kconv_writes_is_read(entries: Json) -> None:
    assert valid(entries)


@pytest.mark.parametrize("entries", FORGED, ids=json.dumps)
def test_what_it_never_writes_is_not(entries: Json) -> None:
    assert not valid(entries)


OPEN: list[tuple[str, Entry, bool]] = [
    ("a field", {"p": ["spec"], "is": 1}, True),
    ("what the object is", {"p": ["kind"], "is": "a"}, False),
    ("its version", {"p": ["apiVersion"], "was": "e/v1"}, False),
    ("below what it is", {"p": ["kind", "a"], "is": "a"}, False),
    ("a kind below", {"p": ["spec", "kind"], "is": "a"}, True),
    ("an item at the top", {"p": [{"key": {"a": 1}}, "a"], "is": 1}, False),
    ("a label", {"p": ["metadata", "labels", "a"], "is": "b"}, True),
    ("all annotations", {"p": ["metadata", "annotations"], "was": {"a": "b"}}, True),
    ("the name", {"p": ["metadata", "name"], "is": "b"}, False),
    ("a finalizer", {"p": ["metadata", "finalizers"], "is": ["a/b"]}, False),
    ("an item of the metadata", {"p": ["metadata", {"key": {"a": 1}}], "is": 1}, False),
    ("a field of an item of the metadata", {"p": ["metadata", {"key": {"a": 1}}, "labels"], "is": 1}, False),
    ("no metadata for null", {"p": ["metadata"], "was": None}, True),
    ("metadata of labels", {"p": ["metadata"], "is": {"labels": {"a": "b"}}}, True),
    ("metadata with a name", {"p": ["metadata"], "is": {"labels": {}, "name": "b"}}, False),
    ("no metadata for annotations", {"p": ["metadata"], "was": {"annotations": {"a": "b"}}}, True),
    ("no metadata for a name", {"p": ["metadata"], "was": {"name": "a"}}, False),
    ("null for a name", {"p": ["metadata"], "was": {"name": "a"}, "is": None}, False),
    ("labels for a name", {"p": ["metadata"], "was": {"name": "a"}, "is": {"labels": {}}}, False),
    ("null", {"p": ["metadata"], "is": None}, True),
]


@pytest.mark.parametrize(("entry", "read"), [row[1:] for row in OPEN], ids=[row[0] for row in OPEN])
def test_an_entry_writes_nothing_of_metadata_but_labels_and_annotations(entry: Entry, read: bool) -> None:
    assert valid([entry]) == read


@pytest.mark.parametrize("entries", FORGED_ITEMS, ids=json.dumps)
def test_nor_is_an_item_that_it_never_names_like_that(entries: Json) -> None:
    assert not valid(entries)


@pytest.mark.parametrize(
    ("have", "path", "left"),
    [
        ({"a": {"b": {"c": 1}}}, ["a", "b", "c"], {}),
        ({"a": {"b": {"c": 1}, "x": 1}}, ["a", "b", "c"], {"a": {"x": 1}}),
        ({"pods": [{"n": 1}]}, ["pods", {"like": "", "nth": 0, "of": 1}, "n"], {"pods": [{}]}),
        ({"pods": [{"a": {"n": 1}}]}, ["pods", {"like": "", "nth": 0, "of": 1}, "a", "n"], {"pods": [{}]}),
    ],
)
def test_a_map_goes_with_its_last_field_but_an_item_stays(have: Json, path: list[Any], left: Json) -> None:
    want = copy.deepcopy(have)
    holder = want
    for step in path[:-1]:
        holder = holder[step] if isinstance(step, str) else holder[0]
    del holder[path[-1]]
    made, _ = restore(have, difference(have, want, {}), {}, Seen(nearer=True))
    assert made == left


TWICE: list[tuple[str, Json, list[Entry], Json]] = [
    ("one place is removed twice", {"a": 1}, [{"p": ["a"], "was": 1}, {"p": ["a"], "was": 1}], {}),
    ("one place is written twice", {}, [{"p": ["a"], "is": 1}, {"p": ["a"], "is": 2}], {"a": 1}),
    ("a place below one that is removed", {"a": {"b": 1}}, [{"p": ["a"], "was": {"b": 1}}, {"p": ["a", "b"], "was": 1}], {}),
    ("a place below one that is written", {"a": {}}, [{"p": ["a"], "was": {}, "is": 1}, {"p": ["a", "b"], "is": 1}], {"a": 1}),
    ("a place above one that is written", {"a": {}}, [{"p": ["a", "b"], "is": 1}, {"p": ["a"], "was": {}, "is": 2}], {"a": 2}),
    ("an item of a list that is written", {"pods": [{"name": "b"}]}, [{"p": ["pods"], "was": [{"name": "b"}], "is": 1}, FOUND], {"pods": 1}),
    ("the order of a list that is written", {"pods": [{"name": "b"}]}, [{"p": ["pods"], "was": [{"name": "b"}], "is": 1}, {"p": ["pods"], "of": [], "order": []}], {"pods": 1}),
    ("two places beside each other", {}, [{"p": ["a"], "is": 1}, {"p": ["ab"], "is": 2}], {"a": 1, "ab": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("have", "entries", "result"), [row[1:] for row in TWICE], ids=[row[0] for row in TWICE])
def test_of_entries_for_one_place_the_first_is_put_back(have: Json, entries: list[Entry], result: Json) -> None:
    assert valid(entries)
    assert restore(have, entries, KEYS) == (result, [])


NAMES = st.sampled_from(["a", "b", "pods", "name"])
VALUES = st.recursive(
    st.sampled_from([None, 0, 1, "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
STEPS = NAMES | st.sampled_from([{"key": {"name": "a"}}, {"key": {"name": None}}])
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {"p": st.lists(NAMES, min_size=1, max_size=3) | st.lists(STEPS, min_size=1, max_size=3)},
        optional={"was": VALUES, "is": VALUES},
    )
    | st.builds(
        lambda path, names: {"p": path, "of": [{"name": name} for name in names], "order": [*range(len(names))][::-1]},
        st.lists(NAMES, min_size=1, max_size=2),
        st.lists(st.sampled_from(["a", 0, None]), max_size=3),
    ),
    max_size=3,
)


@given(obj=st.dictionaries(NAMES, VALUES, max_size=3), entries=ENTRIES, answers=st.booleans(), data=st.data())
@LAW
def test_whatever_an_annotation_says_nothing_raises(obj: Json, entries: list[Entry], answers: bool, data: Any) -> None:
    """Some of the entries say of what is there that it was there, as those of a copied annotation do."""
    for entry in entries:
        there = get(obj, tuple(entry["p"])) if all(isinstance(step, str) for step in entry["p"]) else MISSING
        if "order" not in entry and there is not MISSING and data.draw(st.booleans()):
            entry["was"] = there
    if valid(entries):
        before = copy.deepcopy(obj)
        for view in (None, Seen(nearer=answers, hides=answers)):
            made, _ = restore(obj, entries, KEYS, view)
            assert isinstance(made, dict)
        assert obj == before


def test_a_list_is_read_once_whatever_the_number_of_entries_for_its_items(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any client may write thousands of them, for a list of as many items."""
    read: list[str] = []
    monkeypatch.setattr(places, "canonical", lambda value: read.append(text := canonical(value)) or text)
    items = [{"n": number} for number in range(50)]
    entries = difference({"l": items}, {"l": [{**item, "hidden": 1} for item in items]}, {})
    back, doubts = restore({"l": items}, entries, {})
    assert back == {"l": [{**item, "hidden": 1} for item in items]}
    assert (len(entries), len(read), doubts) == (50, 50, [])


def test_of_two_orders_for_one_list_the_first_holds() -> None:
    items = [{"n": 1}, {"n": 2}, {"n": 3}]
    entries = [{"p": ["l"], "of": items, "order": order} for order in ([2, 1, 0], [1, 0, 2], [0, 1, 2])]
    assert restore({"l": items}, entries, {"l": ("n",)})[0] == {"l": items[::-1]}
