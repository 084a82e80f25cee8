"""CEL's grammar, as far as rules of custom resources use it: a text becomes a tree of tuples, the operator first."""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

Tree: TypeAlias = tuple[Any, ...]

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))"
    r"|(?P<long>[rR]?(?:'''[\s\S]*?'''|\"\"\"[\s\S]*?\"\"\"))"
    r"|(?P<raw>[rR](?:'[^'\n]*'|\"[^\"\n]*\"))"
    r"|(?P<text>'(?:[^'\\\n]|\\['\"\\nrt?`])*'|\"(?:[^\"\\\n]|\\['\"\\nrt?`])*\")"
    r"|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]{}]))"
)
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t"}
_LEVELS: Final = (("||",), ("&&",), ("<", "<=", ">", ">=", "==", "!=", "in"), ("+", "-"), ("*", "/", "%"))
_CONSTANTS: Final = {"true": True, "false": False, "null": None}
MACROS: Final = ("all", "exists", "exists_one", "existsOne", "filter", "map")
_OF_TWO: Final = ("all", "exists", "exists_one", "existsOne", "transformList")
"""Macros that may have two variables: the index and the item of a list, the key and the value of a map."""
_FILTERING: Final = ("map", "transformList")
"""Macros that may have a condition before what they make of an item."""
_SPACES: Final = ("format", "optional")
_TYPES: Final = ("bool", "double", "int", "list", "map", "null_type", "string")
_SPELT: Final = {"dot": ".", "dash": "-", "slash": "/", "underscores": "__"}
_ESCAPED: Final = re.compile(r"__(dot|dash|slash|underscores)__")


class UnreadError(Exception):
    """A rule has something that is not followed here."""


def read(text: str) -> Tree:
    """The tree of a rule. Raises UnreadError."""
    reader = _Reader(_tokens(text))
    tree = reader.expression()
    if reader.tokens:
        raise UnreadError(reader.tokens[0])
    return tree


def _tokens(text: str) -> list[tuple[str, str]]:
    at, found = 0, []
    text = text.strip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise UnreadError(text[at:])
        found.append((str(token.lastgroup), str(token[str(token.lastgroup)])))
        at = token.end()
    return found


class _Reader:
    """Takes tokens from the front."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.names = {"self", "oldSelf"}

    def taken(self, *signs: str) -> str:
        """The next token if it is one of these signs; "" otherwise."""
        if self.tokens and self.tokens[0][1] in signs and self.tokens[0][0] in ("sign", "word"):
            return self.tokens.pop(0)[1]
        return ""

    def need(self, sign: str) -> None:
        if not self.taken(sign):
            raise UnreadError(sign)

    def expression(self) -> Tree:
        condition = self.binary(0)
        if not self.taken("?"):
            return condition
        yes = self.expression()
        self.need(":")
        return ("if", condition, yes, self.expression())

    def binary(self, level: int) -> Tree:
        if level == len(_LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while sign := self.taken(*_LEVELS[level]):
            left = ("binary", sign, left, self.binary(level + 1))
        return left

    def unary(self) -> Tree:
        sign = self.taken("!", "-")
        return ("unary", sign, self.unary()) if sign else self.member(self.primary())

    def member(self, found: Tree) -> Tree:
        while sign := self.taken(".", "["):
            maybe = "maybe_" if self.taken("?") else ""
            if sign == "[":
                found = (f"{maybe}index", found, self.expression())
                self.need("]")
                continue
            name = self.word()
            found = self.method(found, name) if self.taken("(") else (f"{maybe}field", found, _field(name))
        return found

    def method(self, target: Tree, name: str) -> Tree:
        if target[0] == "space":
            return ("call", f"{target[1]}.{name}", *self.arguments())
        if name not in MACROS and name not in _OF_TWO:
            return ("call", name, target, *self.arguments())
        variables = self.variables(name)
        known = set(self.names)
        self.names.update(variables)
        bodies = self.arguments()
        self.names = known
        if not 1 <= len(bodies) <= (2 if name in _FILTERING else 1):
            raise UnreadError(name)
        return ("macro", name, target, variables, *bodies)

    def variables(self, macro: str) -> tuple[str, ...]:
        """The variables of a macro, one or two."""
        found = [self.word()]
        self.need(",")
        if macro in _OF_TWO and [kind for kind, _ in self.tokens[:2]] == ["word", "sign"] and self.tokens[1][1] == ",":
            found.append(self.word())
            self.need(",")
        return tuple(found)

    def arguments(self, end: str = ")") -> list[Tree]:
        """What stands before an end, with commas between."""
        found: list[Tree] = []
        while not self.taken(end):
            if found:
                self.need(",")
            found.append(self.expression())
        return found

    def word(self) -> str:
        kind, text = self.tokens.pop(0) if self.tokens else ("", "")
        if kind != "word":
            raise UnreadError(text)
        return text

    def primary(self) -> Tree:
        if not self.tokens:
            raise UnreadError("")
        kind, text = self.tokens.pop(0)
        if kind == "word":
            return self.named(text)
        if text == "(" and kind == "sign":
            found = self.expression()
            self.need(")")
            return found
        if text == "[" and kind == "sign":
            return ("list", *self.arguments("]"))
        return ("value", _literal(kind, text))

    def named(self, text: str) -> Tree:
        if text in _CONSTANTS:
            return ("value", _CONSTANTS[text])
        if self.taken("("):
            found = self.arguments()
            return _has(found) if text == "has" else ("call", text, *found)
        if text in self.names:
            return ("name", text)
        if text in _TYPES:
            return ("type", text)
        if text in _SPACES:
            return ("space", text)
        raise UnreadError(text)


def _has(found: list[Tree]) -> Tree:
    if len(found) != 1 or found[0][0] != "field":
        raise UnreadError("has")
    return ("has", *found[0][1:])


def _field(name: str) -> str:
    """A field's name as the schema has it: CEL's own words, and what it cannot spell, are escaped."""
    inner = re.fullmatch(r"__([a-z]+)__", name)
    if inner and inner[1] not in _SPELT:
        return inner[1]
    return _ESCAPED.sub(lambda found: _SPELT[found[1]], name)


def _literal(kind: str, text: str) -> Any:
    if kind == "number":
        return int(text) if text.isdecimal() else float(text)
    if kind in ("raw", "text", "long"):
        raw, ends = text[0] in "rR", 3 if kind == "long" else 1
        inner = text[ends + raw : -ends]
        return inner if raw else re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), inner)
    raise UnreadError(text)
