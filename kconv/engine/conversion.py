"""A conversion returns a new object, and notes on what the user should know about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from kconv.errors import Question
from kconv.notes import Note
from kconv.paths import FieldPath, show

if TYPE_CHECKING:
    from kconv.engine.preserve import Compared, Written

Moves = list[tuple[FieldPath, FieldPath]]


Noted: TypeAlias = "Note | Compared | Written"
"""A note, or defaults that were written, of which notes are made only when they are read."""
_NOT_SETTLED = ("info", "ambiguous", "dropped", "stash")
"""Kinds of notes that do not say what became of a field in place of its default."""


def notes(noted: Sequence[Noted]) -> list[Note]:
    """All notes. What a demand made of a field is reported instead of its default."""
    settled = {each.path for each in noted if isinstance(each, Note) and each.kind not in _NOT_SETTLED}
    found: list[Note] = []
    for each in noted:
        if isinstance(each, Note):
            found.append(each)
        else:
            defaults = (default_note(*written) for written in each.written())
            found += [note for note in defaults if note.path not in settled]
    return found


def default_note(path: FieldPath, value: Any) -> Note:
    """The note of a default that was written."""
    import json

    place, text = show(path), json.dumps(value, ensure_ascii=False)
    return Note("default", place, f"{place}: {text if len(text) <= 60 else text[:57] + '…'}")


class Conversion:
    """The result of one conversion.

    ``pairs`` are what the moves are made of, ``noted`` what the notes are. ``questions`` are the decisions still open;
    the object is then complete but the target is sure to refuse it. ``fragment``: defaults were left out
    because the object is only a part of one.
    """

    __slots__ = ("fragment", "noted", "object", "pairs", "questions")

    def __init__(
        self,
        obj: dict[str, Any],
        pairs: Sequence[tuple[FieldPath, FieldPath]] = (),
        noted: Sequence[Noted] = (),
        questions: Iterable[Question] = (),
        fragment: bool = False,
    ) -> None:
        self.object = obj
        self.pairs = pairs
        self.noted = noted
        self.questions = list(questions)
        self.fragment = fragment

    @property
    def moves(self) -> Moves:
        """Pairs (source path, target path), patterns with ``[]`` allowed, for the text to follow."""
        return list(self.pairs)

    @property
    def notes(self) -> list[Note]:
        """What the user should know, in the order of the conversion."""
        return notes(self.noted)
