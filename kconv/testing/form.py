"""Rules lead from one version's schema to another's step by step: in between, the schema has a form of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kconv.paths import FieldPath, parse, show
from kconv.rules.schema import Node, at, opened
from kconv.structural.vocabulary import PRESERVE
from kconv.testing.shape import Shape


@dataclass(frozen=True)
class Form:
    """A schema in some form of it, and fields that are there beside it."""

    shape: Shape
    node: Node
    beside: Sequence[FieldPath] = ()

    def has(self, path: FieldPath) -> bool:
        """Whether an object may have a field; what a schema leaves open has any."""
        if any(path[: len(each)] == each for each in self.beside):
            return True
        node: Node | None = self.node
        for part in path:
            if node is None or self._is_open(node):
                break
            node = at(node, (part,), self.shape.resolve)
        return node is not None

    def names(self, path: FieldPath) -> bool:
        """Whether the schema itself names a field: neither what is open nor a key of a map is named."""
        node: Node = self.node
        for part in path:
            found = at(node, (part,), self.shape.resolve)
            if found is None or (
                isinstance(part, str) and part not in opened(node, self.shape.resolve).get("properties", {})
            ):
                return False
            node = found
        return True

    def _is_open(self, node: Node) -> bool:
        node = opened(node, self.shape.resolve)
        return bool(node.get(PRESERVE)) or not (node.keys() & {"properties", "items", "additionalProperties", "type"})

    def values(self, path: FieldPath) -> list[Any]:
        """The values that a field may have, none if it has no enum."""
        node = at(self.node, path, self.shape.resolve)
        return list(node.get("enum") or ()) if node is not None else []

    def near(self, path: FieldPath) -> str:
        """The field that may be meant by one that is not there."""
        known = [show(each) for each in self.shape.fields()]
        close = get_close_matches(show(path), known, n=1) or [each for each in known if parse(each)[-1:] == path[-1:]]
        if close == [show(path)]:
            return " here: an earlier rule took it"
        return f": is it {close[0]}?" if close else ""
