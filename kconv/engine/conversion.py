"""What a conversion gives back: a new object, and what a person should know about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kconv.errors import Question
from kconv.paths import FieldPath

Moves = list[tuple[FieldPath, FieldPath]]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing a person should know.

    ``kind`` is one of: "default" (a value written so that the object acts as before), "nearest" (the target has no
    way to say it, this comes closest), "dropped" (lost, because the stash is off and a decision allowed it),
    "stash" (kept in an annotation), "reference" (names another object's old version), "ambiguous" (a stashed value
    that could not be put back), "repair" (mended because the target demands it), "alias" (an anchor had to be written
    out), "info". ``path`` is the field in the converted object.
    """

    kind: str
    path: str
    message: str


@dataclass(slots=True)
class Conversion:
    """The result of one conversion.

    ``moves`` are pairs (source path, target path), patterns with ``[]`` allowed, for the text to follow.
    ``questions`` are the decisions still open; the object is then complete but the target is sure to refuse it.
    ``fragment`` tells that defaults were left out because the object is only a part of one.
    """

    object: dict[str, Any]
    moves: Moves = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    fragment: bool = False
