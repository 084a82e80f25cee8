"""What to report of an object that waits for what kustomize lays over it, and of what it waits for."""

from __future__ import annotations

import os
from collections.abc import Iterator

from kconv.names import name_of
from kconv.notes import Note
from kconv.paths import FieldPath, show
from kconv.pipeline.migrate.outcomes import DocumentOutcome
from kconv.pipeline.migrate.verdicts import Goal


def waits(goal: Goal, outcome: DocumentOutcome, path: FieldPath = ()) -> bool:
    """Whether an old object stays for what kustomize lays over it, which is then said in its outcome."""
    reasons = goal.overlays.reasons(outcome.file, outcome.index, path) if goal.overlays else []
    if reasons:
        outcome.status, outcome.hint = "waits", "; ".join(dict.fromkeys(each.hint for each in reasons))
        places = [f"{_shown(each.file, outcome.file)}:{each.line}" for each in reasons]
        outcome.notes = [Note("info", "", f"{at}: {each.why}") for at, each in zip(places, reasons, strict=True)]
    return bool(reasons)


def misfits(goal: Goal, file: str, index: int) -> Iterator[tuple[FieldPath, DocumentOutcome]]:
    """What a kustomization lays over old objects that no longer fits once they move: its path, and the outcome."""
    for misfit in goal.overlays.misfits(file) if goal.overlays else ():
        base = misfit.base
        place = f"{_shown(base.doc.file, file)}:{base.line}"
        outcome = DocumentOutcome(
            _shown(misfit.file, file),
            misfit.line,
            index,
            base.gvk.kind,
            name_of(base.old),
            base.gvk.api_version,
            base.to.api_version,
            "waits",
            [Note("info", show(misfit.place), misfit.why)],
            f"change it by hand together with {place}, which waits for it",
            goal.verdict(base.gvk).removed_in,
        )
        yield misfit.place, outcome


def _shown(file: str, like: str) -> str:
    """A real path, written as another one is: from here, or from the root."""
    return file if os.path.isabs(like) else os.path.relpath(file)
