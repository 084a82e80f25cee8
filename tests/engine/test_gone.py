"""Fields that the hub no longer has: one is kept in the stash, the other is discarded; neither is lost without a word."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.engine import Kind, convert_kind, stash
from kconv.names import GroupVersion, Release
from kconv.rules import At, Dropped, Former, Kept, Move, Rule
from kconv.testing import check
from tests.tiers import examples

Json = Any
V1, V2 = GroupVersion("e", "v1"), GroupVersion("e", "v2")
RULES: list[Rule] = [
    Move("spec", "plan"),
    Kept("plan.sum", why="all are sha256"),
    At("plan.hooks[]", [Dropped("debug", why="nobody reads it")]),
]
KIND = Kind("Web", hub="e/v2", spokes={"e/v1": RULES})
OLD = {
    "apiVersion": "e/v1",
    "kind": "Web",
    "spec": {"sum": "md5", "hooks": [{"debug": True}, {"debug": False, "x": 1}]},
}
NEW = {"apiVersion": "e/v2", "kind": "Web", "plan": {"hooks": [{}, {"x": 1}]}}


def convert(obj: Json, to: GroupVersion, **options: Any) -> Any:
    return convert_kind(KIND, obj, to, release=Release.parse("1.30"), **options)


def test_what_is_kept_comes_back_and_what_is_dropped_does_not() -> None:
    there = convert(OLD, V2)
    back = convert(there.object, V1).object
    assert back == {**OLD, "spec": {"sum": "md5", "hooks": [{}, {"x": 1}]}}
    assert "debug" not in there.object["metadata"]["annotations"]["kconv.dev/stash"]
    assert [(note.kind, note.path, note.message) for note in there.notes] == [
        ("stash", "spec.sum", "e/v2 cannot represent it; kept in the stash"),
        ("dropped", "spec.hooks[].debug", "discarded: nobody reads it"),
    ]


def test_without_a_stash_the_loss_of_what_is_kept_is_a_decision() -> None:
    asked = convert(OLD, V2, keep=False)
    assert [(question.name, question.path) for question in asked.questions] == [("loss", "spec.sum")]
    told = convert(OLD, V2, keep=False, decisions={"loss": "drop"})
    assert (told.questions, told.object) == ([], {**NEW, "plan": told.object["plan"]})
    assert [(note.kind, note.path) for note in told.notes] == [
        ("dropped", "spec.sum"),
        ("dropped", "spec.hooks[].debug"),
    ]


@pytest.mark.parametrize("keep", [True, False])
def test_an_object_that_has_neither_is_as_always(keep: bool) -> None:
    plain = {"apiVersion": "e/v1", "kind": "Web", "spec": {"x": 1}}
    done = convert(plain, V2, keep=keep)
    assert (done.object, done.notes, done.questions) == (
        {"apiVersion": "e/v2", "kind": "Web", "plan": {"x": 1}},
        [],
        [],
    )


HOOKS: list[tuple[str, Json, list[str]]] = [
    ("neither", {"hooks": [{}]}, []),
    ("one of two items", {"hooks": [{"x": 1}, {"debug": 0}]}, ["spec.hooks[].debug"]),
    ("the first of two items", {"hooks": [{"debug": None}, {}]}, ["spec.hooks[].debug"]),
    ("only the field that is kept", {"sum": 0, "hooks": []}, ["spec.sum"]),
    ("both", {"sum": None, "hooks": [{"debug": ""}]}, ["spec.sum", "spec.hooks[].debug"]),
]


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize(("spec", "paths"), [row[1:] for row in HOOKS], ids=[row[0] for row in HOOKS])
def test_each_field_that_is_there_is_reported(spec: Json, paths: list[str], keep: bool) -> None:
    done = convert({"apiVersion": "e/v1", "kind": "Web", "spec": spec}, V2, keep=keep)
    found = [question.path for question in done.questions] + [note.path for note in done.notes]
    assert found == paths


TWO = Kind("Web", hub="e/v2", spokes={"e/v1": [
    Former([Move("old", "plan")]),
    Move("spec", "plan"),
    Kept("plan.sum", why="x"),
    Dropped("plan.debug", why="x"),
]})  # fmt: skip
"""Its plan may stand in two places."""


@pytest.mark.parametrize("place", ["old", "spec"])
def test_a_field_is_reported_where_it_stands(place: str) -> None:
    obj = {"apiVersion": "e/v1", "kind": "Web", place: {"sum": 1, "debug": True, "x": 1}}
    for options, sort in (({}, "stash"), ({"keep": False, "decisions": {"loss": "drop"}}, "dropped")):
        done = convert_kind(TWO, obj, V2, release=Release.parse("1.30"), **options)
        assert done.object["plan"] == {"x": 1}
        assert sorted((note.kind, note.path) for note in done.notes) == sorted(
            [(sort, f"{place}.sum"), ("dropped", f"{place}.debug")]
        )
    there = convert_kind(TWO, obj, V2, release=Release.parse("1.30")).object
    back = convert_kind(TWO, there, V1, release=Release.parse("1.30")).object
    assert back == {**obj, place: {"sum": 1, "x": 1}}


def schema(place: str, spec: Json, hook: Json) -> Json:
    hooks = {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "integer"}, **hook}}}
    fields = {"type": "object", "properties": {"hooks": hooks, **spec}}
    return {"type": "object", "properties": {place: fields}}


SUM, DEBUG = {"sum": {"type": "string"}}, {"debug": {"type": "boolean"}}
SCHEMAS = {
    "e/v0": schema("data", SUM, DEBUG),
    "e/v1": schema("spec", SUM, DEBUG),
    "e/v2": schema("plan", {}, {}),
    "e/v3": schema("form", {}, {}),
}
ORDER = ("e/v0", "e/v1", "e/v2", "e/v3")
CHANGES: dict[str, list[Rule]] = {
    "e/v0": [],
    "e/v1": [Move("data", "spec")],
    "e/v2": RULES,
    "e/v3": [Move("plan", "form")],
}
"""What v2 keeps and drops is in two versions before, and in none from then on."""


@pytest.mark.parametrize("hub", ORDER)
@pytest.mark.parametrize("source", ["e/v0", "e/v1"])
@pytest.mark.parametrize("target", ["e/v2", "e/v3"])
def test_what_is_dropped_is_gone_whichever_version_is_the_hub(hub: str, source: str, target: str) -> None:
    kind = Kind.of_changes("Web", hub, CHANGES)
    place = "data" if source == "e/v0" else "spec"
    obj = {"apiVersion": source, "kind": "Web", place: OLD["spec"]}
    there = convert_kind(kind, obj, GroupVersion.parse(target))
    assert "debug" not in str(there.object)
    assert [note.message for note in there.notes if note.kind == "dropped"] == ["discarded: nobody reads it"]
    lossless = convert_kind(kind, obj, GroupVersion.parse(target), keep=False)
    assert [question.path.rpartition(".")[2] for question in lossless.questions] == ["sum"]
    back = convert_kind(kind, there.object, GroupVersion.parse(source)).object
    assert back == {**obj, place: {"sum": "md5", "hooks": [{}, {"x": 1}]}}
    check(
        kind=kind, schemas=SCHEMAS, examples=examples(20), seed=1, only=["spoke-hub-spoke", "path-independence"]
    ).raise_if_failed()


@pytest.mark.parametrize("hub", ORDER)
def test_a_field_of_the_same_name_as_a_dropped_one_comes_back(hub: str) -> None:
    kind = Kind.of_changes("Web", hub, CHANGES)
    obj = {"apiVersion": "e/v3", "kind": "Web", "form": {"hooks": [{"debug": 1}]}}
    for version in ORDER[:3]:
        there = convert_kind(kind, obj, GroupVersion.parse(version)).object
        back = convert_kind(kind, there, GroupVersion.parse("e/v3")).object
        assert stash.take(back, ["Web"], hub)[0] == obj
