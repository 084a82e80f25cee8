"""Three hundred trials may fail for five reasons: a person mends reasons, so each is one line, the worst first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kconv.testing.failure import Failure
from kconv.testing.losses import Cause, Loss

_SHOWN: Final = 5
"""Leaves and values that are listed."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a conversion, however many trials show it.

    ``cause`` is what, and where; ``trials`` and ``objects`` are how many show it, ``laws`` the names of those that it
    breaks. ``at`` are the leaves that show it alone, ``values`` those that are wrong there, ``said`` the words of a
    refusal. ``loss`` is the first that
    was seen, ``example`` the same on the smallest object, None until it is sought.
    """

    cause: Cause
    trials: int
    objects: int
    laws: tuple[str, ...]
    loss: Loss
    at: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    example: Failure | None = None

    @property
    def path(self) -> str:
        """The place that is lost, with ``[]`` for any item and ``{}`` for any key; "" for a refusal."""
        return self.cause.path

    def __str__(self) -> str:
        trials = f"{self.trials} trial{'s' if self.trials > 1 else ''}"
        at = f" at {_some(self.at)}" if self.at and not self.path else ""
        values = f" ({_some(self.values)})" if self.values else ""
        words = self.said[0] if len(self.said) == 1 else self.cause
        return f"{words}{values}: {trials} ({', '.join(self.laws)}){at}"


def _some(words: tuple[str, ...]) -> str:
    """The first few of many words."""
    more = f", and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return f"{', '.join(words[:_SHOWN])}{more}"


def grouped(trials: Iterable[Iterable[Loss]]) -> tuple[Finding, ...]:
    """Every cause once, those that show in most trials first."""
    found: dict[Cause, list[Loss]] = {}
    for losses in trials:
        for loss in losses:
            found.setdefault(loss.cause, []).append(loss)
    findings = [
        Finding(
            cause,
            trials=len(losses),
            objects=sum(loss.objects for loss in losses),
            laws=tuple(dict.fromkeys(loss.law.name for loss in losses)),
            loss=losses[0],
            at=tuple(sorted(frozenset().union(*(loss.at for loss in losses)))),
            values=tuple(sorted(frozenset().union(*(loss.values for loss in losses)))),
            said=tuple(sorted(frozenset().union(*(loss.said for loss in losses)))),
        )
        for cause, losses in found.items()
    ]
    return tuple(sorted(findings, key=lambda finding: (-finding.trials, -finding.objects, finding.cause)))
