"""One rule of the file: a map with one word, whose fields make the rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from kconv.crd.rulesfile.shapes import Json, Object, closest
from kconv.crd.rulesfile.spot import Spot, every
from kconv.crd.rulesfile.wording import phrased
from kconv.rules import Rule


class Word(NamedTuple):
    """A word of the file: the name of the rule that it makes, when it is used, its fields, and how they make it."""

    rule: str
    says: str
    object: Object
    make: Callable[[Mapping[str, Any]], Rule]


class Written(NamedTuple):
    """A rule, and where it is written."""

    rule: Rule
    spot: Spot


class Vocabulary(NamedTuple):
    """All words, and the rules that have none, each with the reason."""

    words: Mapping[str, Word]
    refused: Mapping[str, str]


class OneRule(NamedTuple):
    """A map with one word. ``vocabulary`` is asked when a rule is read, because some words have rules in them."""

    vocabulary: Callable[[], Vocabulary]

    def read(self, spot: Spot) -> Written:
        if not isinstance(spot.value, dict) or len(spot.value) != 1:
            spot.fail("a rule is a map with one word, such as move: {from: spec.a, to: spec.b}", _INDENTED)
        (key,) = spot.value
        below = spot.below(key)
        word = self.vocabulary().words.get(key)
        if word is None:
            below.fail("is not a rule", self._advice(key))
        said = word.object.read(below)
        try:
            return Written(word.make(said), below)
        except ValueError as error:
            below.fail(phrased(_PYTHON.sub("", str(error))))

    def _advice(self, key: str) -> str:
        """What to do about a word that there is not; the name of a rule in Python is known, too."""
        words, refused = self.vocabulary()
        name = next((name for name in refused if name.lower() == key.lower()), None)
        return refused[name] if name else closest(key, words)

    def schema(self) -> Json:
        return {"$ref": "#/$defs/rule"}

    def definition(self) -> Json:
        """The JSON schema that others refer to."""
        words = self.vocabulary().words
        return {
            "type": "object",
            "properties": {key: {**word.object.schema(), "description": word.says} for key, word in words.items()},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }


class Nested(NamedTuple):
    """The rules in another one."""

    of: OneRule

    def read(self, spot: Spot) -> list[Rule]:
        if not isinstance(spot.value, list) or not spot.value:
            spot.fail("must be a list of rules")
        return [each.rule for each in every(self.of.read, map(spot.below, range(len(spot.value))))]

    def schema(self) -> Json:
        return {"type": "array", "items": self.of.schema(), "minItems": 1}


_INDENTED = "each begins with a dash, and its fields are indented below the word"
_PYTHON = re.compile(r"^([A-Z]\w*(\(.*?\))?: )+")
"""What errors of rules begin with: the rule as Python has it."""
