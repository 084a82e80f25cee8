"""The one call that holds a converter to the laws: kconv's own rules, a function, or a running webhook."""

from __future__ import annotations

import os
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kconv import extras
from kconv.engine import Kind
from kconv.structural.vocabulary import Schema
from kconv.testing import amount, arguments, laws
from kconv.testing.counterexample import first, smallest
from kconv.testing.coverage import covered
from kconv.testing.exemption_use import meant
from kconv.testing.failure import Failure
from kconv.testing.findings import Finding, grouped, with_parents
from kconv.testing.fixtures import saved
from kconv.testing.losses import causes
from kconv.testing.report import Report
from kconv.testing.served import Between
from kconv.testing.subject import Converter, Json, Reading, Subject
from kconv.testing.subjects import subject_of
from kconv.testing.sweep import sweep
from kconv.testing.trial import after_death, run_trial
from kconv.testing.unreachable import WebhookUnreachableError

SEED, EXAMPLES = "KCONV_SEED", "KCONV_EXAMPLES"


def check(
    convert: Converter | None = None,
    *,
    kind: str | Kind,
    versions: Sequence[str] = (),
    schemas: Mapping[str, Schema] | None = None,
    crd: str | Path | Mapping[str, Any] | None = None,
    hub: str | None = None,
    objects: Iterable[Json] = (),
    annotations: Collection[str] | None = None,
    read_as: Reading | None = None,
    between: Between | None = None,
    lossy: Any = (),
    examples: int | None = None,
    seed: int | None = None,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
    failures: str | Path | None = None,
) -> Report:
    """Hold a converter to the laws of a lossless conversion.

    ``convert(obj, to)`` is any callable that gives an object in another version; without one the kind's own rules are
    tried. ``kind`` is a built-in kind's name, a kind declared in kconv's vocabulary, or, with ``convert``, any name.
    ``versions`` are apiVersions; ``schemas`` their structural schemas (`openAPIV3Schema`), ``crd`` the definition, or
    its file, that has them all. ``hub`` is the version that all conversions go through, if there is one. ``objects``
    are real ones to start from beside those that the schemas describe. ``annotations`` are the keys that the converter
    keeps its own things under; without them what a conversion adds is taken for its own. ``read_as`` is what a reader
    makes of an object before two are compared: ``kconv.testing.omitempty`` for a converter whose types take empty for
    absent, as Go's mostly do; without it every difference counts. ``between`` is what happens between two conversions:
    ``kconv.testing.as_served`` (the default for a webhook) prunes, fills in defaults and restores metadata as an API
    server does, ``kconv.testing.as_is`` (the default otherwise) does nothing. ``lossy`` names the places whose losses
    are known, each with the reason: a list, "spec.x: why", or a dict; one that no object needs fails the check.
    ``examples`` objects are tried on each law and choice of versions ($KCONV_EXAMPLES when None, else 200), drawn
    from ``seed`` ($KCONV_SEED when None, else a new one each time; the report has it). ``only`` and ``without``
    choose laws by name. ``failures`` is a folder in which cases that fail are kept, and from which they are tried
    first.

    Returns a report; ``report.raise_if_failed()`` raises AssertionError. Raises UsageError where what is given is wrong
    or does not go together, UnknownKindError, ManifestError where a file in ``failures`` holds no case,
    WebhookUnreachableError where a webhook cannot be asked, does not answer in time, or converts no object at all.
    """
    subject = subject_of(
        convert,
        kind=kind,
        versions=versions,
        schemas=schemas,
        crd=crd,
        hub=hub,
        objects=objects,
        annotations=annotations,
        read_as=read_as,
        between=between,
        lossy=lossy,
    )
    return check_subject(subject, examples=examples, seed=seed, only=only, without=without, failures=failures)


def check_subject(
    subject: Subject,
    *,
    examples: int | None = None,
    seed: int | None = None,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
    failures: str | Path | None = None,
) -> Report:
    """``check`` of what ``subject_of`` returned."""
    extras.require("testing")
    chosen = laws.chosen(arguments.names("only", only), arguments.names("without", without))
    subject = laws.judged(subject, chosen)
    examples = asked_examples() if examples is None else amount.objects(examples)
    report, kept = Report(subject.kind, fresh_seed() if seed is None else seed, examples), saved(failures)
    trials = [(each, legs) for each in chosen for legs in each.legs(subject)]
    for number, (law, legs) in enumerate(trials, 1):
        report.trials.append(
            run_trial(subject, law, legs, examples=examples, seed=report.seed, kept=kept, folder=failures)
        )
        if report.trials[-1].died:
            report.untried = len(trials) - number
            break
    _summed(subject, report, swept=any(law.swept for law in chosen))
    return report


def _summed(subject: Subject, report: Report, *, swept: bool) -> None:
    """Adds to a report what all trials together say."""
    drawn = ((trial.law, trial.legs[0], set(trial.drawn)) for trial in report.trials)
    report.coverage = covered(subject, drawn, sum(trial.thrown for trial in report.trials))
    tried = len(report.trials)
    found = _with_examples(subject, report, grouped(trial.losses for trial in report.trials))
    found += _with_examples(subject, report, grouped(trial.losses for trial in report.trials[tried:]))
    report.findings = tuple(found)
    custom = {version: shape for version, shape in subject.shapes.items() if shape.custom}
    lost = {each.cause.version for each in found if each.cause.what == "gone"}
    report.shown = with_parents(found, {version: sweep(custom[version]).leaves for version in lost & custom.keys()})
    if subject.lossy is not None and swept and not report.died:
        report.unused = subject.lossy.unused
        report.meant = meant(subject, report.findings, report.unused)


def _with_examples(subject: Subject, report: Report, findings: Iterable[Finding]) -> list[Finding]:
    return [replace(each, example=_example(subject, each, report)) for each in findings]


def _example(subject: Subject, finding: Finding, report: Report) -> Failure:
    """The finding by its smallest object: one that a trial came down to, if it has the same cause.

    To seek it may kill a webhook: this is a trial of its own.
    """
    found = (finding.loss.law.name, finding.loss.case.legs)
    for failure in (each.failure for each in report.trials if (each.law, each.legs) == found):
        if failure is not None and finding.cause in causes(subject, failure.breach):
            return failure
    if report.died:
        return first(subject, finding.loss, report.seed)
    try:
        return smallest(subject, finding.loss, report.seed)
    except WebhookUnreachableError as error:
        report.trials.append(after_death(subject, finding.loss.law, finding.loss.case.legs, error, report.seed))
        return first(subject, finding.loss, report.seed)


def fresh_seed() -> int:
    """$KCONV_SEED, else another one every time. Raises UsageError."""
    said = amount.number(os.environ.get(SEED), f"${SEED}")
    return random.SystemRandom().randrange(1, 1 << 31) if said is None else said


def asked_examples() -> int:
    """$KCONV_EXAMPLES, else 200. Raises UsageError."""
    said = amount.number(os.environ.get(EXAMPLES), f"${EXAMPLES}")
    return amount.DEFAULT if said is None else amount.objects(said, f"${EXAMPLES}")
