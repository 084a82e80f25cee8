"""Objects are stored in the version of their time: after the storage version has changed, old and new lie side by side."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.cluster.apiserver import ApiServer
from tests.cluster.running import Cluster
from tests.e2e.backups import Backups, Refused, backup, visible
from tests.e2e.definitions import Definitions, definition, wait_until
from tests.e2e.processes import Webhook
from tests.e2e.stored import stored
from tests.e2e.test_updates import NEW, STATUS

pytestmark = pytest.mark.cluster
Json = Any
VERSIONS = ("v1alpha1", "v1beta1", "v1")
OLD = {
    "schedule": "0 3 * * *",
    "target": "s3://bucket/daily",
    "secret": "s3",
    "checksum": "md5",
    "keep": 14,
    "hooks": [{"name": "a", "cmd": ["sync"], "after": True, "timeout": "20s"}],
}
EACH = 500


@pytest.fixture
def old_backups(webhook: Webhook, definitions: Definitions, namespace: str) -> Backups:
    """Backups that are stored as v1alpha1, as before the flip."""
    definitions.require(definition(webhook, "v1alpha1"))
    return Backups(definitions.server, namespace)


def flip(definitions: Definitions, webhook: Webhook, version: str) -> None:
    definitions.change(definition(webhook, version))


def test_a_thousand_objects_of_mixed_storage_versions_are_listed_in_each_version(
    old_backups: Backups, webhook: Webhook, definitions: Definitions, cluster: Cluster
) -> None:
    fill(old_backups, cluster, "v1alpha1", OLD, [f"old-{n:03}" for n in range(EACH)])
    flip(definitions, webhook, "v1")
    fill(old_backups, cluster, "v1", NEW, [f"new-{n:03}" for n in range(EACH)])
    names = ("old-000", "new-000")
    assert [stored(cluster, old_backups.namespace, name)["apiVersion"] for name in names] == [
        "backup.acme.io/v1alpha1",
        "backup.acme.io/v1",
    ]
    for version in VERSIONS:
        expected = {name[:3]: content(old_backups.get(version, name)) for name in names}
        for found in (old_backups.list(version), pages(old_backups, version, 300)):
            assert Counter(each["metadata"]["name"][:3] for each in found) == {"old": EACH, "new": EACH}
            assert all(content(each) == expected[each["metadata"]["name"][:3]] for each in found)


def fill(backups: Backups, cluster: Cluster, version: str, spec: Json, names: list[str]) -> None:
    """Create many objects, over some connections at once."""

    def create(part: list[str]) -> None:
        server = Backups(ApiServer(cluster.kubeconfig), backups.namespace)
        for name in part:
            server.create(version, spec, name)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(create, [names[n::4] for n in range(4)]))


def pages(backups: Backups, version: str, limit: int) -> list[Json]:
    """A list that is read page by page, which comes from etcd and not from the watch cache."""
    found, tail = [], f"?limit={limit}"
    while True:
        answer = backups.ask("GET", backups.path(version, tail=tail))
        found += answer["items"]
        if not answer["metadata"].get("continue"):
            return found
        tail = f"?limit={limit}&continue={answer['metadata']['continue']}"


def content(obj: Json) -> Json:
    return visible(obj) | {"metadata": None}


def test_the_storage_version_changes_to_and_fro_and_nothing_else_does(
    old_backups: Backups, webhook: Webhook, definitions: Definitions, cluster: Cluster
) -> None:
    backups = old_backups
    backups.create("v1alpha1", OLD, "old")
    backups.create("v1", NEW, "new")
    backups.patch("v1", {"status": STATUS}, "new", "/status")
    if webhook.name == "go":
        # What v1alpha1 stored lacks the defaults of v1 until somebody writes it: no server fills in any after a conversion.
        backups.put("v1", backups.get("v1", "old"))
    before = everything(backups)
    for version in ("v1", "v1beta1", "v1alpha1"):
        flip(definitions, webhook, version)
        assert everything(backups) == before
        for name in ("old", "new"):
            backups.put("v1", backups.get("v1", name))
            assert stored(cluster, backups.namespace, name)["apiVersion"] == f"backup.acme.io/{version}"
        assert everything(backups) == before


def everything(backups: Backups) -> Json:
    """Each object in each version, and its generation."""
    found = {(version, name): backups.get(version, name) for version in VERSIONS for name in ("old", "new")}
    return {key: (visible(obj), obj["metadata"]["generation"]) for key, obj in found.items()}


SCALES = {"v1alpha1": ".spec.keep", "v1beta1": ".spec.retention.count", "v1": ".spec.retention.count"}


def test_scale_is_read_and_written_through_each_version(
    webhook: Webhook, definitions: Definitions, namespace: str
) -> None:
    """Backup has no replicas: a field that is elsewhere in each version stands in for them."""
    crd = definition(webhook)
    for version in crd["spec"]["versions"]:
        scale = {"specReplicasPath": SCALES[version["name"]], "statusReplicasPath": ".status.copies"}
        version["subresources"]["scale"] = scale
    definitions.require(crd)
    backups = Backups(definitions.server, namespace)
    backups.create("v1", NEW)
    for number, version in enumerate(VERSIONS):
        assert backups.get(version, tail="/scale")["spec"] == {"replicas": 14 + number}
        backups.patch(version, {"spec": {"replicas": 15 + number}}, tail="/scale")
    assert backups.get("v1")["spec"] == {**NEW, "retention": {"count": 17, "maxAge": "720h0m0s"}}


def test_reads_at_the_storage_version_need_no_webhook(
    webhook: Webhook, definitions: Definitions, namespace: str
) -> None:
    crd = definition(webhook._replace(port=9))  # nobody listens there
    definitions.remove()
    definitions.install(crd)
    backups = Backups(definitions.server, namespace)
    backups.create("v1", NEW)
    assert content(backups.get("v1")) == backup("v1", NEW) | {"metadata": None}
    with pytest.raises(Refused, match=r"conversion webhook for backup\.acme\.io/v1, Kind=Backup failed"):
        backups.get("v1alpha1")
    flip(definitions, webhook, "v1")
    wait_until(lambda: backups.server.request("GET", backups.path("v1alpha1", "one"))[0] == 200)
    assert backups.get("v1alpha1")["spec"]["keep"] == 14
