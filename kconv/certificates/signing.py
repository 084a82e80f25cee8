"""Verifiers ask for different things: Go for the host in the subjectAltName, OpenSSL as Python 3.13 uses it also for
keyUsage, and that the certificate and its CA name their keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kconv.certificates.hosts import alternative_names
from kconv.certificates.lifetimes import BACKDATED, Lifetimes

PrivateKey = ec.EllipticCurvePrivateKey


class Signed(NamedTuple):
    """A certificate and the key that is its own."""

    certificate: x509.Certificate
    key: PrivateKey


def new_authority(now: datetime, lifetimes: Lifetimes) -> Signed:
    """A CA that signs itself. Its name differs from that of any other, so that logs tell two in one bundle apart."""
    key = _new_key()
    name = _named(f"kconv webhook CA {x509.random_serial_number() % 16**8:08x}")
    builder = _builder(key, name, name, now, now + lifetimes.authority)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs=True), critical=True)
    return Signed(builder.sign(key, hashes.SHA256()), key)


def new_certificate(authority: Signed, hosts: Sequence[str], now: datetime, lifetimes: Lifetimes) -> Signed:
    """A certificate for a server at these hosts, which ends no later than the authority does."""
    key, issuer = _new_key(), authority.certificate
    end = min(now + lifetimes.certificate, issuer.not_valid_after_utc)
    builder = _builder(key, _named("kconv webhook"), issuer.subject, now, end)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
    )
    builder = builder.add_extension(x509.SubjectAlternativeName(alternative_names(hosts)), critical=False)
    return Signed(builder.sign(authority.key, hashes.SHA256()), key)


def is_signed_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    """Whether an authority signed a certificate."""
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _new_key() -> PrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(
    key: PrivateKey, subject: x509.Name, issuer: x509.Name, now: datetime, end: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - BACKDATED).not_valid_after(end)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def key_text(key: PrivateKey) -> bytes:
    """A private key as PEM, not encrypted: servers start without a person."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def certificate_text(*certificates: x509.Certificate) -> bytes:
    """Certificates as PEM, one after the other."""
    return b"".join(each.public_bytes(serialization.Encoding.PEM) for each in certificates)
