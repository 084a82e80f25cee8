"""What a demand makes of an object: nothing where it is met, an answer as decided, a question, or a note."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kconv.notes import Note
from kconv.rules import At, Decision, Demands, Notes, Repair, Requires, Rule
from tests.rules.reading import settle

Json = Any
SIDE = Decision("side", "Effects.", {"None": "It has none.", "Some": "It has some."})
REQUIRES = Requires("spec.side", SIDE, why="v1 requires it")
NEAREST = Notes("spec.to", "it comes closest")
ALPHA = Notes("kind", "it names an old version", kind="reference", values=["Old", 1, {}])

ASKED: list[tuple[str, Json]] = [
    ("absent", {}),
    ("null", {"spec": {"side": None}}),
    ("empty", {"spec": {"side": ""}}),
    ("another word", {"spec": {"side": "none"}}),
    ("of another type", {"spec": {"side": 1}}),
    ("in a parent of another type", {"spec": []}),
]


@pytest.mark.parametrize("obj", [row[1] for row in ASKED], ids=[row[0] for row in ASKED])
def test_a_field_that_no_answer_gives_is_asked_for(obj: Json) -> None:
    same, notes, questions = REQUIRES.settle(obj, {})
    assert same is obj
    assert notes == []
    assert [tuple(map(str, (q.name, q.allowed, q.path, q.why))) for q in questions] == [
        ("side", "('None', 'Some')", "spec.side", "v1 requires it")
    ]


def test_an_answer_is_written_once_and_noted() -> None:
    obj, notes, questions = REQUIRES.settle({"spec": {"a": 0}}, {"side": "Some"})
    assert (obj, questions) == ({"spec": {"a": 0, "side": "Some"}}, [])
    assert notes == [Note("decision", "spec.side", "set to Some as decided")]
    assert REQUIRES.settle(obj, {"side": "None"}) == (obj, [], [])


def test_an_answer_that_is_not_allowed_is_no_answer() -> None:
    assert [q.name for q in REQUIRES.settle({}, {"side": "Other", "other": "None"})[2]] == ["side"]


FREE = Decision("signer", "Who signs.", text="a name with a slash", fits=lambda text: "/" in text)
ANYTHING = Decision("name", "A name.", text="any name")


@pytest.mark.parametrize(
    ("decision", "takes", "refuses"),
    [
        (SIDE, ["None", "Some"], ["", "some", None, 1, ["None"]]),
        (FREE, ["a/b", "/"], ["", "ab", None, 1, ["/"]]),
        (ANYTHING, ["a", " "], ["", None, 1]),
    ],
    ids=["of some answers", "of any that fits", "of any"],
)
def test_a_decision_takes_its_answers(decision: Decision, takes: list[Json], refuses: list[Json]) -> None:
    assert [value for value in takes if not decision.takes(value)] == []
    assert [value for value in refuses if decision.takes(value)] == []
    assert [decision.answered({decision.name: value}) for value in takes] == takes
    assert decision.answered({"other": takes[0]}) is None
    assert decision.answered({decision.name: ""}) is None


def test_what_may_be_answered_is_listed() -> None:
    assert [decision.allowed for decision in (SIDE, FREE, ANYTHING)] == [("None", "Some"), (), ()]
    assert (SIDE.text, FREE.text) == ("", "a name with a slash")


TOLD: list[tuple[str, Notes, Json, bool]] = [
    ("a value", NEAREST, {"spec": {"to": 1}}, True),
    ("zero", NEAREST, {"spec": {"to": 0}}, True),
    ("empty", NEAREST, {"spec": {"to": {}}}, True),
    ("null", NEAREST, {"spec": {"to": None}}, False),
    ("absent", NEAREST, {"spec": {}}, False),
    ("a listed word", ALPHA, {"kind": "Old"}, True),
    ("another word", ALPHA, {"kind": "New"}, False),
    ("a listed number", ALPHA, {"kind": 1}, True),
    ("true is not 1", ALPHA, {"kind": True}, False),
    ("a listed map", ALPHA, {"kind": {}}, True),
    ("another map", ALPHA, {"kind": {"a": 1}}, False),
    ("null of a list", Notes("a", "x", values=[None]), {"a": None}, False),
]


@pytest.mark.parametrize(("rule", "obj", "told"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_what_a_person_should_know_is_noted_and_nothing_changed(rule: Notes, obj: Json, told: bool) -> None:
    same, notes, questions = rule.settle(obj, {})
    assert same is obj
    assert notes == ([Note(rule.kind, rule.text, rule.message)] if told else [])
    assert questions == []


def mend(obj: Json, _: Any) -> Any:
    """Set ``ok``, ask and note."""
    fine = obj.get("ok") is True
    return (obj, [], []) if fine else ({**obj, "ok": True}, [Note("repair", "ok", "set")], [SIDE.question("ok", "why")])


MEND = Repair(mend, says=["ok is set"])
PLACES: list[tuple[str, Rule, Json, Json, list[str]]] = [
    ("at the top", MEND, {}, {"ok": True}, ["ok"]),
    ("in a field", At("a", [MEND]), {"a": {}, "b": 0}, {"a": {"ok": True}, "b": 0}, ["a.ok"]),
    ("in no field", At("a", [MEND]), {"b": 0}, ..., []),
    ("in null", At("a.b", [MEND]), {"a": None}, ..., []),
    ("in a list", At("a", [MEND]), {"a": [{}]}, ..., []),
    ("in a list's field", At("a.b", [MEND]), {"a": [{"b": {}}]}, ..., []),
    ("in text", At("a", [MEND]), {"a": "b"}, ..., []),
    ("in each item", At("a[]", [MEND]), {"a": [{}, {"ok": True}, {}]}, {"a": [{"ok": True}] * 3}, ["a[0].ok", "a[2].ok"]),
    ("in items that are fine", At("a[]", [MEND]), {"a": [{"ok": True}]}, ..., []),
    ("in items of items", At("a[].b[]", [MEND]), {"a": [{}, {"b": [1, {}]}]}, {"a": [{}, {"b": [1, {"ok": True}]}]}, ["a[1].b[1].ok"]),
    ("in an object for items", At("a[]", [MEND]), {"a": {"b": {}}}, ..., []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "obj", "result", "places"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES]
)
def test_a_demand_is_met_in_its_place(rule: Rule, obj: Json, result: Json, places: list[str]) -> None:
    before = json.dumps(obj)
    made, notes, questions = settle(rule, obj, {})
    if result is ...:
        assert made is obj
    else:
        assert made == result
    assert [note.path for note in notes] == [question.path for question in questions] == places
    assert {(note.kind, note.message) for note in notes} <= {("repair", "set")}
    assert {(question.name, question.allowed, question.why) for question in questions} <= {
        ("side", ("None", "Some"), "why")
    }
    assert json.dumps(obj) == before


def test_only_what_changes_is_copied() -> None:
    obj = {"a": [{"ok": True}, {}], "b": {"c": {}}}
    made, _, _ = settle(At("a[]", [MEND]), obj, {})
    assert made["a"][0] is obj["a"][0]
    assert made["b"] is obj["b"]


def test_a_demand_asks_nothing_else_unless_it_says_so() -> None:
    assert (Demands.decisions, Demands.since, Demands.of_parts, Demands.of_others) == ((), None, False, False)


@pytest.mark.parametrize(
    ("path", "obj", "places"),
    [
        ("pools{}", {"pools": {"a": {}, "b": {"spec": {"side": "Some"}}, "c": 1}}, ['pools["a"]']),
        ("pools{}", {"pools": [{}]}, []),
        ("pools{}", {"pools": None}, []),
        ("pools{}[]", {"pools": {"a": [{}, {}], "b": {}}}, ['pools["a"][0]', 'pools["a"][1]']),
        ("pools[]", {"pools": [{}]}, ["pools[0]"]),
        ("pools[]", {"pools": {"a": {}}}, []),
        ("a.b", {"a": {"b": {}}}, ["a.b"]),
        ("a.b", {"a": {"b": []}}, []),
    ],
)
def test_a_demand_is_met_at_every_place(path: str, obj: Json, places: list[str]) -> None:
    _, _, questions = settle(At(path, [REQUIRES]), obj, {})
    assert [str(question.path).replace("pools.a", 'pools["a"]') for question in questions] == [
        f"{place}.spec.side" for place in places
    ]


def test_an_answer_is_written_into_the_values_of_a_map() -> None:
    obj = {"pools": {"a": {}, "b": {"spec": {"side": "None"}}}}
    made, notes, _ = settle(At("pools{}", [REQUIRES]), obj, {"side": "Some"})
    assert made == {"pools": {"a": {"spec": {"side": "Some"}}, "b": {"spec": {"side": "None"}}}}
    assert made["pools"]["b"] is obj["pools"]["b"]
    assert len(notes) == 1
