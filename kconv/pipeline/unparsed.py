"""What the bytes of a document say of its first object, where nobody can read it or need do so."""

from __future__ import annotations

import re

from kconv.manifests.split import RawDocument

_TOP = re.compile(rb"""^["']?(apiVersion|kind)["']?[ \t]*:[ \t]*["']?([^\s"'#]*)""", re.MULTILINE)
_VERSION = re.compile(rb"""^apiVersion:[ ]+(["']?[\w./-]+["']?)[ ]*(?:\#.*)?\r?$""", re.MULTILINE)


class Top:
    """The line of the apiVersion, and what is said there."""

    __slots__ = ("api_version", "kind", "line")

    def __init__(self, line: int, api_version: str, kind: str) -> None:
        self.line, self.api_version, self.kind = line, api_version, kind


def top(raw: RawDocument) -> Top:
    """What a text says that may be no YAML, "" where it says nothing."""
    line, said = raw.line, {"apiVersion": "", "kind": ""}
    for found in _TOP.finditer(raw.data):
        key = found[1].decode()
        if not said[key]:
            said[key] = found[2].decode(errors="replace")
            line = raw.line + raw.data.count(b"\n", 0, found.start()) if key == "apiVersion" else line
        if all(said.values()):
            break
    return Top(line, said["apiVersion"], said["kind"])


def says_kind(data: bytes) -> bool:
    """Whether a text that is no YAML speaks of an object at all."""
    return b"kind" in data and b"apiVersion" in data


def plain_version(raw: RawDocument) -> tuple[int, int] | None:
    """Line and column of the value of a document's apiVersion, None where the bytes are not plain enough to tell."""
    found = _VERSION.search(raw.data)
    if found is None:
        return None
    return raw.line + raw.data.count(b"\n", 0, found.start(1)), found.start(1) - found.start() + 1
