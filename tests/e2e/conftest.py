"""One cluster for all tests here, one webhook after the other, and a namespace for each test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest

from tests.cluster.apiserver import ApiServer
from tests.cluster.running import CONTROLLERS, Cluster, free_port, lead_to_this_machine, running
from tests.e2e.backups import Backups
from tests.e2e.definitions import CRDS, Definitions, definition, stored_in, wait_until
from tests.e2e.idle import Reads
from tests.e2e.processes import COMMANDS, Certificate, Webhook, certificate, kconv_command, serving
from tests.peers import E2E, why_skipped

_NUMBERS = count()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The test that waits for what goes on beside the others is the last."""
    items.sort(key=lambda item: "idle_reads" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """etcd, kube-apiserver and kube-controller-manager, with a Service that leads to this machine."""
    with cluster_with_service() as found:
        yield found


@contextmanager
def cluster_with_service() -> Iterator[Cluster]:
    """The cluster of the tests here, or one of a test's own."""
    if reason := why_skipped(E2E, "e2e"):
        pytest.skip(reason)
    with running(CONTROLLERS) as found:
        lead_to_this_machine(ApiServer(found.kubeconfig))
        yield found


@pytest.fixture(scope="session")
def idle_reads(cluster: Cluster, certs: Certificate) -> Iterator[Reads]:
    """Reads through a webhook that nobody else asks, from now on."""
    server = ApiServer(cluster.kubeconfig)
    port = free_port()
    with serving("kconv", certs, port, kconv_command(port, certs.folder, "acme.route")) as found:
        crd = definition(found, module="acme.route")
        assert server.request("POST", CRDS, json.dumps(crd))[0] == 201
        spec = {"host": "h", "primary": "b", "redirectTo": "/x", "backends": {"b": {"ip": "10.0.0.1"}}}
        obj = {"apiVersion": "net.acme.io/v1alpha1", "kind": "Route", "metadata": {"name": "idle"}, "spec": spec}
        path = "/apis/net.acme.io/v1alpha1/namespaces/default/routes"
        wait_until(lambda: server.request("POST", path, json.dumps(obj))[0] == 201)
        reads = Reads(server, f"{path}/idle", port)
        reads.start()
        yield reads
        reads.end()
        reads.join()


@pytest.fixture(scope="session", autouse=True)
def _idle_reads_beside(request: pytest.FixtureRequest) -> None:
    """They take longer than any test: begin with the first one, if they are asked for at all."""
    if any("idle_reads" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("idle_reads")


@pytest.fixture(scope="session")
def certs(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """The webhooks' certificate."""
    return certificate(tmp_path_factory.mktemp("certs"))


@pytest.fixture(scope="session")
def definitions(cluster: Cluster) -> Definitions:
    """What is installed of Backup."""
    return Definitions(cluster)


@pytest.fixture(scope="session", params=COMMANDS)
def webhook(request: pytest.FixtureRequest, certs: Certificate) -> Iterator[Webhook]:
    """kconv's webhook, and then the one in Go."""
    if reason := why_skipped(E2E, "e2e"):
        pytest.skip(reason)
    with serving(request.param, certs) as found:
        yield found


@pytest.fixture(scope="module")
def own_webhook(certs: Certificate, cluster: Cluster) -> Iterator[Webhook]:
    """kconv's webhook."""
    _ = cluster
    with serving("kconv", certs) as found:
        yield found


@pytest.fixture
def namespace(definitions: Definitions) -> Iterator[str]:
    """A namespace of the test's own; what is in it is deleted, and the namespace then by its controller."""
    name = f"test-{next(_NUMBERS)}"
    body = json.dumps({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
    assert definitions.server.request("POST", "/api/v1/namespaces", body)[0] == 201
    yield name
    definitions.server.request("DELETE", f"/apis/backup.acme.io/v1/namespaces/{name}/backups")
    definitions.server.request("DELETE", f"/api/v1/namespaces/{name}")


@pytest.fixture
def backups(webhook: Webhook, definitions: Definitions, namespace: str) -> Backups:
    """Backups that are stored as v1 and converted by the webhook."""
    definitions.require(definition(webhook))
    return Backups(definitions.server, namespace)


@pytest.fixture
def old(own_webhook: Webhook, definitions: Definitions, namespace: str) -> Iterator[Backups]:
    """Backups that are stored as v1alpha1."""
    definitions.require(stored_in(definition(own_webhook), "v1alpha1"))
    yield Backups(definitions.server, namespace)
    definitions.remove()
