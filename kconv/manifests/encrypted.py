"""An encrypted value is bound to the path of its key: moved, it cannot be decrypted any more.

SOPS authenticates every value with the keys that lead to it, and the file as a whole (`sops.mac`). ansible-vault and
git-crypt encrypt whole files, and ansible-vault single values with the tag `!vault` too.
"""

from __future__ import annotations

import re

from kconv.manifests.split import holds

_WHOLE = {b"$ANSIBLE_VAULT;": "ansible-vault", b"\0GITCRYPT\0": "git-crypt"}
_SOPS = re.compile(rb"""(?<![#\w])ENC\[AES256_GCM,data:""")
_VAULT = re.compile(rb"""(?:^|[:\-?])[ \t]+!vault(?:[ \t]|\r?$)""", re.MULTILINE)


def whole(data: bytes) -> str:
    """What a file is encrypted with as a whole, "" if it is not."""
    return next((name for opening, name in _WHOLE.items() if data.startswith(opening)), "")


def partly(data: bytes) -> str:
    """What some values of a file are encrypted with, "" if none is."""
    if holds(data, b"ENC[AES256_GCM,") and _SOPS.search(data):
        return "SOPS"
    return "ansible-vault" if holds(data, b"!vault") and _VAULT.search(data) else ""
