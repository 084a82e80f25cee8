"""Edits to an object, for what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kconv.notes import Note
from kconv.paths import FieldPath
from kconv.records import NamedTuple
from kconv.values import put

if TYPE_CHECKING:
    from kconv.engine.conversion import Moves


class Edit(NamedTuple):
    """A new value for a field that is there, and which of its items have another place now."""

    path: FieldPath
    value: Any
    moves: Moves


class Updates(NamedTuple):
    """The edits to what an object names, the notes on all that it names, and the paths that were looked at."""

    edits: list[Edit]
    notes: list[Note]
    looked_at: list[FieldPath]

    @property
    def moves(self) -> Moves:
        """The pairs (path before, path now) of what has another place now."""
        return [move for edit in self.edits for move in edit.moves]


def applied(value: Any, edits: list[Edit]) -> Any:
    """The value with the edits in it; what they do not touch is shared."""
    for edit in edits:
        value = put(value, edit.path, edit.value)
    return value
