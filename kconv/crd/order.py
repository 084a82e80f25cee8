"""A definition is read by people and compared by tools: one order of words, and texts no longer than wanted."""

from __future__ import annotations

from typing import Any, Final

from kconv.structural.vocabulary import JUNCTORS, Schema

_FIRST: Final = (
    *("description", "title", "type", "format", "nullable", "default", "example", "enum", "pattern"),
    *("minLength", "maxLength", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"),
    *("minItems", "maxItems", "minProperties", "maxProperties"),
)
_LAST: Final = (*JUNCTORS, "not", "required", "properties", "additionalProperties", "items")
_PLACES: Final = {word: index - 100 for index, word in enumerate(_FIRST)} | {
    word: index + 1 for index, word in enumerate(_LAST)
}


def ordered(node: Schema, longest: int | None = None) -> Schema:
    """The schema with what a node says of itself before what is below it.

    ``longest`` is the number of characters that a description may have: 0 removes all.
    """
    made: Schema = {}
    for key in sorted(node, key=lambda word: (_PLACES.get(word, 0), word)):
        value = _below(key, node[key], longest)
        if key == "description":
            value = shortened(value, longest)
        if value != "" or key != "description":
            made[key] = value
    return made


def _below(key: str, value: Any, longest: int | None) -> Any:
    if key == "properties":
        return {name: ordered(child, longest) for name, child in value.items()}
    if key in ("items", "additionalProperties", "not") and isinstance(value, dict):
        return ordered(value, longest)
    return [ordered(child, longest) for child in value] if key in JUNCTORS else value


def shortened(text: str, longest: int | None) -> str:
    """A text cut behind a sentence, or else a word."""
    if longest is None or len(text) <= longest:
        return text
    cut = text[: longest + 1]
    sentence = max(cut.rfind(". "), cut.rfind(".\n"))
    if sentence > 0:
        return text[: sentence + 1]
    return cut[: max(cut.rfind(" "), cut.rfind("\n"), 0) or longest].rstrip() if longest else ""
