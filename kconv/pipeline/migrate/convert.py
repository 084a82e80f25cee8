"""One object is converted to the version that a run migrates it to, or is left unchanged, with the reason.

A migration converts every old object, and again each one that kustomize applies layers to: the result of both together
must be known before either is migrated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kconv.errors import ConversionError, UsageError
from kconv.names import GroupVersion
from kconv.notes import Note
from kconv.pipeline.migrate.outcomes import DocumentOutcome, Status
from kconv.pipeline.migrate.target import Target
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from kconv.engine.conversion import Conversion


class Converted(NamedTuple):
    """The result. ``conversion`` is None where it failed; with the status "decision" it is complete, but the target is
    sure to refuse it.
    """

    status: Status
    notes: list[Note]
    hint: str = ""
    conversion: Conversion | None = None

    @property
    def moves(self) -> bool:
        """Whether the object may be written."""
        return self.conversion is not None and self.status != "decision"


def convert(obj: dict[str, Any], to: GroupVersion, target: Target, *, patch: bool) -> Converted:
    """Convert one object by a run's options. ``patch``: kustomize lays it over another object. Never raises."""
    from kconv.pipeline.migrate.effects import effects, refuse_taken

    options = target.options
    try:
        conversion = target.kinds.convert(
            obj,
            to,
            defaults=options.defaults,
            release=target.release,
            decisions=options.decisions,
            leave_out=options.leave_out,
            stash=options.stash,
            demands=options.demands,
            patch=patch,
        )
        refuse_taken(obj, conversion)
        notes = [*conversion.notes, *effects(obj, conversion, target.release, target.kinds)]
    except (ConversionError, UsageError) as error:
        return Converted("error", [Note("info", error.path, error.reason)], error.hint)
    except Exception as error:  # of one kind's rules
        from kconv.pipeline.defect import defect

        found = defect(error)
        return Converted("error", [Note("info", "", found.reason)], found.hint)
    if conversion.questions:
        notes += [Note("info", question.path, question.why) for question in conversion.questions]
        hint = "; ".join(dict.fromkeys(question.hint for question in conversion.questions))
        return Converted("decision", notes, hint, conversion)
    return Converted("fragment" if conversion.fragment else "migrated", notes, "", conversion)


def convert_into(
    outcome: DocumentOutcome, obj: dict[str, Any], to: GroupVersion, target: Target, *, patch: bool
) -> Conversion | None:
    """Convert one object and put the result into its outcome. None if that failed."""
    done = convert(obj, to, target, patch=patch)
    outcome.status, outcome.hint = done.status, done.hint
    outcome.notes = [*outcome.notes, *done.notes] if done.conversion else done.notes
    return done.conversion
