"""One law on one choice of versions: cases that failed before are tried first, and one that fails now is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kconv.testing.counterexample import examine, recheck
from kconv.testing.failure import Failure
from kconv.testing.fixtures import Saved, save
from kconv.testing.laws.base import Law, Legs
from kconv.testing.losses import Loss, causes
from kconv.testing.report import Trial
from kconv.testing.subject import Subject


def run_trial(
    subject: Subject,
    law: Law,
    legs: Legs,
    *,
    examples: int,
    seed: int,
    kept: Sequence[Saved] = (),
    folder: str | Path | None = None,
) -> Trial:
    """Try a law on the cases ``kept`` from earlier, then on new objects; a new failure is saved in ``folder``."""
    passing: list[str] = []
    for each in kept:
        if not each.fits(subject.kind, law.name, legs):
            continue
        failure = recheck(subject, law, each.case, seed=each.seed)
        if failure is not None:
            losses = tuple(Loss(cause, law, each.case, 1) for cause in causes(subject, failure.breach))
            return Trial(law.name, legs, replace(failure, file=str(each.file)), tuple(passing), losses)
        passing.append(str(each.file))
    found = examine(subject, law, legs, examples=examples, seed=seed)
    failure = found.failure
    if failure is not None and folder is not None and failure.object is not None:
        failure = _saved(Path(folder), subject.kind, failure)
    losses, drawn = tuple(found.losses.values()), frozenset(found.drawn)
    return Trial(law.name, legs, failure, tuple(passing), losses, drawn, found.died)


def _saved(folder: Path, kind: str, failure: Failure) -> Failure:
    """The failure with its file: a file that cannot be written must not hide the failure."""
    try:
        return replace(failure, file=str(save(folder, kind, failure)))
    except OSError as error:
        return replace(failure, file=f"not saved: {folder}: {error.strerror}")
