"""An API server trusts a webhook whose certificate has not ended, names the host that it calls, and is signed by the
definition's CA. If one of these is wrong, no object of the kind can be read in another version than its own.

So the certificate is tried before a definition is changed: by a handshake in memory, as a client that trusts this CA.
Any certificate in the bundle is trusted, as Go does, and the common name is not read.
"""

from __future__ import annotations

import ssl
from typing import Final

from kconv.errors import UsageError
from kconv.serving.pem import KEYS, phrase

_HINTS: Final = {
    (62, 64): "make a certificate that names {host}, or arm with the address that it names",
    (10,): "renew it, or the CA in {ca} that signed it: one of them has ended",
    (18, 19, 20, 21): "give the CA that signed it: {ca} has others",
}
"""What to do by OpenSSL's codes: another DNS name or IP address, a time that is over, and an unknown authority."""
_OTHERWISE: Final = "make one for a server that is called {host}, signed by a CA of {ca}"


def accepted(server: ssl.SSLContext, bundle: bytes, host: str, *, cert: str, ca: str) -> None:
    """Raises UsageError if a client that trusts the bundle (PEM) refuses the certificate of a server at this host.

    ``cert`` and ``ca`` are what the message calls the files.
    """
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    client.hostname_checks_common_name = False
    client.load_verify_locations(cadata=bundle.decode("ascii", "ignore"))
    try:
        _shake_hands(client, server, host)
    except ssl.SSLCertVerificationError as error:
        why = f"an API server that calls {host} refuses it: {error.verify_message}"
        hint = next((hint for codes, hint in _HINTS.items() if error.verify_code in codes), _OTHERWISE)
        raise UsageError(why, file=cert, hint=hint.format(host=host, ca=ca)) from error
    except ssl.SSLError as error:
        why = f"an API server cannot use it: {phrase(error)}"
        raise UsageError(why, file=cert, hint=f"use a key that every client knows: {KEYS}") from error


def _shake_hands(client: ssl.SSLContext, server: ssl.SSLContext, host: str) -> None:
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server, server_hostname=host),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    while ends:
        ends = [end for end in ends if not _is_done(end)]


def _is_done(end: ssl.SSLObject) -> bool:
    try:
        end.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True
