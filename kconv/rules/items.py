"""A list of words leaves no room for a second field: `args: [a]` became `args: [{name: a}]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kconv.rules.turn import Turn, key_of
from kconv.values import Json

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve


class Items(Turn):
    """A list of plain values, and the hub's list of objects that have the value in a field.

    A list in which any item is an object, or in the hub any item that has another field, has no such form.
    """

    makes_json = True

    def __init__(self, spoke: str, hub: str, field: str) -> None:
        self.field = key_of("Items", field)
        says = f"an item of {spoke} is the {field} of an item of {hub} in the hub version"
        super().__init__(spoke, hub, self._wrapped, self._bare, says=says)

    def _wrapped(self, items: Json) -> Json:
        if not isinstance(items, list) or any(isinstance(item, (dict, list)) or item is None for item in items):
            return None
        return [{self.field: item} for item in items]

    def _bare(self, items: Json) -> Json:
        if not isinstance(items, list) or not all(isinstance(item, dict) and [*item] == [self.field] for item in items):
            return None
        bare = [item[self.field] for item in items]
        return None if any(isinstance(item, (dict, list)) or item is None for item in bare) else bare

    def lasts(self, value: Json, made: Json, *, back: bool) -> bool:  # noqa: ARG002 - whatever the value
        return True

    def _node(self, node: Node, resolve: Resolve) -> Node:
        from kconv.rules import schema

        item = schema.opened(node, resolve).get("items", schema.ANYTHING)
        return {
            "type": "array",
            "items": {"type": "object", "properties": {self.field: item}, "required": [self.field]},
        }
