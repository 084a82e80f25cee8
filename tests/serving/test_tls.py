"""Certificates: replaced while the server runs, at any moment between the two files, and never without one."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import threading
from asyncio import sslproto
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from kconv.errors import UsageError
from kconv.serving import Certificate
from kconv.serving.tls import BUFFER, small_buffers
from tests.serving.certificates import pair


def presented(certificate: Certificate, version: ssl.TLSVersion | None = None, name: str | None = "localhost") -> str:
    """The name in the certificate that a client is shown. Raises ssl.SSLError where there is no connection."""
    client = ssl.create_default_context()
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    if version:
        client.minimum_version, client.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, version
    ours, theirs = socket.socketpair()

    def serve() -> None:
        try:
            certificate.context.wrap_socket(theirs, server_side=True).close()
        except OSError:
            theirs.close()

    server = threading.Thread(target=serve)
    server.start()
    try:
        with client.wrap_socket(ours, server_hostname=name) as connection:
            shown = connection.getpeercert(binary_form=True)
            assert shown is not None
            return x509.load_der_x509_certificate(shown).subject.rfc4514_string()
    finally:
        ours.close()
        server.join()


def replace(folder: Path, name: str, *, only: str = "both") -> None:
    """Put another certificate, another key or both into the place of what is there."""
    made = pair(folder, name, "new")
    for each, part in ((made.cert, "cert"), (made.key, "key")):
        if only in (part, "both"):
            each.replace(folder / f"tls{each.suffix}")


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return Certificate(*pair(tmp_path, "first"))


@pytest.mark.parametrize("name", ["localhost", "other", None])
def test_connections_get_the_certificate_whatever_name_they_ask_for(certificate: Certificate, name: str | None) -> None:
    assert presented(certificate, name=name) == "CN=first"


def test_connections_get_the_new_certificate_once_it_was_read(certificate: Certificate, tmp_path: Path) -> None:
    replace(tmp_path, "second")
    assert presented(certificate) == "CN=first"
    assert certificate.reload()
    assert presented(certificate) == "CN=second"
    assert not certificate.reload()


@pytest.mark.parametrize("only", ["cert", "key"])
def test_half_of_a_pair_changes_nothing_until_the_other_half_is_there(
    certificate: Certificate, tmp_path: Path, only: str
) -> None:
    replace(tmp_path, "second", only=only)
    for _ in range(2):
        assert not certificate.reload()
        assert presented(certificate) == "CN=first"
    replace(tmp_path, "third")
    assert certificate.reload()
    assert presented(certificate) == "CN=third"


@pytest.mark.parametrize("content", [b"", b"-----BEGIN CERTIFICATE-----\n"])
def test_a_damaged_file_changes_nothing(certificate: Certificate, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "tls.crt").write_bytes(content)
    assert not certificate.reload()
    assert presented(certificate) == "CN=first"


def test_a_missing_file_changes_nothing(certificate: Certificate, tmp_path: Path) -> None:
    (tmp_path / "tls.crt").unlink()
    assert not certificate.reload()
    assert presented(certificate) == "CN=first"


def test_a_link_that_a_kubelet_turns_to_another_folder_is_a_change(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        pair(tmp_path / name, name)
    (tmp_path / "..data").symlink_to("first")
    for file in ("tls.crt", "tls.key"):
        (tmp_path / file).symlink_to(Path("..data") / file)
    certificate = Certificate(tmp_path / "tls.crt", tmp_path / "tls.key")
    (tmp_path / "new").symlink_to("second")
    (tmp_path / "new").replace(tmp_path / "..data")
    assert certificate.reload()
    assert presented(certificate) == "CN=second"


def test_the_files_are_looked_at_again_and_again(certificate: Certificate, tmp_path: Path) -> None:
    async def watched() -> None:
        watch = asyncio.create_task(certificate.watch(every=0.001))
        for name in ("second", "third"):
            replace(tmp_path, name)
            async with asyncio.timeout(20):
                while await asyncio.to_thread(presented, certificate) != f"CN={name}":
                    await asyncio.sleep(0)
        watch.cancel()

    asyncio.run(watched())


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_1_2_and_1_3_are_spoken(certificate: Certificate, version: ssl.TLSVersion) -> None:
    assert presented(certificate, version) == "CN=first"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_an_older_version_is_refused(certificate: Certificate) -> None:
    with pytest.raises(OSError):
        presented(certificate, ssl.TLSVersion.TLSv1_1)


def test_no_client_is_asked_for_a_certificate(certificate: Certificate) -> None:
    assert certificate.context.verify_mode is ssl.CERT_NONE


def encrypted(key: bytes) -> bytes:
    form, cipher = serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"secret")
    return serialization.load_pem_private_key(key, None).private_bytes(serialization.Encoding.PEM, form, cipher)


class Files(NamedTuple):
    cert: bytes
    key: bytes
    other: bytes
    """Another key."""


class Unusable(NamedTuple):
    """What is in the files of a certificate and its key, given those of two pairs; None for no file."""

    cert: Callable[[Files], bytes | None]
    key: Callable[[Files], bytes | None]
    said: str


UNUSABLE = {
    "no certificate": Unusable(
        lambda _: None, lambda it: it.key, "tls.crt: the certificate cannot be read: No such file"
    ),
    "no key": Unusable(lambda it: it.cert, lambda _: None, "tls.key: the private key cannot be read: No such file"),
    "neither": Unusable(lambda _: None, lambda _: None, "tls.crt: the certificate cannot be read: No such file"),
    "swapped": Unusable(lambda it: it.key, lambda it: it.cert, "tls.crt: it has no certificate in PEM\n.*swapped"),
    "two certificates": Unusable(
        lambda it: it.cert, lambda it: it.cert, "tls.key: it has no private key in PEM\n.*swapped"
    ),
    "something else": Unusable(
        lambda _: b"kind: Backup", lambda it: it.key, "tls.crt: it has no certificate in PEM\n.*first lines"
    ),
    "an empty key": Unusable(lambda it: it.cert, lambda _: b"", "tls.key: it has no private key in PEM"),
    "another key": Unusable(
        lambda it: it.cert, lambda it: it.other, "tls.key: it is not the key of .*tls.crt\n.*both files"
    ),
    "a password": Unusable(lambda it: it.cert, lambda it: encrypted(it.key), "tls.key: the private key is encrypted"),
    "cut off": Unusable(
        lambda it: it.cert[:200], lambda it: it.key, "tls.crt: it and .*tls.key cannot be used: .*\n.*whole files"
    ),
}


@pytest.mark.parametrize("case", UNUSABLE.values(), ids=UNUSABLE)
def test_a_server_whose_files_are_of_no_use_does_not_start_and_says_which_is(case: Unusable, tmp_path: Path) -> None:
    made, other = pair(tmp_path), pair(tmp_path, file="other")
    files = Files(made.cert.read_bytes(), made.key.read_bytes(), other.key.read_bytes())
    for file, content in ((made.cert, case.cert(files)), (made.key, case.key(files))):
        file.unlink()
        if content is not None:
            file.write_bytes(content)
    with pytest.raises(UsageError) as raised:
        Certificate(*made)
    assert re.search(case.said, str(raised.value))


def test_a_connection_that_says_nothing_has_a_small_buffer(certificate: Certificate) -> None:
    """A release of Python that names these otherwise would let idle connections take eight times as much."""
    small_buffers()

    async def made() -> sslproto.SSLProtocol:
        loop = asyncio.get_running_loop()
        return sslproto.SSLProtocol(loop, asyncio.Protocol(), certificate.context, None, server_side=True)

    assert len(vars(asyncio.run(made()))["_ssl_buffer"]) == BUFFER
