"""The keywords by which a schema accepts less, written as in a CustomResourceDefinition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from kconv.crd.rulesfile.shapes import Amount, AnyValue, Field, Flag, Json, Listed, Mapped, Number, Object, Text
from kconv.crd.rulesfile.spot import Spot
from kconv.structural.pattern import refused


def _pattern(text: str) -> None:
    """Raises ValueError for a pattern that an API server does not read."""
    if why := refused(text):
        raise ValueError(why)


class Limits(NamedTuple):
    """A schema of such keywords, which may have others in it."""

    def read(self, spot: Spot) -> dict[str, Any]:
        return Object(_KEYWORDS, least=1).read(spot)

    def schema(self) -> Json:
        return {"$ref": "#/$defs/limits"}

    def definition(self) -> Json:
        """The JSON schema that others refer to."""
        return Object(_KEYWORDS, least=1).schema()


LIMITS: Final = Limits()
_KEYWORDS: Final[Mapping[str, Field]] = {
    "enum": Field(Listed(AnyValue()), "The only values.", required=False),
    "minimum": Field(Amount(), "The least number.", required=False),
    "exclusiveMinimum": Field(Flag(), "Whether the least number itself is refused.", required=False),
    "maximum": Field(Amount(), "The greatest number.", required=False),
    "exclusiveMaximum": Field(Flag(), "Whether the greatest number itself is refused.", required=False),
    "multipleOf": Field(Amount(), "What a number is a multiple of.", required=False),
    "minLength": Field(Number(), "The least number of characters.", required=False),
    "maxLength": Field(Number(), "The greatest number of characters.", required=False),
    "pattern": Field(Text("a regular expression", _pattern), "What a text matches.", required=False),
    "format": Field(Text(), "The format of a text or number.", required=False),
    "minItems": Field(Number(), "The least number of items.", required=False),
    "maxItems": Field(Number(), "The greatest number of items.", required=False),
    "minProperties": Field(Number(), "The least number of fields.", required=False),
    "maxProperties": Field(Number(), "The greatest number of fields.", required=False),
    "items": Field(LIMITS, "What is accepted of an item.", required=False),
    "properties": Field(Mapped(LIMITS), "What is accepted of a field.", required=False),
}
