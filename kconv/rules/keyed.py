"""A map of objects that became a list, as Kubernetes' API conventions ask for: the map's key is a field of the item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kconv.rules.turn import Turn, key_of
from kconv.values import Json

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve


class Keyed(Turn):
    """A map of objects in the spoke, and the hub's list of the same objects with their key as the first field.

    The keys of a map have no order, so the list has that of the alphabet. Where a list has another, the stash keeps it.
    A list with the same key twice, or with an item that has none, cannot be represented.
    """

    makes_json = True
    keeps_order = False
    """Whether the order of the list is somebody else's."""

    def __init__(self, spoke: str, hub: str, key: str) -> None:
        self.key = key_of("Keyed", key)
        says = f"a key of {spoke} is the {key} of an item of {hub} in the hub version"
        super().__init__(spoke, hub, self._listed, self._mapped, says=says)
        self.moves = (*self.moves, (f"{spoke}{{}}", f"{hub}[]"))
        self.list_keys = ((hub, (self.key,)),)

    def unordered(self) -> Keyed:
        """The same where somebody else keeps the order of the list."""
        made = self._copy()
        made.keeps_order = True
        return made

    def _listed(self, found: Json) -> Json:
        if not isinstance(found, dict) or not all(
            isinstance(key, str) and isinstance(item, dict) and self.key not in item for key, item in found.items()
        ):
            return None
        return [{self.key: key, **item} for key, item in sorted(found.items())]

    def _mapped(self, items: Json) -> Json:
        if not isinstance(items, list) or not all(
            isinstance(item, dict) and isinstance(item.get(self.key), str) for item in items
        ):
            return None
        found = {item[self.key]: {key: value for key, value in item.items() if key != self.key} for item in items}
        return found if len(found) == len(items) else None

    def lasts(self, value: Json, made: Json, *, back: bool) -> bool:  # noqa: ARG002 - it has the same items
        """A list comes back in the order of the alphabet."""
        names = [item[self.key] for item in value] if back and value and not self.keeps_order else []
        return names == sorted(names)

    def _node(self, node: Node, resolve: Resolve) -> Node:
        from kconv.rules import schema

        values = schema.opened(node, resolve).get("additionalProperties")
        item = schema.opened(values, resolve) if isinstance(values, dict) else {}
        properties = {self.key: {"type": "string"}, **item.get("properties", {})}
        required = [self.key, *item.get("required", ())]
        listed = {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": [self.key]}
        return {
            "type": "array",
            "items": {**item, "type": "object", "properties": properties, "required": required},
            **listed,
        }
