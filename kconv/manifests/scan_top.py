"""Nearly every manifest has its apiVersion and kind on plain lines in column 0, where bytes alone are unambiguous."""

from __future__ import annotations

import re
from itertools import chain

_TOP_KEY = rb"""(["']?)(apiVersion|kind)\1[ \t]*:(?:[ \t]+(["']?)([A-Za-z0-9./-]+)\3[ \t]*(?:(?<=[ \t])#.*)?\r?$)?"""
# Searching for a line break is several times as fast as testing at every byte whether a line starts there.
_FIRST_TOP, _TOP = re.compile(_TOP_KEY, re.MULTILINE), re.compile(rb"\n" + _TOP_KEY, re.MULTILINE)
# What can hide or add a top-level key at the start of a line: an anchor, a tag, `?`, `<<`, flow style, an escape.
_HIDING = rb"""(?:[&*!?{\[%]|<<|"[^"\n]*\\|\xef\xbb\xbf)"""
_FIRST_TRICKY, _TRICKY = re.compile(_HIDING), re.compile(rb"\n" + _HIDING)
_ROOTED = re.compile(rb"""(?:---[ \t]*(?:[ \t]\#.*)?\r?\n)?(?:[ \t]*(?:\#.*)?\r?\n)*+(?:(-)[ \t]|(?=[A-Za-z_"']))""")


def plain_top(data: bytes) -> dict[bytes, re.Match[bytes]] | None:
    """The top-level apiVersion and kind if they are plain; None if the bytes are ambiguous, {} if there is no object.

    The first line that is neither empty nor a comment gives the column of the top level, and whether it is a list.
    """
    root = _ROOTED.match(data)
    if root and root.group(1) == b"-":
        return {}
    if not root or _FIRST_TRICKY.match(data) or _TRICKY.search(data):
        return None if not _no_object_in_json(data) else {}
    found: dict[bytes, re.Match[bytes]] = {}
    first = _FIRST_TOP.match(data)
    for top in chain((first,) if first else (), _TOP.finditer(data)):
        if top.group(2) in found or top.group(4) is None:
            return None
        found[top.group(2)] = top
    return found


def _no_object_in_json(data: bytes) -> bool:
    """Whether this is JSON without an apiVersion or kind at the top, such as a dashboard or a tool's settings."""
    if not data.lstrip().startswith(b"{"):
        return False
    import json

    try:
        pairs = json.loads(data, object_pairs_hook=list)
    except (ValueError, RecursionError):
        return False
    return not {"apiVersion", "kind"} <= {key for key, _ in pairs}
