"""A value that no rule can read was stored long ago: controllers that list the kind, and delete it, must not meet an error.

The schema of v1alpha1 once took any target. The pattern came later, and the storage version changed after that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cluster.running import Cluster
from tests.e2e.backups import Backups, Refused
from tests.e2e.conftest import cluster_with_service
from tests.e2e.definitions import BACKUPS, Definitions, definition, wait_until
from tests.e2e.processes import Webhook
from tests.e2e.stored import stored

pytestmark = pytest.mark.cluster
Json = Any
VERSIONS = ("v1alpha1", "v1beta1", "v1")
OLD = {"schedule": "0 3 * * *", "target": "s3://bucket", "secret": "s3"}
MISFIT = {**OLD, "target": "ftp://host/daily"}
FROZEN = r'"ftp://host/daily" is not s3://bucket/path|storage is \(re\)initializing'
"""What the webhook in Go says, or the watch cache, which never gets to the end of its list."""


def before_the_pattern(webhook: Webhook, storage: str) -> Json:
    crd = definition(webhook, storage)
    oldest = next(each for each in crd["spec"]["versions"] if each["name"] == "v1alpha1")
    del oldest["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]["target"]["pattern"]
    return crd


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """One that may be restarted, and in which a kind may be frozen."""
    with cluster_with_service() as found:
        yield found


@pytest.fixture(scope="module")
def definitions(cluster: Cluster) -> Definitions:
    """What is installed there."""
    return Definitions(cluster)


@pytest.fixture
def restarted(webhook: Webhook, definitions: Definitions, namespace: str, cluster: Cluster) -> Backups:
    """A fine object, and misfits of whom one has an owner and one a finalizer, after API server and controllers restarted."""
    definitions.require(before_the_pattern(webhook, "v1alpha1"))
    backups = Backups(definitions.server, namespace)
    owner = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "owner"}}
    uid = backups.ask("POST", f"/api/v1/namespaces/{namespace}/configmaps", owner)["metadata"]["uid"]
    reference = {"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": uid}
    backups.create("v1alpha1", OLD, "fine")
    backups.create("v1alpha1", MISFIT, "misfit")
    backups.create("v1alpha1", MISFIT, "owned", ownerReferences=[reference])
    backups.create("v1alpha1", MISFIT, "finalized", finalizers=["acme.io/last"])
    definitions.change(before_the_pattern(webhook, "v1"))
    cluster.start()
    wait_until(lambda: definitions.server.request("GET", backups.path("v1"))[0] in (200, 429, 500))
    return backups


@pytest.mark.parametrize("webhook", ["kconv"], indirect=True)
def test_a_misfit_hinders_nobody(
    restarted: Backups, webhook: Webhook, definitions: Definitions, cluster: Cluster
) -> None:
    backups = restarted
    for version in VERSIONS:
        wait_until(lambda version=version: definitions.server.request("GET", backups.path(version))[0] == 200)
        names = [each["metadata"]["name"] for each in backups.list(version)]
        assert names == ["finalized", "fine", "misfit", "owned"], version
    assert backups.get("v1alpha1", "misfit")["spec"]["target"] == "ftp://host/daily"
    newest = backups.get("v1", "misfit")
    assert "destination" not in newest["spec"]
    assert newest["metadata"]["annotations"]["kconv.dev/misfits"] == "backup.acme.io/v1alpha1 spec.target: Split"
    pair = 'kind="Backup",source="backup.acme.io/v1alpha1",target="backup.acme.io/v1"'
    assert count_of(webhook, f"kconv_webhook_misfits_total{{{pair}}}") > 0

    backups.patch("v1alpha1", {"metadata": {"labels": {"seen": "yes"}}}, "misfit")
    assert stored(cluster, backups.namespace, "misfit")["apiVersion"] == "backup.acme.io/v1"
    assert backups.get("v1alpha1", "misfit")["spec"]["target"] == "ftp://host/daily"

    backups.ask("DELETE", f"/api/v1/namespaces/{backups.namespace}/configmaps/owner")
    wait_until(lambda: not stored(cluster, backups.namespace, "owned"), 90)
    backups.delete("v1", "finalized")
    backups.patch("v1", {"metadata": {"finalizers": None}}, "finalized")
    assert not stored(cluster, backups.namespace, "finalized")

    backups.patch("v1alpha1", {"spec": {"target": "s3://mended/daily"}}, "misfit")
    mended = backups.get("v1", "misfit")
    assert mended["spec"]["destination"] == {"bucket": "mended", "path": "daily"}
    assert not mended["metadata"].get("annotations")

    backups.patch("v1alpha1", {"spec": {"target": "ftp://again"}}, "misfit")
    backups.ask("DELETE", f"/api/v1/namespaces/{backups.namespace}")
    wait_until(lambda: definitions.server.request("GET", f"/api/v1/namespaces/{backups.namespace}")[0] == 404, 90)
    Backups(definitions.server, "default").create("v1alpha1", MISFIT, "last")
    definitions.server.request("DELETE", BACKUPS)
    wait_until(lambda: definitions.server.request("GET", BACKUPS)[0] == 404)
    definitions.remove()


def count_of(webhook: Webhook, metric: str) -> float:
    """A metric's value, 0 if it is not there."""
    lines = webhook.page("/metrics").splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(metric))


@pytest.mark.parametrize("webhook", ["go"], indirect=True)
def test_a_webhook_that_refuses_an_object_freezes_its_kind(
    restarted: Backups, webhook: Webhook, definitions: Definitions
) -> None:
    """What kconv's is there to avoid: each of these waits until somebody changes etcd, or gives conversion up."""
    assert webhook.name == "go"
    backups = restarted
    with pytest.raises(Refused, match=FROZEN):
        backups.list("v1")
    for attempt in (
        lambda: backups.patch("v1alpha1", {"metadata": {"labels": {"seen": "yes"}}}, "misfit"),
        lambda: backups.delete("v1", "misfit"),
        lambda: backups.patch("v1", {"metadata": {"finalizers": None}}, "finalized"),
    ):
        with pytest.raises(Refused, match=FROZEN):
            attempt()
    backups.ask("DELETE", f"/api/v1/namespaces/{backups.namespace}")
    namespace = f"/api/v1/namespaces/{backups.namespace}"
    wait_until(
        lambda: conditions(definitions, namespace).get("NamespaceDeletionContentFailure") == "ContentDeletionFailed", 90
    )
    definitions.server.request("DELETE", BACKUPS)
    wait_until(lambda: conditions(definitions, BACKUPS).get("Terminating") == "InstanceDeletionFailed")
    definitions.remove()


def conditions(definitions: Definitions, path: str) -> dict[str, str]:
    """The reasons of an object's conditions that are true."""
    status = definitions.server.request("GET", path)[1].get("status", {})
    return {each["type"]: each["reason"] for each in status.get("conditions", ()) if each["status"] == "True"}
