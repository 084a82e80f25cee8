"""A template expression may output some of its strings, and only compares with others.

``default "policy/v1beta1"`` outputs its string; ``eq $v "policy/v1beta1"`` and ``.APIVersions.Has`` only compare with
theirs. One grammar serves all engines: Go's commands and pipelines, and the operators, calls and conditional
expressions of Jinja, HCL, Ruby, Starlark and spruce.
"""

from __future__ import annotations

import re

Span = tuple[int, int]

_TOKEN = re.compile(
    rb"""[ \t\r]+|\n|\\.|/\*|[A-Za-z_$.@][\w$.@]*+(?:\?(?=\())?|[=!]=|[=!]~|[<>]=?|:=|\|\||&&|[0-9*+~^#-]++|.""",
    re.DOTALL,
)
_STRINGS = {b'"': re.compile(rb'"((?:[^"\\\n]|\\.)*+)"'), b"'": re.compile(rb"'((?:[^'\\\n]|\\.)*+)'")}
_RAW = b"`"
_DEEPEST = 100
"""The depth of brackets up to which text is taken for an expression."""
_CLOSING = {b"(": b")", b"[": b"]", b"{": b"}"}
_CONDITIONS = frozenset((b"if", b"elif", b"elsif", b"unless", b"until", b"when", b"while", b"case"))
CONTROL_WORDS = _CONDITIONS | {b"else", b"end", b"range", b"with", b"define", b"block", b"break", b"continue"}
_COMPARING = frozenset((b"==", b"!=", b"=~", b"!~", b"<", b">", b"<=", b">=", b"is", b"in"))
_BETWEEN = frozenset((b"||", b"&&", b"or", b"and", b":", b",", b";", b"do", b"then"))
# Functions that compare, match, look up or remove their strings. In Go they apply to the rest of their command, ...
_COMMANDS = frozenset(
    b"""eq ne lt le gt ge deepEqual semver semverCompare has mustHas hasKey hasPrefix hasSuffix contains regexMatch
    mustRegexMatch index get unset pick omit kindIs typeIs trimPrefix trimSuffix fail""".split()
)
# ... in other engines to the brackets after their name.
_CALLS = _COMMANDS | frozenset(
    b"""startswith endswith startsWith endsWith start_with? end_with? include? includes strcontains version
    version_compare count find match match? search regex regex_search key? has_key?""".split()
)
_REPLACING = frozenset(
    b"replace regexReplaceAll regexReplaceAllLiteral mustRegexReplaceAll regex_replace sub gsub".split()
)


class UnclosedError(Exception):
    """What looked like the start of an expression is text."""


class _Group:
    """An open level: the expression itself, or a bracket in it."""

    def __init__(self, close: bytes, asking: bool) -> None:
        self.close, self.asking = close, asking
        self.function = self.compared = self.condition = self.loop = self.piped = False
        self.head = True  # a command starts here
        self.spared = 0  # the number of strings that the function before them only searches for
        self.pending: list[Span] = []  # strings of the operand that is being read
        self.output: list[Span] = []

    def asks(self) -> bool:
        return self.asking or self.function or self.compared or self.condition

    def settle(self) -> None:
        """End an operand that was not compared."""
        self.output += self.pending
        self.pending = []
        self.function = self.compared = self.piped = False
        self.spared = 0


