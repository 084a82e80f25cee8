"""What a conversion gives back: a new object, and what a person should know about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from kconv.errors import Question
from kconv.paths import FieldPath, show

if TYPE_CHECKING:
    from kconv.engine.preserve import Compared, Written

Moves = list[tuple[FieldPath, FieldPath]]


class Note(NamedTuple):
    """One thing a person should know.

    ``kind`` is one of: "default" (a value written so that the object acts as before), "nearest" (the target has no
    way to say it, this comes closest), "dropped" (lost, because the stash is off and a decision allowed it),
    "stash" (kept in an annotation), "reference" (names another object's old version), "ambiguous" (a stashed value
    that could not be put back), "repair" (mended because the target demands it), "effect" (a field that the old version
    never had), "alias" (an anchor had to be written out), "info". ``path`` is the field in the converted object.
    """

    kind: str
    path: str
    message: str


Told: TypeAlias = "Note | list[tuple[str, str, str]] | Compared | Written"
"""What notes are made of: one in words, what a rule told in settling the object, or defaults that were written."""


def notes(told: Sequence[Told]) -> list[Note]:
    """Notes in words, which are made only for who reads them. What settled a field is told instead of its default."""
    found: list[Note] = []
    for each in told:
        if isinstance(each, Note):
            found.append(each)
        elif isinstance(each, list):
            settled = {path for _, path, _ in each}
            found = [note for note in found if note.kind != "default" or note.path not in settled]
            found += [Note(kind, path, message) for kind, path, message in each]
        else:
            found += [default_note(*written) for written in each.written()]
    return found


def default_note(path: FieldPath, value: Any) -> Note:
    import json

    place, text = show(path), json.dumps(value, ensure_ascii=False)
    return Note("default", place, f"{place}: {text if len(text) <= 60 else text[:57] + '…'}")


@dataclass(slots=True)
class Conversion:
    """The result of one conversion.

    ``pairs`` are what the moves are made of, ``told`` what the notes are. ``questions`` are the decisions still open;
    the object is then complete but the target is sure to refuse it. ``fragment`` tells that defaults were left out
    because the object is only a part of one.
    """

    object: dict[str, Any]
    pairs: Sequence[tuple[FieldPath, FieldPath]] = ()
    told: Sequence[Told] = ()
    questions: list[Question] = field(default_factory=list)
    fragment: bool = False

    @property
    def moves(self) -> Moves:
        """Pairs (source path, target path), patterns with ``[]`` allowed, for the text to follow."""
        return list(self.pairs)

    @property
    def notes(self) -> list[Note]:
        """What a person should know, as it came up."""
        return notes(self.told)
