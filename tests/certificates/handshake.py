"""A TLS handshake as a client of this Python makes it, with OpenSSL's strict checks, which Python 3.13 has by default."""

from __future__ import annotations

import ssl
from pathlib import Path

from kconv.certificates.material import CERTIFICATE, KEY, Material


def server_context(material: Material, folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    files = material.contents()
    for name in (CERTIFICATE, KEY):
        (folder / name).write_bytes(files[name])
    context.load_cert_chain(folder / CERTIFICATE, folder / KEY)
    return context


def client_context(bundle: bytes) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=bundle.decode())
    context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


class Connected:
    """Both ends of a connection, in memory. Raises ssl.SSLError if they do not come to trust each other."""

    def __init__(self, server: ssl.SSLContext, client: ssl.SSLContext, host: str) -> None:
        to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.server = server.wrap_bio(to_server, to_client, server_side=True)
        self.client = client.wrap_bio(to_client, to_server, server_hostname=host)
        for _ in range(4):
            for end in (self.client, self.server):
                try:
                    end.do_handshake()
                except ssl.SSLWantReadError:
                    continue

    def echo(self, text: bytes) -> bytes:
        self.client.write(text)
        self.server.write(self.server.read(len(text)))
        return self.client.read(len(text))
