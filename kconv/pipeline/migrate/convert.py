"""One object to the version that a run takes it to: its new form, or why it stays as it is.

A migration asks for every old object, and once more wherever kustomize lays one object over another, for there the
result of both together must be known before either moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kconv.errors import ConversionError, UsageError
from kconv.names import GroupVersion
from kconv.notes import Note
from kconv.pipeline.migrate.outcomes import Status
from kconv.pipeline.migrate.verdicts import Goal

if TYPE_CHECKING:
    from kconv.engine.conversion import Conversion

DEFECT = "this is a defect of kconv: please report it with the object"


class Converted(NamedTuple):
    """What became of an object. ``conversion`` is None where it failed; with the status "decision" it is complete, but
    the target is sure to refuse it.
    """

    status: Status
    notes: list[Note]
    hint: str = ""
    conversion: Conversion | None = None

    @property
    def moves(self) -> bool:
        """Whether the object may be written."""
        return self.conversion is not None and self.status != "decision"


def converted(obj: dict[str, Any], to: GroupVersion, goal: Goal, *, patch: bool) -> Converted:
    """Convert one object by a run's options; ``patch`` says that kustomize lays it over another. Never raises."""
    from kconv import kinds
    from kconv.pipeline.migrate.effects import effects, refuse_taken

    options = goal.options
    try:
        conversion = kinds.convert(
            obj,
            to,
            defaults=options.defaults,
            release=goal.release,
            decisions=options.decisions,
            leave_out=options.leave_out,
            stash=options.stash,
            demands=options.demands,
            patch=patch,
        )
        refuse_taken(obj, conversion)
        told = effects(obj, conversion, goal.release)
    except (ConversionError, UsageError) as error:
        return Converted("error", [Note("info", error.path, error.reason)], error.hint)
    except Exception as defect:  # a defect in one kind's rules must not hide what is wrong with other documents
        return Converted("error", [Note("info", "", f"{type(defect).__name__}: {defect}")], DEFECT)
    notes = [*conversion.notes, *told]
    if conversion.questions:
        notes += [Note("info", question.path, question.why) for question in conversion.questions]
        hint = "; ".join(dict.fromkeys(question.hint for question in conversion.questions))
        return Converted("decision", notes, hint, conversion)
    return Converted("fragment" if conversion.fragment else "migrated", notes, "", conversion)
