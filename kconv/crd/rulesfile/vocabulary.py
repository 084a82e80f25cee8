"""The rules that a custom resource may have, each under a word of its own, as an object of Kubernetes has a union:
`move: {from: spec.keep, to: spec.retention.count}`.

One row has all that is known of a word: its fields, what they mean, and the rule that they make. ``from`` is the older
version's field, ``to`` that of the newer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from kconv.crd.rulesfile import made
from kconv.crd.rulesfile.forms import HOLE, NAMES, form
from kconv.crd.rulesfile.keywords import LIMITS
from kconv.crd.rulesfile.rules import Nested, OneRule, Vocabulary, Word
from kconv.crd.rulesfile.shapes import AnyValue, Field, Flag, Listed, Mapped, Number, Object, OneOf, Text
from kconv.paths import parse

if TYPE_CHECKING:
    from kconv.crd.rulesfile.shapes import Shape


RULE: Final = OneRule(lambda: Vocabulary(WORDS, REFUSED))
_PATH: Final = Text("the path of a field, such as spec.replicas", parse)
_FROM = Field(_PATH, "The field of the older version.")
_TO = Field(_PATH, "The field of the newer version.")
_ONE = Field(_PATH, "The field.")
_WHY = Field(Text(), "The reason, for those who read the rules.")
_DESCRIPTION = Field(Text(), "The change in words, for kconv explain.", required=False)
_RULES = Field(Nested(RULE), "The rules.")
_VALUE = AnyValue()
_OPERATOR = OneOf(("In", "Exists", "DoesNotExist"))


def _listed(shape: Shape, says: str, *, required: bool = True) -> Field:
    return Field(Listed(shape), says, required)


_PAIR = Object(
    {
        "from": Field(_VALUE, "The older version's value; without it, the field is left out there.", required=False),
        "to": Field(_VALUE, "The newer version's value; without it, the field is left out there.", required=False),
    },
    least=1,
)
_ROW = Object(
    {
        "from": Field(Mapped(_VALUE), "The older fields by path; one that is not named is left out."),
        "to": Field(Mapped(_VALUE), "The newer fields by path; one that is not named is left out."),
    }
)
_TYPED = Object(
    {
        "type": Field(OneOf(("integer", "string", "boolean")), "The type of the older field's value."),
        "path": Field(_PATH, "The newer version's field for values of the type."),
    }
)
_CONDITION: Final[Mapping[str, Field]] = {
    "path": Field(_PATH, "The field that the condition is about."),
    "operator": Field(_OPERATOR, "In, Exists or DoesNotExist; In if there are values, otherwise Exists.", False),
    "values": _listed(_VALUE, "The values of the field, of which it must have one.", required=False),
}
_FOLLOWS = Object(
    {
        **_CONDITION,
        "value": Field(_VALUE, "The value that follows.", required=False),
        "sameValue": Field(Flag(), "The value that follows is that of the other field.", required=False),
    }
)
_BOUNDS: Final[Mapping[str, Field]] = {
    "minimum": Field(Number(), "The least integer.", required=False),
    "maximum": Field(Number(), "The greatest integer.", required=False),
}
_FORM = f"one of {', '.join(NAMES)}, or a text with the number at {HOLE}, such as {HOLE}Gi"
_AS = Text(f"a form: {_FORM}", form)

WORDS: Final[Mapping[str, Word]] = {
    "move": Word("Move", "A field has another name or place.", Object({"from": _FROM, "to": _TO}), made.move),
    "values": Word(
        "Values",
        "A field has other values, or a value stands for a field that is left out.",
        Object({"path": _ONE, "pairs": _listed(_PAIR, "Values that mean the same."), "description": _DESCRIPTION}),
        made.values,
    ),
    "at": Word(
        "At",
        "Rules for the object at a path: for each item with [], for each value of a map with {}.",
        Object({"path": Field(_PATH, "The path, such as spec.hooks[]."), "rules": _RULES}),
        made.at,
    ),
    "wrap": Word("Wrap", "A value becomes a field of an object.", Object({"from": _FROM, "to": _TO}), made.wrap),
    "items": Word(
        "Items",
        "The items of a list become objects.",
        Object({"from": _FROM, "to": _TO, "field": Field(Text(), "The field that has the item.")}),
        made.items,
    ),
    "keyed": Word(
        "Keyed",
        "A map of objects becomes a list.",
        Object({"from": _FROM, "to": _TO, "key": Field(Text(), "The field that has the map's key.")}),
        made.keyed,
    ),
    "split": Word(
        "Split",
        "A text becomes several fields.",
        Object(
            {
                "from": _FROM,
                "format": Field(Text(), "The text, with newer fields in braces: s3://{spec.bucket}[/{spec.path}]."),
            }
        ),
        made.split,
    ),
    "turn": Word(
        "Turn",
        "A number is written in another form.",
        Object(
            {
                "from": _FROM,
                "fromForm": Field(_AS, f"The older form: {_FORM}."),
                "to": _TO,
                "toForm": Field(_AS, f"The newer form: {_FORM}."),
                **_BOUNDS,
                "description": _DESCRIPTION,
            }
        ),
        made.turn,
    ),
    "limit": Word(
        "Turn",
        "The newer version accepts less of a field: a value that it refuses is left out there.",
        Object(
            {
                "path": _ONE,
                "schema": Field(LIMITS, "What the newer version accepts, in the keywords of its schema."),
                "nearest": Field(
                    Flag(), "Write as much of the value as fits: the nearest bound, the items that fit.", required=False
                ),
                "instead": Field(_VALUE, "What to write if nothing of the value fits.", required=False),
            }
        ),
        made.limit,
    ),
    "byType": Word(
        "ByType",
        "A field had one of several types, and each now has a field of its own.",
        Object({"from": _FROM, "to": _listed(_TYPED, "The newer fields; if several are there, the last counts.")}),
        made.by_type,
    ),
    "when": Word(
        "When",
        "Rules that apply only under a condition.",
        Object({**_CONDITION, "rules": _RULES}),
        made.when,
    ),
    "implied": Word(
        "Implied",
        "The value of a new field follows from another field.",
        Object({"path": _TO, "cases": _listed(_FOLLOWS, "What follows from what; the first that fits counts.")}),
        made.implied,
    ),
    "cases": Word(
        "Cases",
        "Several fields become several others, by a table.",
        Object(
            {
                "from": _listed(_PATH, "The fields of the older version."),
                "to": _listed(_PATH, "The fields of the newer version."),
                "table": _listed(_ROW, "Values that mean the same; the first row that fits counts."),
                "description": _DESCRIPTION,
            }
        ),
        made.cases,
    ),
    "former": Word("Former", "The older version has a former way as well.", Object({"rules": _RULES}), made.former),
    "inverse": Word(
        "Inverse",
        "Rules that are written the other way round: from is the newer version's field, to the older's.",
        Object({"rules": _RULES}),
        made.inverse,
    ),
    "lacks": Word(
        "Lacks",
        "New fields. Schemas show them; only one with the name of a field that is gone needs the rule.",
        Object({"paths": _listed(_PATH, "The fields of the newer version.")}),
        made.lacks,
    ),
    "knowsOnly": Word(
        "KnowsOnly",
        "The older version knows only some values of a field.",
        Object(
            {
                "path": _ONE,
                "values": _listed(_VALUE, "The values that it knows."),
                "instead": Field(_VALUE, "What it has for any other; without it, the field is left out.", False),
            }
        ),
        made.knows_only,
    ),
    "annotated": Word(
        "Annotation",
        "A new field that the older version keeps in an annotation.",
        Object(
            {
                "annotation": Field(Text(), "The key of the annotation, such as acme.io/owner."),
                "to": _TO,
                "form": Field(
                    OneOf(("string", "integer", "json")), "How the value is written; string if not said.", False
                ),
                "keepParent": Field(Flag(), "The older version has the parent of the field, even empty.", False),
            }
        ),
        made.annotated,
    ),
    "kept": Word(
        "Kept", "A field is gone, and the stash keeps its value.", Object({"path": _FROM, "why": _WHY}), made.kept
    ),
    "dropped": Word(
        "Dropped", "A field is gone, and its value is discarded.", Object({"path": _FROM, "why": _WHY}), made.dropped
    ),
}
"""Every word."""

_SCHEMA = "a definition has defaults in its schemas: write default there"
_ASKS = "an API server asks nobody while it converts"
REFUSED: Final[Mapping[str, str]] = {
    "Default": _SCHEMA,
    "Derived": f"{_SCHEMA}, or set the value in an admission webhook",
    "Notes": _ASKS,
    "Repair": _ASKS,
    "Requires": _ASKS,
    "Function": "a function is Python: write the rules in Python, with SchemaFile for the versions' schemas",
}
"""The rules that a file cannot have, and why."""

PYTHON: Final[Mapping[str, str]] = {word.rule: key for key, word in reversed([*WORDS.items()])}
"""The words by the rules that they make; of several the first."""
