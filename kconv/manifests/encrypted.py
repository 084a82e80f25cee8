"""An encrypted value is bound to the path of its key: once moved, it can no longer be decrypted.

SOPS authenticates every value with the keys that lead to it, and the file as a whole (`sops.mac`). ansible-vault and
git-crypt encrypt whole files, and ansible-vault single values with the tag `!vault` too.
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
"""One of these is in every file of SOPS, the second in its own block."""
_VAULT = rb"""(?<![\w"'!])!(?:<!)?vault(?:-encrypted)?>?[ \t]*(?:[|>"']|\r?\n)"""
_OVERLAP = 64


def whole(data: bytes) -> str:
    """What a file is encrypted with as a whole, "" if it is not."""
    if data[:1] not in _FIRST:
        return ""
    head = data[: len(BOM) + 32].removeprefix(BOM)
    return next((name for opening, name in _WHOLE.items() if head.startswith(opening)), "")


def partly(data: bytes) -> str:
    """What some values of a file are encrypted with, "" if none is."""
    plain = unescaped(data)
    if any(holds(plain, sign) for sign in _SIGNED) and re.search(_SOPS, plain, re.MULTILINE):
        return "SOPS"
    return "ansible-vault" if holds(plain, b"vault") and re.search(_VAULT, plain) else ""


def anywhere(pieces: Iterable[bytes]) -> str:
    """As ``partly`` of all pieces of a file, which are not held at once."""
    tail = b""
    for piece in pieces:
        found = partly(tail + piece)
        if found:
            return found
        tail = piece[-_OVERLAP:]
    return ""
