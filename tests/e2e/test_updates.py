"""A client of an old version changes what it sees; what only the new version holds stays as it was."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.backups import Backups, Refused, visible
from tests.e2e.processes import Webhook

pytestmark = pytest.mark.cluster
Json = Any
NEW = {
    "schedule": "0 3 * * *",
    "destination": {"bucket": "bucket", "path": "daily"},
    "credentials": {"name": "s3", "key": "access"},
    "retention": {"count": 14, "maxAge": "720h0m0s"},
    "retryPolicy": "Never",
    "maxUnavailable": 1,
    "suspend": True,
    "hooks": [
        {"name": "a", "exec": {"command": ["sync"]}, "when": "After", "timeout": "20s"},
        {"name": "b", "exec": {"command": ["true"]}, "when": "Before", "timeout": "30s"},
    ],
}
STATUS = {
    "phase": "Running",
    "lastBackupTime": "2026-11-30T03:00:00Z",
    "conditions": [
        {
            "type": "Ready",
            "status": "True",
            "reason": "Done",
            "message": "",
            "lastTransitionTime": "2026-11-30T03:00:00Z",
        }
    ],
}


def by_put(backups: Backups, version: str, spec: Json) -> None:
    obj = backups.get(version)
    obj["spec"] |= spec
    backups.put(version, obj)


def by_merge_patch(backups: Backups, version: str, spec: Json) -> None:
    backups.patch(version, {"spec": spec})


def by_json_patch(backups: Backups, version: str, spec: Json) -> None:
    steps = [{"op": "replace", "path": f"/spec/{key}", "value": value} for key, value in spec.items()]
    backups.patch(version, steps, media="application/json-patch+json")


def by_apply(backups: Backups, version: str, spec: Json) -> None:
    least = {"v1alpha1": {"schedule": NEW["schedule"], "target": "s3://bucket/daily", "secret": "s3"}}
    backups.apply(version, "editor", {**least.get(version, {}), **spec}, force=True)


EDITS: dict[str, tuple[str, Json, Callable[[Json], None]]] = {
    "a number": ("v1alpha1", {"keep": 2}, lambda spec: spec["retention"].update(count=2)),
    "a word": ("v1alpha1", {"onFailure": "ALWAYS"}, lambda spec: spec.update(retryPolicy="Always")),
    "a field that moved into an object": (
        "v1alpha1",
        {"secret": "new"},
        lambda spec: spec["credentials"].update(name="new"),
    ),
    "an object": (
        "v1beta1",
        {"secretRef": {"name": "new", "key": "other"}},
        lambda spec: spec.update(credentials={"name": "new", "key": "other"}),
    ),
}


@pytest.mark.parametrize("way", [by_put, by_merge_patch, by_json_patch, by_apply])
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_through_an_old_version_keeps_what_only_the_new_one_holds(
    edit: str, way: Callable[[Backups, str, Json], None], backups: Backups
) -> None:
    version, change, expected = EDITS[edit]
    if way is by_apply and version != "v1alpha1":
        pytest.skip("one version is enough for apply")
    backups.create("v1", {**NEW, "suspend": False, "retryPolicy": "OnFailure"})
    wanted = copy.deepcopy(NEW) | {"suspend": False, "retryPolicy": "OnFailure"}
    expected(wanted)
    way(backups, version, change)
    assert backups.get("v1")["spec"] == wanted


def test_an_item_of_a_list_is_removed_and_another_added(backups: Backups) -> None:
    backups.create("v1", NEW)
    obj = backups.get("v1alpha1")
    obj["spec"]["hooks"] = [{"name": "c", "cmd": ["date"], "after": True, "timeout": "5s"}, obj["spec"]["hooks"][1]]
    backups.put("v1alpha1", obj)
    added = {"name": "c", "exec": {"command": ["date"]}, "when": "After", "timeout": "5s"}
    assert backups.get("v1")["spec"] == {**NEW, "hooks": [added, NEW["hooks"][1]]}


@pytest.mark.parametrize("version", ["v1alpha1", "v1beta1"])
def test_status_is_written_through_any_version_and_keeps_its_rest(version: str, backups: Backups) -> None:
    backups.create("v1", NEW)
    backups.patch("v1", {"status": STATUS}, tail="/status")
    field = "state" if version == "v1alpha1" else "phase"
    backups.patch(version, {"status": {field: "Failed"}, "spec": {"schedule": "1 1 1 1 1"}}, tail="/status")
    found = backups.get("v1")
    assert found["status"] == {**STATUS, "phase": "Failed"}
    assert found["spec"] == NEW
    backups.patch(version, {"status": {field: "Done"}, "spec": {"schedule": "1 1 1 1 1"}})
    found = backups.get("v1")
    assert found["status"] == {**STATUS, "phase": "Failed"}
    assert found["spec"] == {**NEW, "schedule": "1 1 1 1 1"}


def test_what_a_version_refuses_is_refused_by_its_own_words(backups: Backups) -> None:
    backups.create("v1", NEW)
    with pytest.raises(Refused, match=r'spec\.onFailure: Unsupported value: "no"'):
        backups.patch("v1alpha1", {"spec": {"onFailure": "no"}})
    with pytest.raises(Refused, match=r"spec\.destination: Invalid value.*is immutable"):
        backups.patch("v1", {"spec": {"destination": {"bucket": "other"}}})
    assert backups.get("v1")["spec"] == NEW


def test_two_managers_apply_at_two_versions(backups: Backups) -> None:
    """Each owns what it applied, at its version; what one leaves out is gone unless the other has it, too."""
    old = {"schedule": "0 3 * * *", "target": "s3://bucket/daily", "secret": "s3", "keep": 14}
    new = {"destination": {"bucket": "bucket", "path": "daily"}, "suspend": True, "retention": {"maxAge": "720h0m0s"}}
    backups.apply("v1alpha1", "git", old)
    with pytest.raises(Refused, match=r'conflict with "git": \.spec\.schedule'):
        backups.apply("v1", "operator", {**new, "schedule": "5 5 * * *", "credentials": {"name": "s3"}})
    backups.apply("v1", "operator", {**new, "schedule": "0 3 * * *", "credentials": {"name": "s3"}})
    for version in ("v1alpha1", "v1"):
        assert owners(backups.get(version)) == {
            ("git", "backup.acme.io/v1alpha1"): {"keep", "schedule", "secret", "target"},
            ("operator", "backup.acme.io/v1"): {"credentials", "destination", "retention", "schedule", "suspend"},
        }
    assert backups.get("v1")["spec"]["retention"] == {"count": 14, "maxAge": "720h0m0s"}
    backups.apply("v1alpha1", "git", {**old, "keep": 5})
    found = backups.get("v1")["spec"]
    assert (found["retention"], found["suspend"]) == ({"count": 5, "maxAge": "720h0m0s"}, True)
    generation = backups.get("v1")["metadata"]["generation"]
    backups.apply("v1alpha1", "git", {**old, "keep": 5})
    backups.apply("v1", "operator", {**new, "schedule": "0 3 * * *", "credentials": {"name": "s3"}})
    assert backups.get("v1")["metadata"]["generation"] == generation


LEFT = {
    # Of what several managers own, the server takes each part at the version of its manager, and an annotation is one part:
    # a field in it comes back with the others. So it is with every webhook that keeps fields in an annotation. The one in
    # Go keeps all fields of its hub, always.
    "the only field that v1alpha1 lacks": ({}, {"kconv": False, "go": True}),
    "one of two": ({"retention": {"maxAge": "720h0m0s"}}, {"kconv": True, "go": True}),
}


@pytest.mark.parametrize("case", LEFT)
def test_a_manager_leaves_out_a_field_that_another_managers_version_does_not_have(
    case: str, backups: Backups, webhook: Webhook
) -> None:
    beside, stays = LEFT[case]
    new = {"schedule": "0 3 * * *", "destination": {"bucket": "bucket"}, "credentials": {"name": "s3"}, **beside}
    backups.apply("v1alpha1", "git", {"schedule": "0 3 * * *", "target": "s3://bucket", "secret": "s3"})
    backups.apply("v1", "operator", {**new, "suspend": True})
    backups.apply("v1", "operator", new)
    assert ("suspend" in backups.get("v1")["spec"]) is stays[webhook.name]


def owners(obj: Json) -> dict[tuple[str, str], set[str]]:
    """The fields of spec that each manager applied, by its name and version."""
    return {
        (each["manager"], each["apiVersion"]): {key.removeprefix("f:") for key in each["fieldsV1"]["f:spec"]}
        for each in obj["metadata"]["managedFields"]
        if each["operation"] == "Apply"
    }


def test_apply_creates_what_an_update_would(backups: Backups) -> None:
    backups.create("v1", NEW, name="made")
    backups.apply("v1", "git", NEW, name="applied")
    for version in ("v1alpha1", "v1beta1", "v1"):
        one, other = (visible(backups.get(version, name)) for name in ("made", "applied"))
        assert {**one, "metadata": None} == {**other, "metadata": None}
