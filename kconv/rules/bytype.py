"""A union that the hub splits by type: an Ingress' servicePort was a number or a name, now each has a field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kconv.paths import MISSING, get, keys, meet
from kconv.rules.base import Converts
from kconv.rules.move import meeting, relocate, without
from kconv.values import Json

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve

_NAMES = {int: "integer", str: "string", bool: "boolean"}
"""Python's types by their names in a schema."""


class ByType(Converts):
    """One spoke field, and the hub field for each type of its value.

    Null goes to the first. If the hub has several set, the one named last wins, as in Kubernetes (a port's name over
    its number); the others are stashed.
    """

    exact = False

    def __init__(self, spoke: str, hub: Mapping[type, str]) -> None:
        for kind in hub:
            if kind not in _NAMES:
                name = getattr(kind, "__name__", repr(kind))
                raise ValueError(f"ByType({spoke!r}, …): {name} is not one of int, str and bool")
        if not hub:
            raise ValueError(f"ByType({spoke!r}, …): give the hub field of at least one type")
        self.spoke = keys(spoke)
        if any(meet(self.spoke, keys(path)) for path in hub.values()) or len(set(hub.values())) < len(hub):
            raise ValueError(f"ByType({spoke!r}, …): a hub field lies in {spoke}, or is there twice")
        self.hub = {kind: keys(path) for kind, path in hub.items()}
        self.moves = tuple((spoke, path) for path in hub.values())
        self.changes = meeting(self.spoke, *self.hub.values())

    def to_hub(self, obj: Json) -> Json:
        value = get(obj, self.spoke)
        place = next(iter(self.hub.values())) if value is None else self.hub.get(type(value))
        return obj if place is None else relocate(obj, self.spoke, place)

    def from_hub(self, obj: Json) -> Json:
        there = self._places(obj)
        if not there:
            return obj
        winner = next((place for place in reversed(there) if get(obj, place) not in ("", None)), there[0])
        moved = relocate(obj, winner, self.spoke)
        if moved is obj:
            return obj
        for place in there:
            if place != winner:
                moved = without(moved, place)
        return moved

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        from kconv.rules import schema

        if schema.at(node, self.spoke, resolve) is None:
            return node
        for kind, place in self.hub.items():
            node = schema.put(node, place, {"type": _NAMES[kind]}, resolve)
        return schema.without(node, self.spoke, resolve)

    def _places(self, obj: Json) -> list[tuple[str, ...]]:
        """The hub fields that are there."""
        return [place for place in self.hub.values() if get(obj, place) is not MISSING]

    def describe(self) -> list[str]:
        names = {int: "a number", str: "a string", bool: "a boolean"}
        spoke = self.moves[0][0]
        return [
            f"{spoke}, when {names.get(kind, kind.__name__)}, is {path} in the hub version"
            for kind, (_, path) in zip(self.hub, self.moves, strict=True)
        ]
