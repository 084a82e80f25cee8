"""The answer to a review as the API server judges it: kconv.testing.review checks it in kube-apiserver's place."""

from __future__ import annotations

import copy
from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv.engine import Kind
from kconv.errors import UsageError
from kconv.rules import Rule
from kconv.testing import review as apiserver
from kconv.webhook import Converter, ReviewError
from tests.webhook.reviews import (
    BOX,
    CONVERTER,
    V1,
    V1ALPHA1,
    V1BETA1,
    Declared,
    asked,
    box,
    refused,
    taken,
    there_and_back,
)

VERSIONS = [V1ALPHA1, V1BETA1, V1]
PAIRS = [(source, target) for source in VERSIONS for target in VERSIONS]

OBJECTS: dict[str, dict[str, Any]] = {
    "with all fields": box(V1ALPHA1, {"keep": 3, "target": "s3://b/p", "checksum": "md5", "owner": "me"}),
    "without spec": box(V1ALPHA1),
    "with an empty spec": box(V1ALPHA1, {}),
    "with a null spec": box(V1ALPHA1, None) | {"spec": None},
    "whose spec is a list": box(V1ALPHA1, []),
    "whose spec is a text": box(V1ALPHA1, "x"),
    "that is cluster-scoped": {**box(V1ALPHA1, {"keep": 3}), "metadata": {"name": "b", "uid": "1-2"}},
    "to be given a name": {**box(V1ALPHA1, {"keep": 3}), "metadata": {"generateName": "b-"}},
    "with annotations and labels": box(V1ALPHA1, {"keep": 3}, annotations={"a": "b"}, labels={"c": "d"}),
    "with null annotations": box(V1ALPHA1, {"keep": 3}, annotations=None),
    "with empty labels": box(V1ALPHA1, {"keep": 3}, labels={}),
    "with a finalizer, being deleted": box(
        V1ALPHA1, {"keep": 3}, finalizers=["acme.io/x"], deletionTimestamp="2026-01-01T00:00:00Z"
    ),
    "with managed fields": box(V1ALPHA1, {"keep": 3}, managedFields=[{"manager": "m", "fieldsV1": {"f:spec": {}}}]),
    "with owners": box(V1ALPHA1, {"keep": 3}, ownerReferences=[{"apiVersion": V1ALPHA1, "kind": "Box", "uid": "3"}]),
    "with unknown fields": {**box(V1ALPHA1, {"other": {"a": [None, {}]}}), "more": 1},
    "with misfits": box(V1ALPHA1, {"target": "ftp://b", "keep": "many"}),
    "with a damaged stash": box(V1ALPHA1, {"keep": 3}, annotations={"kconv.dev/stash": "{"}),
    "that server-side apply sends": {"apiVersion": V1ALPHA1, "kind": "Box", "spec": {"keep": 3}},
    "of two fields": {"apiVersion": V1ALPHA1, "kind": "Box"},
    "with null metadata": {"apiVersion": V1ALPHA1, "kind": "Box", "metadata": None, "spec": {"keep": 3}},
}


@pytest.mark.parametrize("version", ["v1", "v1beta1"])
@pytest.mark.parametrize("name", OBJECTS)
def test_an_object_is_taken_in_every_version_and_keeps_its_metadata(name: str, version: str) -> None:
    obj = OBJECTS[name]
    for target in VERSIONS:
        [got] = taken([obj], target, version)
        before, after = dict(obj.get("metadata") or {}), dict(got.get("metadata") or {})
        for own in ("labels", "annotations"):
            before.pop(own, None)
            after.pop(own, None)
        assert after == before
        assert (got["apiVersion"], got["kind"]) == (target, "Box")


@pytest.mark.parametrize("name", OBJECTS)
@pytest.mark.parametrize("target", [V1BETA1, V1])
def test_an_object_comes_back_as_it_was(name: str, target: str) -> None:
    obj = OBJECTS[name]
    _, back = there_and_back(obj, target)
    wanted = {**obj, "metadata": {**(obj.get("metadata") or {})}}
    back["metadata"] = {**(back.get("metadata") or {})}
    for each in (wanted, back):
        for own in ("labels", "annotations"):  # the API server takes null and {} for none
            if not each["metadata"].get(own) or name == "with a damaged stash":
                each["metadata"].pop(own, None)
    assert back == wanted


