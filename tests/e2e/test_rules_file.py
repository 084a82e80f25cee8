"""A webhook whose rules are in YAML is to the API server what the one in Python is: the same cases, the same answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from kconv.crd import Webhook as Address
from kconv.crd import generate
from kconv.crd.rulesfile import resources_of
from tests.cluster.running import Cluster, free_port
from tests.e2e.backups import Backups, visible
from tests.e2e.definitions import BACKUPS, GROUP, Definitions, stored_in
from tests.e2e.processes import EXAMPLES, Certificate, Webhook, kconv, serving
from tests.e2e.stored import stored
from tests.e2e.test_retirement import OLD
from tests.e2e.test_versions import (
    test_an_object_reads_in_each_version,
    test_an_object_that_is_written_back_in_another_version_is_as_it_was,
    test_nothing_is_added_to_an_object_in_its_own_version,
)

__all__ = [
    "test_an_object_reads_in_each_version",
    "test_an_object_that_is_written_back_in_another_version_is_as_it_was",
    "test_nothing_is_added_to_an_object_in_its_own_version",
]
pytestmark = pytest.mark.cluster
RULES = EXAMPLES / "rules/backup.yaml"


@pytest.fixture(scope="module")
def webhook(cluster: Cluster, certs: Certificate) -> Iterator[Webhook]:
    """kconv's webhook with the rules and the definition as files."""
    _ = cluster
    port = free_port()
    files = ["--rules", str(RULES), "--crd", str(EXAMPLES / "crds/backups.backup.acme.io.yaml")]
    tls = ["--tls-cert", str(certs.folder / "tls.crt"), "--tls-key", str(certs.folder / "tls.key")]
    command = [sys.executable, "-m", "kconv", "serve", "webhook", *files, "--port", str(port), *tls]
    with serving("kconv", certs, port, command) as found:
        yield found


def test_objects_are_tried_moved_and_retired_by_the_rules_in_the_file(
    backups: Backups, cluster: Cluster, definitions: Definitions
) -> None:
    """What `crd preflight` and `migrate-storage --retire` do, without any Python."""
    _, crd = definitions.server.request("GET", BACKUPS)
    definitions.remove()
    shipped = {key: crd[key] for key in ("apiVersion", "kind", "spec")} | {
        "metadata": {"name": crd["metadata"]["name"]}
    }
    definitions.install(stored_in(shipped, "v1alpha1"))
    backups.apply("v1alpha1", "git", {**OLD, "keep": 9})
    backups.create("v1alpha1", {**OLD, "checksum": "md5"}, name="b1")
    done = kconv(cluster.kubeconfig, "crd", "preflight", str(RULES))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Backup.backup.acme.io: 2 objects: 1 pass, 1 come back by the stash\n" in done.stdout
    before = [visible(backups.get("v1", name)) for name in ("one", "b1")]
    definitions.change(shipped)
    done = kconv(
        cluster.kubeconfig, "migrate-storage", f"{GROUP}/Backup", "--retire", "v1alpha1", "--resources", str(RULES)
    )
    assert (done.returncode, "v1alpha1 is still served" in done.stdout) == (1, True), done.stdout + done.stderr
    managed = [each for each in backups.get("v1")["metadata"]["managedFields"] if each["manager"] == "git"]
    assert [each["apiVersion"] for each in managed] == [f"{GROUP}/v1"]
    assert managed[0]["fieldsV1"]["f:spec"] == {
        "f:schedule": {},
        "f:destination": {"f:bucket": {}, "f:path": {}},
        "f:credentials": {"f:name": {}},
        "f:retention": {"f:count": {}},
    }, "as the rules say, and not by paths that are the same"
    assert [visible(backups.get("v1", name)) for name in ("one", "b1")] == before
    assert {stored(cluster, backups.namespace, name)["apiVersion"] for name in ("one", "b1")} == {f"{GROUP}/v1"}


@pytest.fixture
def backups(webhook: Webhook, definitions: Definitions, namespace: str) -> Backups:
    """Backups of the definition as `kconv crd generate` prints it for the rules."""
    (resource,) = resources_of(RULES)
    (crd,) = generate(resource, webhook=Address("acme", "webhook", webhook.port)).manifests
    crd["spec"]["conversion"]["webhook"]["clientConfig"]["caBundle"] = webhook.certificate.bundle
    definitions.require(crd)
    return Backups(definitions.server, namespace)
