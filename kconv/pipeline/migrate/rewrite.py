"""Objects that moved are written into the text of their document together; what does not read back is not written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kconv.errors import ManifestError
from kconv.notes import Note
from kconv.paths import FieldPath
from kconv.pipeline.migrate.outcomes import DocumentOutcome, Result
from kconv.pipeline.migrate.parse import Parsed

if TYPE_CHECKING:
    from kconv.engine.conversion import Conversion, Moves
    from kconv.names import GroupVersionKind
    from kconv.pipeline.migrate.references.edits import Updates
    from kconv.pipeline.migrate.target import Target


class Draft:
    """A document's value with the objects that have moved so far, and the pairs (path before, path now) of all moves.

    The original is not changed.
    """

    def __init__(self, value: Any) -> None:
        self.original = self.value = value
        self.moves: Moves = []

    @property
    def is_changed(self) -> bool:
        """Whether any object has moved."""
        return self.value is not self.original

    def put(self, path: FieldPath, new: Any, moves: Moves) -> None:
        """Put the new form of an object in its place."""
        from kconv.values import put

        self.value = put(self.value, path, new)
        self.moves += below(path, moves)

    def update(self, path: FieldPath, updates: Updates) -> None:
        """Edit what an object names."""
        for edit in updates.edits:
            self.put((*path, *edit.path), edit.value, [])
        self.moves += below(path, updates.moves)


def below(path: FieldPath, moves: Moves) -> Moves:
    """Moves in an object, as moves in the document that has it at a path."""
    return [((*path, *source), (*path, *target)) for source, target in moves]


def with_references(
    conversion: Conversion, gvk: GroupVersionKind, outcome: DocumentOutcome, target: Target
) -> tuple[Any, Moves]:
    """A converted object and its moves, with what it names moved too where this run does not leave names alone."""
    if target.names is None:
        return conversion.object, conversion.moves
    from kconv.pipeline.migrate.references.update import update_converted

    return update_converted(conversion, gvk, outcome, target)


def rewrite(parsed: Parsed, draft: Draft, outcomes: list[DocumentOutcome]) -> Result:
    """The document with its new text; unchanged, with errors in the outcomes, where that cannot be written."""
    from kconv.manifests import edit

    moved = [each for each in outcomes if each.status in ("migrated", "fragment")]
    try:
        rewritten = edit.rewrite(parsed.tree, draft.value, draft.moves)
    except ManifestError as error:
        for outcome in moved:
            outcome.status, outcome.hint = "error", error.hint
            outcome.notes = [Note("info", error.path, error.reason)]
        return Result(outcomes)
    moved[0].notes += rewritten.notes
    return Result(outcomes, rewritten.text, parsed.start)
