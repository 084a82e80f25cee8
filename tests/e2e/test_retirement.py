"""From the flip of the storage version to the day when the old version is gone, whatever goes wrong on the way."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from kconv.engine.stash import ANNOTATION
from tests.cluster.running import Cluster, free_port
from tests.e2e.backups import Backups, Refused, visible, written
from tests.e2e.definitions import BACKUPS, GROUP, Definitions, definition, stored_in, wait_until
from tests.e2e.processes import Certificate, Webhook, kconv, serving
from tests.e2e.stored import stored
from tests.e2e.test_updates import NEW, STATUS

pytestmark = pytest.mark.cluster
Json = Any
OLD = {"schedule": "0 3 * * *", "target": "s3://bucket/daily", "secret": "s3"}


def command(cluster: Cluster, *flags: str) -> list[str]:
    where = ["--kubeconfig", str(cluster.kubeconfig)]
    return [sys.executable, "-m", "kconv", "migrate-storage", f"{GROUP}/Backup", *where, *flags]


def migrate(cluster: Cluster, *flags: str) -> subprocess.CompletedProcess[str]:
    """`kconv migrate-storage`, as a person or a Job runs it."""
    return kconv(cluster.kubeconfig, "migrate-storage", f"{GROUP}/Backup", *flags)


def stored_versions(definitions: Definitions) -> list[str]:
    status, crd = definitions.server.request("GET", BACKUPS)
    assert status == 200
    return list(crd["status"]["storedVersions"])


def versions_of(cluster: Cluster, namespace: str, names: Sequence[str]) -> list[str]:
    """The versions in which objects are in etcd."""
    return [stored(cluster, namespace, name)["apiVersion"].partition("/")[2] for name in names]


def without(crd: Json, *gone: str) -> Json:
    made = copy.deepcopy(crd)
    made["spec"]["versions"] = [each for each in made["spec"]["versions"] if each["name"] not in gone]
    return made


def unserved(crd: Json, version: str) -> Json:
    made = copy.deepcopy(crd)
    for each in made["spec"]["versions"]:
        each["served"] = each["served"] and each["name"] != version
    return made


def ship(definitions: Definitions, crd: Json) -> None:
    """The definition as a release has it, applied over the one that is there."""
    _, there = definitions.server.request("GET", BACKUPS)
    metadata = {**crd["metadata"], "resourceVersion": there["metadata"]["resourceVersion"]}
    status, answer = definitions.server.request("PUT", BACKUPS, json.dumps({**crd, "metadata": metadata}))
    assert status == 200, answer


def test_a_run_that_is_killed_is_run_again(
    old: Backups, cluster: Cluster, definitions: Definitions, own_webhook: Webhook
) -> None:
    names = [f"b{at:02}" for at in range(60)]
    for name in names:
        old.create("v1alpha1", OLD, name=name)
    before = [written(old.get("v1", name)) for name in names]
    definitions.change(definition(own_webhook))
    with subprocess.Popen(command(cluster, "--rate", "20"), stdout=subprocess.PIPE) as running:
        wait_until(lambda: "v1" in versions_of(cluster, old.namespace, names[:5]))
        running.kill()
    assert "v1alpha1" in versions_of(cluster, old.namespace, names)
    assert stored_versions(definitions) == ["v1alpha1", "v1"]
    done = migrate(cluster)
    assert done.returncode == 0, done.stderr
    assert "already there" in done.stdout
    assert set(versions_of(cluster, old.namespace, names)) == {"v1"}
    assert stored_versions(definitions) == ["v1"]
    assert [written(old.get("v1", name)) for name in names] == before


def test_an_object_that_admission_refuses_is_named_and_keeps_the_old_version(
    old: Backups, cluster: Cluster, definitions: Definitions, own_webhook: Webhook
) -> None:
    for name in ("good", "bad"):
        old.create("v1alpha1", OLD, name=name)
    definitions.change(definition(own_webhook))
    rule = {"apiGroups": [GROUP], "apiVersions": ["*"], "operations": ["UPDATE"], "resources": ["backups"]}
    no_bad = [{"expression": "object.metadata.name != 'bad'", "message": "not today"}]
    policy = {"matchConstraints": {"resourceRules": [rule]}, "validations": no_bad}
    binding = {"policyName": "no-bad", "validationActions": ["Deny"]}
    head = {"apiVersion": "admissionregistration.k8s.io/v1", "metadata": {"name": "no-bad"}}
    made = [{**head, "kind": "ValidatingAdmissionPolicy", "spec": policy}]
    made += [{**head, "kind": "ValidatingAdmissionPolicyBinding", "spec": binding}]
    for each in made:
        assert cluster.kubectl("create", "-f", "-", stdin=json.dumps(each)).returncode == 0
    try:
        path = old.path("v1", "bad", "?dryRun=All")
        wait_until(lambda: definitions.server.request("PATCH", path, "{}", "application/merge-patch+json")[0] == 422)
        asked = migrate(cluster, "--dry-run")
        assert (asked.returncode, "accepted" in asked.stdout) == (1, True)
        assert versions_of(cluster, old.namespace, ["good"]) == ["v1alpha1"]
        done = migrate(cluster, "--format", "json")
    finally:
        for each in made:
            cluster.kubectl("delete", each["kind"], "no-bad")
    found = json.loads(done.stdout)
    assert (done.returncode, found["done"], found["storedVersions"]) == (1, False, ["v1alpha1", "v1"])
    assert [(each["name"], "not today" in each["message"]) for each in found["refused"]] == [("bad", True)]
    assert versions_of(cluster, old.namespace, ["good", "bad"]) == ["v1", "v1alpha1"]


def test_a_version_is_retired_although_its_webhook_dies_and_an_object_is_invalid_today(
    cluster: Cluster, definitions: Definitions, namespace: str, certs: Certificate
) -> None:
    """Scenario 3."""
    backups, port = Backups(definitions.server, namespace), free_port()
    definitions.remove()
    with serving("kconv", certs, port) as webhook:
        shipped = definition(webhook)
        lax = stored_in(shipped, "v1alpha1")
        spec = next(each for each in lax["spec"]["versions"] if each["name"] == "v1alpha1")["schema"]["openAPIV3Schema"]
        del spec["properties"]["spec"]["properties"]["target"]["pattern"]
        definitions.install(lax)
        names = [f"b{at:02}" for at in range(40)]
        for name in names:
            backups.apply("v1alpha1", "git", {**OLD, "keep": 3}, name=name)
        backups.create("v1alpha1", {**OLD, "target": "ftp://x"}, name="b20-odd")
        child = owned(backups.get("v1alpha1", "b00"), namespace)
        assert cluster.kubectl("create", "-f", "-", stdin=json.dumps(child)).returncode == 0
        before = {name: visible(backups.get("v1", name)) for name in (*names, "b20-odd")}
        definitions.change(shipped)
        with subprocess.Popen(command(cluster, "--rate", "20"), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
            wait_until(lambda: "v1" in versions_of(cluster, namespace, names[:5]))
            webhook.process.kill()
            _, error = run.communicate(timeout=120)
    assert (run.returncode, b"run it again" in error) == (2, True), error
    assert stored_versions(definitions) == ["v1alpha1", "v1"]
    with serving("kconv", certs, port):
        wait_until(lambda: definitions.server.request("GET", backups.path("v1"))[0] == 200)
        retire = ("--retire", "v1alpha1", "--resources", "acme.backup")
        done = migrate(cluster, *retire)
        assert (done.returncode, "v1alpha1 is still served" in done.stdout) == (1, True), done.stdout + done.stderr
        assert set(versions_of(cluster, namespace, [*names, "b20-odd"])) == {"v1"}
        assert stored_versions(definitions) == ["v1alpha1", "v1"]
        definitions.change(unserved(shipped, "v1alpha1"))
        done = migrate(cluster, *retire)
        assert done.returncode == 0, done.stdout + done.stderr
        assert stored_versions(definitions) == ["v1"]
        definitions.change(without(shipped, "v1alpha1"))
        assert {name: visible(backups.get("v1", name)) for name in before} == before
        applied = backups.apply(
            "v1", "git", {key: NEW[key] for key in ("schedule", "destination", "credentials")}, "b01", force=True
        )
        assert applied["spec"]["retention"] == {"count": 3}, "the default: git applied keep and does not any more"
        owner = backups.get("v1", "b00")
        (reference,) = get(cluster, "configmap", "child", namespace)["metadata"]["ownerReferences"]
        assert (reference["apiVersion"], reference["uid"]) == (f"{GROUP}/v1", owner["metadata"]["uid"])
        backups.delete("v1", "b00")
        wait_until(lambda: not get(cluster, "configmap", "child", namespace))
        backups.delete("v1", "b20-odd")
        definitions.remove()


def test_a_field_that_a_manager_owned_in_the_old_version_is_its_own_in_the_new_one(
    old: Backups, cluster: Cluster, definitions: Definitions, own_webhook: Webhook
) -> None:
    old.apply("v1alpha1", "git", {**OLD, "keep": 9, "maxSize": "1Gi", "hooks": [{"name": "a", "cmd": ["x"]}]})
    old.patch("v1alpha1", {"spec": {"onFailure": "NEVER"}}, tail="?fieldManager=person")
    definitions.change(definition(own_webhook))
    assert migrate(cluster, "--retire", "v1alpha1", "--resources", "acme.backup").returncode == 1
    managed = old.get("v1")["metadata"]["managedFields"]
    assert {each["apiVersion"] for each in managed} == {f"{GROUP}/v1"}
    assert next(each["fieldsV1"]["f:spec"] for each in managed if each["manager"] == "git") == {
        "f:schedule": {},
        "f:destination": {"f:bucket": {}, "f:path": {}},
        "f:credentials": {"f:name": {}},
        "f:retention": {"f:count": {}},
        "f:maxSize": {},
        "f:hooks": {'k:{"name":"a"}': {".": {}, "f:name": {}, "f:exec": {"f:command": {}}}},
    }
    least = {
        "schedule": "0 3 * * *",
        "destination": {"bucket": "bucket", "path": "daily"},
        "credentials": {"name": "s3"},
    }
    applied = old.apply("v1", "git", least)["spec"]
    assert "maxSize" not in applied
    assert (applied["hooks"], applied["retention"], applied["retryPolicy"]) == ([], {"count": 3}, "Never")
    with pytest.raises(Refused, match="person"):
        old.apply("v1", "git", {**least, "retryPolicy": "Always"})


def test_a_version_that_was_taken_out_too_early_is_repaired(
    old: Backups, cluster: Cluster, definitions: Definitions, own_webhook: Webhook
) -> None:
    old.apply("v1alpha1", "git", OLD)
    least = {
        "schedule": "0 3 * * *",
        "destination": {"bucket": "bucket", "path": "daily"},
        "credentials": {"name": "s3"},
    }
    definitions.change(definition(own_webhook))
    assert migrate(cluster).returncode == 0
    definitions.change(without(definition(own_webhook), "v1alpha1"))
    with pytest.raises(Refused, match="request to convert CR to an invalid group/version"):
        old.apply("v1", "git", least)
    done = migrate(cluster, "--retire", "v1alpha1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert old.apply("v1", "git", least, force=True)["spec"]["destination"] == least["destination"]


def test_a_rollback_after_the_flip_loses_nothing_and_the_upgrade_again_is_equal(
    cluster: Cluster, definitions: Definitions, namespace: str, own_webhook: Webhook
) -> None:
    """Scenario 4."""
    backups, shipped = Backups(definitions.server, namespace), definition(own_webhook)
    definitions.require(shipped)
    backups.create("v1", NEW)
    backups.put("v1", {**backups.get("v1"), "status": STATUS}, tail="/status")
    before = visible(backups.get("v1"))
    # back: the new release's webhook stays until its objects are stored in the old version
    definitions.change(stored_in(shipped, "v1alpha1"))
    done = migrate(cluster)
    assert done.returncode == 0, done.stdout + done.stderr
    assert stored_versions(definitions) == ["v1alpha1"]
    first = without(stored_in(shipped, "v1alpha1"), "v1", "v1beta1")
    del first["spec"]["conversion"]
    ship(definitions, first)
    wait_until(lambda: definitions.server.request("GET", backups.path("v1"))[0] == 404)
    # the old release works with what it knows
    there = backups.get("v1alpha1")
    assert (there["spec"]["target"], there["spec"]["keep"]) == ("s3://bucket/daily", 14)
    assert ANNOTATION in there["metadata"]["annotations"]
    backups.put("v1alpha1", {**there, "spec": {**there["spec"], "secret": "other"}})
    backups.put("v1alpha1", {**backups.get("v1alpha1"), "status": {**there["status"], "state": "Done"}}, tail="/status")
    # forward again
    ship(definitions, stored_in(shipped, "v1alpha1"))
    definitions.change(shipped)
    done = migrate(cluster)
    assert done.returncode == 0, done.stdout + done.stderr
    after = visible(backups.get("v1"))
    before["spec"]["credentials"]["name"], before["status"]["phase"] = "other", "Done"
    assert after == before
    assert (stored_versions(definitions), versions_of(cluster, namespace, ["one"])) == (["v1"], ["v1"])


def owned(owner: Json, namespace: str) -> Json:
    reference = {key: owner[key] for key in ("apiVersion", "kind")} | {
        key: owner["metadata"][key] for key in ("name", "uid")
    }
    metadata = {"name": "child", "namespace": namespace, "ownerReferences": [reference]}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}


def get(cluster: Cluster, kind: str, name: str, namespace: str) -> Json:
    """An object, {} if there is none."""
    done = cluster.kubectl("get", kind, name, "-n", namespace, "-o", "json", "--ignore-not-found")
    return json.loads(done.stdout or "{}")


def test_the_clusters_own_controller_does_it_too(
    old: Backups, cluster: Cluster, definitions: Definitions, own_webhook: Webhook
) -> None:
    for name in ("a", "b"):
        old.create("v1alpha1", OLD, name=name)
    for storage in ("v1", "v1alpha1", "v1"):
        definitions.change(stored_in(definition(own_webhook), storage))
        done = migrate(cluster, "--by", "cluster")
        assert done.returncode == 0, done.stdout + done.stderr
        assert versions_of(cluster, old.namespace, ["a", "b"]) == [storage, storage]
        assert stored_versions(definitions) == [storage]