class Expression:
    """The expression between two marks: where it ends, the strings that it may output, and whether it only controls.

    ``dead`` records the offset up to which no string closes, so that no byte is searched twice. Raises UnclosedError.
    """

    def __init__(self, data: bytes, start: int, close: bytes, dead: dict[bytes, int], *, one_line: bool) -> None:
        self.data, self.close, self.dead, self.one_line = data, close, dead, one_line
        self.end = start
        self.control = False
        self.assigns = self._conditional = False
        self._words = 0
        self._before = b""
        whole = _Group(b"", asking=False)
        self._open = [whole]
        self._read(start)
        while len(self._open) > 1:
            self._shut()
        whole.settle()
        self.outputs = [] if self._conditional and not self.assigns else whole.output

    def _read(self, at: int) -> None:
        data = self.data
        while at < len(data):
            if data.startswith(self.close, at) and self._open[-1].close != b"}":
                self.end = at + len(self.close)
                return
            found = _TOKEN.match(data, at)
            assert found  # a dot matches any byte
            at = self._token(found.group(), at, found.end())
        if self.close != b"\n":
            raise UnclosedError
        self.end = at

    def _token(self, token: bytes, start: int, end: int) -> int:
        """Take one token and return where the next one starts."""
        if token in (b'"', b"'", _RAW):
            return self._string(token, start)
        if token.isspace():
            if self.one_line and token == b"\n":
                raise UnclosedError
            return end
        if token == b"/*" and self.close == b"}}":
            end = self.data.find(b"*/", end) + 2
            if end < 2:
                raise UnclosedError
            return end
        if token in _CLOSING:
            self._push(token, adjacent=self._adjoins(start))
        elif token == self._open[-1].close:
            self._shut()
        elif token[:1].isalpha() or token[0] in b"_$.@":
            self._word(token)
        else:
            self._operator(token)
        self._before = token
        return end

    def _adjoins(self, start: int) -> bool:
        """Whether a bracket directly follows a name or another bracket."""
        name = self._before[:1].isalpha() or self._before[:1] in (b"_", b".", b"$", b"@", b")", b"]")
        return name and not self.data[start - 1 : start].isspace()

    def _string(self, quote: bytes, start: int) -> int:
        if start < self.dead.get(quote, 0):
            return start + 1
        if quote == _RAW:
            end = self.data.find(quote, start + 1)
            inner = (start + 1, end)
            if end < 0:
                self.dead[quote] = len(self.data)
                return start + 1
        else:
            found = _STRINGS[quote].match(self.data, start)
            if found is None:
                line = self.data.find(b"\n", start)
                self.dead[quote] = line if line >= 0 else len(self.data)
                return start + 1
            inner, end = found.span(1), found.end(1)
        group = self._open[-1]
        if group.spared:
            group.spared -= 1
        elif not group.asks():
            group.pending.append(inner)
        self._before = quote
        return end + 1

    def _push(self, bracket: bytes, *, adjacent: bool) -> None:
        if len(self._open) > _DEEPEST:
            raise UnclosedError
        group = self._open[-1]
        asking = group.asks() or (adjacent and (bracket == b"[" or self._before.rpartition(b".")[2] in _CALLS))
        opened = _Group(_CLOSING[bracket], asking)
        if adjacent:
            opened.spared, group.spared = group.spared, 0
        self._open.append(opened)

    def _shut(self) -> None:
        group = self._open.pop()
        group.settle()
        self._open[-1].pending += group.output

    def _word(self, word: bytes) -> None:
        group = self._open[-1]
        first = not self._before or (self._words == 1 and self._before == b"else")
        self._words += 1
        head, group.head = group.head, False
        if first:
            group.head = word in CONTROL_WORDS
            self.control = self.control or word in CONTROL_WORDS
            self._conditional = self._conditional or word in _CONDITIONS
        if word in _CONDITIONS:
            if not first:
                group.settle()
                group.condition = True
        elif word == b"else":
            group.settle()
            group.condition = False
        elif word == b"for":
            group.loop = True
        elif (head and word in _COMMANDS) or word.endswith(b".Has"):
            group.function = True
            if group.piped:
                group.pending = []
        elif word.rpartition(b".")[2] in _REPLACING:
            group.spared = 1
        else:
            self._operator(word)

    def _operator(self, token: bytes) -> None:
        group = self._open[-1]
        if token in _COMPARING:
            if not (group.loop and token == b"in"):
                group.pending = []
                group.compared = True
        elif token == b"?":
            group.pending = []
            group.settle()
        elif token in _BETWEEN:
            group.settle()
        elif token == b"|":
            group.function, group.piped, group.head = False, True, True
        elif token in (b":=", b"="):
            group.head = True
            self.assigns = self.assigns or token == b":=" or self._words == 1
