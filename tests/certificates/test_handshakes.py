"""Verifiers trust what is made here, and nothing else: in handshakes, at every stage of a rotation."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography import x509

from kconv.certificates.hosts import service_hosts
from kconv.certificates.lifetimes import BACKDATED, BY_MACHINE, Lifetimes
from kconv.certificates.material import Material
from kconv.certificates.rotation import Stage, advanced, made, without_old
from kconv.certificates.signing import certificate_text, new_authority
from tests.certificates.handshake import Connected, client_context, server_context

NOW = datetime.now(UTC)
HOSTS = service_hosts("acme", "webhook")
DAY = timedelta(days=1)


def connect(material: Material, bundle: bytes, folder: Path, host: str = HOSTS[0]) -> Connected:
    return Connected(server_context(material, folder), client_context(bundle), host)


@pytest.mark.parametrize("host", ["webhook.acme.svc", "webhook.acme.svc.cluster.local", "10.0.0.7", "fd00::7"])
def test_a_strict_client_trusts_a_server_at_each_of_its_hosts(host: str, tmp_path: Path) -> None:
    material = made([*HOSTS, "10.0.0.7", "fd00::7"], NOW, BY_MACHINE)
    assert connect(material, material.bundle, tmp_path, host).echo(b"hello") == b"hello"


STRANGERS = {
    "another host": ("other.acme.svc", None),
    "a name that only begins alike": ("webhook.acme.svc.evil.example", None),
    "another CA": (HOSTS[0], certificate_text(new_authority(NOW, BY_MACHINE).certificate)),
}


@pytest.mark.parametrize("case", STRANGERS)
def test_a_client_refuses(case: str, tmp_path: Path) -> None:
    host, bundle = STRANGERS[case]
    material = made(HOSTS, NOW, BY_MACHINE)
    with pytest.raises(ssl.SSLCertVerificationError):
        connect(material, bundle or material.bundle, tmp_path, host)


def test_a_clock_that_is_behind_accepts_a_new_certificate(tmp_path: Path) -> None:
    material = made(HOSTS, NOW + BACKDATED - timedelta(minutes=1), BY_MACHINE)
    assert connect(material, material.bundle, tmp_path).echo(b"x") == b"x"


def test_what_has_ended_is_refused(tmp_path: Path) -> None:
    material = made(HOSTS, NOW - 91 * DAY, BY_MACHINE)
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
        connect(material, material.bundle, tmp_path)


def test_no_stage_of_a_rotation_breaks_a_client_of_this_stage_or_the_one_before(tmp_path: Path) -> None:
    """Neither one that still trusts by the bundle before, nor one that already has the next."""
    first = made(HOSTS, NOW, BY_MACHINE)
    announced = advanced(first, Stage.ANNOUNCE, HOSTS, NOW, BY_MACHINE)
    served = advanced(announced, Stage.SERVE, HOSTS, NOW, BY_MACHINE)
    ended = without_old(served)
    stages = [first, announced, served, ended]
    for before, after in pairwise(stages):
        for server, client in ((before, after), (after, before)):
            assert connect(server, client.bundle, tmp_path).echo(b"x") == b"x"
    assert first.bundle not in ended.bundle
    with pytest.raises(ssl.SSLCertVerificationError):
        connect(first, ended.bundle, tmp_path)


def test_a_connection_outlives_the_rotation_of_its_certificate(tmp_path: Path) -> None:
    """An API server keeps its connections open for minutes; the certificate is replaced on the same context."""
    first = made(HOSTS, NOW, BY_MACHINE)
    announced = advanced(first, Stage.ANNOUNCE, HOSTS, NOW, BY_MACHINE)
    context, client = server_context(first, tmp_path), client_context(announced.bundle)
    old = Connected(context, client, HOSTS[0])
    served = advanced(announced, Stage.SERVE, HOSTS, NOW, BY_MACHINE)
    server_context(served, tmp_path)
    context.load_cert_chain(tmp_path / "tls.crt", tmp_path / "tls.key")
    new = Connected(context, client, HOSTS[0])
    assert old.echo(b"old") == b"old"
    assert new.echo(b"new") == b"new"
    assert old.client.getpeercert(True) != new.client.getpeercert(True)


def test_a_certificate_ends_no_later_than_its_ca() -> None:
    short = Lifetimes(authority=10 * DAY, certificate=90 * DAY)
    material = made(HOSTS, NOW, short)
    end = material.serving.certificate.not_valid_after_utc
    assert end == material.authority.certificate.not_valid_after_utc


def test_each_verifier_finds_what_it_asks_for() -> None:
    material = made(HOSTS, NOW, BY_MACHINE)
    ca, leaf = material.authority.certificate, material.serving.certificate
    for each in (ca, leaf):
        assert each.extensions.get_extension_for_class(x509.BasicConstraints).critical
        assert each.extensions.get_extension_for_class(x509.KeyUsage).critical
    key_id = ca.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.key_identifier
    assert leaf.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier == key_id
    assert not leaf.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    assert ca.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
