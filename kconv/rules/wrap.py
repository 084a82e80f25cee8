"""A value that became the first field of an object: `image: x` is `image: {repository: x}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kconv.paths import keys
from kconv.rules.turn import Turn
from kconv.values import Json

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve


class Wrap(Turn):
    """A field, and the field inside it that has its value in the hub.

    Only a value that is no object is wrapped. An object of the hub that has another field cannot be represented.
    """

    makes_json = True

    def __init__(self, spoke: str, hub: str) -> None:
        outer, inner = keys(spoke), keys(hub)
        if inner[: len(outer)] != outer or len(inner) != len(outer) + 1:
            raise ValueError(f"Wrap({spoke!r}, {hub!r}): the second path is one field inside the first")
        self.field = inner[-1]
        super().__init__(spoke, spoke, self._wrapped, self._bare, says=f"{spoke} is {hub} in the hub version")
        self.moves = ((spoke, hub),)

    def _wrapped(self, value: Json) -> Json:
        return None if isinstance(value, dict) else {self.field: value}

    def _bare(self, value: Json) -> Json:
        return (
            value[self.field]
            if isinstance(value, dict) and [*value] == [self.field] and not isinstance(value[self.field], dict)
            else None
        )

    def lasts(self, value: Json, made: Json, *, back: bool) -> bool:  # noqa: ARG002 - whatever the value
        return True

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        from kconv.rules import schema

        found = schema.at(node, self.spoke, resolve)
        if found is None:
            return node
        made = {"type": "object", "properties": {self.field: found}, "required": [self.field]}
        return schema.put(node, self.spoke, made, resolve)
