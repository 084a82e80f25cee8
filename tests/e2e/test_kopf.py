"""During a rollout, an old replica of an operator watches an old version and the new one a new version, of the same objects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.running import Cluster
from tests.e2e.backups import Backups
from tests.e2e.definitions import Definitions, definition, wait_until
from tests.e2e.operators import Operator, replica
from tests.e2e.processes import Certificate, Webhook, serving

pytestmark = pytest.mark.cluster
Json = Any
OLD = {"schedule": "0 3 * * *", "target": "s3://bucket/daily", "secret": "s3", "keep": 5, "checksum": "md5"}
FIELDS = {"v1alpha1": "spec.keep", "v1beta1": "spec.retention.count", "v1": "spec.retention.count"}


@pytest.fixture(scope="module")
def served(cluster: Cluster, certs: Certificate) -> Iterator[Webhook]:
    """kconv's webhook: what the one in Go keeps has other names."""
    _ = cluster
    with serving("kconv", certs) as found:
        yield found


@pytest.fixture
def replicas(
    cluster: Cluster, served: Webhook, definitions: Definitions, namespace: str, tmp_path: Path
) -> Iterator[Any]:
    """Starts replicas, which end with the test."""
    definitions.require(definition(served))
    with ExitStack() as stack:

        def start(storage: str, *versions: str) -> list[Operator]:
            made = (replica(cluster, tmp_path, namespace, version, storage) for version in versions)
            return [stack.enter_context(each) for each in made]

        yield start


@pytest.fixture
def objects(definitions: Definitions, namespace: str) -> Backups:
    return Backups(definitions.server, namespace)


def updates(running: list[Operator], name: str = "one") -> list[Json]:
    return [each["fields"] for one in running for each in one.said("update", name)]


def test_with_kopfs_own_storage_replicas_of_two_versions_fight(replicas: Any, objects: Backups) -> None:
    """Or the tests below would hold for any storage."""
    objects.create("v1alpha1", OLD)
    running = replicas("kopf", "v1alpha1", "v1")
    wait_until(lambda: len(updates(running)) >= 10)


def test_an_untouched_object_is_no_update_for_replicas_of_any_version(replicas: Any, objects: Backups) -> None:
    objects.create("v1alpha1", OLD)
    running = replicas("kconv", *FIELDS)
    wait_until(lambda: any(each.said("create", "one") for each in running))
    settled(objects, running)
    assert updates(running) == []
    objects.patch("v1beta1", {"spec": {"retention": {"count": 6}}})
    wait_until(lambda: all(each.said("update", "one") for each in running))
    settled(objects, running)
    assert updates(running) == [[field] for field in FIELDS.values()]


def test_a_release_with_another_storage_and_another_version_starts_without_an_update(
    replicas: Any, objects: Backups
) -> None:
    objects.create("v1alpha1", OLD)
    (old,) = replicas("kopf", "v1alpha1")
    wait_until(lambda: "kopf.zalando.org/last-handled-configuration" in annotations(objects))
    old.process.kill()
    (new,) = replicas("kconv", "v1")
    wait_until(lambda: bool(new.said("event", "one")))
    settled(objects, [new])
    assert (new.said("create", "one"), updates([new])) == ([], [])


def annotations(objects: Backups) -> Json:
    return objects.get("v1")["metadata"].get("annotations", {})


def settled(objects: Backups, running: list[Operator]) -> None:
    """Wait until all have handled all that happened: with the second event that is no update, they are done with the
    first."""
    for phase in ("Running", "Done"):
        objects.patch("v1", {"status": {"phase": phase}}, tail="/status")
        wait_until(lambda: {each.seen("one") for each in running} == {objects.get("v1")["metadata"]["resourceVersion"]})
