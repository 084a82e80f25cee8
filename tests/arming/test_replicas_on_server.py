"""Replicas as processes on a real API server: one authority, a rotation under traffic, and no right too many."""

from __future__ import annotations

import base64
import ssl
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
import yaml
from cryptography import x509

from kconv.certificates.hosts import service_hosts
from kconv.certificates.lifetimes import BY_MACHINE
from kconv.certificates.rotation import Stage, serves_old
from kconv.cluster.arming.issued import Issued
from kconv.cluster.arming.secret import Secret
from kconv.cluster.connection import connect
from tests.arming.on_server import NEW, OLD, RUN, SECRET, Server, kconv, reading, shipped, webhook
from tests.cluster.running import free_port

pytestmark = pytest.mark.cluster


def issued(server: Server) -> Issued:
    """The certificate in the Secret, as one more replica sees it."""
    cluster = connect(kubeconfig=str(server.cluster.kubeconfig))
    return Issued(
        Secret(cluster, "acme", "webhook-tls"), service_hosts("acme", "webhook"), lambda: datetime.now(UTC), BY_MACHINE
    )


def trusts(server: Server) -> list[x509.Certificate]:
    """Whom the definition trusts."""
    return x509.load_pem_x509_certificates(base64.b64decode(server.bundle() or ""))


def test_many_that_start_at_once_end_with_one_authority(server: Server) -> None:
    count = 12
    together = Barrier(count)

    def start(replica: Issued) -> bytes:
        together.wait()
        return replica.material().bundle

    with ThreadPoolExecutor(count) as pool:
        bundles = list(pool.map(start, [issued(server) for _ in range(count)]))
    assert len(set(bundles)) == 1
    entries = server.ask("GET", SECRET)["metadata"]["managedFields"]
    assert len(entries) == 1, "only one of them wrote"


def test_a_rotation_is_not_noticed(server: Server) -> None:
    """Each step is taken as one more replica would, and the processes follow."""
    port = free_port()
    server.create(shipped(port).crd)
    server.serves("v1", "v1alpha1")
    with webhook(server, port):
        server.until(
            lambda: (
                server.write("v1", {"schedule": "0 1 * * *", "destination": NEW, "credentials": {"name": "s"}})[0]
                == 201
            )
        )
        server.until(lambda: server.read("v1alpha1")[0] == 200)
        replica = issued(server)
        before = replica.material()
        with reading(server, "v1alpha1") as failed:
            replica.take(before, Stage.ANNOUNCE)
            server.until(lambda: len(trusts(server)) == 2)
            replica.take(replica.material(), Stage.SERVE)
            assert not serves_old(replica.material())
            server.until(lambda: served_by(port) == replica.material().serving.certificate)
            replica.take(replica.material(), Stage.SERVE)
            server.until(lambda: served_by(port) == replica.material().serving.certificate)
        assert failed == []


def served_by(port: int) -> x509.Certificate:
    """The certificate that a new connection is shown."""
    return x509.load_pem_x509_certificate(ssl.get_server_certificate(("localhost", port)).encode())


def test_a_secret_that_is_deleted_is_made_anew_and_trusted(server: Server) -> None:
    port = free_port()
    server.create(shipped(port).crd)
    server.serves("v1", "v1alpha1")
    with webhook(server, port):
        server.until(lambda: server.write("v1alpha1", OLD)[0] == 201)
        before = trusts(server)
        server.ask("DELETE", SECRET)
        server.until(lambda: server.try_("GET", SECRET)[0] == 200 and trusts(server) != before)
        server.until(lambda: server.read("v1")[0] == 200)


@pytest.fixture
def account(server: Server, tmp_path: Path) -> Iterator[Path]:
    """The kubeconfig of a service account with what `kconv webhook rbac` prints, and nothing else."""
    arguments = ["acme.backup", "--service-account", "acme/webhook", "--self-signed", "webhook-tls"]
    done = subprocess.run(kconv("webhook", "rbac", *arguments), **RUN, capture_output=True, check=True, text=True)
    server.kubectl("create", "serviceaccount", "webhook", "-n", "acme")
    applied = server.kubectl("apply", "-f", "-", stdin=done.stdout)
    assert applied.returncode == 0, applied.stderr
    token = server.kubectl("create", "token", "webhook", "-n", "acme").stdout.strip()
    config = yaml.safe_load(server.cluster.kubeconfig.read_text())
    config["users"][0]["user"] = {"token": token}
    (tmp_path / "kubeconfig").write_text(yaml.safe_dump(config))
    yield tmp_path / "kubeconfig"
    server.kubectl("delete", "-f", "-", stdin=done.stdout)


def test_the_rights_suffice_and_lead_nowhere_else(server: Server, account: Path) -> None:
    port = free_port()
    ships = shipped(port)
    server.create(ships.crd)
    server.serves("v1", "v1alpha1")
    with webhook(server, port, kubeconfig=account):
        server.until(lambda: server.bundle() is not None)
        server.until(lambda: server.write("v1alpha1", OLD)[0] == 201)
        server.replace(ships.crd)  # only a watch notices that in time
        server.until(lambda: server.bundle() is not None)
    allowed = server.kubectl("auth", "can-i", "--list", "--as", "system:serviceaccount:acme:webhook", "-n", "acme")
    rules = [line.split() for line in allowed.stdout.splitlines() if "webhook-tls" in line or "backups" in line]
    assert len(rules) == 2, allowed.stdout
    for verb, what in DENIED:
        answer = server.kubectl("auth", "can-i", verb, *what, "--as", "system:serviceaccount:acme:webhook")
        assert answer.stdout.strip() == "no", (verb, what)


DENIED = [
    ("create", ["secrets", "-n", "acme"]),
    ("get", ["secrets/other", "-n", "acme"]),
    ("list", ["secrets", "-n", "acme"]),
    ("delete", ["secrets/webhook-tls", "-n", "acme"]),
    ("get", ["secrets/webhook-tls", "-n", "default"]),
    ("patch", ["crd/others.acme.io"]),
    ("update", ["crd/backups.backup.acme.io"]),
    ("delete", ["crd/backups.backup.acme.io"]),
    ("list", ["crd"]),
    ("get", ["backups.backup.acme.io", "-n", "acme"]),
]


def test_a_secret_of_somebody_else_ends_the_program(server: Server) -> None:
    body = {"metadata": {"name": "webhook-tls"}, "type": "Opaque", "data": {"password": "eA=="}}
    server.ask("POST", "/api/v1/namespaces/acme/secrets", body)
    with webhook(server, free_port()) as process:
        assert process.wait(60) == 2
    assert server.ask("GET", SECRET)["data"] == body["data"]
    assert "was not made by kconv" in (server.cluster.state / "webhook.log").read_text()
