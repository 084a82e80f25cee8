"""One cluster for all tests here, one webhook after the other, and a namespace for each test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count

import pytest

from tests.cluster.running import CONTROLLERS, Cluster, running
from tests.e2e.backups import Backups
from tests.e2e.definitions import SERVICE, Definitions, definition
from tests.e2e.processes import COMMANDS, Certificate, Webhook, certificate, serving
from tests.peers import E2E, why_skipped

_NUMBERS = count()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """etcd, kube-apiserver and kube-controller-manager, with a Service that leads to this machine."""
    if reason := why_skipped(E2E, "e2e"):
        pytest.skip(reason)
    with running(CONTROLLERS) as found:
        done = found.kubectl("create", "namespace", "acme")
        assert done.returncode == 0, done.stderr
        done = found.kubectl("create", "-f", "-", stdin=json.dumps(SERVICE))
        assert done.returncode == 0, done.stderr
        yield found


@pytest.fixture(scope="session")
def certs(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """The webhooks' certificate."""
    return certificate(tmp_path_factory.mktemp("certs"))


@pytest.fixture(scope="session")
def definitions(cluster: Cluster) -> Definitions:
    """What is installed of Backup."""
    return Definitions(cluster)


@pytest.fixture(scope="session", params=COMMANDS)
def webhook(request: pytest.FixtureRequest, cluster: Cluster, certs: Certificate) -> Iterator[Webhook]:
    """kconv's webhook, and then the one in Go."""
    _ = cluster
    with serving(request.param, certs) as found:
        yield found


@pytest.fixture
def namespace(cluster: Cluster, definitions: Definitions) -> Iterator[str]:
    """A namespace of the test's own; what is in it is deleted, and the namespace then by its controller."""
    name = f"test-{next(_NUMBERS)}"
    done = cluster.kubectl("create", "namespace", name)
    assert done.returncode == 0, done.stderr
    yield name
    definitions.server.request("DELETE", f"/apis/backup.acme.io/v1/namespaces/{name}/backups")
    definitions.server.request("DELETE", f"/api/v1/namespaces/{name}")


@pytest.fixture
def backups(webhook: Webhook, definitions: Definitions, namespace: str) -> Backups:
    """Backups that are stored as v1 and converted by the webhook."""
    definitions.require(definition(webhook))
    return Backups(definitions.server, namespace)
