"""A file that cannot be parsed, or need not be, still shows its objects by its bytes and its name."""

from __future__ import annotations

import os
import re

from kconv.manifests.kustomize import NAMES
from kconv.manifests.split import RawDocument

_TOP = rb"""^["']?(apiVersion|kind)["']?[ \t]*:[ \t]*["']?([^\s"'#]*)"""
_VERSION = rb"""^apiVersion:[ ]+(["']?[\w./-]+["']?)[ ]*(?:\#.*)?\r?$"""
_SIGNS = (b"apiVersion", b"\\x", b"\\u", b"\\U", b"!!binary")


class Top:
    """The line of a document's first apiVersion, and the apiVersion and kind, "" for what it does not say."""

    __slots__ = ("api_version", "kind", "line")

    def __init__(self, line: int, api_version: str, kind: str) -> None:
        self.line, self.api_version, self.kind = line, api_version, kind


def top(raw: RawDocument) -> Top:
    """The first apiVersion and kind of a text that may not be YAML."""
    line, said = raw.line, {"apiVersion": "", "kind": ""}
    for found in re.finditer(_TOP, raw.data, re.MULTILINE):
        key = found[1].decode()
        if not said[key]:
            said[key] = found[2].decode(errors="replace")
            line = raw.line + raw.data.count(b"\n", 0, found.start()) if key == "apiVersion" else line
        if all(said.values()):
            break
    return Top(line, said["apiVersion"], said["kind"])


def plain_version(raw: RawDocument) -> tuple[int, int] | None:
    """Line and column of the value of a document's apiVersion, or None if the bytes are not plain enough to tell."""
    found = re.search(_VERSION, raw.data, re.MULTILINE)
    if found is None:
        return None
    return raw.line + raw.data.count(b"\n", 0, found.start(1)), found.start(1) - found.start() + 1


def may_hold(data: bytes) -> bool:
    """Whether a text may hold an object; False is certain."""
    # not `in`: that first tries bytes as a number, and the error costs more than the search
    return data.find(b"kind") >= 0 or any(data.find(sign) >= 0 for sign in _SIGNS)


def says_kind(data: bytes) -> bool:
    """Whether a text that may not be YAML is about an object."""
    return b"kind" in data and b"apiVersion" in data


def is_kustomization(file: str) -> bool:
    """Whether kustomize reads the file by its name."""
    return file.endswith(NAMES) and os.path.split(file)[1] in NAMES
