"""A v1 definition is reported if, and only if, a server would refuse it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kconv.catalog import latest
from kconv.names import Release
from kconv.pipeline.validate import Asked, Fault, validate
from tests.cluster.apiserver import ApiServer
from tests.validate.test_custom_resources import CRD

Edit = Callable[[dict[str, Any]], object]
ROOT = "spec.versions[0].schema.openAPIV3Schema"


class Case(NamedTuple):
    """What is changed in a definition that a server takes, and the fields that it then refuses."""

    name: str
    change: Edit
    fields: tuple[str, ...] = ()


def schema(crd: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    return found


def properties(**fields: Any) -> Edit:
    return lambda crd: schema(crd)["properties"].update(fields)


def in_group(group: str, **annotations: str) -> Edit:
    def change(crd: dict[str, Any]) -> None:
        crd["spec"]["group"] = group
        crd["metadata"] = {"name": f"things.{group}", "annotations": annotations}

    return change


APPROVED = "api-approved.kubernetes.io"
CASES = [
    Case("as it is", lambda crd: crd),
    Case("pruning off", lambda crd: crd["spec"].update(preserveUnknownFields=True), ("spec.preserveUnknownFields",)),
    Case("pruning on", lambda crd: crd["spec"].update(preserveUnknownFields=False)),
    Case("no schema", lambda crd: crd["spec"]["versions"][0].pop("schema"), (ROOT,)),
    Case("an empty schema holder", lambda crd: crd["spec"]["versions"][0].update(schema={}), (ROOT,)),
    Case("a null", lambda crd: crd["spec"]["versions"][0].update(schema={"openAPIV3Schema": None}), (ROOT,)),
    Case("no type", lambda crd: schema(crd).pop("type"), (f"{ROOT}.type",)),
    Case("a field without a type", properties(a={"description": "a"}), (f"{ROOT}.properties.a.type",)),
    Case("a field that may be anything", properties(a={"x-kubernetes-preserve-unknown-fields": True})),
    Case("no such type", properties(a={"type": "text"}), (f"{ROOT}.properties.a.type",)),
    Case("a list without items", properties(a={"type": "array"}), (f"{ROOT}.properties.a.items",)),
    Case("a community group", in_group("kconv.k8s.io"), (f'metadata.annotations["{APPROVED}"]',)),
    Case("an approved one", in_group("kconv.k8s.io", **{APPROVED: "https://example.com/pull/1"})),
    Case("an open admission", in_group("kconv.k8s.io", **{APPROVED: "unapproved, a trial"})),
]  # fmt: skip


def changed(case: Case) -> dict[str, Any]:
    crd = deepcopy(CRD)
    case.change(crd)
    return crd


def faults(crd: dict[str, Any], folder: Path, release: int = latest().minor) -> list[Fault]:
    (folder / "crd.json").write_text(json.dumps(crd))
    return [
        fault
        for file in validate(Asked(Release(release), (str(folder),)))
        for each in file.documents
        for fault in each.faults
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_a_server_refuses_is_told(case: Case, tmp_path: Path) -> None:
    found = faults(changed(case), tmp_path)
    assert tuple(each.path for each in found) == case.fields
    assert {each.rule for each in found} <= {"refused"}


def test_the_decoder_says_it_first(tmp_path: Path) -> None:
    crd = deepcopy(CRD)
    schema(crd)["properties"]["a"] = {"type": 5}
    assert [(each.path, each.rule) for each in faults(crd, tmp_path)] == [(f"{ROOT}.properties.a.type", "type")]


@pytest.mark.parametrize("spec", [None, 1, {"versions": 1}, {"versions": [None, 1]}, {"versions": [{"schema": 1}]}])
def test_a_misshapen_one_never_raises(spec: Any, tmp_path: Path) -> None:
    found = faults({"apiVersion": CRD["apiVersion"], "kind": CRD["kind"], "spec": spec}, tmp_path)
    assert found
    assert "syntax" not in {each.rule for each in found}


def test_v1beta1_takes_it(tmp_path: Path) -> None:
    spec = {"group": "g.example", "version": "v1", "scope": "Cluster", "names": {"kind": "A", "plural": "as"}}
    crd = {"apiVersion": "apiextensions.k8s.io/v1beta1", "kind": CRD["kind"], "metadata": {"name": "as.g.example"}}
    assert not faults({**crd, "spec": {**spec, "preserveUnknownFields": True}}, tmp_path, release=21)


@pytest.mark.cluster
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_server_refuses_the_same(case: Case, apiserver: ApiServer) -> None:
    refusal = apiserver.accept(changed(case))
    assert (refusal is not None) == bool(case.fields), refusal
