"""What a word of the file says, as the rule of Python that converts objects: ``from`` and ``to`` are its two paths.

A rule refuses arguments that make none with ValueError; ``Refused`` adds what only the file can say wrongly.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kconv.crd.rulesfile.forms import form, turning
from kconv.crd.rulesfile.limit import Limit
from kconv.paths import MISSING, same
from kconv.rules import (
    PRESENT,
    SAME,
    Annotation,
    At,
    ByType,
    Cases,
    Dropped,
    Former,
    Implied,
    Inverse,
    Items,
    Kept,
    Keyed,
    KnowsOnly,
    Lacks,
    Move,
    Rule,
    Split,
    Turn,
    Values,
    When,
    Wrap,
)

Said = Mapping[str, Any]
_TYPES = {"integer": int, "string": str, "boolean": bool}
_FORMS: dict[str, Any] = {"integer": "int", "string": "str", "json": "json"}


def move(said: Said) -> Rule:
    return Move(said["from"], said["to"])


def values(said: Said) -> Rule:
    pairs = [(each.get("from", MISSING), each.get("to", MISSING)) for each in said["pairs"]]
    if any(same(old, new) for old, new in pairs):
        raise ValueError("the two values of a pair are the same, so it would change nothing")
    words = ", ".join(f"{_word(old)} is {_word(new)}" for old, new in pairs)
    return Values(said["path"], pairs, says=said.get("description") or f"{said['path']}: {words}")


def at(said: Said) -> Rule:
    return At(said["path"], said["rules"])


def wrap(said: Said) -> Rule:
    return Wrap(said["from"], said["to"])


def items(said: Said) -> Rule:
    return Items(said["from"], said["to"], said["field"])


def keyed(said: Said) -> Rule:
    return Keyed(said["from"], said["to"], said["key"])


def split(said: Said) -> Rule:
    return Split(said["from"], said["format"])


def turn(said: Said) -> Rule:
    old, new = form(said["fromForm"]), form(said["toForm"])
    if old.measures != new.measures:
        raise ValueError(f"{said['fromForm']} is {old.measures}, and {said['toForm']} {new.measures}")
    if said["fromForm"] == said["toForm"]:
        raise ValueError("both forms are the same: write move for a field that has only another place")
    forth, back = turning(old, new, *_bounds(said))
    words = f"{said['from']} ({said['fromForm']}) is {said['to']} ({said['toForm']})"
    return Turn(said["from"], said["to"], forth, back, says=said.get("description") or words, node=new.node)


def limit(said: Said) -> Rule:
    return Limit(said["path"], said["schema"], nearest=said.get("nearest", False), instead=said.get("instead", MISSING))


def by_type(said: Said) -> Rule:
    found = {_TYPES[each["type"]]: each["path"] for each in said["to"]}
    if len(found) < len(said["to"]):
        raise ValueError("a type is there twice")
    return ByType(said["from"], found)


def when(said: Said) -> Rule:
    return When(said["path"], _condition(said), said["rules"])


def implied(said: Said) -> Rule:
    rows = []
    for case in said["cases"]:
        if ("value" in case) == bool(case.get("sameValue")):
            raise ValueError("each case has a value, or sameValue: true")
        follows = case.get("value", SAME)
        rows += [(case["path"], value, follows) for value in _condition(case)]
    return Implied(said["path"], rows)


def cases(said: Said) -> Rule:
    table = []
    for row in said["table"]:
        for side in ("from", "to"):
            if other := next((path for path in row[side] if path not in said[side]), None):
                raise ValueError(f"{other} is not one of {side}: {', '.join(said[side])}")
        table.append(tuple(tuple(row[side].get(path, MISSING) for path in said[side]) for side in ("from", "to")))
    words = f"{', '.join(said['from'])} is {', '.join(said['to'])}, by a table"
    return Cases(said["from"], said["to"], table, says=said.get("description") or words)  # type: ignore[arg-type]


def former(said: Said) -> Rule:
    return Former(said["rules"])


def inverse(said: Said) -> Rule:
    return Inverse(said["rules"])


def lacks(said: Said) -> Rule:
    return Lacks(*said["paths"])


def knows_only(said: Said) -> Rule:
    return KnowsOnly(said["path"], said["values"], instead=said.get("instead", MISSING))


def annotated(said: Said) -> Rule:
    written = _FORMS[said.get("form", "string")]
    return Annotation(said["annotation"], said["to"], written, parent=said.get("keepParent", False))


def kept(said: Said) -> Rule:
    return Kept(said["path"], why=said["why"])


def dropped(said: Said) -> Rule:
    return Dropped(said["path"], why=said["why"])


def _condition(said: Said) -> list[Any]:
    """The values of a condition, as rules have them."""
    operator = said.get("operator") or ("In" if "values" in said else "Exists")
    if (operator == "In") != ("values" in said):
        raise ValueError("In has values, and Exists and DoesNotExist have none")
    return said["values"] if operator == "In" else [PRESENT if operator == "Exists" else MISSING]


def _bounds(said: Said) -> tuple[int | None, int | None]:
    least, most = said.get("minimum"), said.get("maximum")
    if least is not None and most is not None and least > most:
        raise ValueError(f"the minimum {least} is above the maximum {most}")
    return least, most


def _word(value: Any) -> str:
    return "left out" if value is MISSING else value if isinstance(value, str) else json.dumps(value)
