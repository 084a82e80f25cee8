"""A finding must be actionable: it has the place of a wrong value, the rule that it breaks, and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

from kconv.paths import FieldPath, Segment, show
from kconv.records import NamedTuple

Rule = Literal[
    "unknown",
    "duplicate",
    "type",
    "required",
    "enum",
    "format",
    "bounds",
    "pattern",
    "unique",
    "combination",
    "version",
    "refused",
]
"""``version``: the release does not serve the object's version; ``combination``: allOf, anyOf, oneOf, not; ``refused``:
what the server demands of a CustomResourceDefinition beyond its fields' types."""

_LONGEST = 60
_KINDS: dict[type, str] = {dict: "a map", list: "a list", type(None): "null"}


class Finding(NamedTuple):
    """One thing that is wrong at ``path``; that of a missing field leads to where it would be."""

    path: FieldPath
    rule: Rule
    message: str
    hint: str = ""

    def below(self, part: Segment) -> Finding:
        """The same, seen from the value that holds this one."""
        return self._replace(path=(part, *self.path))

    def __str__(self) -> str:
        return f"{show(self.path)}: {self.message}" if self.path else self.message


Check: TypeAlias = Callable[[Any], "list[Finding] | None"]
"""Checks a value and returns what is wrong with it; None if nothing is."""


def mistyped(value: Any, wanted: str) -> list[Finding]:
    """A value of another type than the field's."""
    return [Finding((), "type", f"must be {wanted}, is {described(value)}", _remedy(value, wanted))]


def described(value: Any) -> str:
    """A value in a few words."""
    if type(value) is str:
        return f"the string {shortened(value)}"
    if type(value) is bool:
        return "true" if value else "false"
    return _KINDS.get(type(value)) or f"the number {value}"


def shortened(value: Any) -> str:
    """A value as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _remedy(value: Any, wanted: str) -> str:
    """What most often lies behind a wrong type in YAML: quotes, and the dash of a list."""
    if wanted.startswith("a string") and type(value) in (bool, int, float):
        return "put it in quotes"
    if type(value) is str and _bare(value, wanted):
        return "write it without quotes"
    if wanted == "a list" and type(value) is dict:
        return "begin each item with a dash"
    if wanted == "a map" and type(value) is list:
        return "remove the dash"
    return ""


def _bare(text: str, wanted: str) -> bool:
    if wanted == "true or false":
        return text in ("true", "false")
    return "integer" in wanted and text.removeprefix("-").isdecimal() and text.isascii()
