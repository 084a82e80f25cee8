"""What a version cannot represent comes back, and what was changed in between stays changed."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

import kconv
from kconv.catalog import latest
from kconv.engine import Kind, convert_kind, stash
from kconv.engine.stash import ANNOTATION, LIMIT
from kconv.errors import StashTooLargeError
from kconv.names import GroupVersion
from kconv.notes import Note
from kconv.paths import same
from kconv.rules import At, Function, Json, Move


def _forget(field: str) -> Function:
    """The spoke has no such field."""

    def forget(obj: Json) -> Json:
        return {key: value for key, value in obj.items() if key != field} if field in obj else obj

    return Function(lambda obj: obj, forget, says=[f"{field} is not in this version"])


TEAM = Kind(
    "Team",
    hub="example.com/v2",
    spokes={
        "example.com/v1": [
            At("spec", [_forget("motto")]),
            At("spec.members[]", [_forget("role"), Move("alias", "names.short")]),
        ]
    },
    list_keys={"spec.members": ("id",)},
)
V1, V2 = GroupVersion("example.com", "v1"), GroupVersion("example.com", "v2")
FULL = {
    "apiVersion": "example.com/v2",
    "kind": "Team",
    "metadata": {"name": "t"},
    "spec": {
        "motto": "on",
        "members": [
            {"id": "a", "role": "lead", "names": {"short": "A"}},
            {"id": "b", "role": "dev", "names": {"short": "B"}},
            {"id": "c", "role": "ops"},
        ],
    },
}


def convert(obj: dict[str, Any], to: GroupVersion) -> Any:
    return convert_kind(TEAM, obj, to, release=latest(), defaults="none")


def roles(obj: Any) -> dict[str, Any]:
    return {member["id"]: member.get("role") for member in obj["spec"]["members"]}


class Edit(NamedTuple):
    """What somebody does to the v1 object, and which roles are there again in v2."""

    name: str
    do: Callable[[Any], Any]
    roles: dict[str, Any]


def _rename(obj: Any) -> None:
    obj["spec"]["members"][0]["id"] = "z"


EDITS = [
    Edit("nothing", lambda _: None, {"a": "lead", "b": "dev", "c": "ops"}),
    Edit("the order", lambda obj: obj["spec"]["members"].reverse(), {"c": "ops", "b": "dev", "a": "lead"}),
    Edit("an item less", lambda obj: obj["spec"]["members"].pop(0), {"b": "dev", "c": "ops"}),
    Edit("an item more", lambda obj: obj["spec"]["members"].insert(0, {"id": "d"}), {"d": None, "a": "lead", "b": "dev", "c": "ops"}),
    Edit("another key", _rename, {"z": None, "b": "dev", "c": "ops"}),
    Edit("the field itself", lambda obj: obj["spec"]["members"][1].update(role="mine"), {"a": "lead", "b": "mine", "c": "ops"}),
    Edit("two of one key", lambda obj: obj["spec"]["members"].append({"id": "a"}), {"a": None, "b": "dev", "c": "ops"}),
    Edit("a neighbour field", lambda obj: obj["spec"]["members"][0].update(alias="X"), {"a": "lead", "b": "dev", "c": "ops"}),
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_edits_win_and_the_hidden_rest_comes_back(edit: Edit) -> None:
    there = copy.deepcopy(convert(FULL, V1).object)
    assert roles(there) == {"a": None, "b": None, "c": None}
    edit.do(there)
    back = convert(there, V2)
    assert roles(back.object) == edit.roles
    assert back.object["spec"]["motto"] == "on"
    assert same(convert(convert(back.object, V1).object, V2).object, back.object)


def test_what_was_put_back_is_no_longer_kept() -> None:
    assert "annotations" not in convert(convert(FULL, V1).object, V2).object["metadata"]


def test_a_value_that_could_belong_to_two_items_is_not_put_back_and_that_is_said() -> None:
    there = copy.deepcopy(convert(FULL, V1).object)
    there["spec"]["members"].append({"id": "a"})
    assert [(note.kind, note.path) for note in convert(there, V2).notes] == [("ambiguous", "")]


def test_items_without_a_key_are_found_by_what_is_visible_of_them() -> None:
    full = copy.deepcopy(FULL)
    full["spec"]["members"] = [{"n": 1, "role": "x"}, {"n": 2, "role": "y"}, {"n": 1, "role": "z"}]
    there = copy.deepcopy(convert(full, V1).object)
    assert convert(there, V2).object == full
    there["spec"]["members"].reverse()
    assert [m.get("role") for m in convert(there, V2).object["spec"]["members"]] == ["x", "y", "z"]
    del there["spec"]["members"][0]
    result = convert(there, V2)
    assert [m.get("role") for m in result.object["spec"]["members"]] == ["y", None]
    assert "ambiguous" in {note.kind for note in result.notes}


def test_the_stash_is_sparse_and_names_hub_and_origin() -> None:
    stash = json.loads(convert(FULL, V1).object["metadata"]["annotations"][ANNOTATION])
    assert (stash["v"], stash["kind"], stash["hub"], stash["from"]) == (1, "Team", "example.com/v2", "example.com/v2")
    assert [entry["is"] for entry in stash["hidden"]] == ["lead", "dev", "ops", "on"]


def test_an_annotation_is_written_short_and_in_one_order() -> None:
    """Two runs of kconv on one object must not differ, and every byte counts against the limit."""
    full = {"apiVersion": "example.com/v2", "kind": "Team", "spec": {"motto": "é", "a": 0}}
    (text,) = convert(full, V1).object["metadata"]["annotations"].values()
    assert text == (
        '{"frame":{},"from":"example.com/v2","hidden":[{"is":"é","p":["spec","motto"]}],"hub":"example.com/v2",'
        '"kind":"Team","v":1}'
    )


def _padded(size: int) -> str:
    text = '{"v":1,"kind":"Team","hub":"example.com/v2","hidden":[{"p":["spec","motto"],"is":"on"}]}'
    return text + " " * (size - len(text))


def test_an_annotation_may_be_as_large_as_all_may_be() -> None:
    for size, motto in ((LIMIT, "on"), (LIMIT + 1, None)):
        obj = {
            "apiVersion": "example.com/v1",
            "spec": {"a": 0},
            "metadata": {"annotations": {ANNOTATION: _padded(size)}},
        }
        assert convert(obj, V2).object["spec"].get("motto") == motto


@pytest.mark.parametrize("held", [{"a": "b"}, {}, None, ["a"], "a"], ids=str)
def test_what_stands_in_place_of_annotations_comes_back(held: Any) -> None:
    full = {**FULL, "metadata": {"name": "t", "annotations": held}}
    there = convert(full, V1).object
    assert ANNOTATION in there["metadata"]["annotations"]
    assert convert(there, V2).object == full


@pytest.mark.parametrize("without", [{"metadata": None}, {"metadata": {}}, {"metadata": ["a"]}, {}], ids=str)
def test_what_stands_in_place_of_metadata_comes_back(without: dict[str, Any]) -> None:
    full = {key: value for key, value in FULL.items() if key != "metadata"} | without
    assert convert(convert(full, V1).object, V2).object == full


@pytest.mark.parametrize(
    "before",
    [{}, {"metadata": None}, {"metadata": {}}, *({"metadata": {"annotations": held}} for held in ({}, None, "a"))],
    ids=json.dumps,
)
def test_an_annotation_that_came_beside_the_stash_stays(before: dict[str, Any]) -> None:
    there = convert({key: value for key, value in FULL.items() if key != "metadata"} | before, V1).object
    there["metadata"]["annotations"]["a"] = "b"
    assert convert(there, V2).object == {**FULL, "metadata": {"annotations": {"a": "b"}}}


def test_fields_of_metadata_stay_in_their_order() -> None:
    metadata = {"name": "t", "annotations": {"b": "c"}, "labels": {"d": "e"}}
    there = convert({**FULL, "metadata": metadata}, V1).object
    assert [*there["metadata"]] == [*metadata]
    assert json.dumps(convert(there, V2).object["metadata"]) == json.dumps(metadata)
    there["metadata"]["annotations"] = {**there["metadata"]["annotations"], "a": "b"}
    assert [*convert(there, V2).object["metadata"]["annotations"]] == ["b", "a"]


def test_a_stash_of_another_kind_is_left_out_and_that_is_said() -> None:
    there = convert(FULL, V1).object
    annotation = json.loads(there["metadata"]["annotations"][ANNOTATION]) | {"kind": "Crew"}
    forged = {**there, "metadata": {"name": "t", "annotations": {ANNOTATION: json.dumps(annotation)}}}
    result = convert(forged, V2)
    assert roles(result.object) == {"a": None, "b": None, "c": None}
    assert [note.message for note in result.notes] == ["the stash was left out: it was made for another kind"]


@pytest.mark.parametrize(
    "forged",
    [
        {"frame": {"spec": {"replicas": 0}}},
        {"frame": {"metadata": {"finalizers": ["a.example.com/b"]}}},
        {"frame": {"annotations": {"a": "b"}}},
        {"frame": [{}]},
        {"frame": {"metadata": [], "annotations": 3}},
        {"hidden": [{"p": "spec", "is": 1}]},
        {"hidden": {"p": ["spec"], "is": 1}},
        {"hidden": [{"p": ["kind"], "is": "Crew"}]},
        {"hidden": [{"p": ["metadata", "name"], "is": "u"}]},
        {"hidden": [{"p": ["metadata", "finalizers"], "is": ["a.example.com/b"]}]},
        {"hidden": [{"p": ["metadata"], "is": {"name": "u"}}]},
        {"said": {"example.com/v2": [{"p": ["apiVersion"], "was": "example.com/v2", "is": "example.com/v9"}]}},
        {"others": [{"hub": "example.com/v1", "hidden": [{"p": ["kind"], "is": "Crew"}]}]},
        {"said": [[]]},
        {"said": {"example.com/v1": [{"p": 1}]}},
        {"from": 1},
        {"v": True},
        {"v": 1.5},
    ],
    ids=json.dumps,
)
def test_a_forged_stash_puts_nothing_into_an_object(forged: dict[str, Any]) -> None:
    there = convert({**FULL, "metadata": {}}, V1).object
    stash = json.loads(there["metadata"]["annotations"][ANNOTATION]) | forged
    result = convert({**there, "metadata": {"annotations": {ANNOTATION: json.dumps(stash)}}}, V2)
    assert result.object == {
        **convert({key: value for key, value in there.items() if key != "metadata"}, V2).object,
        "metadata": {},
    }
    assert [note.message.partition(":")[0] for note in result.notes] == ["the stash was left out"]


def _with_motto(size: int) -> dict[str, Any]:
    return {**FULL, "spec": {**FULL["spec"], "motto": "x" * size}}  # type: ignore[dict-item]


def test_annotations_stay_inside_what_the_api_server_takes_counted_twice() -> None:
    large = convert(_with_motto(LIMIT // 2 - 2000), V1)
    assert any("bytes" in note.message for note in large.notes)
    assert convert(large.object, V2).object == _with_motto(LIMIT // 2 - 2000)
    assert not any("bytes" in note.message for note in convert(_with_motto(1000), V1).notes)
    with pytest.raises(StashTooLargeError, match="over the API server's 262,144"):
        convert(_with_motto(LIMIT // 2), V1)


def test_the_largest_stash_that_the_api_server_takes() -> None:
    empty = convert(_with_motto(0), V1).object["metadata"]["annotations"]
    room = LIMIT // 2 - sum(len(part) for item in empty.items() for part in item)
    largest = convert(_with_motto(room), V1)
    assert convert(largest.object, V2).object == _with_motto(room)
    message = "the annotations take 262,144 of 262,144 bytes"
    assert largest.notes[-1] == Note("stash", 'metadata.annotations["kconv.dev/stash"]', message)
    with pytest.raises(StashTooLargeError, match="makes the annotations 262,146 bytes") as caught:
        convert(_with_motto(room + 1), V1)
    assert caught.value.path == 'metadata.annotations["kconv.dev/stash"]'
    assert (str(caught.value.gvk), caught.value.hint is None) == ("example.com/v1 Team", False)


def test_a_stash_is_counted_in_bytes_and_warned_of_from_64_kib_on() -> None:
    empty = convert(_with_motto(0), V1).object["metadata"]["annotations"]
    room = 32 * 1024 - sum(len(part) for item in empty.items() for part in item)
    for motto, warned in (("x" * room, False), ("x" * (room + 1), True), ("é" * (room // 2 + 1), True)):
        full = {**FULL, "spec": {**FULL["spec"], "motto": motto}}  # type: ignore[dict-item]
        assert any("bytes" in note.message for note in convert(full, V1).notes) == warned


def test_without_a_stash_a_loss_is_a_question_and_a_decision_drops_it() -> None:
    asked = convert_kind(TEAM, FULL, V1, release=latest(), keep=False)
    assert {question.name for question in asked.questions} == {"loss"}
    assert {question.path for question in asked.questions} == {"spec.motto", "spec.members[].role"}
    dropped = convert_kind(TEAM, FULL, V1, release=latest(), keep=False, decisions={"loss": "drop"})
    assert dropped.questions == []
    assert {note.kind for note in dropped.notes} == {"dropped"}
    assert "annotations" not in dropped.object["metadata"]


TOLERANT = {
    "apiVersion": "autoscaling/v2beta1",
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "h", "annotations": {"autoscaling.alpha.kubernetes.io/scale-up-tolerance": "100m"}},
    "spec": {"maxReplicas": 3, "scaleTargetRef": {"kind": "Deployment", "name": "web"}},
}
"""An annotation of it is ``spec.behavior`` to the hub, and none is to come of it."""


@pytest.mark.parametrize("left", [{}, {"spec": {}}, {"spec": {"maxReplicas": 4}}], ids=str)
def test_a_map_that_only_the_conversion_made_goes_with_its_last_field(left: dict[str, Any]) -> None:
    there = kconv.convert(TOLERANT, "autoscaling/v2beta2")
    edited = {key: value for key, value in there.items() if key != "spec"} | left
    back = kconv.convert(edited, "autoscaling/v2beta1")
    assert {key: back[key] for key in ("spec",) if key in back} == left
    assert (
        kconv.convert(back, "autoscaling/v2beta2")["metadata"]["annotations"].keys()
        == edited["metadata"]["annotations"].keys()
    )


def test_without_a_stash_what_an_earlier_one_keeps_for_other_versions_is_not_written() -> None:
    held = stash.Stash("example.com/v1")
    held.said = {"example.com/v0": [{"p": ["spec"], "was": 1}]}
    plain = {"apiVersion": "example.com/v2", "kind": "Team", "metadata": {"name": "t"}, "spec": {"members": []}}
    obj, _ = stash.put(plain, held, V2.kind("Team"), "example.com/v2")
    kept, left = (convert_kind(TEAM, obj, V1, release=latest(), keep=keep).object for keep in (True, False))
    assert ANNOTATION in kept["metadata"]["annotations"]
    assert "annotations" not in left["metadata"]


def test_annotations_are_counted_in_bytes_even_if_nobody_can_write_them() -> None:
    assert stash.annotations_size({"a": "\ud800", "é": "b"}) == 1 + 3 + 2 + 1


def test_a_forged_entry_takes_no_metadata_with_a_name() -> None:
    kind = Kind("Thing", hub="e/v2", spokes={"e/v1": [Move("a", "b")]})
    metadata = {"name": "n"}
    digest = hashlib.sha256(json.dumps(metadata, separators=(",", ":")).encode()).hexdigest()[:16]
    for entry in ({"p": ["metadata"], "was#": digest}, {"p": ["metadata"], "was#": digest, "is": 5}):
        text = json.dumps({"v": 1, "kind": "Thing", "hub": "e/v2", "from": "e/v2", "hidden": [entry]})
        forged = {**metadata, "annotations": {stash.ANNOTATION: text}}
        given = {"apiVersion": "e/v1", "kind": "Thing", "metadata": forged, "a": 1}
        made = convert_kind(kind, given, GroupVersion.parse("e/v2")).object
        assert made == {"apiVersion": "e/v2", "kind": "Thing", "metadata": metadata, "b": 1}
