"""A template has no tree, but authors indent it like the manifest that it renders to.

So columns, or the braces of a line, show what is in one mapping: which kind an apiVersion belongs to, and what an RBAC
rule allows. Lines that only control are ignored.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from kconv.manifests.template_marks import OUTPUT, Painted, paint
from kconv.records import NamedTuple

_START = re.compile(rb"([ \t\x01]*+)((?:-[ \t]++)*+)(?=[^ \t\r\n\x01])")
_SEPARATOR = re.compile(rb"---(?=[ \t\r\n\x00\x01]|\Z)")
_PART = re.compile(
    rb"""[{}]|(?<![^\n\x01{,\[])([ \t-]*+)\\*(["']?)(apiVersion|kind|apiGroups|resources)\\*\2[ \t]*+:"""
    rb"""(?=[ \t\r\n\x00\x01"'\\\[]|\Z)"""
)
_KIND = re.compile(rb"""[ \t]*+\\*["']?([A-Za-z]*+)\\*["']?[ \t]*+(?:(?=[\x00\x01])|(?=[,}\]\r\n]|\Z))""")
_REST = re.compile(rb"[ \t\x01]*+(?:[,}\]\r\n]|\Z)")
_ITEM = re.compile(rb"""[^\s"',\[\]{}\\\x00\x01]++|\x00++""")
_VALUE = re.compile(rb"[ \t\x01]*+(\[|\r?\n|\Z)?")
_ITEMS_END = re.compile(rb"[\]\n:]")


# What a relevant line contains: any other line can only end a mapping or continue a list.
_COUNTS = re.compile(rb"\{|\}|---|apiVersion|kind|apiGroups|resources")

_NEAR = 100
"""The number of space bytes between a key and its value on another line."""


class Word(NamedTuple):
    """An item of a list, and its offset."""

    text: str
    at: int


class Mapping:
    """The known contents of a mapping. A kind that cannot be read is ""; ``opaque`` are the lists with an action."""

    __slots__ = ("column", "has_version", "kind_first", "kinds", "lists", "opaque", "outer", "part")

    def __init__(self, column: int, outer: Mapping | None, part: int) -> None:
        self.column, self.outer, self.part = column, outer, part
        self.kinds: list[tuple[int, str]] = []
        self.lists: dict[str, list[Word]] = {}
        self.opaque: set[str] = set()
        self.kind_first = self.has_version = False

    def kind(self, line: int) -> str:
        """The kind the fewest lines away; on a tie the earlier if this mapping begins with its kind, else the later."""
        at = bisect_left(self.kinds, (line, ""))
        near = self.kinds[max(0, at - 1) : at + 1]
        if not near:
            return ""
        return min(near, key=lambda one: (abs(one[0] - line), (one[0] > line) == self.kind_first))[1]


class Version(NamedTuple):
    """An ``apiVersion:``; its value starts at ``at``."""

    mapping: Mapping
    at: int
    line: int


class _List(NamedTuple):
    """A list that is still open: in brackets, or with dashes in ``column`` or further right."""

    mapping: Mapping
    key: str
    column: int
    flow: bool


@lru_cache(maxsize=1)
def read(data: bytes) -> Objects:
    """A template's objects. The last ones are kept, because versions and rules are searched one after the other."""
    return Objects(paint(data))


class Objects:
    """The apiVersions and RBAC rules of a painted template, and its line numbers, counted from 0."""

    def __init__(self, painted: Painted) -> None:
        self.text = text = painted.text
        self.strings = sorted(painted.strings)
        self.versions: list[Version] = []
        self.rules: list[Mapping] = []
        self._starts: list[int] = []
        self._part = 0
        self._open: list[Mapping] = []
        self._braces: list[Mapping | None] = []
        self._list: _List | None = None
        start, counts = 0, -1
        while start < len(text):
            end = text.find(b"\n", start) + 1 or len(text)
            self._starts.append(start)
            if counts < start:
                found = _COUNTS.search(text, start)
                counts = found.start() if found else len(text)
            if counts < end or self._list or not self._is_deep(start):
                self._line(start, end)
            start = end

    def _is_deep(self, start: int) -> bool:
        """Whether a line is certainly indented at least as far as the mapping around it."""
        column = self._open[-1].column if self._open else 0
        return self.text[start : start + column] == b" " * column

    def line(self, at: int) -> int:
        """The number of the line that contains an offset."""
        return bisect_right(self._starts, at) - 1

    def version_before(self, at: int) -> Version | None:
        """The apiVersion whose value may include an offset: on the same line, or with only space between."""
        index = bisect_right(self.versions, at, key=lambda one: one.at) - 1
        found = self.versions[index] if index >= 0 else None
        if found is None or found.line == self.line(at):
            return found
        return found if at - found.at <= _NEAR and not self.text[found.at : at].strip() else None

    def _line(self, start: int, end: int) -> None:
        found = _START.match(self.text, start, end)
        if not found or (self._list and self._items(self._list, found, start, end)):
            return
        content = found.end()
        if not found.group(2) and _SEPARATOR.match(self.text, content, end):
            self._open, self._list = [], None
            self._part += 1
            return
        if not self.text[start:end].strip(b" \t\r\n\0\1"):
            return
        indent = found.end(1) - start - found.group(1).count(b"\1")
        while self._open and self._open[-1].column > indent:
            self._open.pop()
        self._keys(start, end, indent + len(found.group(2)))

    def _keys(self, start: int, end: int, column: int) -> None:
        self._braces = []
        for part in _PART.finditer(self.text, start, end):
            if part.group() == b"{":
                self._braces.append(None)
            elif part.group() == b"}":
                if self._braces:
                    self._braces.pop()
            elif self.text[part.start() - 1 : part.start()] not in (b"{", b",", b"["):
                self._key(part, self._in_block(column), end)
            elif self._braces or part.group(2):
                self._key(part, self._in_braces(part.end(1) - start, column), end)
        if self._braces and (left := next((each for each in self._braces if each), None)):
            self._open.append(left)

    def _in_block(self, column: int) -> Mapping:
        if not self._open or self._open[-1].column != column:
            self._open.append(self._new(column))
        return self._open[-1]

    def _in_braces(self, column: int, block: int) -> Mapping:
        if not self._braces:
            return self._in_block(block)
        found = self._braces[-1]
        if found is None:
            self._braces[-1] = found = self._new(column)
        return found

    def _new(self, column: int) -> Mapping:
        inner = self._braces[-2] if len(self._braces) > 1 else None
        outer = inner or (self._open[-1] if self._open else None)
        return Mapping(column, outer, self._part)

    def _key(self, part: re.Match[bytes], mapping: Mapping, end: int) -> None:
        key, at = part.group(3).decode(), part.end()
        line = len(self._starts) - 1
        if key == "apiVersion":
            mapping.has_version = True
            self.versions.append(Version(mapping, at, line))
        elif key == "kind":
            self._kind(mapping, line, at, end)
        else:
            self._values(mapping, key, at, end)

    def _kind(self, mapping: Mapping, line: int, at: int, end: int) -> None:
        found = _KIND.match(self.text, at, end)
        if found is None:
            return
        mapping.kind_first = mapping.kind_first or not mapping.has_version
        known = _REST.match(self.text, found.end(), end)
        mapping.kinds.append((line, found.group(1).decode() if known else ""))

    def _values(self, mapping: Mapping, key: str, at: int, end: int) -> None:
        """Take the items of a list of strings, which may continue on the next lines."""
        if key not in mapping.lists and len(mapping.lists) == 1:
            self.rules.append(mapping)
        mapping.lists.setdefault(key, [])
        opening = _VALUE.match(self.text, at, end)
        assert opening
        found = opening.group(1)
        if found == b"[":
            closed = self._flow(mapping, key, opening.end(), end)
            self._list = None if closed else _List(mapping, key, 0, flow=True)
        elif found is None:
            mapping.opaque.add(key)
        else:
            self._list = _List(mapping, key, mapping.column, flow=False)

    def _flow(self, mapping: Mapping, key: str, at: int, end: int) -> bool:
        """Take items in brackets, and return whether the list ends here."""
        stop = _ITEMS_END.search(self.text, at)
        self._words(mapping, key, at, stop.start() if stop else end)
        return bool(stop and stop.group() != b"\n")

    def _words(self, mapping: Mapping, key: str, at: int, end: int) -> None:
        for item in _ITEM.finditer(self.text, at, end):
            if item.group()[0] == OUTPUT:
                mapping.opaque.add(key)
            else:
                mapping.lists[key].append(Word(item.group().decode(errors="replace"), item.start()))

    def _items(self, last: _List, found: re.Match[bytes], start: int, end: int) -> bool:
        """Take a line as items of the open list, and return whether it belongs to the list."""
        if last.flow:
            if self._flow(last.mapping, last.key, start, end):
                self._list = None
            return True
        bare = self.text[start:end].strip(b" \t\r\n\0\1") == b""
        if bare or self._is_item(last, found, start, end):
            self._words(last.mapping, last.key, found.end(), end)
            return True
        self._list = None
        return False

    def _is_item(self, last: _List, found: re.Match[bytes], start: int, end: int) -> bool:
        indent = found.end(1) - start - found.group(1).count(b"\1")
        return bool(found.group(2)) and indent >= last.column and self.text.find(b":", found.end(), end) < 0