@pytest.mark.parametrize("pair", PAIRS, ids=" to ".join)
def test_the_answer_says_the_version_of_the_review_and_its_uid(pair: tuple[str, str]) -> None:
    for version in ("v1", "v1beta1"):
        sent = asked([box(pair[0], {})], pair[1], version)
        answer = CONVERTER.review(sent)
        assert (answer["apiVersion"], answer["kind"]) == (f"apiextensions.k8s.io/{version}", "ConversionReview")
        assert answer["response"]["uid"] == sent["request"]["uid"]
        assert answer["response"]["result"] == {"status": "Success"}
        assert "request" not in answer


def test_the_metadata_of_an_answer_is_an_object_even_where_none_was_sent() -> None:
    for metadata in ({}, {"metadata": None}):
        for target in VERSIONS:
            sent = asked([{"apiVersion": V1, "kind": "Box", **metadata, "spec": {"bucket": "b"}}], target)
            [got] = CONVERTER.review(sent)["response"]["convertedObjects"]
            assert isinstance(got["metadata"], dict)


def test_objects_stay_in_their_order_whatever_their_versions() -> None:
    sent = [box(VERSIONS[number % 3], {}, name=f"b{number}") for number in range(20)]
    assert [each["metadata"]["name"] for each in taken(sent, V1)] == [each["metadata"]["name"] for each in sent]


def test_an_object_of_the_desired_version_is_sent_back_as_it_is() -> None:
    sent = box(V1ALPHA1, {"target": "ftp://b"}, annotations={"kconv.dev/misfits": "x", "kconv.dev/stash": "y"})
    assert taken([sent], V1ALPHA1) == [sent]


@pytest.mark.parametrize("objects", [[], None])
def test_no_objects_are_no_objects(objects: Any) -> None:
    answer = CONVERTER.review(asked(objects, V1))["response"]
    assert (answer["result"]["status"], answer["convertedObjects"]) == ("Success", [])


@pytest.mark.full
def test_ten_thousand_objects_are_one_answer() -> None:
    sent = [box(V1ALPHA1, {"keep": number, "target": "s3://b"}, name=f"b{number}") for number in range(10_000)]
    got = taken(sent, V1)
    assert [each["spec"]["retention"]["count"] for each in got] == [*range(10_000)]


def test_integers_stay_integers_and_no_value_changes_its_type() -> None:
    values = {"a": 1, "b": 1.0, "c": True, "d": 0, "e": False, "f": 2**53 + 1, "g": -(2**63), "h": "1", "i": None}
    there, back = there_and_back(box(V1ALPHA1, {"keep": 3, "other": values}), V1)
    for got in (there, back):
        assert {key: (type(value), value) for key, value in got["spec"]["other"].items()} == {
            key: (type(value), value) for key, value in values.items()
        }
    assert type(there["spec"]["retention"]["count"]) is int


@pytest.mark.parametrize("name", OBJECTS)
def test_what_is_sent_stays_as_it_is(name: str) -> None:
    sent = asked([OBJECTS[name]], V1)
    before = copy.deepcopy(sent)
    CONVERTER.review(sent)
    assert sent == before


class Refusal(NamedTuple):
    """What is sent, and the message that it is answered."""

    name: str
    objects: Any
    to: str
    message: str


