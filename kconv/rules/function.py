"""The last resort: a difference that no other rule can express, as a pair of functions that declare their moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kconv.errors import ConversionError
from kconv.paths import parse
from kconv.rules.base import Converts
from kconv.values import Json, is_json_beside

if TYPE_CHECKING:
    from kconv.rules.schema import Node, Resolve


class Function(Converts):
    """A pair of pure functions. Like every rule, they return the same object if nothing applies.

    ``makes`` are hub paths of values that have another type in the spoke. The conversion raises ConversionError if a
    function returns something else than an object of JSON.
    """

    def __init__(
        self,
        to_hub: Callable[[Json], Json],
        from_hub: Callable[[Json], Json],
        *,
        moves: Sequence[tuple[str, str]] = (),
        makes: Sequence[str] = (),
        says: Sequence[str],
        exact: bool = False,
    ) -> None:
        self._to_hub = to_hub
        self._from_hub = from_hub
        self.moves = tuple(moves)
        self.makes = tuple(parse(path) for path in makes)
        self.says = list(says)
        self.exact = exact

    def to_hub(self, obj: Json) -> Json:
        return _checked(self._to_hub(obj), obj)

    def from_hub(self, obj: Json) -> Json:
        return _checked(self._from_hub(obj), obj)

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        from kconv.rules import schema

        node = super().reshape(node, resolve)
        for path in self.makes:
            if schema.at(node, path, resolve) is not None:
                node = schema.put(node, path, schema.ANYTHING, resolve)
        return node

    def describe(self) -> list[str]:
        return self.says


def _checked(made: Json, obj: Json) -> Json:
    """What a function has made of an object. Writers of JSON take what is none: NaN becomes null, and a date a text."""
    if made is obj or (isinstance(made, dict) and is_json_beside(obj, made)):
        return made
    raise ConversionError(
        "a Function has made something that JSON does not have",
        hint="let it return maps, lists, texts, finite numbers, booleans and None",
    )
