"""A certificate is tried as an API server would, before a definition is made to depend on it."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from kconv.certificates.lifetimes import BY_MACHINE
from kconv.certificates.material import Material
from kconv.certificates.rotation import made
from kconv.certificates.signing import certificate_text, key_text
from kconv.errors import UsageError
from kconv.serving.accepted import accepted
from kconv.serving.private import PrivateFile
from kconv.serving.tls import Certificate

HOST = "webhook.acme.svc"
NOW = datetime.now(UTC)


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
