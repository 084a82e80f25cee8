"""What the bytes of a document say of its first object: enough for a report, and true whether or not it can be read."""

from __future__ import annotations

import re
from typing import NamedTuple

from kconv.manifests.split import RawDocument

_TOP = re.compile(rb"""^["']?(apiVersion|kind)["']?[ \t]*:[ \t]*["']?([^\s"'#]*)""", re.MULTILINE)
_VERSION = re.compile(rb"""^apiVersion:[ ]+(["']?[\w./-]+["']?)[ ]*(?:\#.*)?\r?$""", re.MULTILINE)


class Top(NamedTuple):
    """What a document's first object says it is, and the line of its apiVersion, the document's where it has none."""

    line: int
    kind: str
    api_version: str


def glance(raw: RawDocument) -> Top:
    """What the bytes say of a document's first object."""
    line, said = raw.line, {"apiVersion": "", "kind": ""}
    for found in _TOP.finditer(raw.data):
        key = found[1].decode()
        if not said[key]:
            said[key] = found[2].decode(errors="replace")
            line = raw.line + raw.data.count(b"\n", 0, found.start()) if key == "apiVersion" else line
        if all(said.values()):
            break
    return Top(line, said["kind"], said["apiVersion"])


def plain_version(raw: RawDocument) -> tuple[int, int] | None:
    """Line and column of the value of a document's apiVersion, None where the bytes are not plain enough to tell."""
    found = _VERSION.search(raw.data)
    if found is None:
        return None
    return raw.line + raw.data.count(b"\n", 0, found.start(1)), found.start(1) - found.start() + 1
