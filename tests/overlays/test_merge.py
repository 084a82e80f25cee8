"""A strategic merge patch on an object, as kubectl's kustomize lays it (tests/overlays/test_built.py asks that one)."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pytest

from kconv.pipeline.migrate.identify import gvk_of
from kconv.pipeline.migrate.overlays.merge import merged

Json = Any


@dataclass(frozen=True)
class Case:
    name: str
    old: Json
    patch: Json
    new: Json
    version: str = "apps/v1"


def _pod(*containers: Json, **more: Json) -> Json:
    return {"spec": {"template": {"spec": {"containers": list(containers), **more}}}}


A, B = {"name": "a", "image": "a:1"}, {"name": "b", "image": "b:1"}
CASES = [
    Case("a field beside another", {"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
    Case("a field in place of another", {"a": {"b": 1, "c": 2}}, {"a": {"b": 3}}, {"a": {"b": 3, "c": 2}}),
    Case("null takes out", {"a": 1, "b": 2}, {"a": None}, {"b": 2}),
    Case("null takes nothing out", {"b": 2}, {"a": None}, {"b": 2}),
    Case("a map in place of a value", {"a": 1}, {"a": {"b": 1}}, {"a": {"b": 1}}),
    Case("a list without keys is replaced", {"spec": {"x": [1, 2]}}, {"spec": {"x": [3]}}, {"spec": {"x": [3]}}),
    Case("items are merged by name", _pod(A, B), _pod({"name": "b", "image": "b:2"}), _pod(A, {"name": "b", "image": "b:2"})),
    Case("a new item goes behind", _pod(A), _pod(B), _pod(A, B)),
    Case("items inside of items", _pod({**A, "env": [{"name": "X", "value": "1"}]}), _pod({"name": "a", "env": [{"name": "Y", "value": "2"}]}), _pod({**A, "env": [{"name": "X", "value": "1"}, {"name": "Y", "value": "2"}]})),
    Case("a version that kustomize has no schema of", _pod(A, B), _pod({"name": "b", "image": "b:2"}), _pod({"name": "b", "image": "b:2"}), version="apps/v1beta2"),
    Case("an item is deleted", _pod(A, B), _pod({"$patch": "delete", "name": "a"}), _pod(B)),
    Case("a list is replaced", _pod(A, B), _pod({"$patch": "replace"}, {"name": "c"}), _pod({"name": "c"})),
    Case("a map is replaced", {"a": {"b": 1}}, {"a": {"$patch": "replace", "c": 2}}, {"a": {"c": 2}}),
    Case("a map is deleted", {"a": {"b": 1}, "c": 1}, {"a": {"$patch": "delete"}}, {"c": 1}),
    Case("ports by number and protocol", _pod({**A, "ports": [{"containerPort": 80, "protocol": "TCP"}]}), _pod({"name": "a", "ports": [{"containerPort": 80, "protocol": "UDP"}]}), _pod({**A, "ports": [{"containerPort": 80, "protocol": "TCP"}, {"containerPort": 80, "protocol": "UDP"}]})),
    Case("items that are no maps", {"metadata": {"finalizers": ["a"]}}, {"metadata": {"finalizers": ["b"]}}, {"metadata": {"finalizers": ["b"]}}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_a_patch_is_laid_over_an_object(case: Case) -> None:
    old, patch = copy.deepcopy(case.old), copy.deepcopy(case.patch)
    assert merged(old, patch, gvk_of(case.version, "Deployment")) == case.new
    assert (old, patch) == (case.old, case.patch)


def test_a_list_may_have_a_key_for_patches_only() -> None:
    old = {"webhooks": [{"name": "a", "failurePolicy": "Fail"}, {"name": "b"}]}
    patch = {"webhooks": [{"name": "a", "sideEffects": "None"}]}
    kind = gvk_of("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration")
    assert merged(old, patch, kind) == {
        "webhooks": [{"name": "a", "failurePolicy": "Fail", "sideEffects": "None"}, {"name": "b"}]
    }
