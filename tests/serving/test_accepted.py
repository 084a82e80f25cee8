"""A certificate is tried as an API server would, before a definition is made to depend on it."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from kconv.certificates import signing
from kconv.certificates.hosts import alternative_names
from kconv.certificates.lifetimes import BY_MACHINE
from kconv.certificates.material import Material
from kconv.certificates.rotation import made
from kconv.certificates.signing import Signed, certificate_text, key_text
from kconv.errors import UsageError
from kconv.serving.accepted import accepted
from kconv.serving.private import PrivateFile
from kconv.serving.tls import Certificate

HOST = "webhook.acme.svc"
NOW = datetime.now(UTC)


def without_server_use(*hosts: str) -> Material:
    """A certificate for clients, as a CA makes it that knows no better."""
    real = of(*hosts)
    made_of, key = real.serving.certificate, real.serving.key
    builder = x509.CertificateBuilder(made_of.issuer, made_of.subject, key.public_key(), made_of.serial_number)
    builder = builder.not_valid_before(made_of.not_valid_before_utc).not_valid_after(made_of.not_valid_after_utc)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
    builder = builder.add_extension(x509.SubjectAlternativeName(alternative_names(hosts)), critical=False)
    return real._replace(serving=Signed(builder.sign(real.authority_key, hashes.SHA256()), key))


def served(material: Material) -> ssl.SSLContext:
    with PrivateFile() as file:
        file.write(key_text(material.serving.key) + certificate_text(material.serving.certificate))
        return Certificate(file.path, file.path).current


def of(*hosts: str, days: int = 0) -> Material:
    """A CA and a certificate for these hosts, made so many days ago."""
    return made(hosts, NOW - timedelta(days=days), BY_MACHINE)


MINE, OTHER = of(HOST), of(HOST)

ACCEPTED: dict[str, tuple[Material, bytes, str]] = {
    "its own CA": (MINE, MINE.bundle, HOST),
    "one of two CAs": (MINE, OTHER.bundle + MINE.bundle, HOST),
    "the certificate itself, as Go takes it": (MINE, certificate_text(MINE.serving.certificate), HOST),
    "one of its names": (two := of("a.example", HOST), two.bundle, HOST),
    "an IPv4 address": (v4 := of("10.0.0.7"), v4.bundle, "10.0.0.7"),
    "an IPv6 address": (v6 := of("fd00::7"), v6.bundle, "fd00::7"),
    "a name with a star": (star := of("*.acme.example"), star.bundle, "webhook.acme.example"),
    "a comment in the bundle": (MINE, "Zertifizierungsstelle für Acme\n".encode() + MINE.bundle, HOST),
}


@pytest.mark.parametrize("case", ACCEPTED.values(), ids=ACCEPTED)
def test_what_an_api_server_accepts(case: tuple[Material, bytes, str]) -> None:
    material, bundle, host = case
    accepted(served(material), bundle, host, cert="tls.crt", ca="ca.crt")


class Refused(NamedTuple):
    material: Material
    bundle: Callable[[Material], bytes]
    host: str
    said: str


REFUSED = {
    "another CA": Refused(MINE, lambda _: OTHER.bundle, HOST, "unable to get local issuer.*\n.*ca.crt has others"),
    "ended": Refused(of(HOST, days=200), lambda it: it.bundle, HOST, "certificate has expired\n.*renew it"),
    "not yet valid": Refused(of(HOST, days=-2), lambda it: it.bundle, HOST, f"not yet valid\n.*make one.*{HOST}"),
    "for clients": Refused(without_server_use(HOST), lambda it: it.bundle, HOST, "purpose\n.*make one for a server"),
    "another name": Refused(of("x.acme.svc"), lambda it: it.bundle, HOST, f"Hostname mismatch.*\n.*names {HOST}"),
    "another address": Refused(of("10.0.0.8"), lambda it: it.bundle, "10.0.0.7", "IP address mismatch.*\n.*10.0.0.7"),
    "a name for an address": Refused(MINE, lambda it: it.bundle, "10.0.0.7", "IP address mismatch"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_an_api_server_would_refuse_is_an_error_that_says_why_and_what_to_do(case: Refused) -> None:
    with pytest.raises(UsageError) as raised:
        accepted(served(case.material), case.bundle(case.material), case.host, cert="tls.crt", ca="ca.crt")
    text = str(raised.value)
    assert text.startswith(f"tls.crt: an API server that calls {case.host} refuses it: ")
    assert re.search(case.said, text)


def test_a_key_that_no_client_knows_is_an_error_with_those_that_all_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "_new_key", lambda: ec.generate_private_key(ec.SECP256K1()))
    odd = of(HOST)
    with pytest.raises(UsageError, match=r"^tls.crt: an API server cannot use it: no shared cipher\n.*ECDSA P-256"):
        accepted(served(odd), odd.bundle, HOST, cert="tls.crt", ca="ca.crt")
