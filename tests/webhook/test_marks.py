"""The annotations that say what of an object did not convert: they come and go, and never hold a value."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kconv.engine.stash import LEFT_OUT, LIMIT, MISFITS, annotations_size
from tests.webhook.reviews import V1, V1ALPHA1, V1BETA1, box, taken, there_and_back

STASH = "kconv.dev/stash"
SECRET = "ftp://user:hunter2@b"


def annotations(obj: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = obj["metadata"].get("annotations", {})
    return found


MISFIT_SPECS = {
    "one": ({"target": SECRET}, "acme.io/v1alpha1 spec.target: Split"),
    "two": ({"target": SECRET, "turned": 7}, "acme.io/v1alpha1 spec.target: Split; acme.io/v1alpha1 spec.turned: Turn"),
    "no label": ({"owner": "not a label!"}, "acme.io/v1alpha1 spec.owner: Move"),
    "no text for an annotation": ({"note": {"a": "hunter2"}}, "acme.io/v1alpha1 spec.note: Move"),
}


@pytest.mark.parametrize("name", MISFIT_SPECS)
def test_a_misfit_is_named_by_its_place_and_rule_until_it_comes_back(name: str) -> None:
    spec, said = MISFIT_SPECS[name]
    start = box(V1ALPHA1, spec)
    there, back = there_and_back(start, V1)
    assert sorted(annotations(there)[MISFITS].split("; ")) == sorted(said.split("; "))
    assert "hunter2" not in annotations(there)[MISFITS]
    assert back == start


def test_a_misfit_stays_named_on_the_way_through_a_third_version() -> None:
    start = box(V1ALPHA1, {"target": SECRET, "keep": 1})
    [v1beta1] = taken([start], V1BETA1)
    [v1] = taken([v1beta1], V1)
    assert annotations(v1beta1)[MISFITS] == annotations(v1)[MISFITS] == "acme.io/v1alpha1 spec.target: Split"
    assert taken([v1], V1ALPHA1) == [start]


def test_the_annotation_goes_when_the_value_is_mended_in_another_version() -> None:
    [there] = taken([box(V1ALPHA1, {"target": SECRET})], V1)
    there["spec"] = {**there.get("spec", {}), "bucket": "b", "path": "p"}
    [back] = taken([there], V1ALPHA1)
    assert back["spec"] == {"target": "s3://b/p"}
    assert MISFITS not in annotations(back)
    [again] = taken([back], V1)
    assert MISFITS not in annotations(again)


FORGED = {
    "without a stash": {MISFITS: "x"},
    "with a stash that is damaged": {MISFITS: "x", STASH: '{"misfit"'},
    "with a stash of another shape": {MISFITS: "x", STASH: '["misfit"]'},
    "the other mark": {LEFT_OUT: "x"},
    "both": {MISFITS: "x", LEFT_OUT: "x"},
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_mark_goes_with_the_next_conversion(name: str) -> None:
    [there] = taken([box(V1ALPHA1, {"keep": 1}, annotations={**FORGED[name], "a": "b"})], V1)
    assert annotations(there) == {"a": "b"}


ENTRIES: list[Any] = [
    {"p": ["spec", "x"], "is": 1, "misfit": "Split spec.x"},
    {"p": ["spec", "x"], "is": "\ud800", "misfit": "\ud800 spec.x"},
    {"p": ["spec", {"like": "x", "nth": 0, "of": 1}, "x"], "is": [1], "misfit": "M" * 5000},
    {"p": [], "is": {}, "misfit": ""},
    {"p": ["metadata", "labels"], "is": {"a b": 1}, "misfit": "x"},
    {"p": ["metadata"], "is": 3, "misfit": "x"},
    {"p": ["metadata", "name"], "is": "other", "misfit": "x"},
    {"p": ["apiVersion"], "is": "other", "misfit": "x"},
    {"p": ["kind"], "is": "other", "misfit": "x"},
]


@pytest.mark.parametrize("entry", ENTRIES, ids=str)
@pytest.mark.parametrize("made_by", [V1, V1BETA1, V1ALPHA1, "acme.io/v9"])
@pytest.mark.parametrize("where", ["hidden", "said"])
def test_a_forged_stash_is_answered_with_an_object_that_the_server_takes(entry: Any, made_by: str, where: str) -> None:
    held = {"hidden": [entry]} if where == "hidden" else {"said": {V1ALPHA1: [entry], V1: [entry]}}
    text = json.dumps({"v": 1, "kind": "Box", "hub": made_by, "from": V1, **held})
    for source in (V1, V1ALPHA1):
        for target in (V1, V1ALPHA1, V1BETA1):
            taken([box(source, {"keep": 1}, annotations={STASH: text})], target)


def sized(version: str, size: int, spec: dict[str, Any]) -> dict[str, Any]:
    """A Box whose annotations take so many bytes."""
    return box(version, spec, annotations={"a": "x" * (size - 1)})


ROOM = LIMIT - 300
"""What leaves room for a small stash."""
FITTING = {
    "a small stash beside nothing": sized(V1, 10, {"suspend": True}),
    "beside half of what fits": sized(V1, LIMIT // 2, {"suspend": True}),
    "beside all that fits": sized(V1, ROOM, {"suspend": True}),
    "a stash of half of what fits": box(V1, {"suspend": "x" * (LIMIT // 2)}),
    "a stash of all that fits": box(V1, {"suspend": "x" * ROOM}),
    "a misfit beside all that fits": sized(V1ALPHA1, ROOM, {"target": SECRET}),
}


@pytest.mark.parametrize("name", FITTING)
def test_a_stash_may_take_all_the_room_that_an_object_has(name: str) -> None:
    obj = FITTING[name]
    there, back = there_and_back(obj, V1ALPHA1 if obj["apiVersion"] == V1 else V1)
    assert annotations_size(annotations(there)) <= LIMIT
    assert LEFT_OUT not in annotations(there)
    assert back == obj


OVERFLOWING = {
    "a field that is too large": (box(V1, {"suspend": "x" * LIMIT, "bucket": "b"}), "acme.io/v1 spec.suspend"),
    "beside annotations": (sized(V1, LIMIT - 100, {"suspend": True, "bucket": "b"}), "acme.io/v1 spec.suspend"),
    "a value that is gone": (
        sized(V1ALPHA1, LIMIT - 100, {"keep": 1, "checksum": "md5"}),
        "acme.io/v1alpha1 spec.checksum",
    ),
    "a misfit": (sized(V1ALPHA1, LIMIT - 100, {"target": SECRET}), "acme.io/v1alpha1 spec.target"),
    "an annotation that a rule makes": (
        sized(V1ALPHA1, LIMIT - 100, {"note": "x" * 1000}),
        "acme.io/v1alpha1 spec.note",
    ),
    "no room for the name of the field": (sized(V1, LIMIT - 30, {"suspend": True}), "and 1 more"),
    "no room at all": (sized(V1, LIMIT, {"suspend": True}), None),
}


@pytest.mark.parametrize("name", OVERFLOWING)
def test_what_has_no_room_is_left_out_and_said_and_the_object_converts(name: str) -> None:
    obj, said = OVERFLOWING[name]
    [there] = taken([obj], V1ALPHA1 if obj["apiVersion"] == V1 else V1)
    assert annotations_size(annotations(there)) <= LIMIT
    assert STASH not in annotations(there)
    assert annotations(there).get(LEFT_OUT) == said


def test_the_mark_of_what_has_no_room_is_not_that_of_the_next_version() -> None:
    [there] = taken([box(V1, {"suspend": "x" * LIMIT, "bucket": "b"})], V1ALPHA1)
    [back] = taken([there], V1)
    assert back == box(V1, {"bucket": "b"}) | {"spec": back["spec"]}
    assert LEFT_OUT not in annotations(back)


def test_the_largest_fields_are_left_out_and_the_others_come_back() -> None:
    spec = {"bucket": "b", "suspend": "x" * LIMIT}
    own = {"name": "b", "annotations": {"a": "b"}}
    start = {**box(V1, spec), "metadata": own}
    stash = {
        "v": 1,
        "kind": "Box",
        "hub": V1,
        "from": V1,
        "said": {V1ALPHA1: [{"p": ["spec", "checksum"], "is": "md5"}]},
    }
    start["metadata"] = {**own, "annotations": {"a": "b", STASH: json.dumps(stash)}}
    [there] = taken([start], V1BETA1)
    assert annotations(there)[LEFT_OUT] == "acme.io/v1 spec.suspend"
    [oldest] = taken([there], V1ALPHA1)
    assert oldest["spec"] == {"target": "s3://b", "checksum": "md5"}


def test_a_stash_of_a_former_hub_that_has_no_room_is_left_out() -> None:
    entries = [{"p": ["spec", "x"], "is": "y" * 1000}]
    text = json.dumps({"v": 1, "kind": "Box", "hub": V1BETA1, "from": V1, "hidden": entries})
    big = {"a": "x" * (LIMIT - len(text) - len(STASH) - 1), STASH: text}
    [there] = taken([box(V1, {"suspend": True}, annotations=big)], V1ALPHA1)
    assert annotations_size(annotations(there)) <= LIMIT


def test_many_misfits_are_counted_where_they_are_not_all_named() -> None:
    names = [f"f{number}{'x' * 60}" for number in range(40)]
    stash = {
        "v": 1,
        "kind": "Box",
        "hub": V1,
        "from": V1ALPHA1,
        "said": {V1ALPHA1: [{"p": ["spec", name], "is": 1, "misfit": f"Split spec.{name}"} for name in names]},
    }
    [there] = taken([box(V1, {"bucket": "b"}, annotations={STASH: json.dumps(stash)})], V1BETA1)
    said = annotations(there)[MISFITS]
    assert len(said) <= 1024
    assert said.startswith(f"acme.io/v1alpha1 spec.{names[0]}: Split; ")
    assert said.endswith(f"and {40 - said.count('Split')} more")
