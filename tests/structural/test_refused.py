"""For what a v1 server refuses a definition: each reason at its place, with what to do."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.paths import show
from kconv.structural.refusals import Refused, is_approval, refusals, unapproved

Json = Any
OBJECT = {"type": "object"}
ROOT = "spec.versions[{}].schema.openAPIV3Schema"
KEPT = "x-kubernetes-preserve-unknown-fields: true in a schema keeps the unknown fields of one object"
ANYTHING = "`type: object` with x-kubernetes-preserve-unknown-fields: true accepts any object"
REQUIRED = "is required: a v1 server requires a schema for each version"


def version(schema: Json, **more: Json) -> Json:
    return {"schema": {"openAPIV3Schema": schema}, **more}


def found(*versions: Json, **spec: Json) -> list[tuple[str, str, str]]:
    crd = {"spec": {"versions": list(versions), **spec}}
    return [(show(each.path), each.why, each.hint) for each in refusals(crd)]


def test_what_is_refused_is_named_with_its_version() -> None:
    assert found(version(OBJECT), version({"type": "object", "nullable": True}), {}) == [
        (f"{ROOT.format(1)}.nullable", "a v1 server refuses the schema: nullable cannot be true at the root", ""),
        (ROOT.format(2), REQUIRED, ANYTHING),
    ]


def test_pruning_may_not_be_off() -> None:
    why = "a v1 server refuses true: it prunes what the schemas do not name"
    assert found(version(OBJECT), preserveUnknownFields=True) == [("spec.preserveUnknownFields", why, KEPT)]
    assert found(version(OBJECT), preserveUnknownFields=False) == []


@pytest.mark.parametrize(("subresources", "refused"), [({"status": {}}, True), ({"status": None}, False), ({}, False), (None, False)])  # fmt: skip
def test_the_status_subresource_allows_fewer_words_at_the_root(subresources: Json, refused: bool) -> None:
    counted = version({"type": "object", "minProperties": 1}, subresources=subresources)
    assert [path for path, _, _ in found(counted)] == ([f"{ROOT.format(0)}.minProperties"] if refused else [])


@pytest.mark.parametrize("versions", [None, "v1", {"v1": {}}, [None, "v1", 1]])
def test_what_is_no_version_is_left_to_the_decoder(versions: Json) -> None:
    assert list(refusals({"spec": {"versions": versions}})) == []


GROUPS = {"k8s.io": True, "a.k8s.io": True, "kubernetes.io": True, "a.b.kubernetes.io": True, "ak8s.io": False, "k8s.io.example": False, "example.com": False}  # fmt: skip


@pytest.mark.parametrize(("group", "protected"), GROUPS.items())
def test_a_group_of_the_community_needs_an_approval(group: str, protected: bool) -> None:
    approved = {"metadata": {"annotations": {"api-approved.kubernetes.io": "https://a.b/c"}}, "spec": {"group": group}}
    place = ("metadata", "annotations", "api-approved.kubernetes.io")
    why = unapproved({"spec": {"group": group}})
    assert why.startswith(f"{group} is a group of the Kubernetes community") == bool(why) == protected
    assert list(refusals({"spec": {"group": group}})) == ([Refused(place, why)] if protected else [])
    assert unapproved(approved) == unapproved({"spec": {"group": None}}) == ""


APPROVALS: list[tuple[Json, bool]] = [
    ("https://github.com/kubernetes/kubernetes/pull/1", True),
    ("unapproved, a trial", True),
    ("unapproved", True),
    ("https:", False),
    ("//a.b/c", False),
    ("http://[", False),
    ("approved", False),
    ("", False),
    (None, False),
    (["unapproved"], False),
]


@pytest.mark.parametrize(("text", "approval"), APPROVALS, ids=[str(row[0]) for row in APPROVALS])
def test_an_approval_is_a_url_or_an_admission(text: Json, approval: bool) -> None:
    assert is_approval(text) is approval
