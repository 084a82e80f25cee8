"""What differs between two schemas, by field path and by the definition that holds the field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from kconv.paths import EACH, FieldPath
from kconv.records import NamedTuple
from kconv.rules.schema import ANYTHING, Node, Resolve, opened

What = Literal["gone", "new", "type", "required", "enum", "default"]
_VALUES: tuple[What, ...] = ("enum", "default")


class Difference(NamedTuple):
    """One field of ``holder`` (a definition's name) that is ``old`` in one schema and ``new`` in the other.

    Both are words for types, whether the field must be there, or values; None if the schema has nothing there. A map's
    value is at the key ``*``.
    """

    path: FieldPath
    holder: str
    what: What
    old: Any
    new: Any

    @property
    def field(self) -> str:
        """The field's name behind that of its definition; what a list or map holds is the field's, too."""
        named = [part for part in self.path if isinstance(part, str) and part != "*"]
        return f"{self.holder}.{named[-1]}"


class Comparison:
    """Compares schemas of two sources of definitions; a pair of definitions is compared once, wherever it is used."""

    def __init__(self, old: Resolve, new: Resolve) -> None:
        self._old = old
        self._new = new
        self._known: dict[tuple[str, str], tuple[Difference, ...]] = {}

    def differences(self, old: Node, new: Node) -> tuple[Difference, ...]:
        """Every difference, with paths below the two nodes. A definition that contains itself is compared once."""
        names = (old.get("$ref", ""), new.get("$ref", ""))
        if not all(names) or old.keys() != {"$ref"} or new.keys() != {"$ref"}:
            return tuple(self._compared(old, new))
        if names not in self._known:
            self._known[names] = ()
            self._known[names] = tuple(self._compared(old, new))
        return self._known[names]

    def _compared(self, old: Node, new: Node) -> Iterator[Difference]:
        if ANYTHING in (old, new):
            return
        first, second = opened(old, self._old), opened(new, self._new)
        if self._old is self._new and first == second:
            return
        holder = first.get("title", "")
        words = type_of(first), type_of(second)
        if words[0] != words[1]:
            yield Difference((), holder, "type", *words)
            return
        for what in _VALUES:
            if first.get(what) != second.get(what):
                yield Difference((), holder, what, first.get(what), second.get(what))
        yield from self._fields(first, second, holder)
        yield from self._inside(first, second, holder)

    def _fields(self, first: Node, second: Node, holder: str) -> Iterator[Difference]:
        olds, news = first.get("properties", {}), second.get("properties", {})
        for name in [*olds, *(name for name in news if name not in olds)]:
            path = (name,)
            if name not in news:
                yield Difference(path, holder, "gone", self.type_in_words(olds[name], self._old), None)
            elif name not in olds:
                yield Difference(path, holder, "new", None, self.type_in_words(news[name], self._new))
            else:
                must = [name in node.get("required", ()) for node in (first, second)]
                if must[0] != must[1]:
                    yield Difference(path, holder, "required", *must)
                yield from self._below(path, holder, olds[name], news[name])

    def _inside(self, first: Node, second: Node, holder: str) -> Iterator[Difference]:
        if "items" in first and "items" in second:
            yield from self._below((EACH,), holder, first["items"], second["items"])
        mores = [node.get("additionalProperties") for node in (first, second)]
        if all(isinstance(more, dict) for more in mores):
            yield from self._below(("*",), holder, *mores)  # type: ignore[arg-type]
        for one, other in zip(first.get("oneOf", ()), second.get("oneOf", ()), strict=False):
            yield from self._below((), holder, one, other)

    def _below(self, path: FieldPath, holder: str, old: Node, new: Node) -> Iterator[Difference]:
        for found in self.differences(old, new):
            held = found.holder if found.path and found.holder else holder
            yield found._replace(path=path + found.path, holder=held)

    @staticmethod
    def type_in_words(node: Node, resolve: Resolve) -> str:
        """The type of a node in words."""
        return type_of(opened(node, resolve))


def type_of(node: Node) -> str:
    """The type of an opened node in words, that of a list or map without what it holds."""
    if node.get("x-kubernetes-int-or-string"):
        return "number or string"
    if "oneOf" in node:
        return "quantity" if node.get("format") == "quantity" else "one of several"
    if node.get("format") in ("date-time", "byte"):
        return {"date-time": "time", "byte": "base64"}[node["format"]]
    kind: str = node.get("type", "anything")
    if kind == "object" and isinstance(node.get("additionalProperties"), dict):
        return "map"
    return "list" if kind == "array" else kind
