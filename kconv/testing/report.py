"""What a check found: of every law and choice of versions, whether it held, and how it was broken if not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kconv.paths import FieldPath
from kconv.testing.coverage import Coverage
from kconv.testing.failure import Failure
from kconv.testing.findings import Finding
from kconv.testing.laws.base import Legs
from kconv.testing.losses import Loss

_SHOWN: Final = 20
"""Examples that are written out: the line of each finding is above them."""


class LawBroken(AssertionError):  # noqa: N818 - what pytest shows is the sentence
    """A converter breaks a law, or an exemption is not needed; ``failures`` are the first of each trial."""

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.failures = report.failures


@dataclass(frozen=True)
class Trial:
    """One law on one choice of versions.

    ``failure`` is the first that was found, ``losses`` everything that was. ``passing`` are the files of cases that
    failed once and pass now; ``drawn`` are the leaves of the schema that the objects had; ``thrown`` is the number of
    drawn objects that the schema did not accept. ``died`` is whether a webhook did not survive the trial: nothing can
    be tried after it.
    """

    law: str
    legs: Legs
    failure: Failure | None = None
    passing: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()
    drawn: frozenset[FieldPath] = frozenset()
    thrown: int = 0
    died: bool = False

    @property
    def details(self) -> str:
        """The failure, and all that the trial found where that is more than it names; "" if the law holds."""
        text = str(self.failure or "")
        if len(self.losses) < 2 and all(loss.cause.path in text for loss in self.losses):
            return text
        return f"{text}\n  all that this trial found:" + "".join(f"\n    {loss.cause}" for loss in self.losses)


@dataclass
class Report:
    """What a check found.

    ``seed`` is the one to run it with again, ``examples`` the objects of each trial. ``findings`` are all that is
    wrong, each once and the worst first; ``shown`` has a parent that is lost in place of its fields. ``unused`` are
    the exemptions that nothing needed, ``meant`` what they may have meant. ``untried`` is the number of trials that a
    webhook did not live to see.
    """

    kind: str
    seed: int
    examples: int
    trials: list[Trial] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    shown: tuple[Finding, ...] = ()
    coverage: Coverage | None = None
    unused: tuple[str, ...] = ()
    meant: Mapping[str, str] = field(default_factory=dict)
    untried: int = 0

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Every failure, in the order of the laws."""
        return tuple(trial.failure for trial in self.trials if trial.failure is not None)

    @property
    def passing(self) -> tuple[str, ...]:
        """The files of cases that failed once and pass now. They stay until they are deleted."""
        return tuple(file for trial in self.trials for file in trial.passing)

    @property
    def died(self) -> bool:
        """Whether a webhook did not survive an object: nothing was tried after it."""
        return any(trial.died for trial in self.trials)

    @property
    def ok(self) -> bool:
        """Whether every law holds and every exemption is needed."""
        return not self.failures and not self.unused

    def raise_if_failed(self) -> None:
        """Raise LawBroken, an AssertionError, with everything that is wrong, if anything is."""
        if not self.ok:
            raise LawBroken(self)

    @property
    def head(self) -> str:
        """The whole check in one line."""
        broken = f"{len(self.failures)} broken" if self.failures else "all hold"
        if self.unused:
            broken += f", {len(self.unused)} exemption{'s' if len(self.unused) > 1 else ''} not needed"
        if self.untried:
            broken += f", {self.untried} more trials not tried: the webhook is gone"
        return f"{self.kind}: {len(self.trials)} trials of {self.examples} objects, {broken}, seed {self.seed}"

    @property
    def not_needed(self) -> list[str]:
        """The exemptions that nothing needed, each in a line, with what may have been meant."""
        near = {place: f": is it {self.meant[place]}?" if place in self.meant else "" for place in self.unused}
        return [f"exempt, but nothing is lost there: {place}{near[place]}" for place in self.unused]

    @property
    def details(self) -> tuple[Failure, ...]:
        """Every finding by its smallest object; the failures of trials where nothing was found twice."""
        return tuple(finding.example for finding in self.findings if finding.example is not None) or self.failures

    def __str__(self) -> str:
        lines = [self.head]
        lines += [f"passes now: {file}" for file in self.passing]
        lines += self.not_needed
        lines += [f"  {finding}" for finding in self.shown]
        written = [*self._written()]
        more = len(written) - _SHOWN
        rest = f"the smallest objects of {more} more findings are in the JSON report, and in report.details"
        return "\n\n".join(("\n".join(lines), *written[:_SHOWN], *([rest] if more > 0 else [])))

    def _written(self) -> Iterator[str]:
        """The findings by their smallest objects. An object that shows several is written once, below all of them."""
        causes: dict[str, list[str]] = {}
        for finding in self.shown:
            if finding.example is not None:
                causes.setdefault(str(finding.example), []).append(str(finding.cause) if finding.path else "")
        for text, places in causes.items():
            yield "\n".join([*filter(None, places), text])
        yield from () if causes else map(str, self.failures)
