"""One conversion from end to end: policies of defaults, demands, decisions, what is kept, and what is reported."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest

from kconv.engine import Kind, convert_kind
from kconv.engine.losses import is_visible
from kconv.engine.stash import ANNOTATION, LIMIT
from kconv.errors import ConversionError, UnknownKindError
from kconv.names import GroupVersion, Release
from kconv.notes import Note
from kconv.rules import (
    At,
    Decision,
    Default,
    Derived,
    Function,
    Inverse,
    Lacks,
    Move,
    Notes,
    Repair,
    Requires,
    Values,
    When,
)

Json = Any
V1, V2, V3 = (GroupVersion("e", version) for version in ("v1", "v2", "v3"))
NEW = Release.parse("1.30")
SIDE = Decision("side", "Effects.", {"None": "It has none."})
WEB = Kind(
    "Web",
    hub="e/v2",
    spokes={
        "e/v1": [
            Move("spec.image", "spec.pod.image"),
            Values("spec.mode", [("on", "all")], says="on is all"),
            Lacks("spec.new"),
            Default("spec.replicas", 1),
            Default("spec.limit", 10),
            Derived("spec.name", lambda obj: obj["spec"].get("image", ""), says="the image", reads=["spec.image"]),
        ],
        "e/v2": [
            Default("spec.replicas", 1),
            Default("spec.limit", 600),
            Default("spec.only", "x"),
            Requires("spec.side", SIDE, why="v2 requires it"),
            Notes("spec.old", "nobody reads it"),
            Repair(lambda obj, _: ({**obj, "since": 1}, [], []), says=["since"], since="1.30"),
            Repair(lambda obj, _: ({**obj, "part": 1}, [], []), says=["part"], of_parts=True),
        ],
        "e/v3": [],
    },
    whole=("spec",),
)


def web(version: str = "e/v1", **spec: Json) -> Json:
    return {"apiVersion": version, "kind": "Web", "metadata": {"name": "w"}, "spec": spec}


def convert(obj: Json, to: GroupVersion = V2, **options: Any) -> Any:
    before = copy.deepcopy(obj)
    result = convert_kind(WEB, obj, to, **{"release": NEW, **options})
    assert obj == before
    return result


def spec(obj: Json, to: GroupVersion = V2, **options: Any) -> Json:
    return convert(obj, to, **options).object["spec"]


def test_what_differs_is_preserved_and_nothing_else() -> None:
    assert spec(web()) == {"limit": 10, "name": ""}
    assert spec(web(replicas=2, limit=3, name="n")) == {"replicas": 2, "limit": 3, "name": "n"}


def test_no_default_is_written_where_none_is_wanted() -> None:
    assert spec(web(image="i"), defaults="none") == {"pod": {"image": "i"}}


def test_the_sources_own_defaults_are_all_written_where_all_are() -> None:
    assert spec(web(image="i"), defaults="all") == {"pod": {"image": "i"}, "replicas": 1, "limit": 10, "name": "i"}


def test_a_default_is_noted_and_one_that_is_left_out_is_neither_written_nor_noted() -> None:
    assert [note for note in convert(web()).notes if note.kind == "default"] == [
        Note("default", "spec.limit", "spec.limit: 10"),
        Note("default", "spec.name", 'spec.name: ""'),
    ]
    for name in ("spec.limit", "Web.spec.limit"):
        result = convert(web(), leave_out=[name])
        assert result.object["spec"] == {"name": ""}
        assert [note.path for note in result.notes if note.kind == "default"] == ["spec.name"]
    assert spec(web(), leave_out=["spec"]) == {}
    assert spec(web(), leave_out=["Web.spec"]) == {}
    assert spec(web(), leave_out=["limit", "Pod.spec.limit", "spec.lim"]) == {"limit": 10, "name": ""}


@pytest.mark.parametrize(
    ("obj", "options", "fragment"),
    [
        (web(), {}, False),
        (web(), {"patch": True}, True),
        ({key: value for key, value in web().items() if key != "spec"}, {}, True),
        ({key: value for key, value in web().items() if key != "spec"}, {"defaults": "all"}, True),
        (web(), {"patch": True, "defaults": "all"}, True),
    ],
)
def test_a_fragment_gets_structure_and_no_defaults(obj: Json, options: Any, fragment: bool) -> None:
    result = convert(obj, **options)
    assert result.fragment == fragment
    assert ("limit" in result.object.get("spec", {})) != fragment


def test_what_go_may_leave_out_makes_no_fragment_where_all_defaults_are_written() -> None:
    loose = Kind("Web", hub="e/v2", spokes={"e/v1": [Default("a", 1)], "e/v2": []}, whole=("spec.items?",))
    options: Any = {"release": NEW}
    assert convert_kind(loose, web(), V2, **options).fragment
    assert not convert_kind(loose, web(), V2, defaults="all", **options).fragment
    assert convert_kind(loose, web(), V2, defaults="all", **options).object["a"] == 1


DEMANDS = [
    ({}, ["side"], True),
    ({"defaults": "none"}, [], False),
    ({"defaults": "all"}, [], False),
    ({"defaults": "none", "demands": True}, ["side"], True),
    ({"demands": False}, [], False),
    ({"decisions": {"side": "None"}}, [], True),
    ({"decisions": {"side": "Other"}}, ["side"], True),
]


@pytest.mark.parametrize(("options", "asked", "mended"), DEMANDS)
def test_what_a_server_demands_is_met_where_behaviour_is_preserved(options: Any, asked: Any, mended: bool) -> None:
    result = convert(web(), **options)
    assert [question.name for question in result.questions] == asked
    assert ("since" in result.object, "part" in result.object) == (mended, mended)
    assert result.object["spec"].get("side") == (None if asked or not mended else "None")


def test_a_demand_holds_from_its_release_on_and_for_parts_if_it_says_so() -> None:
    assert "since" not in convert(web(), release=Release.parse("1.29")).object
    assert "since" in convert(web(), release=Release.parse("1.31")).object
    part = convert(web(old=1), patch=True)
    assert ("since" in part.object, "part" in part.object, part.questions, part.notes) == (False, True, [], [])


def test_notes_and_questions_come_with_the_object() -> None:
    result = convert(web(old=1))
    assert Note("nearest", "spec.old", "nobody reads it") in result.notes
    assert [(question.path, question.why) for question in result.questions] == [("spec.side", "v2 requires it")]


def test_the_version_that_it_has_changes_nothing() -> None:
    obj = web()
    result = convert(obj, V1)
    assert result.object is obj
    assert (result.moves, result.notes, result.questions) == ([], [], [])


def test_a_version_that_the_kind_does_not_have_is_an_error() -> None:
    for source, target in (("e/v1", GroupVersion("e", "v9")), ("e/v9", V1)):
        with pytest.raises(UnknownKindError, match="Web has no version e/v9") as caught:
            convert(web(source), target)
        assert caught.value.hint == "its versions are e/v2, e/v1, e/v3"
        assert str(caught.value.gvk).startswith(source)


def test_a_plain_way_changes_the_version_alone_and_shares_the_rest() -> None:
    plain = Kind("Web", hub="e/v2", spokes={"e/v3": []})
    obj = web("e/v3", a=1)
    result = convert_kind(plain, obj, V2, release=NEW)
    assert result.object == {**obj, "apiVersion": "e/v2"}
    assert result.object["spec"] is obj["spec"]
    assert list(result.object) == list(obj)


def test_a_plain_way_preserves_defaults_too() -> None:
    plain = Kind("Web", hub="e/v2", spokes={"e/v1": [Default("spec.n", 1)], "e/v2": [Default("spec.n", 2)]})
    results = {
        policy: convert_kind(plain, web(), V2, release=NEW, defaults=policy).object["spec"]  # type: ignore[arg-type]
        for policy in ("preserve", "none", "all")
    }
    assert results == {"preserve": {"n": 1}, "none": {}, "all": {"n": 1}}
    assert convert_kind(plain, web(), V2, release=NEW, leave_out=["spec.n"]).object["spec"] == {}
    assert convert_kind(plain, web(), V2, release=NEW, leave_out=["spec.m"]).object["spec"] == {"n": 1}
    assert convert_kind(plain, web(), V2, release=NEW, patch=True).object["spec"] == {}
    assert convert_kind(plain, web(), V2, release=NEW, patch=True).fragment


def test_moves_are_given_for_the_text_to_follow() -> None:
    assert convert(web()).moves == [(("spec", "image"), ("spec", "pod", "image"))]
    assert convert(web("e/v2"), V1).moves == [(("spec", "pod", "image"), ("spec", "image"))]


# What a version cannot hold.


def stash_of(obj: Json) -> Json:
    return json.loads(obj["metadata"]["annotations"][ANNOTATION])


def test_what_the_target_has_no_place_for_is_stashed_and_noted() -> None:
    result = convert(web("e/v2", new={"a": 1}, mode="all"), V1, defaults="none")
    assert result.object["spec"] == {"mode": "on"}
    assert stash_of(result.object) == {
        "v": 1,
        "kind": "Web",
        "hub": "e/v2",
        "from": "e/v2",
        "hidden": [{"p": ["spec", "new"], "is": {"a": 1}}],
    }
    assert result.notes == [Note("stash", "spec.new", "e/v1 cannot represent it; kept in the stash")]
    assert convert(result.object, V2, defaults="none").object == web("e/v2", mode="all", new={"a": 1})


def test_how_a_version_said_it_is_stashed_where_it_can_be_said_in_several_ways() -> None:
    obj = web(mode="all")
    there = convert(obj, V2, defaults="none").object
    assert stash_of(there)["said"] == {"e/v1": [{"p": ["spec", "mode"], "was": "on", "is": "all"}]}
    assert stash_of(there)["from"] == "e/v1"
    assert convert(there, V1, defaults="none").object == obj
    further = convert(there, V3, defaults="none").object
    assert stash_of(further) == stash_of(there)
    edited = {**there, "spec": {"mode": "other"}}
    assert convert(edited, V1, defaults="none").object == web(mode="other")


def test_nothing_is_said_of_a_version_where_no_stash_may_be() -> None:
    there = convert(web(mode="all"), V2, defaults="none", keep=False)
    assert there.object == web("e/v2", mode="all")
    assert (there.notes, there.questions) == ([], [])


@pytest.mark.parametrize("value", [1, 0, "", False, None, [0], {"a": {}}])
def test_a_loss_is_asked_about(value: Json) -> None:
    result = convert(web("e/v2", new=value, x=0), V1, keep=False)
    assert "new" not in result.object["spec"]
    assert [(q.name, q.allowed, q.path, q.why) for q in result.questions] == [
        ("loss", ("drop",), "spec.new", "e/v1 cannot represent it; --stash keeps it in an annotation")
    ]
    assert [note for note in result.notes if note.kind != "default"] == []
    dropped = convert(web("e/v2", new=value, x=0), V1, keep=False, decisions={"loss": "drop"})
    assert dropped.questions == []
    assert Note("dropped", "spec.new", "e/v1 cannot represent it") in dropped.notes
    assert ANNOTATION not in dropped.object["metadata"].get("annotations", {})


LISTED = Kind("Web", hub="e/v2", spokes={"e/v1": [Lacks("spec.new"), At("spec.pods[]", [Lacks("new")])]})


@pytest.mark.parametrize("empty", [{}, []], ids=json.dumps)
def test_an_empty_map_or_list_is_missed_where_the_target_has_no_such_field(empty: Json) -> None:
    asked = convert_kind(LISTED, web("e/v2", new=empty, x=0), V1, release=NEW, keep=False).questions
    assert [question.path for question in asked] == ["spec.new"]
    items = convert_kind(LISTED, web("e/v2", pods=[{"new": empty, "x": 0}]), V1, release=NEW, keep=False).questions
    assert [question.path for question in items] == ["spec.pods[].new"]


MISSED: list[tuple[str, Json, Json, bool]] = [
    ("what the way back would add", {"p": ["a"], "was": 0}, {}, False),
    ("a value", {"p": ["a"], "is": 0}, {"a": 1}, True),
    ("an empty map", {"p": ["a"], "is": {}}, {}, True),
    ("an empty list for null", {"p": ["a"], "is": []}, {"a": None}, True),
    ("an empty map for an empty one", {"p": ["a"], "is": {}}, {"a": {}}, True),
    ("an empty map where there is more", {"p": ["a"], "is": {}}, {"a": {"b": 1}}, False),
    ("an empty map in an item", {"p": ["l", {"key": {"n": 1}}, "a"], "is": {}}, {"l": {"a": 1}}, True),
]


@pytest.mark.parametrize(("entry", "result", "missed"), [row[1:] for row in MISSED], ids=[row[0] for row in MISSED])
def test_which_entries_of_a_stash_are_missed(entry: Json, result: Json, missed: bool) -> None:
    assert is_visible(entry, result) == missed


def test_an_empty_map_is_not_missed_where_the_target_has_more_in_it() -> None:
    merged = Kind("Web", hub="e/v2", spokes={"e/v1": [Move("spec.a", "spec.b.c")]})
    result = convert_kind(merged, web("e/v2", b={"c": 1}, a={}), V1, release=NEW, keep=False)
    assert result.questions == []


def _counted(obj: Json) -> Json:
    """The version requires a count."""
    return {"count": 0, **obj}


def _split(obj: Json) -> Json:
    return {**obj, "a": {"c": obj["b"]}} if obj.get("a") == {} and "b" in obj else obj


def _joined(obj: Json) -> Json:
    return {key: value for key, value in obj.items() if key != "a"} if obj.get("a") else obj


BY_HAND = [Function(lambda obj: obj, _counted, says=["a count"]), Function(_joined, _split, says=["b is a.c"])]
NOT_LOST: list[tuple[str, Json, Json, list[str]]] = [
    ("what only the way back adds", {"x": 1}, {"count": 0, "x": 1}, []),
    ("an empty map that has more in it", {"a": {}, "b": 1}, {"count": 0, "a": {"c": 1}, "b": 1}, []),
    ("a map that is full", {"a": {"d": 1}}, {"count": 0, "a": {"d": 1}}, ["a"]),
]


@pytest.mark.parametrize(("hub", "old", "lost"), [row[1:] for row in NOT_LOST], ids=[row[0] for row in NOT_LOST])
def test_only_what_somebody_could_see_is_lost(hub: Json, old: Json, lost: list[str]) -> None:
    kind = Kind("Web", hub="e/v2", spokes={"e/v1": BY_HAND})
    made = convert_kind(kind, {"apiVersion": "e/v2", **hub}, V1, release=NEW, keep=False)
    assert (made.object, [each.path for each in made.questions]) == ({"apiVersion": "e/v1", **old}, lost)
    newer = Kind("Web", hub="e/v1", spokes={"e/v2": [Inverse([Move("p", "q"), *BY_HAND])]})
    made = convert_kind(newer, {"apiVersion": "e/v2", **hub}, V1, release=NEW, keep=False)
    assert (made.object, [each.path for each in made.questions]) == ({"apiVersion": "e/v1", **old}, lost)


# How a default is written makes no difference to what is written, and to what is noted of it.


DEFAULTS: list[tuple[str, list[Any], list[Any]]] = [
    ("that no conversion touches", [Default("a", 1), Default("s.b", "x")], []),
    ("that replace others", [Default("a", 1), Default("s.b", "x")], [Default("a", 2), Default("s.b", "y")]),
    ("that move", [Move("p", "a"), Default("p", 1), Default("s.b", "x")], []),
    ("in a parent that moves", [Move("t", "s"), Default("a", 1), Default("t.b", "x")], [Default("a", 2)]),
    ("in another order", [Default("a", 1), When("a", [1], [Default("s.b", "x")])], [Default("s.c", 1)]),
]
ELSEWHERE = json.dumps({"v": 1, "kind": "Web", "hub": "e/v2", "said": {"e/v9": [{"p": ["z"], "is": 1}]}})


@pytest.mark.parametrize("held", [None, ELSEWHERE], ids=["no stash", "a stash"])
@pytest.mark.parametrize("leave_out", [(), ("z",)], ids=["no settings", "settings"])
@pytest.mark.parametrize(("old", "new"), [row[1:] for row in DEFAULTS], ids=[row[0] for row in DEFAULTS])
def test_defaults_are_written_and_noted_alike(old: Any, new: Any, leave_out: Any, held: str | None) -> None:
    kind = Kind("Web", hub="e/v2", spokes={"e/v1": old, "e/v2": new})
    metadata = {"metadata": {"annotations": {ANNOTATION: held}}} if held else {}
    made = convert_kind(kind, {"apiVersion": "e/v1", **metadata}, V2, release=NEW, leave_out=leave_out)
    made.object.pop("metadata", None)
    assert made.object["a"] == 1
    assert made.object["s"]["b"] == "x"
    assert sorted(note.message for note in made.notes if note.path != "s.c") == ["a: 1", 's.b: "x"']
    assert {note.kind for note in made.notes} == {"default"}
    full = convert_kind(
        kind, {"apiVersion": "e/v1", **metadata, "a": 5, "p": 5, "s": {"b": "z"}, "t": {"b": "z"}}, V2, release=NEW,
        leave_out=leave_out,
    )  # fmt: skip
    assert [note for note in full.notes if note.path != "s.c"] == []


def test_an_item_that_could_be_either_of_two_is_noted_once() -> None:
    kind = Kind("Web", hub="e/v2", spokes={"e/v1": [At("l[]", [Lacks("b")]), Default("l[].c", 1)], "e/v2": []})
    there = convert_kind(kind, {"apiVersion": "e/v2", "l": [{"a": 1, "b": 2}]}, V1, release=NEW).object
    there["l"] *= 2
    made = convert_kind(kind, there, V2, release=NEW)
    assert [note.kind for note in made.notes if note.kind != "default"] == ["ambiguous"]


# A stash is hostile storage.


def stashed(**changed: Json) -> Json:
    obj = convert(web("e/v2", new=1, x=0), V1, defaults="none").object
    return {**obj, "metadata": {"name": "w", "annotations": {ANNOTATION: json.dumps(stash_of(obj) | changed)}}}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"v": 2}, "it is not of format 1"),
        ({"kind": "Other"}, "it was made for another kind"),
        ({"hub": 3}, "it was made for another kind"),
        ({"others": 1}, "its entries are damaged"),
        ({"others": [1]}, "its entries are damaged"),
        ({"others": [{"hidden": []}]}, "its entries are damaged"),
        ({"others": [{"hub": "e/v3", "hidden": 1}]}, "its entries are damaged"),
        ({"others": [{"hub": "e/v3", "said": {"e/v1": 1}}]}, "its entries are damaged"),
        ({"others": [{"hub": "e/v3", "from": 1}]}, "its entries are damaged"),
        ({"hidden": 1}, "its entries are damaged"),
        ({"said": []}, "its entries are damaged"),
        ({"from": None}, "its entries are damaged"),
        ({"frame": {"spec": None}}, "its entries are damaged"),
    ],
)
def test_a_damaged_stash_is_left_out_and_that_is_noted(changed: Json, why: str) -> None:
    result = convert(stashed(**changed), V2, defaults="none")
    assert result.object == web("e/v2", x=0)
    path = f'metadata.annotations["{ANNOTATION}"]'
    assert result.notes == [Note("info", path, f"the stash was left out: {why}")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (1, "it is not a string"),
        (None, "it is not a string"),
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[" * (LIMIT + 1), "it is larger than all annotations of an object may be"),
        ("[]", "it is not of format 1"),
        ('"v"', "it is not of format 1"),
        ("{}", "it is not of format 1"),
    ],
    ids=["number", "null", "empty", "deep", "large", "list", "text", "nothing"],
)
def test_what_is_no_stash_is_left_out(text: Json, why: str) -> None:
    obj = {**web(), "metadata": {"annotations": {ANNOTATION: text, "a": "b"}}}
    result = convert(obj, V2, defaults="none")
    assert result.object["metadata"] == {"annotations": {"a": "b"}}
    assert [note.message for note in result.notes] == [f"the stash was left out: {why}"]


@pytest.mark.parametrize(
    "metadata", [None, {}, [], "text", {"annotations": None}, {"annotations": []}, {"annotations": {}}]
)
def test_metadata_of_any_shape_is_left_as_it_is(metadata: Json) -> None:
    obj = {**web(), "metadata": metadata}
    result = convert(obj, V2, defaults="none")
    assert (result.object["metadata"], result.notes) == (metadata, [])
    there = convert({**web("e/v2", new=1), "metadata": metadata}, V1, defaults="none")
    back = convert(there.object, V2, defaults="none").object
    assert back["metadata"] == (metadata if isinstance(metadata, dict) or metadata is None else back["metadata"])
    assert back["spec"] == {"new": 1}


@pytest.mark.parametrize("left_out", ["from", "said", "frame"])
def test_a_stash_may_say_nothing_of_what_it_has_not(left_out: str) -> None:
    obj = convert(web("e/v2", new=1, x=0), V1, defaults="none").object
    text = {key: value for key, value in stash_of(obj).items() if key != left_out}
    obj = {**obj, "metadata": {"name": "w", "annotations": {ANNOTATION: json.dumps(text)}}}
    assert convert(obj, V2, defaults="none").object == web("e/v2", x=0, new=1)
    no_more = {**obj, "metadata": {"name": "w", "annotations": {ANNOTATION: json.dumps({**text, "hidden": []})}}}
    assert convert(no_more, V2, defaults="none").object == web("e/v2", x=0)


def test_a_stash_without_an_origin_gets_the_version_that_it_came_in() -> None:
    there = convert(web(mode="all"), V2, defaults="none").object
    text = json.dumps({key: value for key, value in stash_of(there).items() if key != "from"})
    bare = {**there, "metadata": {"name": "w", "annotations": {ANNOTATION: text}}}
    assert stash_of(convert(bare, V3, defaults="none").object) == {**stash_of(there), "from": "e/v2"}


@pytest.mark.parametrize(("text", "notes"), [('{"v": 1, "kind": "Web", "hub": "e/v2"}', 0), ("no stash", 1)])
def test_a_plain_way_takes_a_stash_that_holds_nothing_away(text: str, notes: int) -> None:
    plain = Kind("Web", hub="e/v2", spokes={"e/v3": []})
    obj = {**web("e/v3"), "metadata": {"name": "w", "annotations": {ANNOTATION: text}}}
    result = convert_kind(plain, obj, V2, release=NEW)
    assert (result.object, len(result.notes)) == (web("e/v2"), notes)


def test_what_has_come_beside_the_stash_stays() -> None:
    there = convert({**web("e/v2", new=1), "metadata": {}}, V1, defaults="none").object
    assert stash_of(there)["frame"] == {"metadata": {}}
    named = {**there, "metadata": {**there["metadata"], "name": "n"}}
    assert convert(named, V2, defaults="none").object["metadata"] == {"name": "n"}
    noted = {**there, "metadata": {"annotations": {**there["metadata"]["annotations"], "a": "b"}}}
    assert convert(noted, V2, defaults="none").object["metadata"] == {"annotations": {"a": "b"}}


def test_a_hidden_value_is_there_while_defaults_are_compared() -> None:
    kind = Kind(
        "Web",
        hub="e/v2",
        spokes={
            "e/v1": [Lacks("spec.new"), Default("spec.limit", 10)],
            "e/v2": [When("spec.new", [1], [Default("spec.limit", 10)]), Default("spec.limit", 600)],
        },
    )
    there = convert_kind(kind, web("e/v2", new=1), V1, release=NEW, defaults="none").object
    assert convert_kind(kind, there, V2, release=NEW).object["spec"] == {"new": 1}
    assert convert_kind(kind, web(), V2, release=NEW).object["spec"] == {"limit": 10}


def test_what_is_no_object_is_an_error_in_words() -> None:
    for value in (None, [], "text"):
        with pytest.raises(ConversionError, match="is not an object"):
            convert_kind(Kind("Web", "e/v2", {}), value, GroupVersion("e", "v2"), release=Release.parse("1.34"))  # type: ignore[arg-type]


@pytest.mark.parametrize("version", [None, 1, {}, ["a"]], ids=repr)
def test_an_object_without_a_version_is_an_error_in_words(version: Json) -> None:
    obj = {"kind": "Web"} if version is None else {"kind": "Web", "apiVersion": version}
    with pytest.raises(ConversionError, match=re.escape(f"apiVersion is {version!r}, not a string")):
        convert_kind(Kind("Web", hub="e/v2", spokes={}), obj, GroupVersion("e", "v2"), release=Release.parse("1.34"))


def test_a_kind_without_releases_needs_none() -> None:
    kind = Kind("Cup", hub="e/v2", spokes={"e/v1": [Default("size", 1)], "e/v2": [Default("size", 2)]})
    obj = {"apiVersion": "e/v1", "kind": "Cup"}
    assert convert_kind(kind, obj, GroupVersion.parse("e/v2")).object == {**obj, "apiVersion": "e/v2", "size": 1}
