"""kustomize lays patches over an object by version and path: an old object waits if one would no longer fit it."""

from __future__ import annotations

import os
from collections.abc import Iterator

from kconv.manifests.split import holds
from kconv.names import name_of
from kconv.notes import Note
from kconv.paths import FieldPath, show
from kconv.pipeline.migrate.outcomes import DocumentOutcome
from kconv.pipeline.migrate.run import Run

_LAYERS = tuple(b"patch replacements vars configurations abels namespace transformers openapi \\ \0".split(b" "))
"""One of these is in every kustomization that lays something over objects."""


def hold_back(run: Run, outcome: DocumentOutcome, path: FieldPath = ()) -> bool:
    """Let an old object wait if what kustomize lays over it is against its move, and return whether it does."""
    reasons = run.overlays.reasons(outcome.file, outcome.index, path) if run.overlays else []
    if reasons:
        outcome.status, outcome.hint = "waits", "; ".join(dict.fromkeys(each.hint for each in reasons))
        places = [f"{_shown(each.file, outcome.file)}:{each.line}" for each in reasons]
        outcome.notes = [Note("info", "", f"{at}: {each.why}") for at, each in zip(places, reasons, strict=True)]
    return bool(reasons)


def may_hold_back(run: Run, file: str, data: bytes) -> bool:
    """Whether a kustomization may select what is old, or lays something over it."""
    if run.target.watch.selects(data):
        return True
    lays = any(holds(data, field) for field in _LAYERS)
    return lays and run.overlays is not None and bool(run.overlays.misfits(file))


def misfits(run: Run, file: str, index: int) -> Iterator[tuple[FieldPath, DocumentOutcome]]:
    """What a kustomization lays over old objects that no longer fits once they move: its path, and the outcome."""
    for misfit in run.overlays.misfits(file) if run.overlays else ():
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
            run.target.verdict(base.gvk).removed_in,
        )
        yield misfit.place, outcome


def _shown(file: str, like: str) -> str:
    """A real path, written as another path is: from the current folder, or from the root."""
    return file if os.path.isabs(like) else os.path.relpath(file)
