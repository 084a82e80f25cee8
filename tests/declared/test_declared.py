"""Each declaration converts what its authors mean, and loses nothing: all laws, on objects drawn from its schemas."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

import kconv.testing
from kconv.engine import Kind, convert_kind
from kconv.names import GroupVersion
from kconv.testing.checking import check_subject
from tests.declared.resources import RELEASE, VERSIONS, convert, declared, small
from tests.tiers import examples

Json = Any
pytestmark = pytest.mark.usefixtures("examples_on_path")
GROUP = "backup.acme.io"
ALL = VERSIONS["acme.backup_v2"]
SEEN = [
    ("acme.route", "v1"),
    ("acme.route", "v1alpha1"),
    ("acme.backup", "v1"),
    *(("acme.backup_v2", hub) for hub in ALL),
    ("acme.workerpool", "v1"),
    ("acme.workerpool", "v1alpha1"),
]


@pytest.mark.parametrize(
    ("module", "hub"), [SEEN[0], *(pytest.param(*seen, marks=pytest.mark.full) for seen in SEEN[1:])]
)
def test_a_declaration_loses_nothing(module: str, hub: str) -> None:
    resource = declared(module, hub)
    schemas = {version: small(schema) for version, schema in resource.schemas.items()}
    report = kconv.testing.check(kind=resource.kind, schemas=schemas, examples=examples(30), seed=1)
    report.raise_if_failed()


def workers() -> kconv.testing.Subject:
    resource = declared("acme.workerpool", "v1")
    schemas = {version: small(schema) for version, schema in resource.schemas.items()}
    return kconv.testing.subject_of(kind=resource.kind, schemas=schemas)


def test_a_kind_has_its_own_name_in_each_version() -> None:
    names = {"acme.io/v1alpha1": "Worker", "compute.acme.io/v1": "WorkerPool"}
    subject = workers()
    assert {version: subject.called(version) for version in subject.versions} == names
    assert {version: shape.kind for version, shape in subject.shapes.items()} == names


def test_a_conversion_that_keeps_the_old_name_is_found() -> None:
    resource = declared("acme.workerpool", "v1")

    def nameless(obj: Json, to: str) -> Json:
        return convert(resource.kind, obj, to) | {"kind": obj["kind"]}

    report = check_subject(replace(workers(), convert=nameless), examples=examples(4), seed=1, only=["spoke-hub-spoke"])
    (failure,) = report.failures
    assert failure.breach.reason == "it is not a compute.acme.io/v1 WorkerPool, but ('compute.acme.io/v1', 'Worker')"


def backup(hub: str) -> Kind:
    return declared("acme.backup_v2", hub).kind


def obj(version: str, kind: str, **content: Json) -> Json:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "x"}, **content}


BACKUPS: list[Json] = [
    {"target": "s3://b/p", "secret": "s", "keep": 7, "onFailure": "RETRY", "hooks": [{"name": "a", "cmd": ["ls"], "after": True}]},
    {"destination": {"bucket": "b", "path": "p"}, "secretRef": {"name": "s"}, "retention": {"count": 7}, "retryPolicy": "OnFailure", "hooks": [{"name": "a", "command": ["ls"], "when": "After"}]},
    {"destination": {"bucket": "b", "path": "p"}, "credentials": {"name": "s"}, "retention": {"count": 7}, "retryPolicy": "OnFailure", "hooks": [{"name": "a", "exec": {"command": ["ls"]}, "when": "After"}]},
    {"destination": {"bucket": "b", "path": "p"}, "auth": {"name": "s"}, "keepCount": 7, "hooks": [{"name": "a", "exec": {"command": ["ls"]}, "when": "After"}]},
]  # fmt: skip
"""The same Backup in each version; v2 has no retryPolicy."""


@pytest.mark.parametrize("hub", ALL)
def test_any_version_can_be_the_hub(hub: str) -> None:
    kind = backup(hub)
    for source, spec in zip(ALL[:-1], BACKUPS[:-1], strict=True):
        for target, expected in zip(ALL, BACKUPS, strict=True):
            made = convert(kind, obj(f"{GROUP}/{source}", "Backup", spec=spec), f"{GROUP}/{target}")
            assert made["spec"] == expected, (source, target)


def test_what_the_newest_version_gave_up_is_in_the_stash() -> None:
    kind = backup("v1")
    there = convert(kind, obj(f"{GROUP}/v1alpha1", "Backup", spec=BACKUPS[0]), f"{GROUP}/v2")
    assert "retryPolicy" in there["metadata"]["annotations"]["kconv.dev/stash"]
    assert convert(kind, there, f"{GROUP}/v1alpha1")["spec"] == BACKUPS[0]


def test_what_the_hub_lacks_of_a_newer_version_is_a_decision_without_a_stash() -> None:
    kind = backup("v1")
    newer = obj(f"{GROUP}/v2", "Backup", spec={**BACKUPS[3], "parallel": 2})
    made = convert_kind(kind, newer, GroupVersion.parse(f"{GROUP}/v1"), release=RELEASE, keep=False)
    assert [(question.name, question.path) for question in made.questions] == [("loss", "spec.parallel")]


def test_a_worker_becomes_a_workerpool_and_comes_back() -> None:
    old = obj(
        "acme.io/v1alpha1",
        "Worker",
        spec={"count": 3, "labels": {"a": "b"}, "template": {}, "recreate": True, "volumes": [{"name": "v", "sizeGi": 10, "keep": False}]},
        status={"count": 0},
    )  # fmt: skip
    new = obj(
        "compute.acme.io/v1",
        "WorkerPool",
        spec={"replicas": 3, "selector": {"a": "b"}, "template": {}, "updateStrategy": {"type": "Recreate"}, "volumes": [{"name": "v", "capacity": "10Gi", "reclaim": "Delete"}]},
        status={"replicas": 0},
    )  # fmt: skip
    assert convert(declared("acme.workerpool", "v1").kind, old, "compute.acme.io/v1") == new
    assert convert(declared("acme.workerpool", "v1").kind, new, "acme.io/v1alpha1") == old
    new["spec"]["volumes"][0]["capacity"] = "1.5Ti"
    there = convert(declared("acme.workerpool", "v1").kind, new, "acme.io/v1alpha1")
    assert (there["kind"], json.loads(there["metadata"]["annotations"]["kconv.dev/stash"])["kind"]) == (
        "Worker",
        "WorkerPool",
    )
    assert convert(declared("acme.workerpool", "v1").kind, there, "compute.acme.io/v1") == new


def test_a_route_has_a_list_where_it_had_a_map() -> None:
    old = obj(
        "net.acme.io/v1alpha1",
        "Route",
        spec={
            "backends": {"b": {"ip": "10.0.0.1"}},
            "matches": [{"source": "x"}],
            "redirectTo": "y",
            "timeoutSeconds": 10,
        },
    )
    new = obj(
        "net.acme.io/v1",
        "Route",
        spec={
            "backends": [{"name": "b", "address": "10.0.0.1"}],
            "matches": [{"from": "x"}],
            "action": {"redirect": {"to": "y"}},
            "timeout": "10s",
        },
    )
    assert convert(declared("acme.route", "v1").kind, old, "net.acme.io/v1") == new
    assert convert(declared("acme.route", "v1").kind, new, "net.acme.io/v1alpha1") == old


def test_what_a_default_filled_in_is_not_stashed() -> None:
    """A server fills it in again. What the object itself has is stashed, though it is the same."""
    kind = backup("v1")
    for version, spec in zip(ALL, BACKUPS, strict=True):
        for target in set(ALL) - {version}:
            there = convert(kind, obj(f"{GROUP}/{version}", "Backup", spec=spec), f"{GROUP}/{target}", defaults="all")
            held = there["metadata"].get("annotations", {}).get("kconv.dev/stash", "")
            assert all(default not in held for default in ("25%", "token", "parallel", "timeout")), (version, target)
    own = obj(f"{GROUP}/v1", "Backup", spec={**BACKUPS[2], "maxUnavailable": "25%"})
    assert (
        "25%" in convert(kind, own, f"{GROUP}/v1alpha1", defaults="all")["metadata"]["annotations"]["kconv.dev/stash"]
    )


def test_what_is_dropped_does_not_come_back() -> None:
    kind = backup("v1")
    old = obj(f"{GROUP}/v1alpha1", "Backup", spec={**BACKUPS[0], "verbose": True})
    for target in ALL[1:]:
        there = convert(kind, old, f"{GROUP}/{target}")
        assert convert(kind, there, f"{GROUP}/v1alpha1")["spec"] == BACKUPS[0]


def test_what_is_new_in_an_object_that_moved_later_is_no_misfit() -> None:
    spec = {**BACKUPS[2], "credentials": {"name": "s", "key": "k"}, "retention": {"count": 7, "maxAge": "1h"}}
    new = obj(f"{GROUP}/v1", "Backup", spec=spec)
    for hub in ALL[1:]:
        target = GroupVersion.parse(f"{GROUP}/v1alpha1")
        made = convert_kind(backup(hub), new, target, release=RELEASE, defaults="none")
        assert not made.misfits
        assert convert(backup(hub), made.object, f"{GROUP}/v1")["spec"] == spec
