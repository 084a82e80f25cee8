"""A conversion returns a new object, and notes on what the user should know about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from kconv.errors import Question
from kconv.notes import Note
from kconv.paths import FieldPath, show
from kconv.records import NamedTuple

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


class Misfit(NamedTuple):
    """A value that a rule cannot read.

    ``version`` is the one whose field it is, ``path`` its place in an object of that version, ``rule`` the name of the
    rule, and ``why`` what the rule says of the field. The value itself is in the stash only: it may be a secret.
    """

    version: str
    path: str
    rule: str
    why: str


class Conversion:
    """The result of one conversion.

    ``pairs`` are what the moves are made of, ``noted`` what the notes are. ``questions`` are the decisions still open;
    the object is then complete but the target is sure to refuse it. ``fragment``: defaults were left out
    because the object is only a part of one. ``misfits`` are the values that a rule could not read; only a kind that is
    total has any, and the stash holds them. ``left_out`` are the fields that the stash had no room for, each with the
    version that has it.
    """

    __slots__ = ("fragment", "left_out", "misfits", "noted", "object", "pairs", "questions")

    def __init__(
        self,
        obj: dict[str, Any],
        pairs: Sequence[tuple[FieldPath, FieldPath]] = (),
        noted: Sequence[Noted] = (),
        questions: Iterable[Question] = (),
        fragment: bool = False,
        misfits: Sequence[Misfit] = (),
        left_out: Sequence[str] = (),
    ) -> None:
        self.object = obj
        self.pairs = pairs
        self.noted = noted
        self.questions = list(questions)
        self.fragment = fragment
        self.misfits = misfits
        self.left_out = left_out

    @property
    def moves(self) -> Moves:
        """Pairs (source path, target path), patterns with ``[]`` allowed, for the text to follow."""
        return list(self.pairs)

    @property
    def notes(self) -> list[Note]:
        """What the user should know, in the order of the conversion."""
        return notes(self.noted)
