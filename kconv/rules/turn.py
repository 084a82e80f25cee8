"""A value that is written in another form: `timeoutSeconds: 10` became `timeout: 10s`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kconv.paths import MISSING, get, keys, meet, same
from kconv.rules.base import Converts
from kconv.rules.move import meeting, parents_stay, relocate, taken_from
from kconv.values import Json, is_json, put

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve

Value = Callable[[Any], Json]
_UNFIT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a function raises that is given a value of another type: any client may have written it."""


class Turn(Converts):
    """A field whose value has another form in the hub, and perhaps another path, as a pair of functions of the value.

    A function returns None for a value that has no such form, or raises ValueError, or what Python raises for a value
    of another type. Such a value cannot be represented in the other version, and the stash keeps it; so it is if a
    function makes something of it that JSON does not have. Null is null in both. ``node`` is the schema of the hub's
    field.
    """

    exact = False
    makes_json = False
    """Whether its functions make of JSON what is JSON, so that nobody need look."""
    concerns = ("spoke", "hub")

    def __init__(
        self, spoke: str, hub: str, to_hub: Value, from_hub: Value, *, says: str, node: Node | None = None
    ) -> None:
        if not (callable(to_hub) and callable(from_hub)):
            raise ValueError(f"Turn({spoke!r}, {hub!r}, …): to_hub and from_hub are functions of the value")
        self.spoke = keys(spoke)
        self.hub = keys(hub)
        if spoke != hub and meet(self.spoke, self.hub):
            raise ValueError(f"{type(self).__name__}({spoke!r}, {hub!r}, …): one lies in the other")
        self.moves = ((spoke, hub),) if spoke != hub else ()
        self.changes = meeting(self.spoke, self.hub) if self.moves else ((self.spoke, len(self.spoke)),)
        self.node = {} if node is None else node
        self.says = says
        self._forth, self._back = to_hub, from_hub

    def to_hub(self, obj: Json) -> Json:
        return self._turned(obj, self.spoke, self.hub, back=False)

    def from_hub(self, obj: Json) -> Json:
        return self._turned(obj, self.hub, self.spoke, back=True)

    def undone(self, obj: Json, new: Json, *, back: bool) -> bool:
        old, place = (self.hub, self.spoke) if back else (self.spoke, self.hub)
        made = get(new, place)
        stood = old != place and get(obj, place) is not MISSING
        if new is obj or stood or made is MISSING:
            return super().undone(obj, new, back=back)
        return self.lasts(get(obj, old), made, back=back) and (old == place or parents_stay(obj, place))

    def _turned(self, obj: Json, old: tuple[str, ...], new: tuple[str, ...], *, back: bool) -> Json:
        """The object with what was at ``old`` at ``new``, as another value; unchanged where ``new`` is taken."""
        value = get(obj, old)
        if value is MISSING:
            return obj
        made = self.made(value, back=back)
        if made is MISSING:
            return taken_from(obj, old)
        if old == new:
            return obj if made is value else put(obj, old, made)
        moved = relocate(obj, old, new)
        return obj if moved is obj else put(moved, new, made)

    def made(self, value: Json, *, back: bool) -> Json:
        """What the function makes of a value, MISSING where it has no such form."""
        if value is None:
            return None
        try:
            made = self._back(value) if back else self._forth(value)
        except _UNFIT:
            return MISSING
        return made if made is not None and (self.makes_json or is_json(made)) else MISSING

    def lasts(self, value: Json, made: Json, *, back: bool) -> bool:
        """Whether what was made of a value becomes the value again."""
        return same(self.made(made, back=not back), value)

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        """The field has the hub's node; whether it must be there does not change."""
        from kconv.rules import schema

        found = schema.at(node, self.spoke, resolve)
        if found is None:
            return node
        made = self._node(found, resolve)
        return schema.put(super().reshape(node, resolve), self.hub, made, resolve)

    def _node(self, node: Node, resolve: Resolve) -> Node:  # noqa: ARG002 - a rule that knows the form reads the node
        return self.node

    def describe(self) -> list[str]:
        return [self.says]


def key_of(rule: str, field: Json) -> str:
    """The name of one field. Raises ValueError for anything else."""
    if not isinstance(field, str) or not field:
        raise ValueError(f"{rule}: {field!r} is not the name of a field")
    return field
