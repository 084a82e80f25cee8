"""A version with two ways to say one thing, and one that is newer than the hub: what the stash keeps of how it was said
must not speak against an edit.
"""

from __future__ import annotations

from typing import Any

import pytest

from kconv.engine import Kind, convert_kind
from kconv.names import GroupVersion, Release
from kconv.rules import (
    At,
    Default,
    Dropped,
    Former,
    Function,
    Inverse,
    Items,
    Kept,
    Keyed,
    Lacks,
    Move,
    Rule,
    Turn,
    Values,
)
from tests.rules.test_forms import to_seconds, to_text

Json = Any
V1, V2 = GroupVersion("e", "v1"), GroupVersion("e", "v2")
WAYS = Kind("Web", hub="e/v2", spokes={"e/v1": [
    Move("plan", "spec"),
    Former([Move("spec.account", "spec.accountName"), Items("spec.checks", "spec.strategy", "name")]),
    At("spec.pods[]", [Former([Move("old", "new")])]),
    Kept("spec.sum", why="x"),
]})  # fmt: skip
NEWER = Kind(
    "Web", hub="e/v1", spokes={"e/v2": [Inverse([Turn("spec.wait", "spec.time", to_text, to_seconds, says="x")])]}
)


def convert(kind: Kind, obj: Json, to: GroupVersion, **options: Any) -> Any:
    return convert_kind(kind, obj, to, release=Release.parse("1.34"), **options)


def there(**plan: Json) -> Json:
    return convert(WAYS, {"apiVersion": "e/v1", "kind": "Web", "plan": plan}, V2).object


