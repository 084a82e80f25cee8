"""A status that the server drops is not a fault, but what it refuses while decoding one is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from kconv import catalog
from kconv.catalog.served import everything
from kconv.names import GroupVersion, GroupVersionKind
from kconv.pipeline.validate.definitions import versions
from kconv.pipeline.validate.outcomes import Asked
from kconv.pipeline.validate.schemas import Schemas
from kconv.pipeline.validate.status import OF_THE_SCHEMA, apart
from kconv.validation.finding import Finding, Rule
from tests.cluster.apiserver import ApiServer

META = {"name": "a", "namespace": "default"}
LABELS = {"a": "b"}
TEMPLATE = {"metadata": {"labels": LABELS}, "spec": {"containers": [{"name": "c", "image": "i"}]}}
TARGET = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "a"}
WORKLOAD = {"selector": {"matchLabels": LABELS}, "template": TEMPLATE}
SPECS: list[tuple[str, str, dict[str, Any]]] = [
    ("apps/v1", "DaemonSet", WORKLOAD),
    ("apps/v1", "ReplicaSet", WORKLOAD),
    ("apps/v1", "StatefulSet", WORKLOAD | {"serviceName": "s"}),
    ("v1", "ReplicationController", {"selector": LABELS, "template": TEMPLATE}),
    ("autoscaling/v1", "HorizontalPodAutoscaler", {"maxReplicas": 2, "scaleTargetRef": TARGET}),
    ("autoscaling/v2", "HorizontalPodAutoscaler", {"maxReplicas": 2, "scaleTargetRef": TARGET}),
    ("storage.k8s.io/v1", "VolumeAttachment", {"attacher": "a", "nodeName": "n", "source": {"persistentVolumeName": "p"}}),
    ("authorization.k8s.io/v1", "SelfSubjectAccessReview", {"resourceAttributes": {"verb": "get", "resource": "pods"}}),
]  # fmt: skip
"""Kinds whose schema requires a field in a status that the server does not ask for."""
CRD: dict[str, Any] = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "kettles.kettle.example"},
    "spec": {
        "group": "kettle.example",
        "scope": "Namespaced",
        "names": {"kind": "Kettle", "plural": "kettles"},
        "versions": [
            {
                "name": "v1",
                "served": True,
                "storage": True,
                "subresources": {"status": {}},
                "schema": {
                    "openAPIV3Schema": {
                        "type": "object",
                        "properties": {
                            "status": {
                                "type": "object",
                                "required": ["heat"],
                                "properties": {"heat": {"type": "integer", "maximum": 100}},
                            }
                        },
                    }
                },
            }
        ],
    },
}
STATUSES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"heat": 101}, []),
    ({"heat": "hot"}, []),
    ({"heat": 1, "colour": "red"}, ["unknown"]),
]


def rules(obj: dict[str, Any], definitions: dict[str, Any] | None = None) -> list[str]:
    """The rules that an object breaks."""
    judge = Schemas(Asked(catalog.latest()))
    if definitions:
        judge.learn("-", json.dumps(definitions).encode())
    check = judge.held(GroupVersion.parse(obj["apiVersion"]).kind(obj["kind"]), fragment=False).check
    assert check is not None
    return [each.rule for each in check(obj) or ()]


def whole(api_version: str, kind: str, spec: dict[str, Any], status: Any) -> dict[str, Any]:
    metadata = {} if kind.endswith("Review") else META
    if kind == "VolumeAttachment":
        metadata = {"name": "a"}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec, "status": status}


def kettle(status: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "kettle.example/v1", "kind": "Kettle", "metadata": META, "status": status}


def test_no_kind_asks_for_a_status_in_full() -> None:
    judge, asked = Schemas(Asked(catalog.latest())), 0
    for gvk in _with_status(judge):
        check = judge.held(gvk, fragment=False).check
        assert check is not None
        obj = {"apiVersion": gvk.api_version, "kind": gvk.kind, "metadata": META, "status": {}}
        assert [each for each in check(obj) or () if each.path[0] == "status"] == [], gvk
        asked += 1
    assert asked > 30


def _with_status(judge: Schemas) -> Iterator[GroupVersionKind]:
    for gvk, one in everything().items():
        held = (
            judge.held(gvk, fragment=False)
            if one.in_release(catalog.latest()) and not catalog.is_internal(gvk)
            else None
        )
        if held and held.check and held.schema and "status" in judge.resolve(held.schema["$ref"])["properties"]:
            yield gvk


@pytest.mark.parametrize(("api_version", "kind", "spec"), SPECS, ids=[f"{one} {two}" for one, two, _ in SPECS])
def test_what_decoding_refuses_in_a_status_is_a_fault(api_version: str, kind: str, spec: dict[str, Any]) -> None:
    assert rules(whole(api_version, kind, spec, {})) == []
    assert rules(whole(api_version, kind, spec, {"nothing": 1})) == ["unknown"]
    assert rules(whole(api_version, kind, spec, 5)) == ["type"]


@pytest.mark.parametrize(("status", "broken"), STATUSES, ids=[json.dumps(status) for status, _ in STATUSES])
def test_only_an_unknown_field_of_a_custom_resources_status_is_a_fault(
    status: dict[str, Any], broken: list[str]
) -> None:
    assert rules(kettle(status), CRD) == broken


def test_a_status_that_is_no_subresource_is_held_to_its_schema() -> None:
    crd = deepcopy(CRD)
    del crd["spec"]["versions"][0]["subresources"]
    assert rules(kettle({"heat": "hot"}), crd) == ["type"]


def test_v1beta1_may_say_it_of_all_versions() -> None:
    crd = deepcopy(CRD) | {"apiVersion": "apiextensions.k8s.io/v1beta1"}
    crd["spec"]["subresources"] = crd["spec"]["versions"][0].pop("subresources")
    assert [definition.status for _, definition in versions(crd)] == [True]


@pytest.mark.cluster
@pytest.mark.parametrize(("api_version", "kind", "spec"), SPECS, ids=[f"{one} {two}" for one, two, _ in SPECS])
def test_the_server_sets_it_aside(apiserver: ApiServer, api_version: str, kind: str, spec: dict[str, Any]) -> None:
    assert apiserver.accept(whole(api_version, kind, spec, {})) is None
    assert apiserver.accept(whole(api_version, kind, spec, {"nothing": 1})) is not None


@pytest.fixture(scope="module")
def server(apiserver: ApiServer) -> Iterator[ApiServer]:
    """An API server that serves the CRD."""
    with apiserver.serving(CRD):
        yield apiserver


@pytest.mark.cluster
@pytest.mark.parametrize(("status", "broken"), STATUSES, ids=[json.dumps(status) for status, _ in STATUSES])
def test_the_server_does_so_with_a_custom_resources(
    server: ApiServer, status: dict[str, Any], broken: list[str]
) -> None:
    assert bool(server.accept(kettle(status))) == bool(broken)


def test_which_faults_in_a_status_count() -> None:
    rules: tuple[Rule, ...] = ("required", "enum", "unknown", "type")
    found = [Finding((field,), rule, "") for field in ("spec", "status") for rule in rules]
    for apart_from, left in ((OF_THE_SCHEMA, ["unknown", "type"]), (None, ["unknown"])):
        faults = apart(lambda _: found, apart_from)({}) or []
        assert [each.rule for each in faults if each.path == ("spec",)] == [*rules]
        assert [each.rule for each in faults if each.path == ("status",)] == left
