"""What a webhook serves with, and what signs it: the contents of four files, or of one Secret, under the same names.

Both are read back from places that people and programs write to, so nothing of it is believed before it fits together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from kconv.certificates.signing import PrivateKey, Signed, certificate_text, key_text

CERTIFICATE: Final = "tls.crt"
KEY: Final = "tls.key"
BUNDLE: Final = "ca.crt"
AUTHORITY_KEY: Final = "ca.key"
PRIVATE: Final = frozenset({KEY, AUTHORITY_KEY})


class Material(NamedTuple):
    """A serving certificate, the authority that signs the next one, and all authorities that clients are to trust.

    ``trusted`` begins with the certificate of ``authority_key``.
    """

    serving: Signed
    trusted: tuple[x509.Certificate, ...]
    authority_key: PrivateKey

    @property
    def authority(self) -> Signed:
        """The newest authority."""
        return Signed(self.trusted[0], self.authority_key)

    @property
    def bundle(self) -> bytes:
        """What goes into ``caBundle``, before base64: all trusted authorities as PEM."""
        return certificate_text(*self.trusted)

    def contents(self) -> dict[str, bytes]:
        """The contents of each file, by its name; these names are those of a kubernetes.io/tls Secret, too."""
        return {
            BUNDLE: self.bundle,
            AUTHORITY_KEY: key_text(self.authority_key),
            CERTIFICATE: certificate_text(self.serving.certificate),
            KEY: key_text(self.serving.key),
        }


def read(contents: Mapping[str, bytes]) -> Material:
    """The material of these contents. Raises ValueError with what is missing, unreadable, or does not fit."""
    authority = read_authority(contents)
    return Material(read_serving(contents), *authority)


def read_serving(contents: Mapping[str, bytes]) -> Signed:
    """The serving certificate of these contents. Raises ValueError."""
    serving = Signed(_certificates(CERTIFICATE, contents)[0], _key(KEY, contents))
    if not _fits(serving.certificate, serving.key):
        raise ValueError(f"{KEY} is not the key of {CERTIFICATE}")
    return serving


def read_authority(contents: Mapping[str, bytes]) -> tuple[tuple[x509.Certificate, ...], PrivateKey]:
    """The trusted authorities of these contents, that of the key first, and this key. Raises ValueError."""
    trusted, key = _certificates(BUNDLE, contents), _key(AUTHORITY_KEY, contents)
    own = [each for each in trusted if _fits(each, key)]
    if not own:
        raise ValueError(f"{AUTHORITY_KEY} is not the key of a certificate in {BUNDLE}")
    return tuple(dict.fromkeys((own[0], *trusted))), key


def _certificates(name: str, contents: Mapping[str, bytes]) -> list[x509.Certificate]:
    text = _found(name, contents)
    try:
        return x509.load_pem_x509_certificates(text)
    except ValueError as error:
        raise ValueError(f"{name} has no certificate in PEM") from error


def _key(name: str, contents: Mapping[str, bytes]) -> PrivateKey:
    text = _found(name, contents)
    try:
        key = serialization.load_pem_private_key(text, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ValueError(f"{name} has no private key in PEM without a password") from error
    if not isinstance(key, PrivateKey):
        raise ValueError(f"{name} is not a key of an elliptic curve, as kconv makes them")
    return key


def _found(name: str, contents: Mapping[str, bytes]) -> bytes:
    if not contents.get(name):
        raise ValueError(f"{name} is missing or empty")
    return contents[name]


def _fits(certificate: x509.Certificate, key: PrivateKey) -> bool:
    return certificate.public_key() == key.public_key()
