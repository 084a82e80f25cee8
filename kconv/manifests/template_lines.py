"""The versions of a template are known only once it is rendered, yet each that it can have is written somewhere in it.

It follows an ``apiVersion``, is on a line of its own below an action, or is in a string that an action may output. A
version that is only compared, or looked up in the cluster, is never rendered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kconv.manifests.split import holds
from kconv.manifests.template_marks import CONTROL
from kconv.manifests.template_objects import read
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.manifests.scan import Watch
    from kconv.manifests.split import RawDocument

_PADDING = b" \t\r\n\\\"'"
_TAGS = re.compile(rb"(?:[&!][^\s\x00\x01]++[ \t]++)++\Z")
_ENDS = re.compile(rb"""\\*["']?[ \t]*+(?=[\x01,}\]\r\n]|\Z)""")
_ENDS_LINE = re.compile(rb"""\\*["']?[ \t]*+;?(?=[\x01\r\n]|\Z)""")
_KEYED = re.compile(rb"""(?:^|[\s{,]|\\n)["'\\]*apiVersion["'\\]*[ \t]*:[ \t]*["'\\]*\Z""")
_ASSIGNED = re.compile(rb"""(?:\A|\n)[ \t]*(?:export |local |readonly )?\w+=["']?\Z""")
_GOES_ON = re.compile(rb"[\w/-]|\.\w")
_REMARKS = (b"/*", b"{#", b"<%#")
# Searching for a line break is several times as fast as testing at every byte whether a line starts there.
_PAIR = re.compile(
    rb"""\n([ \t]*+)(?:apiVersion:[ \t]++["']?([\w./-]++)["']?[ \t]*+\r?\n\1kind:[ \t]++["']?(\w++)["']?"""
    rb"""|kind:[ \t]++["']?(\w++)["']?[ \t]*+\r?\n\1apiVersion:[ \t]++["']?([\w./-]++)["']?)[ \t]*+\r?$""",
    re.MULTILINE,
)
_NEAR = 100
"""The number of bytes before a version within which its key is."""


class OldLine(NamedTuple):
    """A line of a text with an old version; ``kind`` is "" if none is readable nearby."""

    line: int
    api_version: str
    kind: str


def old_lines(document: RawDocument, watch: Watch) -> Iterator[OldLine]:
    """Every line of a template with an old apiVersion, unless the kind nearby is not old in that version."""
    words = sorted(_words(document.data, watch))
    if not words:
        return
    plain = _plain(document.data)
    if plain.keys() >= {start for start, _, _ in words}:
        for start, _, version in words:
            if watch.old(version, "" if plain[start] == "List" else plain[start]):
                yield OldLine(document.line + document.data.count(b"\n", 0, start), version, plain[start])
        return
    lines = _Lines(document.data)
    reported = -1
    for start, end, version in words:
        found = lines.rendering(start, end)
        if not found or found.line == reported:
            continue
        if watch.old(version, "" if found.kind == "List" else found.kind):
            reported = found.line
            yield OldLine(document.line + found.line, version, found.kind)


def _plain(data: bytes) -> dict[int, str]:
    """The kinds of plain versions, by the offset of each version: apiVersion and kind are on consecutive lines, as most
    are. Empty if the text has comments of an engine, which may enclose them.
    """
    if any(holds(data, mark) for mark in _REMARKS):
        return {}
    return {
        found.start(each) - 1: found.group(kind).decode()
        for found in _PAIR.finditer(b"\n" + data)
        for each, kind in ((2, 3), (5, 4))
        if found.group(each)
    }


def _words(data: bytes, watch: Watch) -> Iterator[tuple[int, int, str]]:
    """The start and end of each version that is a word of its own, and the version."""
    for start, version in watch.written(data):
        end = start + len(version)
        if not _GOES_ON.match(data, end) and data[start - 1 : start] != b".":
            yield start, end, version.decode()


class _Rendered(NamedTuple):
    line: int
    kind: str


class _Lines:
    """The lines of a template: which of them render to a version, and for what kind."""

    def __init__(self, data: bytes) -> None:
        self.data, self.objects = data, read(data)
        self.text, self.strings = self.objects.text, self.objects.strings

    def rendering(self, start: int, end: int) -> _Rendered | None:
        """The line and kind of a word that is a version; None if it is not rendered as one."""
        line = self.objects.line(start)
        key = self.objects.version_before(start)
        if self.text[start] in b" \0\1":
            found = self._in_string(start, end)
        elif key is not None and self._is_value(key.at, start, end):
            found = True
        else:
            found = self._alone(start, end)
        return _Rendered(line, key.mapping.kind(line) if key else "") if found else None

    def _in_string(self, start: int, end: int) -> bool:
        """Whether a string that may be output is this version, or the text of an object with it."""
        index = bisect_right(self.strings, (start, len(self.text))) - 1
        if index < 0 or self.strings[index][1] < end:
            return False
        begin, stop = self.strings[index]
        before = self.data[max(begin, start - _NEAR) : start]
        if _KEYED.search(before):
            return True
        return start - begin <= _NEAR and not before.strip(_PADDING) and not self.data[end:stop][:_NEAR].strip(_PADDING)

    def _is_value(self, at: int, start: int, end: int) -> bool:
        """Whether the word is the whole value that begins at an offset."""
        if start - at > _NEAR or not _ENDS.match(self.text, end):
            return False
        return _TAGS.sub(b"", self.text[at:start]).strip(_PADDING) == b""

    def _alone(self, start: int, end: int) -> bool:
        """Whether the word is alone below an action or between two actions, or is the value of a variable."""
        if not _ENDS_LINE.match(self.text, end):
            return False
        at = start
        while at and self.text[at - 1] in b" \t\"'":
            at -= 1
        if at and self.text[at - 1] == ord("="):
            return bool(_ASSIGNED.search(self.text[max(0, at - _NEAR) : start]))
        if at and self.text[at - 1] in b"\n":
            while at and self.text[at - 1] in b" \t\r\n":
                at -= 1
        return at > 0 and self.text[at - 1] == CONTROL
