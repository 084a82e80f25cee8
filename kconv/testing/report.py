"""What a check found: of every law and choice of versions, whether it held, and how it was broken if not."""

from __future__ import annotations

from dataclasses import dataclass, field

from kconv.testing.failure import Failure
from kconv.testing.laws.base import Legs


class LawBroken(AssertionError):  # noqa: N818 - what pytest shows is the sentence
    """A converter breaks a law; ``failures`` are all that were found."""

    def __init__(self, failures: tuple[Failure, ...]) -> None:
        super().__init__("\n\n".join(map(str, failures)))
        self.failures = failures


@dataclass(frozen=True)
class Trial:
    """One law on one choice of versions; ``passing`` are the files of cases that failed once and pass now."""

    law: str
    legs: Legs
    failure: Failure | None = None
    passing: tuple[str, ...] = ()


@dataclass
class Report:
    """What a check found. ``seed`` is the one to run it with again, ``examples`` the objects of each trial."""

    kind: str
    seed: int
    examples: int
    trials: list[Trial] = field(default_factory=list)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Every failure, in the order of the laws."""
        return tuple(trial.failure for trial in self.trials if trial.failure is not None)

    @property
    def passing(self) -> tuple[str, ...]:
        """The files of cases that failed once and pass now. They stay until they are deleted."""
        return tuple(file for trial in self.trials for file in trial.passing)

    def raise_if_failed(self) -> None:
        """Raise LawBroken, an AssertionError, with all failures, if there are any."""
        if self.failures:
            raise LawBroken(self.failures)

    def __str__(self) -> str:
        broken = f"{len(self.failures)} broken" if self.failures else "all hold"
        head = f"{self.kind}: {len(self.trials)} trials of {self.examples} objects, {broken}, seed {self.seed}"
        passing = "".join(f"\npasses now: {file}" for file in self.passing)
        return "\n\n".join((head + passing, *map(str, self.failures)))
