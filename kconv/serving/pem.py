"""OpenSSL says ``[SSL] PEM lib`` of a file that holds something else, and not which of two files it is."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Final

from kconv.errors import UsageError

_CERTIFICATE: Final = b"-----BEGIN CERTIFICATE-----"
_KEY: Final = b"PRIVATE KEY-----"
KEYS: Final = "ECDSA P-256, or RSA of 2048 bits"
_ENCRYPTED: Final = (b"ENCRYPTED PRIVATE KEY-----", b"Proc-Type: 4,ENCRYPTED")


def unusable(cert: Path, key: Path, error: OSError) -> UsageError:
    """Why a certificate with its key could not be read: which of the files is wrong, and how."""
    for file, wanted, what in ((cert, _CERTIFICATE, "certificate"), (key, _KEY, "private key")):
        try:
            text = file.read_bytes()
        except OSError as unread:
            return UsageError(f"the {what} cannot be read: {unread.strerror}", file=str(file))
        if wanted not in text:
            return UsageError(f"it has no {what} in PEM", file=str(file), hint=_hint(what, text))
        if what == "private key" and any(each in text for each in _ENCRYPTED):
            hint = "store the key without one: nobody enters it when the server starts"
            return UsageError("the private key is encrypted with a password", file=str(file), hint=hint)
    if isinstance(error, ssl.SSLError) and error.reason == "KEY_VALUES_MISMATCH":
        return UsageError(f"it is not the key of {cert}", file=str(key), hint="give both files of one certificate")
    reason = phrase(error) if isinstance(error, ssl.SSLError) else error.strerror
    hint = f"give whole files, with a key that every client knows: {KEYS}"
    return UsageError(f"it and {key} cannot be used: {reason}", file=str(cert), hint=hint)


def phrase(error: ssl.SSLError) -> str:
    """What OpenSSL says, such as NO_SHARED_CIPHER, in the letters of a sentence."""
    return error.reason.lower().replace("_", " ") if error.reason else str(error)


def _hint(what: str, text: bytes) -> str:
    swapped = (_KEY if what == "certificate" else _CERTIFICATE) in text
    return "it has the other one: the two files are swapped" if swapped else "its first lines say what it is"
