"""What may be written at a place is read and described in one table: a reader and an editor's schema never differ."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from kconv.crd.faults import DeclarationError
from kconv.crd.rulesfile.spot import Spot, every

if TYPE_CHECKING:
    from typing import Protocol

    class Shape(Protocol):
        """A kind of value: how it is read, and its JSON schema."""

        def read(self, spot: Spot) -> Any:
            """The value. Raises DeclarationError for any other."""

        def schema(self) -> Json:
            """The JSON schema of the value."""


Json: TypeAlias = dict[str, Any]


class Text(NamedTuple):
    """A text; ``check`` raises ValueError for one that is none of its kind."""

    what: str = "a text"
    check: Callable[[str], object] = str

    def read(self, spot: Spot) -> str:
        if not isinstance(spot.value, str) or not spot.value:
            spot.fail(f"must be {self.what}, not {_named(spot.value)}")
        try:
            self.check(spot.value)
        except ValueError as error:
            spot.fail(str(error))
        return spot.value

    def schema(self) -> Json:
        return {"type": "string", "minLength": 1}


class Number(NamedTuple):
    """An integer."""

    def read(self, spot: Spot) -> int:
        if type(spot.value) is not int:
            spot.fail(f"must be an integer, not {_named(spot.value)}")
        return spot.value

    def schema(self) -> Json:
        return {"type": "integer"}


class Amount(NamedTuple):
    """A number."""

    def read(self, spot: Spot) -> int | float:
        if type(spot.value) not in (int, float):
            spot.fail(f"must be a number, not {_named(spot.value)}")
        found: int | float = spot.value
        return found

    def schema(self) -> Json:
        return {"type": "number"}


class Flag(NamedTuple):
    """True or false."""

    def read(self, spot: Spot) -> bool:
        if type(spot.value) is not bool:
            spot.fail(f"must be true or false, not {_named(spot.value)}")
        return spot.value

    def schema(self) -> Json:
        return {"type": "boolean"}


class AnyValue(NamedTuple):
    """Any value that an object's field may have, null too; not one that YAML reads as another than is written."""

    def read(self, spot: Spot) -> Any:
        if spot.spelling:
            said = json.dumps(spot.value)
            spot.fail(f"{spot.spelling} is read as {said}", f'write {said}, or "{spot.spelling}" for the text')
        return spot.value

    def schema(self) -> Json:
        return {}


class OneOf(NamedTuple):
    """One of some words."""

    words: tuple[str, ...]

    def read(self, spot: Spot) -> str:
        if spot.value not in self.words:
            from kconv.settings import meant

            near = meant(str(spot.value), self.words)
            spot.fail(f"must be one of {', '.join(self.words)}, not {_named(spot.value)}", near)
        return str(spot.value)

    def schema(self) -> Json:
        return {"enum": [*self.words]}


class Listed(NamedTuple):
    """A list of some length."""

    of: Shape
    least: int = 1

    def read(self, spot: Spot) -> list[Any]:
        if not isinstance(spot.value, list):
            spot.fail(f"must be a list, not {_named(spot.value)}")
        if len(spot.value) < self.least:
            spot.fail("must have at least one entry")
        return every(self.of.read, (spot.below(index) for index in range(len(spot.value))))

    def schema(self) -> Json:
        return {"type": "array", "items": self.of.schema(), "minItems": self.least}


class Mapped(NamedTuple):
    """A map whose keys are the author's."""

    of: Shape

    def read(self, spot: Spot) -> dict[str, Any]:
        if not isinstance(spot.value, dict):
            spot.fail(f"must be a map, not {_named(spot.value)}")
        return dict(zip(spot.value, every(self.of.read, (spot.below(key) for key in spot.value)), strict=True))

    def schema(self) -> Json:
        return {"type": "object", "additionalProperties": self.of.schema()}


class Field(NamedTuple):
    """A field of an object: its shape, what it means, and whether it must be there."""

    shape: Shape
    says: str
    required: bool = True


class Object(NamedTuple):
    """A map with certain fields."""

    fields: Mapping[str, Field]
    least: int = 0
    """How many of them an object has at least."""

    def read(self, spot: Spot) -> dict[str, Any]:
        if not isinstance(spot.value, dict):
            spot.fail(f"must be a map with {', '.join(self.fields)}, not {_named(spot.value)}")
        faults = [
            spot.below(key).fault("is not a field here", closest(key, self.fields))
            for key in spot.value
            if key not in self.fields
        ]
        faults += [spot.fault(f"{key} is required", field.says) for key, field in self._missing(spot.value)]
        if not faults and len(spot.value) < self.least:
            faults.append(spot.fault(f"must have {' or '.join(self.fields)}"))
        there = [key for key in spot.value if key in self.fields]
        try:
            found = every(lambda each: self.fields[str(each.path[-1])].shape.read(each), map(spot.below, there))
        except DeclarationError as error:
            raise DeclarationError([*faults, *error.faults]) from error
        if faults:
            raise DeclarationError(faults)
        return dict(zip(there, found, strict=True))

    def _missing(self, value: Mapping[str, Any]) -> list[tuple[str, Field]]:
        return [(key, field) for key, field in self.fields.items() if field.required and key not in value]

    def schema(self) -> Json:
        made: Json = {
            "type": "object",
            "properties": {key: {**each.shape.schema(), "description": each.says} for key, each in self.fields.items()},
            "additionalProperties": False,
        }
        required = [key for key, field in self.fields.items() if field.required]
        return {
            **made,
            **({"required": required} if required else {}),
            **({"minProperties": self.least} if self.least else {}),
        }


def closest(word: object, known: Sequence[str] | Mapping[str, object]) -> str:
    """A hint for a misspelt word."""
    from kconv.settings import closest as near

    return near(str(word), tuple(known))


def _named(value: object) -> str:
    """A value, in the words of an error."""
    if value is None:
        return "null"
    if isinstance(value, (dict, list)):
        return "a map" if isinstance(value, dict) else "a list"
    return repr(value) if isinstance(value, str) and value else f'"{value}"' if value == "" else str(value).lower()
