"""Each declaration converts what its authors mean, and loses nothing: all laws, on objects drawn from its schemas."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

import kconv.testing
from kconv.engine import Kind, convert_kind
from kconv.names import GroupVersion, Release
from kconv.testing.checking import check_subject
from tests.declared import backup, route, workerpool
from tests.tiers import examples

Json = Any
RELEASE = Release.parse("1.34")
ALL = ("v1alpha1", "v1beta1", "v1", "v2")
KINDS: dict[str, Kind] = {f"Backup, seen from {hub}": backup.kind(hub, *ALL) for hub in ALL} | {
    "Backup, before v2": backup.kind("v1", *ALL[:-1]),
    "Route": route.KIND,
    "WorkerPool, which was a Worker": workerpool.KIND,
}
SCHEMAS = (
    {f"{backup.GROUP}/{version}": schema for version, schema in backup.SCHEMAS.items()}
    | route.SCHEMAS
    | workerpool.SCHEMAS
)


def convert(kind: Kind, obj: Json, to: str, **options: Any) -> Json:
    return convert_kind(kind, obj, GroupVersion.parse(to), release=RELEASE, **options).object


GIVEN_UP = {("edits-travel", "spec.retention"), ("edits-travel", "spec.retention.maxAge")}
"""v1alpha1 has no `maxAge`, which two newer versions have: a hub that should not be chosen (docs/declare.md), because it
carries the field from neither to the other.
"""


@pytest.mark.parametrize(
    "name", ["Route", *(pytest.param(name, marks=pytest.mark.full) for name in KINDS if name != "Route")]
)
def test_a_declaration_loses_nothing(name: str) -> None:
    kind = KINDS[name]
    schemas = {str(version): SCHEMAS[str(version)] for version in kind.versions}
    report = kconv.testing.check(kind=kind, schemas=schemas, examples=examples(30), seed=1)
    allowed = GIVEN_UP if kind.hub == f"{backup.GROUP}/v1alpha1" else set()
    assert not [failure for failure in report.failures if (failure.law, failure.path) not in allowed]


def test_a_kind_has_its_own_name_in_each_version() -> None:
    subject = kconv.testing.subject_of(kind=workerpool.KIND, schemas=workerpool.SCHEMAS)
    assert {version: subject.called(version) for version in subject.versions} == workerpool.NAMES
    assert {version: shape.kind for version, shape in subject.shapes.items()} == workerpool.NAMES


def test_a_conversion_that_keeps_the_old_name_is_found() -> None:
    def nameless(obj: Json, to: str) -> Json:
        return convert(workerpool.KIND, obj, to, defaults="none") | {"kind": obj["kind"]}

    subject = replace(kconv.testing.subject_of(kind=workerpool.KIND, schemas=workerpool.SCHEMAS), convert=nameless)
    report = check_subject(subject, examples=examples(4), seed=1, only=["spoke-hub-spoke"])
    (failure,) = report.failures
    assert failure.breach.reason == f"it is not a {workerpool.NEW} WorkerPool, but {(workerpool.NEW, 'Worker')}"


def obj(version: str, kind: str, **content: Json) -> Json:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "x"}, **content}


BACKUPS: list[Json] = [
    {"target": "s3://b/p", "secret": "s", "keep": 7, "onFailure": "RETRY", "hooks": [{"name": "a", "cmd": ["ls"], "after": True}]},
    {"destination": {"bucket": "b", "path": "p"}, "secretRef": {"name": "s"}, "retention": {"count": 7}, "retryPolicy": "OnFailure", "hooks": [{"name": "a", "command": ["ls"], "when": "After"}]},
    {"destination": {"bucket": "b", "path": "p"}, "credentials": {"name": "s"}, "retention": {"count": 7}, "retryPolicy": "OnFailure", "hooks": [{"name": "a", "exec": {"command": ["ls"]}, "when": "After"}]},
    {"destination": {"bucket": "b", "path": "p"}, "auth": {"name": "s"}, "keepCount": 7, "hooks": [{"name": "a", "exec": {"command": ["ls"]}, "when": "After"}]},
]  # fmt: skip
"""The same Backup in each version; v2 has no retryPolicy."""


@pytest.mark.parametrize("hub", ALL[:-1])
def test_any_version_that_has_all_fields_can_be_the_hub(hub: str) -> None:
    """v2 could not: two others have a retryPolicy, and by way of v2 one would not come to the other."""
    kind = backup.kind(hub, *ALL)
    for source, spec in zip(ALL[:-1], BACKUPS[:-1], strict=True):
        for target, expected in zip(ALL, BACKUPS, strict=True):
            made = convert(kind, obj(f"{backup.GROUP}/{source}", "Backup", spec=spec), f"{backup.GROUP}/{target}")
            assert made["spec"] == expected, (source, target)


def test_what_the_newest_version_gave_up_is_in_the_stash() -> None:
    kind = backup.kind("v1", *ALL)
    there = convert(kind, obj(f"{backup.GROUP}/v1alpha1", "Backup", spec=BACKUPS[0]), f"{backup.GROUP}/v2")
    assert "retryPolicy" in there["metadata"]["annotations"]["kconv.dev/stash"]
    assert convert(kind, there, f"{backup.GROUP}/v1alpha1")["spec"] == BACKUPS[0]


def test_what_the_hub_lacks_of_a_newer_version_is_a_decision_without_a_stash() -> None:
    kind = backup.kind("v1", *ALL)
    newer = obj(f"{backup.GROUP}/v2", "Backup", spec={**BACKUPS[3], "parallel": 2})
    made = convert_kind(kind, newer, GroupVersion.parse(f"{backup.GROUP}/v1"), release=RELEASE, keep=False)
    assert [(question.name, question.path) for question in made.questions] == [("loss", "spec.parallel")]


def test_a_worker_becomes_a_workerpool_and_comes_back() -> None:
    old = obj(
        workerpool.OLD,
        "Worker",
        spec={"count": 3, "labels": {"a": "b"}, "template": {}, "recreate": True, "volumes": [{"name": "v", "sizeGi": 10, "keep": False}]},
        status={"count": 0},
    )  # fmt: skip
    new = obj(
        workerpool.NEW,
        "WorkerPool",
        spec={"replicas": 3, "selector": {"a": "b"}, "template": {}, "updateStrategy": {"type": "Recreate"}, "volumes": [{"name": "v", "capacity": "10Gi", "reclaim": "Delete"}]},
        status={"replicas": 0},
    )  # fmt: skip
    assert convert(workerpool.KIND, old, workerpool.NEW) == new
    assert convert(workerpool.KIND, new, workerpool.OLD) == old
    new["spec"]["volumes"][0]["capacity"] = "1.5Ti"
    there = convert(workerpool.KIND, new, workerpool.OLD)
    assert (there["kind"], json.loads(there["metadata"]["annotations"]["kconv.dev/stash"])["kind"]) == (
        "Worker",
        "WorkerPool",
    )
    assert convert(workerpool.KIND, there, workerpool.NEW) == new


def test_a_route_has_a_list_where_it_had_a_map() -> None:
    old = obj(
        route.OLD,
        "Route",
        spec={
            "backends": {"b": {"ip": "10.0.0.1"}},
            "matches": [{"source": "x"}],
            "redirectTo": "y",
            "timeoutSeconds": 10,
        },
    )
    new = obj(
        route.NEW,
        "Route",
        spec={
            "backends": [{"name": "b", "address": "10.0.0.1"}],
            "matches": [{"from": "x"}],
            "action": {"redirect": {"to": "y"}},
            "timeout": "10s",
        },
    )
    assert convert(route.KIND, old, route.NEW) == new
    assert convert(route.KIND, new, route.OLD) == old
