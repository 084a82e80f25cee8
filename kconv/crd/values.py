"""JSON as the API server reads it: true is not a number, "1" is not 1, and a time has a zone.

pydantic is lenient by default, so that a model would take what the server refuses. Its strict mode is no way out: it
wants a datetime where the object has a text. So the types that JSON has are strict, and those that stand for a text
read the texts that the server reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from pydantic_core import CoreSchema, core_schema

from kconv.validation.custom_formats import CUSTOM
from kconv.validation.matching import finder

_UNICODE: Final = re.compile(r"\\[dDwWsSbB]")
"""Classes that are Unicode's to pydantic's regular expressions, and ASCII's to Go's."""

_TEXTS: Final = {"datetime": "datetime", "date": "date", "uuid": "uuid"}
"""Types of pydantic's core, and the API server's format of each."""


Resolve = Callable[[CoreSchema], CoreSchema]
"""The schema that a reference stands for."""


def strict(schema: CoreSchema, cls: type, resolve: Resolve) -> CoreSchema:
    """A class's core schema that takes what the API server takes. Other models in it have their own."""
    node: Any = schema
    if node["type"] == "model" and node["cls"] is cls:
        return {**node, "schema": _Strict(resolve).node(node["schema"])}
    return {**node, "schema": strict(node["schema"], cls, resolve)} if "schema" in node else schema


class _Strict:
    """The walk over one class's schema; ``inside`` are the references that it has followed."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._inside: list[str] = []

    def node(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self.node(each) for each in node]
        if not isinstance(node, dict) or node.get("type") == "model":
            return node
        kind = node.get("type")
        if kind == "definition-ref":
            return self._reference(node)
        if kind in _SCALARS:
            return _SCALARS[kind](node)
        if kind in _TEXTS or kind == "lax-or-strict":  # the latter is an IP address
            return core_schema.no_info_before_validator_function(_text(_TEXTS.get(kind, "")), node)
        if kind in ("literal", "enum"):
            return core_schema.no_info_before_validator_function(_choice(node), node)
        made = {key: self._below(key, each) for key, each in node.items()}
        return _map(made) if kind == "dict" else made

    def _below(self, key: str, value: Any) -> Any:
        if key == "fields":  # by name, and a field may be called type
            return {name: self.node(field) for name, field in value.items()} if isinstance(value, dict) else value
        return value if key in ("serialization", "metadata", "default") else self.node(value)

    def _reference(self, node: Any) -> Any:
        """An enum or alias, of which the walk makes its own; a model, and what holds itself, stays a reference."""
        name, found = node["schema_ref"], dict(self._resolve(node))
        if name in self._inside or _is_model(found):
            return node
        self._inside.append(name)
        made = self.node({key: value for key, value in found.items() if key != "ref"})
        self._inside.pop()
        return made


def _is_model(node: Any) -> bool:
    while isinstance(node, dict) and node.get("type") != "model" and "schema" in node:
        node = node["schema"]
    return isinstance(node, dict) and node.get("type") == "model"


def _integer(node: Any) -> Any:
    """64 bits; 1.0 is an integer, which the API server stores as 1."""
    low = {} if {"ge", "gt"} & node.keys() else {"ge": -(2**63)}
    high = {} if {"le", "lt"} & node.keys() else {"le": 2**63 - 1}
    return core_schema.no_info_before_validator_function(whole, {**node, "strict": True, **low, **high})


def _map(node: Any) -> Any:
    """The API server drops a null from a map whose values are never null."""
    if node.get("values_schema", {}).get("type") in ("any", "nullable"):
        return node
    return core_schema.no_info_before_validator_function(_without_nulls, node)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict) and None in value.values():
        return {key: each for key, each in value.items() if each is not None}
    return value


def whole(value: Any) -> Any:
    """1 for 1.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _number(node: Any) -> Any:
    return {**node, "strict": True, "allow_inf_nan": False}


def _plain(node: Any) -> Any:
    return {**node, "strict": True}


def _string(node: Any) -> Any:
    found = node.get("pattern")
    found_in = finder(found) if isinstance(found, str) and _UNICODE.search(found) else None
    if found_in is None:
        return {**node, "strict": True}
    rest = {key: value for key, value in node.items() if key != "pattern"}

    def matches(text: str) -> str:
        if not found_in(text):
            raise ValueError(f"must match {found}")
        return text

    return core_schema.no_info_after_validator_function(matches, {**rest, "strict": True})


_SCALARS: Final[dict[str, Callable[[Any], Any]]] = {
    "int": _integer,
    "float": _number,
    "bool": _plain,
    "str": _string,
}


def _choice(node: Any) -> Callable[[Any], Any]:
    """A value must have the type of a choice: to Python, 1 is true, and to pydantic "1" is the enum's 1."""
    known = node["expected"] if node["type"] == "literal" else [member.value for member in node["members"]]
    types, cls = {type(each) for each in known}, node.get("cls", ())

    def check(value: Any) -> Any:
        if type(value) not in types and not (cls and isinstance(value, cls)):
            raise ValueError(f"must be one of {', '.join(map(repr, known))}")
        return value

    return check


def _text(name: str) -> Callable[[Any], Any]:
    """A text must have the server's format, if that has a name; a value of Python's must give such a text."""
    reads = CUSTOM[name] if name else str

    def check(value: Any) -> Any:
        if isinstance(value, (int, float, bytes)) or (isinstance(value, str) and not reads(value)):
            raise ValueError(f"must be a text in the format {_WORDS.get(name, name)}" if name else "must be a text")
        if isinstance(value, datetime) and value.tzinfo is None:
            raise ValueError("must have a time zone, such as datetime.now(timezone.utc)")
        return value

    return check


_WORDS: Final = {"datetime": "date-time, such as 2026-01-02T15:04:05Z"}
