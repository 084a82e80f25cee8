"""A merge that git could not finish leaves both sides in the file, between lines of seven signs: neither side is the
manifest, and nobody wrote the text that both make together, even if it parses.

`=======` alone also underlines a heading, so that a conflict is what the first and the last of the lines enclose. No
text in a manifest has them where they count, at the start of a line: blocks of text are indented.
https://git-scm.com/docs/git-merge#_how_conflicts_are_presented
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kconv.errors import ManifestError

_OPEN = re.compile(rb"^(?:\xef\xbb\xbf)?(<{7}(?:[ \t][^\n]*?)?)\r?$", re.MULTILINE)
_CLOSE = re.compile(rb"^>{7}(?:[ \t][^\n]*)?\r?$", re.MULTILINE)
_LEFT = re.compile(r"^(?:<{7}|\|{7}|>{7})(?=[ \t\r]|$)", re.MULTILINE)
_MIDDLE = re.compile(r"^={7}(?=\r?$)", re.MULTILINE)
HINT = "resolve the conflict: keep what is right of both sides, and remove the lines of <, =, > and |"


class Conflict(NamedTuple):
    """Where in the bytes a conflict begins and ends, what its first line says, and which line of the file that is."""

    start: int
    end: int
    marker: str
    line: int

    def meets(self, start: int, end: int) -> bool:
        """Whether it reaches into a part of the text."""
        return self.start < end and start < self.end

    def error(self) -> ManifestError:
        """The error of a document that it reaches into."""
        return ManifestError(f"an unresolved merge conflict: {self.marker}", line=self.line, column=1, hint=HINT)

    def elsewhere(self) -> ManifestError:
        """The error of the other documents of the file, which is not written until the conflict is resolved."""
        return ManifestError(
            f"not written: an unresolved merge conflict in line {self.line}", line=self.line, hint=HINT
        )


def conflicts(data: bytes, line: int = 1) -> list[Conflict]:
    """The conflicts in a text, which starts in that line of its file, in their order."""
    found: list[Conflict] = []
    at = 0
    while (first := _OPEN.search(data, at)) and (last := _CLOSE.search(data, first.end())):
        start, marker = first.start(1), first[1].decode(errors="replace")
        found.append(Conflict(start, last.end(), marker, line + data.count(b"\n", 0, start)))
        at = last.end()
    return found


def left(text: str, start: int) -> int:
    """Where a text that cannot be parsed has a line left by a conflict; -1 if it has none.

    What may underline a heading counts only at the start of what the parser could not finish.
    """
    found = _LEFT.search(text) or _MIDDLE.match(text, start)
    return found.start() if found else -1
