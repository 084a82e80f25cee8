"""A template is a program between its marks, and text outside of them: only the text can be read as a manifest.

So each action, with its marks, is painted over without moving a byte: one that may output something in one color, one
that only controls in another. A YAML comment is painted over as well, with everything in it: whatever that renders to
is a comment.
"""

from __future__ import annotations

import re

from kconv.manifests.template_expressions import CONTROL_WORDS, Expression, Span, UnclosedError
from kconv.records import NamedTuple

OUTPUT, CONTROL = 0, 1
"""The bytes that replace an action when it is painted over; its line breaks are kept."""

# Go and Helm, Jinja, shell and Terraform, ERB, spruce, ytt; and what may be a YAML comment.
# The first three match a whole action that has no version and is simple, as most are: on one line, without comments,
# braces and escapes, and with strings only in double quotes.
_EASY = rb"([^`'\\{\n%(end)b/]*+(?:(?:%(not_end)b/(?![*v]))[^`'\\{\n%(end)b/]*+)*+)"
_OPENING = re.compile(
    rb"\{\{%b\}\}|\{%%%b%%\}|\$\{%b\}|\{\{|\{%%|\{(?<!\$\{)#|\$\{|%%\{|<%%|\((?<![$\w(]\()\(|#"
    % (
        _EASY % {b"end": b"}", b"not_end": rb"\}(?!\})|"},
        _EASY % {b"end": b"%", b"not_end": rb"%(?!\})|"},
        _EASY % {b"end": b"}", b"not_end": b""},
    )
)
_CLOSING = {b"{{": b"}}", b"{%": b"%}", b"${": b"}", b"%{": b"}", b"<%": b"%>", b"((": b"))"}
_ONE_LINE = frozenset((b"${", b"%{", b"(("))
_REMARKS = {b"{#": b"#}", b"<%#": b"%>"}
_LEADING = (b" ", b"\t", b"-", b"~", b"+", b"=")
# Go keywords that output nothing, and an assignment.
_CONTROLS = re.compile(
    rb"[ \t\-~+=]*(?:(?:%s)(?![\w.])|\$\w*[ \t]*(?:,[ \t]*\$\w+[ \t]*)?:?=)" % b"|".join(sorted(CONTROL_WORDS))
)
_NO_BREAK = re.compile(rb"[^\n]+")


class Painted(NamedTuple):
    """A template's text, as long as the template, and the spans of the strings that an action may output."""

    text: bytes
    strings: list[Span]


def paint(data: bytes) -> Painted:
    """Paint over everything that is not text. A mark that is never closed is text."""
    painter = _Painter(data)
    painter.run()
    return Painted(bytes(painter.text), painter.strings)


class _Painter:
    def __init__(self, data: bytes) -> None:
        self.data, self.text = data, bytearray(data)
        self.strings: list[Span] = []
        self._dead: dict[bytes, int] = {}  # by mark or quote, the offset up to which none closes
        self._comment_end = 0
        self._counted, self._quoted = 0, False  # whether a string is open at that offset of its line

    def run(self) -> None:
        """Paint over every action and comment in turn."""
        at = 0
        while found := _OPENING.search(self.data, at):
            start = found.start()
            if self.data[start] == ord("#"):
                at = self._comment(start)
            else:
                at = self._easily(found) if found.lastindex else self._action(found.group(), start)

    def _easily(self, found: re.Match[bytes]) -> int:
        """Paint over a simple action."""
        (start, end), inner = found.span(), found.group(found.lastindex or 0)
        mark = self.data[start : start + 2]
        if start < self._comment_end or start < self._dead.get(mark, 0) or inner.count(b'"') & 1:
            return self._action(mark, start)
        controls = mark == b"{%" or (mark == b"{{" and _CONTROLS.match(inner) is not None)
        self.text[start:end] = (CONTROL if controls else OUTPUT).to_bytes(1, "big") * (end - start)
        return end

    def _comment(self, at: int) -> int:
        if at < self._comment_end:
            return at + 1
        if (at and self.text[at - 1] not in b" \t\n\1") or self._in_string(at):
            return at + 1
        if self.data.startswith(b"#@", at):
            return self._starlark(at)
        end = self.data.find(b"\n", at)
        self._comment_end = end if end >= 0 else len(self.data)
        self._fill(at, self._comment_end, b" ")
        return at + 1

    def _in_string(self, at: int) -> bool:
        line = self.data.rfind(b"\n", self._counted, at) + 1
        if line:
            self._counted, self._quoted = line, False
        self._quoted ^= bool(self.data.count(b'"', self._counted, at) & 1)
        self._counted = at
        return self._quoted

    def _starlark(self, at: int) -> int:
        """Paint over a ytt line, or the rest of one."""
        expression = Expression(self.data, at + 2, b"\n", self._dead, one_line=False)
        alone = not self.data[self.data.rfind(b"\n", 0, at) + 1 : at].strip()
        self._fill(at, expression.end, bytes((CONTROL if alone else OUTPUT,)))
        self.strings += expression.outputs
        return expression.end

    def _action(self, mark: bytes, at: int) -> int:
        if at < self._dead.get(mark, 0):
            return at + len(mark)
        remark = next((each for each in _REMARKS if self.data.startswith(each, at)), None)
        try:
            end = self._remark(remark, at) if remark else self._expression(mark, at)
        except UnclosedError:
            self._dead[mark] = self._limit(mark, at)
            return at + len(mark)
        return end

    def _limit(self, mark: bytes, at: int) -> int:
        """The offset up to which an action may close."""
        line = self.data.find(b"\n", at) if mark in _ONE_LINE else -1
        return line if line >= 0 else len(self.data)

    def _remark(self, mark: bytes, at: int) -> int:
        end = self.data.find(_REMARKS[mark], at + len(mark)) + 2
        if end < 2:
            raise UnclosedError
        self._fill(at, end, bytes((CONTROL,)))
        return end

    def _expression(self, mark: bytes, at: int) -> int:
        start = at + len(mark)
        while self.data.startswith(_LEADING, start) and mark != b"${":
            start += 1
        found = Expression(self.data, start, _CLOSING[mark], self._dead, one_line=mark in _ONE_LINE)
        outputs = found.outputs + (_fallback(self.data, at, found.end) if mark == b"${" else [])
        if at < self._comment_end:
            self._fill(max(at, self._comment_end), found.end, bytes((CONTROL,)))
            return found.end
        self._fill(at, found.end, bytes((CONTROL if self._controls(mark, at, start, found) else OUTPUT,)))
        self.strings += outputs
        return found.end

    def _controls(self, mark: bytes, at: int, start: int, found: Expression) -> bool:
        if mark in (b"{%", b"%{"):
            return True
        if mark == b"<%":
            return self.data[at + 2 : at + 3] != b"="
        return mark == b"{{" and (found.control or found.assigns or self.data.startswith(b"/*", start))

    def _fill(self, start: int, end: int, color: bytes) -> None:
        for found in _NO_BREAK.finditer(self.data, start, end):
            self.text[found.start() : found.end()] = color * (found.end() - found.start())


def _fallback(data: bytes, start: int, end: int) -> list[Span]:
    """The word that a shell uses for an unset variable: ``${V:-word}``; in quotes it is a string."""
    stop = start + len(data[start:end].rstrip(b"}"))
    sign = max(data.rfind(each, start, stop) for each in (b"-", b"=", b"+"))
    return [(sign + 1, stop)] if sign > 0 and data[sign - 1] not in b"=!<>" else []
