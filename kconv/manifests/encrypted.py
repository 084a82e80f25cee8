"""An encrypted value is bound to the path of its key: once moved, it can no longer be decrypted.

SOPS authenticates every value with the keys that lead to it, and the file as a whole (`sops.mac`). ansible-vault and
git-crypt encrypt whole files, ansible-vault also single values, with the tag `!vault`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kconv.manifests.scan import unescaped
from kconv.manifests.split import BOM, holds

_WHOLE = {b"$ANSIBLE_VAULT;": "ansible-vault", b"\0GITCRYPT\0": "git-crypt"}
_FIRST = {opening[:1] for opening in (*_WHOLE, BOM)}
_SOPS = rb"""(?<![#\w])ENC\[AES256_GCM,data:|^["']?sops["']?[ \t]*:|"sops"[ \t]*:"""
_SIGNED = (b"AES256_GCM", b"lastmodified")
"""One of these is in every SOPS file, the second in its `sops` block."""
_VAULT = rb"""(?<![\w"'!])!(?:<!)?vault(?:-encrypted)?>?[ \t]*(?:[|>"']|\r?\n)"""
_OVERLAP = 64


def whole(data: bytes) -> str:
    """The tool that encrypted a whole file; "" if none did."""
    if data[:1] not in _FIRST:
        return ""
    head = data[: len(BOM) + 32].removeprefix(BOM)
    return next((name for opening, name in _WHOLE.items() if head.startswith(opening)), "")


def partly(data: bytes) -> str:
    """The tool that encrypted values of a file; "" if none did."""
    plain = unescaped(data)
    if any(holds(plain, sign) for sign in _SIGNED) and re.search(_SOPS, plain, re.MULTILINE):
        return "SOPS"
    return "ansible-vault" if holds(plain, b"vault") and re.search(_VAULT, plain) else ""


def anywhere(pieces: Iterable[bytes]) -> str:
    """Like ``partly``, for a file in pieces, which are not all held at once."""
    tail = b""
    for piece in pieces:
        found = partly(tail + piece)
        if found:
            return found
        tail = piece[-_OVERLAP:]
    return ""
