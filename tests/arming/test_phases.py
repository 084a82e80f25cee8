"""A server arms its definitions when it is ready, with the certificate that it serves by then, and stops when it ends."""

from __future__ import annotations

import asyncio
import base64
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kconv.certificates.lifetimes import BY_MACHINE
from kconv.certificates.material import Material, read
from kconv.certificates.rotation import made
from kconv.certificates.signing import certificate_text, key_text
from kconv.cluster.arming.secret import decoded
from kconv.crd.client_config import Webhook
from kconv.errors import UsageError
from kconv.serving import Certificate, Phases
from kconv.serving.private import PrivateFile
from kconv.webhook.arming import Arms, _Served, hosts, self_signed, with_bundle
from tests.arming.fake_api import SECRET, FakeApi
from tests.arming.replica import HOSTS, Seen, trusted

NAME = "backups.acme.io"
WEBHOOK = Webhook("acme", "webhook", 8443)


class Waiting(Seen):
    """Says when a definition is armed."""

    def __init__(self) -> None:
        super().__init__()
        self.is_armed = threading.Event()

    def armed(self, name: str, *, is_armed: bool) -> None:
        super().armed(name, is_armed=is_armed)
        if is_armed:
            self.is_armed.set()


def api_of_armable() -> FakeApi:
    """A definition that names the webhook without a caBundle, so that it is armed at once."""
    api = FakeApi()
    config = {"service": {"namespace": "acme", "name": "webhook", "path": "/convert", "port": 8443}}
    webhook = {"clientConfig": config, "conversionReviewVersions": ["v1"]}
    api.ship(NAME, conversion={"strategy": "Webhook", "webhook": webhook})
    return api


def lived(phases: Phases, seen: Waiting) -> None:
    """A server's life: ready, until the definition is armed, and its end."""
    asyncio.run(phases.ready())
    assert seen.is_armed.wait(20)
    asyncio.run(phases.draining())
    asyncio.run(phases.shutdown())


def test_a_webhook_that_drains_arms_no_more(tmp_path: Path) -> None:
    """Its requests come to an end, and another replica may be armed by now."""
    api, seen, file = api_of_armable(), Waiting(), tmp_path / "ca.crt"
    material = made(hosts(WEBHOOK), datetime.now(UTC), BY_MACHINE)
    file.write_bytes(material.bundle)
    with api.connected() as cluster:
        phases = with_bundle(Arms(cluster, [NAME], WEBHOOK, seen), file, in_files(tmp_path, material))
        asyncio.run(phases.draining())
        asyncio.run(phases.ready())
        asyncio.run(phases.shutdown())
    assert api.writes == []


def test_what_is_served_is_in_the_secret_and_the_definition_trusts_it() -> None:
    api, seen = api_of_armable(), Waiting()
    with api.connected() as cluster, self_signed(Arms(cluster, [NAME], WEBHOOK, seen), "acme", "webhook-tls") as found:
        certificate, phases = found
        assert not seen.is_armed.is_set(), "before it is ready, nothing is armed"
        material = read(decoded(api.objects[SECRET]))
        now = datetime.now(UTC)
        assert (
            material.serving.certificate.not_valid_before_utc < now < material.serving.certificate.not_valid_after_utc
        )
        served = ssl.create_default_context(cadata=material.bundle.decode())
        assert _presented(certificate.context, served) == [
            ("DNS", name) for name in (HOSTS[0], f"{HOSTS[0]}.cluster.local")
        ]
        path = certificate.cert
        lived(phases, seen)
        assert base64.b64decode(trusted(api.conversion(NAME))) == material.bundle
    assert not path.exists(), "the key is gone with the server"


def _presented(server: ssl.SSLContext, client: ssl.SSLContext) -> list[tuple[str, str]]:
    """The names in the certificate that a client accepts, in memory."""
    ours, theirs = (ssl.MemoryBIO(), ssl.MemoryBIO()), (ssl.MemoryBIO(), ssl.MemoryBIO())
    asking = client.wrap_bio(*ours, server_hostname=HOSTS[0])
    answering = server.wrap_bio(*theirs, server_side=True)
    for _ in range(4):
        for side, out, into in ((asking, ours[1], theirs[0]), (answering, theirs[1], ours[0])):
            with suppress(ssl.SSLWantReadError):
                side.do_handshake()
            into.write(out.read())
    found = asking.getpeercert()
    assert found is not None
    return [*found["subjectAltName"]]  # type: ignore[misc]


def test_with_a_bundle_from_a_file_the_definition_trusts_that(tmp_path: Path) -> None:
    api, seen, file = api_of_armable(), Waiting(), tmp_path / "ca.crt"
    material = made(hosts(WEBHOOK), datetime.now(UTC), BY_MACHINE)
    file.write_bytes(material.bundle)
    with api.connected() as cluster:
        lived(with_bundle(Arms(cluster, [NAME], WEBHOOK, seen), file, in_files(tmp_path, material)), seen)
    assert base64.b64decode(trusted(api.conversion(NAME))) == file.read_bytes()


@pytest.mark.parametrize("names", [("another.acme.svc",), hosts(WEBHOOK)], ids=["another name", "another CA"])
def test_a_certificate_that_no_api_server_would_accept_arms_nothing(names: tuple[str, ...], tmp_path: Path) -> None:
    api, file = api_of_armable(), tmp_path / "ca.crt"
    first, other = (made(names, datetime.now(UTC), BY_MACHINE) for _ in range(2))
    file.write_bytes((other if names == hosts(WEBHOOK) else first).bundle)
    with api.connected() as cluster, pytest.raises(UsageError, match="refuses it"):
        with_bundle(Arms(cluster, [NAME], WEBHOOK, Waiting()), file, in_files(tmp_path, first))
    assert api.writes == []


def test_a_certificate_that_was_just_replaced_with_its_bundle_is_tried_as_it_is_now(tmp_path: Path) -> None:
    """The files of a mounted Secret change together, and those of the certificate are read every few seconds only."""
    first, second = (made(hosts(WEBHOOK), datetime.now(UTC), BY_MACHINE) for _ in range(2))
    certificate = in_files(tmp_path, first)
    in_files(tmp_path, second)
    (tmp_path / "ca.crt").write_bytes(second.bundle)
    with api_of_armable().connected() as cluster:
        with_bundle(Arms(cluster, [NAME], WEBHOOK, Waiting()), tmp_path / "ca.crt", certificate)


def in_files(folder: Path, material: Material) -> Certificate:
    """A certificate in files, as cert-manager and the kubelet mount it."""
    for name, text in (
        ("crt", certificate_text(material.serving.certificate)),
        ("key", key_text(material.serving.key)),
    ):
        (folder / "new").write_bytes(text)
        (folder / "new").replace(folder / f"tls.{name}")
    return Certificate(folder / "tls.crt", folder / "tls.key")


def test_a_new_certificate_is_served_at_once() -> None:
    """Its files are looked at every few seconds, but the old one may have ended."""
    with PrivateFile() as file:
        served, now = _Served(file), datetime.now(UTC)
        first, second = (made(HOSTS, now, BY_MACHINE) for _ in range(2))
        served(key_text(first.serving.key) + certificate_text(first.serving.certificate))
        served.certificate = Certificate(file.path, file.path)
        served(key_text(second.serving.key) + certificate_text(second.serving.certificate))
        client = ssl.create_default_context(cadata=second.bundle.decode())
        assert _presented(served.certificate.context, client) == [("DNS", HOSTS[0])]
