"""One law on one choice of versions: cases that failed before are tried first, and one that fails now is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kconv.testing.answering import converts_some
from kconv.testing.counterexample import Examined, examine, killed, recheck
from kconv.testing.failure import Failure
from kconv.testing.fixtures import Saved, save
from kconv.testing.laws.base import Law, Legs
from kconv.testing.losses import Loss, causes
from kconv.testing.report import Trial
from kconv.testing.subject import Subject
from kconv.testing.unreachable import WebhookUnreachableError


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
    """Try a law on the cases ``kept`` from earlier, then on new objects; a new failure is saved in ``folder``.

    Raises WebhookUnreachableError for a webhook that cannot be asked, or converts nothing.
    """
    converts_some(subject)
    passing: list[str] = []
    for each in kept:
        if not each.fits(subject.kind, law.name, legs):
            continue
        found = _rechecked(subject, law, each)
        if found.failure is not None:
            return _trial(law, legs, found, replace(found.failure, file=str(each.file)), passing)
        passing.append(str(each.file))
    found = examine(subject, law, legs, examples=examples, seed=seed)
    failure = found.failure
    if failure is not None and folder is not None and failure.object is not None:
        failure = _saved(Path(folder), subject.kind, failure)
    return _trial(law, legs, found, failure, passing)


def after_death(subject: Subject, law: Law, legs: Legs, error: WebhookUnreachableError, seed: int) -> Trial:
    """The trial that a webhook's death ends. Raises the error where no object is to blame."""
    found = Examined()
    found.end(subject, law, killed(law, legs, error, seed))
    return _trial(law, legs, found, found.failure, ())


def _trial(law: Law, legs: Legs, found: Examined, failure: Failure | None, passing: Sequence[str]) -> Trial:
    losses, drawn = tuple(found.losses.values()), frozenset(found.drawn)
    return Trial(law.name, legs, failure, tuple(passing), losses, drawn, found.thrown, died=found.died)


def _rechecked(subject: Subject, law: Law, kept: Saved) -> Examined:
    """What a case from an earlier run shows."""
    found = Examined()
    try:
        found.failure = recheck(subject, law, kept.case, seed=kept.seed)
    except WebhookUnreachableError as error:
        found.end(subject, law, killed(law, kept.case.legs, error, kept.seed))
    else:
        if found.failure is not None:
            breach = found.failure.breach
            found.add(Loss(cause, law, kept.case, breach) for cause in causes(subject, breach))
    return found


def _saved(folder: Path, kind: str, failure: Failure) -> Failure:
    """The failure with its file: a file that cannot be written must not hide the failure."""
    try:
        return replace(failure, file=str(save(folder, kind, failure)))
    except OSError as error:
        return replace(failure, file=f"not saved: {folder}: {error.strerror}")
