"""Certificates: replaced while the server runs, at any moment between the two files, and never without one."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from asyncio import sslproto
from pathlib import Path

import pytest
from cryptography import x509

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


@pytest.mark.parametrize("missing", ["tls.crt", "tls.key"])
def test_a_server_without_its_files_does_not_start(tmp_path: Path, missing: str) -> None:
    made = pair(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(UsageError, match=r"tls\.crt and .*tls\.key are not a certificate with its key: .*No such file"):
        Certificate(*made)


def test_a_key_of_another_certificate_does_not_start(tmp_path: Path) -> None:
    made, other = pair(tmp_path), pair(tmp_path, file="other")
    with pytest.raises(UsageError, match="not a certificate with its key"):
        Certificate(made.cert, other.key)


def test_a_connection_that_says_nothing_has_a_small_buffer(certificate: Certificate) -> None:
    """A release of Python that names these otherwise would let idle connections take eight times as much."""
    small_buffers()

    async def made() -> sslproto.SSLProtocol:
        loop = asyncio.get_running_loop()
        return sslproto.SSLProtocol(loop, asyncio.Protocol(), certificate.context, None, server_side=True)

    assert len(vars(asyncio.run(made()))["_ssl_buffer"]) == BUFFER
