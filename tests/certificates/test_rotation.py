"""What comes next can be read off the material alone, and steps end where nothing is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import KeyUsage, SubjectAlternativeName
from hypothesis import given
from hypothesis import strategies as st

from kconv.certificates.hosts import service_hosts
from kconv.certificates.lifetimes import BACKDATED, BY_MACHINE, Lifetimes, has_ended, lifetimes
from kconv.certificates.material import Material, read
from kconv.certificates.rotation import Stage, advanced, made, next_stage, without_old
from kconv.certificates.signing import is_signed_by
from kconv.errors import UsageError

BORN = datetime(2026, 11, 30, tzinfo=UTC)
HOSTS = service_hosts("acme", "webhook")
DAY = timedelta(days=1)
SHORT = Lifetimes(authority=30 * DAY, certificate=9 * DAY)
FIRST = made(HOSTS, BORN, SHORT)
ANNOUNCED = advanced(FIRST, Stage.ANNOUNCE, HOSTS, BORN, SHORT)
SERVED = advanced(ANNOUNCED, Stage.SERVE, HOSTS, BORN, SHORT)


class Case(NamedTuple):
    name: str
    material: Material
    after: timedelta
    due: Stage | None
    hosts: tuple[str, ...] = HOSTS


CASES = [
    Case("new", FIRST, 0 * DAY, None),
    Case("a clock that is behind", FIRST, -1 * DAY, None),
    Case("before two thirds of its time", FIRST, 5 * DAY, None),
    Case("after two thirds of its time", FIRST, 6 * DAY, Stage.SERVE),
    Case("after two thirds of the CA's time", FIRST, 20 * DAY, Stage.ANNOUNCE),
    Case("ended long ago", FIRST, 400 * DAY, Stage.ANNOUNCE),
    Case("for fewer hosts than asked for", FIRST, 0 * DAY, Stage.SERVE, (*HOSTS, "10.0.0.1")),
    Case("for more hosts than asked for", FIRST, 0 * DAY, None, HOSTS[:1]),
    Case("hosts in capital letters", FIRST, 0 * DAY, None, ("WEBHOOK.acme.svc",)),
    Case("still of the old CA", ANNOUNCED, 0 * DAY, Stage.SERVE),
    Case("of the new CA", SERVED, 0 * DAY, None),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_due(case: Case) -> None:
    assert next_stage(case.material, case.hosts, BORN + case.after) is case.due


def test_an_old_ca_leaves_when_no_clock_accepts_it_any_more() -> None:
    now = BORN + 20 * DAY
    material = advanced(FIRST, Stage.ANNOUNCE, HOSTS, now, SHORT)
    material = advanced(material, Stage.SERVE, HOSTS, BORN + 30 * DAY, SHORT)
    end = FIRST.authority.certificate.not_valid_after_utc
    assert next_stage(material, HOSTS, end + BACKDATED) is None
    assert next_stage(material, HOSTS, end + BACKDATED + timedelta(seconds=1)) is Stage.DROP
    dropped = advanced(material, Stage.DROP, HOSTS, end + 2 * DAY, SHORT)
    assert dropped.trusted == material.trusted[:1]


@given(st.lists(st.integers(min_value=0, max_value=40), max_size=12))
def test_steps_at_any_times_end_and_keep_what_is_served_trusted(pauses: list[int]) -> None:
    material, now = FIRST, BORN
    for days in pauses:
        now += days * DAY
        for _ in range(4):
            stage = next_stage(material, HOSTS, now)
            if stage is None:
                break
            material = read(advanced(material, stage, HOSTS, now, SHORT).contents())
        assert next_stage(material, HOSTS, now) is None
        assert is_signed_by(material.serving.certificate, material.trusted[0])
        assert not any(has_ended(each, now) for each in material.trusted)
        assert len(material.trusted) <= 3


def test_the_old_ca_stays_while_its_certificate_is_served() -> None:
    with pytest.raises(ValueError, match="still signed by an old CA"):
        without_old(ANNOUNCED)
    assert without_old(SERVED).trusted == ANNOUNCED.trusted[:1]


def test_what_replicas_make_is_valid_as_long_as_the_documentation_says() -> None:
    assert BY_MACHINE == (365 * DAY, 90 * DAY)


@pytest.mark.parametrize(("ca", "certificate"), [(2, 1), (180, 90), (36_500, 18_250)])
def test_lifetimes_that_go_together(ca: int, certificate: int) -> None:
    assert lifetimes(ca, certificate) == (ca * DAY, certificate * DAY)


@pytest.mark.parametrize(("ca", "certificate"), [(100, 90), (179, 90), (0, 1), (36_501, 1)])
def test_lifetimes_that_do_not_go_together(ca: int, certificate: int) -> None:
    with pytest.raises(UsageError):
        lifetimes(ca, certificate)


def rsa() -> bytes:
    """A key as other programs make them."""
    key = generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


OTHER = made(HOSTS, BORN, BY_MACHINE).contents()
DAMAGES = {
    "no key": ({"tls.key": b""}, "tls.key is missing or empty"),
    "a key of another": ({"tls.key": OTHER["tls.key"]}, "tls.key is not the key of tls.crt"),
    "a CA key of another": ({"ca.key": OTHER["ca.key"]}, "ca.key is not the key of a certificate in ca.crt"),
    "no PEM": ({"tls.crt": b"hello"}, "tls.crt has no certificate in PEM"),
    "a certificate cut off": ({"ca.crt": OTHER["ca.crt"][:200]}, "ca.crt has no certificate in PEM"),
    "bytes": ({"ca.key": bytes(range(256))}, "ca.key has no private key in PEM"),
    "a key of another sort": ({"tls.key": rsa()}, "tls.key is not a key of an elliptic curve"),
    "a certificate as key": ({"ca.key": OTHER["ca.crt"]}, "ca.key has no private key in PEM"),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_what_does_not_fit_together_is_not_read(case: str) -> None:
    damage, message = DAMAGES[case]
    with pytest.raises(ValueError, match=message):
        read({**FIRST.contents(), **damage})


def test_a_material_is_read_as_it_was_written() -> None:
    for material in (FIRST, ANNOUNCED, SERVED):
        again = read(material.contents())
        assert again.contents() == material.contents()
        assert again.trusted == material.trusted


def test_a_certificate_signs_handshakes_only_and_names_its_host_beside_its_subject() -> None:
    """RFC 5280 wants a critical subjectAltName only where there is no subject; a key of a curve encrypts none."""
    extensions = FIRST.serving.certificate.extensions
    usage = extensions.get_extension_for_class(KeyUsage).value
    assert (usage.digital_signature, usage.key_encipherment, usage.key_cert_sign) == (True, False, False)
    assert FIRST.serving.certificate.subject.rdns
    assert not extensions.get_extension_for_class(SubjectAlternativeName).critical
