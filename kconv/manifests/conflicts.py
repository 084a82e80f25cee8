"""A merge that git could not finish leaves both sides in the file, between marker lines of seven characters: neither
side is the manifest, and both together are not one either, even if they parse.

`=======` alone also underlines a heading, so a conflict is what the first and the last marker enclose. No text in a
manifest has markers at the start of a line, where they count, because blocks of text are indented.
https://git-scm.com/docs/git-merge#_how_conflicts_are_presented
"""

from __future__ import annotations

import re

from kconv.errors import ManifestError
from kconv.records import NamedTuple

_OPEN = re.compile(rb"^(?:\xef\xbb\xbf)?(<{7}(?:[ \t][^\n]*?)?)\r?$", re.MULTILINE)
_CLOSE = re.compile(rb"^>{7}(?:[ \t][^\n]*)?\r?$", re.MULTILINE)
_LEFT = re.compile(r"^(?:<{7}|\|{7}|>{7})(?=[ \t\r]|$)", re.MULTILINE)
_MIDDLE = re.compile(r"^={7}(?=\r?$)", re.MULTILINE)
HINT = "resolve the conflict: keep what is right on each side, and remove the marker lines of <, =, > and |"


class Conflict(NamedTuple):
    """A conflict: the offsets of its start and end, the text of its first line, and the number of that line."""

    start: int
    end: int
    marker: str
    line: int

    def meets(self, start: int, end: int) -> bool:
        """Whether the conflict overlaps a part of the text."""
        return self.start < end and start < self.end

    def error(self) -> ManifestError:
        """The error for a document that the conflict overlaps."""
        return ManifestError(f"an unresolved merge conflict: {self.marker}", line=self.line, column=1, hint=HINT)

    def elsewhere(self) -> ManifestError:
        """The error for the other documents of the file, which is not written until the conflict is resolved."""
        return ManifestError(
            f"not written: an unresolved merge conflict in line {self.line}", line=self.line, hint=HINT
        )


def conflicts(data: bytes, line: int = 1) -> list[Conflict]:
    """The conflicts in a text, in order; ``line`` is the line of the file on which the text starts."""
    found: list[Conflict] = []
    at = 0
    while (first := _OPEN.search(data, at)) and (last := _CLOSE.search(data, first.end())):
        start, marker = first.start(1), first[1].decode(errors="replace")
        found.append(Conflict(start, last.end(), marker, line + data.count(b"\n", 0, start)))
        at = last.end()
    return found


def left(text: str, start: int) -> int:
    """The offset of a conflict marker in a text that cannot be parsed; -1 if it has none.

    `=======`, which may underline a heading, counts only at ``start``, the offset at which the parser failed.
    """
    found = _LEFT.search(text) or _MIDDLE.match(text, start)
    return found.start() if found else -1