KINDS = (
    "acme.io/v1 Box, acme.io/v1alpha1 Box, acme.io/v1beta1 Box, compute.acme.io/v1 WorkerPool, acme.io/v1alpha1 Worker"
)
REFUSALS = [
    Refusal("no object", [3], V1, "objects[0]: it is not an object"),
    Refusal("null", [box(V1), None], V1, "objects[1]: it is not an object"),
    Refusal("without version", [{"kind": "Box"}], V1, "objects[0]: apiVersion: it must be a text"),
    Refusal("a number for a version", [{"kind": "Box", "apiVersion": 1}], V1, "objects[0]: apiVersion: it must be a text"),
    Refusal("without kind", [{"apiVersion": V1, "metadata": {"name": "x"}}], V1, "objects[0] x: kind: it must be a text"),
    Refusal("another kind", [box(V1), box(V1) | {"kind": "Bag"}], V1, f"objects[1] n/b: acme.io/v1 Bag is not converted here (the kinds are {KINDS})"),
    Refusal("a list", [{"apiVersion": V1, "kind": "BoxList", "items": []}], V1ALPHA1, f"objects[0]: acme.io/v1 BoxList is not converted here (the kinds are {KINDS})"),
    Refusal("another group", [{**box(V1), "apiVersion": "x.io/v1"}], V1, f"objects[0] n/b: x.io/v1 Box is not converted here (the kinds are {KINDS})"),
    Refusal("an unknown version", [{**box(V1), "apiVersion": "acme.io/v9"}], V1, f"objects[0] n/b: acme.io/v9 Box is not converted here (the kinds are {KINDS})"),
    Refusal("a version far too long", [{**box(V1), "apiVersion": "x" * 5000}], V1, f"objects[0] n/b: {'x' * 100}… Box is not converted here (the kinds are {KINDS})"),
    Refusal("a version that is just short enough", [{**box(V1), "apiVersion": "x" * 100}], V1, f"objects[0] n/b: {'x' * 100} Box is not converted here (the kinds are {KINDS})"),
    Refusal("an unknown desired version", [box(V1)], "acme.io/v9", "request.desiredAPIVersion: no kind here has the version acme.io/v9 (the versions are acme.io/v1, acme.io/v1alpha1, acme.io/v1beta1, compute.acme.io/v1)"),
    Refusal("an unknown desired version of nothing", [], "acme.io/v9", "request.desiredAPIVersion: no kind here has the version acme.io/v9 (the versions are acme.io/v1, acme.io/v1alpha1, acme.io/v1beta1, compute.acme.io/v1)"),
    Refusal("the version of another kind", [box(V1)], "compute.acme.io/v1", "objects[0] n/b: Box of acme.io/v1 has no version compute.acme.io/v1: a review cannot change a kind or its group (its versions are acme.io/v1, acme.io/v1alpha1, acme.io/v1beta1)"),
    Refusal("a renamed kind", [{"apiVersion": "compute.acme.io/v1", "kind": "WorkerPool"}], V1ALPHA1, "objects[0]: WorkerPool of compute.acme.io/v1 has no version acme.io/v1alpha1: a review cannot change a kind or its group (its versions are compute.acme.io/v1)"),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS, ids=attrgetter("name"))
def test_what_cannot_be_an_object_of_the_kind_fails_with_its_place(case: Refusal) -> None:
    assert refused(case.objects, case.to) == case.message


@pytest.mark.parametrize("count", [2, 8, 9, 10, 100])
def test_a_message_names_the_first_eight_versions(count: int) -> None:
    versions = [f"acme.io/v{number}" for number in range(1, count + 1)]
    spokes = {version: list[Rule]() for version in versions[1:]}
    converter = Converter([Declared(Kind("Box", hub=versions[0], spokes=spokes))])
    message = converter.review(asked([], "acme.io/other"))["response"]["result"]["message"]
    shown = message[message.index("(the versions are ") + 18 : -1].split(", ")
    assert len(shown) == min(count, 9)
    assert shown[8:] == (["…"] if count > 8 else [])
    assert set(shown[:8]) <= set(versions)


def test_one_bad_object_leaves_no_partial_answer() -> None:
    sent = asked([*(box(V1ALPHA1, {}, name=f"b{number}") for number in range(5)), {"kind": "Box"}], V1)
    answer = CONVERTER.review(sent)
    assert answer["response"]["convertedObjects"] == []
    with pytest.raises(Exception, match=r"objects\[5\]"):
        apiserver.converted(sent, answer)


NO_REVIEWS = {
    "a list": [],
    "null": None,
    "nothing in it": {},
    "another kind": {**asked([], V1), "kind": "AdmissionReview"},
    "another version": {**asked([], V1), "apiVersion": "apiextensions.k8s.io/v2"},
    "no request": {**asked([], V1), "request": None},
    "no uid": {**asked([], V1), "request": {"desiredAPIVersion": V1}},
    "an empty uid": {**asked([], V1), "request": {"uid": "", "desiredAPIVersion": V1}},
    "no desired version": {**asked([], V1), "request": {"uid": "u"}},
    "an object for objects": asked({}, V1),
    "a text for objects": asked("x", V1),
    "an unhashable version": {**asked([], V1), "apiVersion": []},
}


@pytest.mark.parametrize("name", NO_REVIEWS)
def test_what_is_no_review_has_no_answer(name: str) -> None:
    with pytest.raises(ReviewError):
        CONVERTER.review(NO_REVIEWS[name])  # type: ignore[arg-type]


def test_a_kind_of_two_resources_is_refused_at_the_start() -> None:
    with pytest.raises(UsageError, match=r"acme\.io/v1 Box is declared twice"):
        Converter([BOX, BOX])
