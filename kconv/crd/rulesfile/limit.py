"""A version often accepts less than the one before: shorter texts and lists, fewer values. A schema says how much less,
so that no function needs to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kconv.paths import MISSING, FieldPath
from kconv.rules import Turn
from kconv.rules.schema import Node, Resolve, opened
from kconv.structural.vocabulary import Schema
from kconv.validation.checker import Checker
from kconv.values import Json, own


class Limit(Turn):
    """A field of which the newer version accepts less, by keywords of schemas; a value that they refuse is left out.

    ``nearest`` writes as much of it as fits: the nearest bound of a number, the items of a list that fit, the beginning
    of a text. ``instead`` is what stands for a value of which nothing fits.
    """

    def __init__(self, path: str, schema: Schema, *, nearest: bool = False, instead: Json = MISSING) -> None:
        self.limits, self.nearest, self.instead = schema, nearest, instead
        self._accepts, self._accepts_item = _check(schema), _check(schema.get("items", {}))
        words = ", ".join(f"{key} {value}" for key, value in schema.items())
        super().__init__(path, path, self._fitting, _itself, says=f"{path} is limited in the newer version: {words}")

    def writes(self) -> Iterator[tuple[FieldPath, Json, bool]]:
        if self.instead is not MISSING:
            yield self.hub, self.instead, True

    def _fitting(self, value: Json) -> Json:
        if self._accepts(value):
            return value
        near = self._nearest(value) if self.nearest else value
        if near is not value and self._accepts(near):
            return near
        return None if self.instead is MISSING else own(self.instead)

    def _nearest(self, value: Json) -> Json:
        """As much of a value as fits; the value itself where its type has no such thing."""
        if isinstance(value, list):
            return [item for item in value if self._accepts_item(item)][: self.limits.get("maxItems")]
        if isinstance(value, str):
            return value[: self.limits.get("maxLength")]
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return value
        return min(max(value, self.limits.get("minimum", value)), self.limits.get("maximum", value))

    def _node(self, node: Node, resolve: Resolve) -> Node:
        return _limited(node, self.limits, resolve)


def _check(schema: Schema) -> Callable[[Json], bool]:
    """Whether a schema accepts a value."""
    check = Checker(lambda _: {}, custom=True, open_=True).node(_typed(schema))
    return lambda value: not check(value)


def _typed(schema: Schema) -> Schema:
    """The schema with the types that its keywords mean: what is below a node of no type is not looked at."""
    made = dict(schema)
    if "items" in schema:
        made |= {"type": "array", "items": _typed(schema["items"])}
    if "properties" in schema:
        fields = {name: _typed(node) for name, node in schema["properties"].items()}
        made |= {"type": "object", "properties": fields}
    return made


def _limited(node: Node, limits: Schema, resolve: Resolve) -> Node:
    """A node with the limits, at the nodes below it, too."""
    made = {**opened(node, resolve)}
    for key, value in limits.items():
        if key == "properties":
            fields = made.get(key) or {}
            known = {name: _limited(fields[name], below, resolve) for name, below in value.items() if name in fields}
            made[key] = {**fields, **known}
        elif key == "items":
            made[key] = _limited(made.get(key) or {}, value, resolve)
        else:
            made[key] = value
    return made


def _itself(value: Any) -> Any:
    return value
