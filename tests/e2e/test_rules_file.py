"""A webhook whose rules are in YAML is to the API server what the one in Python is: the same cases, the same answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from kconv.crd import Webhook as Address
from kconv.crd import generate
from kconv.crd.rulesfile import resources_of
from tests.cluster.running import Cluster, free_port
from tests.e2e.backups import Backups
from tests.e2e.definitions import Definitions
from tests.e2e.processes import EXAMPLES, Certificate, Webhook, serving
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


@pytest.fixture
def backups(webhook: Webhook, definitions: Definitions, namespace: str) -> Backups:
    """Backups of the definition as `kconv crd generate` prints it for the rules."""
    (resource,) = resources_of(RULES)
    (crd,) = generate(resource, webhook=Address("acme", "webhook", webhook.port)).manifests
    crd["spec"]["conversion"]["webhook"]["clientConfig"]["caBundle"] = webhook.certificate.bundle
    definitions.require(crd)
    return Backups(definitions.server, namespace)
