"""The expressions in CEL that many schemas have and that need no CEL to be followed: which fields stand together, and
which number is the larger.

``has(self.a) || has(self.b)``, ``self.minReplicas <= self.maxReplicas``, ``size(self.items) > 0``. Everything else
(functions, quantifiers, ``oldSelf``) is left to the server, and ``unfollowed`` says which.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from kconv.paths import MISSING, FieldPath, get
from kconv.structural.vocabulary import VALIDATIONS, Schema, nodes

Holds = Callable[[Any], bool]

_FIELD: Final = r"self(?:\.[A-Za-z_]\w*)+"
_TOKEN: Final = re.compile(
    rf"\s*(?:(?P<has>has\(\s*{_FIELD}\s*\))|(?P<size>size\(\s*{_FIELD}\s*\)|{_FIELD}\.size\(\))"
    rf"|(?P<field>{_FIELD}(?![\w.]|\s*\())"  # self.name.startsWith( is no field but a function
    r"|(?P<number>\d+)|(?P<text>'[^'\\]*'|\"[^\"\\]*\")|(?P<word>true|false)"
    r"|(?P<sign>&&|\|\||==|!=|<=|>=|<|>|!|\(|\)))"
)
_SIGNS: Final = {"&&": " and ", "||": " or ", "!": " not "}


def followed(rules: Iterable[Mapping[str, Any]]) -> list[Holds]:
    """The rules of a node that can be followed, each as a function of its value."""
    return [holds for rule in rules if (holds := _compiled(str(rule.get("rule", "")))) is not None]


def unfollowed(schema: Schema) -> Iterator[tuple[FieldPath, str]]:
    """The rules of a schema that cannot, each with its node's path in the schema."""
    for path, node in nodes(schema):
        for rule in node.get(VALIDATIONS) or ():
            if _compiled(str(rule.get("rule", ""))) is None:
                yield path, str(rule.get("rule", ""))


@cache
def _compiled(text: str) -> Holds | None:
    written = _python(text)
    if written is None:
        return None
    try:
        code = compile(ast.parse(written.strip(), mode="eval"), "<rule>", "eval")
    except SyntaxError:
        return None

    def holds(value: Any) -> bool:
        names = {
            "__builtins__": {},
            "has": lambda path: get(value, _path(path)) is not MISSING,
            "field": lambda path: get(value, _path(path)),
            "size": lambda path: len(get(value, _path(path))),
        }
        try:
            return bool(eval(code, names))  # only what _TOKEN knows is in it
        except TypeError:  # of a field that is not there, which in CEL is an error, and no rule holds
            return False

    return holds


def _path(text: str) -> FieldPath:
    return tuple(text.split(".")[1:])


def _python(text: str) -> str | None:
    """The rule as Python writes it; None where there is a word in it that is not known."""
    at, parts = 0, []
    text = text.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            return None
        at = found.end()
        parts.append(_word(found))
    return "".join(parts)


def _word(found: re.Match[str]) -> str:
    kind, text = found.lastgroup, found.group().strip()
    if kind in ("has", "size"):
        name = re.search(_FIELD, text)
        return f"{kind}({(name[0] if name else '').removesuffix('.size')!r})"
    if kind == "field":
        return f"field({text!r})"
    if kind == "word":
        return text.capitalize()
    return _SIGNS.get(text, text)