EDITS: list[tuple[str, Json, Json, Json]] = [
    ("nothing", {}, {"account": "a", "checks": ["b"], "sum": 1}, {"account": "a", "checks": ["b"], "sum": 1}),
    ("another field", {"x": 1}, {"account": "a", "sum": 1}, {"account": "a", "sum": 1, "x": 1}),
    ("the value", {"accountName": "b"}, {"account": "a", "sum": 1}, {"accountName": "b", "sum": 1}),
    ("the items", {"strategy": [{"name": "c"}]}, {"checks": ["b"], "sum": 1}, {"strategy": [{"name": "c"}], "sum": 1}),
    ("in an item", {"pods": [{"new": 2}]}, {"pods": [{"old": 1}]}, {"pods": [{"new": 2}]}),
    ("one of two ways", {"accountName": "b"}, {"account": "a", "checks": ["c"]}, {"accountName": "b", "checks": ["c"]}),
    ("the other of two", {"strategy": []}, {"account": "a", "checks": ["c"]}, {"account": "a", "strategy": []}),
    ("one of two items", {"pods": [{"new": 1}, {"new": 3}]}, {"pods": [{"old": 1}, {"old": 2}]}, {"pods": [{"old": 1}, {"new": 3}]}),
    ("an item of one way", {"pods": [{"new": 3}]}, {"account": "a", "pods": [{"old": 1}]}, {"account": "a", "pods": [{"new": 3}]}),
    ("beside an item", {"x": 1}, {"pods": [{"old": 1}, {"new": 2}]}, {"pods": [{"old": 1}, {"new": 2}], "x": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "plan", "back"), [row[1:] for row in EDITS], ids=[row[0] for row in EDITS])
def test_a_former_way_comes_back_unless_it_was_edited(edit: Json, plan: Json, back: Json) -> None:
    edited = there(**plan)
    edited["spec"] = {**edited["spec"], **edit}
    assert convert(WAYS, edited, V1).object["plan"] == back


@pytest.mark.parametrize("former", ["a", "b"])
@pytest.mark.parametrize("apart", [True, False], ids=["two rules", "one rule"])
def test_two_former_ways_to_one_field_are_one_thing(former: str, apart: bool) -> None:
    moves = [Move("spec.a", "spec.c"), Move("spec.b", "spec.c")]
    kind = Kind("Web", hub="e/v2", spokes={"e/v1": [Former([each]) for each in moves] if apart else [Former(moves)]})
    old = {"apiVersion": "e/v1", "kind": "Web", "spec": {former: 1, "x": 0}}
    hub = convert(kind, old, V2).object
    assert (hub["spec"], convert(kind, hub, V1).object) == ({"c": 1, "x": 0}, old)
    assert convert(kind, {**hub, "spec": {"c": 9, "x": 0}}, V1).object["spec"] == {"c": 9, "x": 0}
    assert convert(kind, {**hub, "spec": {"x": 0}}, V1).object["spec"] == {"x": 0}


def test_what_is_written_in_the_present_way_needs_no_stash() -> None:
    assert "metadata" not in there(accountName="a", strategy=[{"name": "b"}])
    assert there(accountName="a")["spec"] == {"accountName": "a"}


def test_another_way_to_write_the_same_is_no_loss_beside_a_rule_of_the_other_direction() -> None:
    rules = [Values("a", [(1, 0), (2, 0)], says="x"), Dropped("d", why="x"), Inverse([Move("x", "y")])]
    kind = Kind("Web", hub="e/v2", spokes={"e/v1": rules})
    made = convert(kind, {"apiVersion": "e/v1", "kind": "Web", "a": 2, "d": 1, "y": 1}, V2, keep=False)
    assert (made.object["x"], made.questions) == (1, [])


def test_what_a_newer_version_says_and_the_hub_cannot_is_a_decision_without_a_stash() -> None:
    newer = {"apiVersion": "e/v2", "kind": "Web", "spec": {"time": "1.5s", "x": 1}}
    asked = convert(NEWER, newer, V1, keep=False)
    assert (asked.object["spec"], [(question.name, question.path) for question in asked.questions]) == (
        {"x": 1},
        [("loss", "spec.time")],
    )
    told = convert(NEWER, newer, V1, keep=False, decisions={"loss": "drop"})
    assert (told.questions, [(note.kind, note.path) for note in told.notes]) == ([], [("dropped", "spec.time")])
    kept = convert(NEWER, newer, V1)
    assert kept.questions == []
    assert convert(NEWER, kept.object, V2).object == newer
    plain = convert(NEWER, {**newer, "spec": {"time": "2s"}}, V1, keep=False)
    assert (plain.object["spec"], plain.questions) == ({"wait": 2}, [])


LISTED = Kind.of_changes(
    "Web",
    "e/v1",
    {"e/v1": [], "e/v2": [Keyed("spec.pools", "spec.members", "name"), Move("spec", "plan")]},
)
"""Rules of a newer version run in turn: its members are at plan.members."""


def test_a_list_of_a_newer_version_keeps_its_order_and_its_keys_beside_an_edit() -> None:
    newer = {"apiVersion": "e/v2", "kind": "Web", "plan": {"members": [{"n": 1, "name": "b"}, {"n": 2, "name": "a"}]}}
    hub = convert(LISTED, newer, V1).object
    assert hub["spec"] == {"pools": {"a": {"n": 2}, "b": {"n": 1}}}
    assert convert(LISTED, hub, V2).object == newer
    hub["spec"]["pools"] |= {"b": {"n": 7}, "c": {}}
    edited = convert(LISTED, hub, V2).object["plan"]["members"]
    assert edited == [{"name": "b", "n": 7}, {"name": "a", "n": 2}, {"name": "c"}]
    assert LISTED.list_keys == {"plan.members": ("name",)}


def _other_hand(obj: Json) -> Json:
    """Left and right are exchanged, and only the newer version knows of both."""
    return {**obj, "hand": {"l": "left", "r": "right"}[obj["hand"]]} if obj.get("hand") in ("l", "r") else obj


def _first_letter(obj: Json) -> Json:
    return {**obj, "hand": obj["hand"][0]} if obj.get("hand") in ("left", "right", "rather left") else obj


HANDS = Kind("Web", hub="e/v1", spokes={
    "e/v2": [Inverse([Function(_other_hand, _first_letter, says=["left is l"]), Lacks("new", "in.it")])],
})  # fmt: skip
"""A rule by hand may say anything: without a stash whatever differs is lost, but nothing is reported twice."""
LOST: list[tuple[str, Json, list[str]]] = [
    ("nothing", {"hand": "left", "x": 1}, []),
    ("another value", {"hand": "rather left"}, ["hand"]),
    ("a field that is newer", {"hand": "left", "new": 1}, ["new"]),
    ("both", {"hand": "rather left", "new": {}, "in": {"it": 0, "x": 1}}, ["hand", "in.it", "new"]),
]


@pytest.mark.parametrize(("fields", "lost"), [row[1:] for row in LOST], ids=[row[0] for row in LOST])
def test_each_field_that_the_hub_has_no_form_for_is_lost_once(fields: Json, lost: list[str]) -> None:
    obj = {"apiVersion": "e/v2", "kind": "Web", **fields}
    made = convert(HANDS, obj, V1, keep=False)
    assert sorted((question.name, question.path) for question in made.questions) == [("loss", path) for path in lost]
    assert made.notes == []
    dropped = convert(HANDS, obj, V1, keep=False, decisions={"loss": "drop"})
    assert sorted((note.kind, note.path) for note in dropped.notes) == [("dropped", path) for path in lost]
    assert (dropped.object, dropped.questions) == (made.object, [])
    kept = convert(HANDS, obj, V1)
    assert kept.questions == []
    assert convert(HANDS, kept.object, V2).object == obj


MEANS: list[tuple[str, str, list[Rule]]] = [
    ("a default that no conversion touches", "x", [Default("x", 2)]),
    ("a default of a field that moves", "w", [Move("w", "x"), Default("w", 2)]),
    ("a default of the way that was used", "x", [Default("x", 2), Default("spec.account", "b")]),
    ("a default in place of another value", "x", [Default("x", 2), Default("mode", "off")]),
]


@pytest.mark.parametrize("leave_out", [(), ("other",)], ids=["all", "with settings"])
@pytest.mark.parametrize(("field", "old"), [row[1:] for row in MEANS], ids=[row[0] for row in MEANS])
def test_a_default_that_is_written_changes_nothing_of_how_it_was_said(
    field: str, old: list[Rule], leave_out: tuple[str, ...]
) -> None:
    ways = [Former([Move("spec.account", "spec.accountName")]), Values("mode", [("on", "all")], says="on is all")]
    kind = Kind("Web", hub="e/v2", spokes={"e/v1": [*ways, *old], "e/v2": [Default("x", 1)]})
    first = {"apiVersion": "e/v1", "kind": "Web", "mode": "all", "spec": {"account": "a"}}
    hub = convert(kind, first, V2, leave_out=leave_out).object
    assert (hub["mode"], hub["spec"], hub["x"]) == ("all", {"accountName": "a"}, 2)
    made = convert(kind, hub, V1, leave_out=leave_out)
    assert (made.object, made.notes) == ({**first, field: 2}, [])
    del hub["x"]
    made = convert(kind, hub, V1, leave_out=leave_out)
    assert made.object == {**first, field: 1}
    assert [(note.kind, note.message) for note in made.notes] == [("default", f"{field}: 1")]
