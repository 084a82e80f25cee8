"""Three hundred trials may fail for five reasons: a person mends reasons, so each is one line, the worst first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kconv.paths import FieldPath, parse, show
from kconv.testing.failure import Failure
from kconv.testing.losses import Cause, Loss

_SHOWN: Final = 5
"""Leaves and values that are listed."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a conversion, however many trials show it.

    ``cause`` is what, and where; ``trials`` and ``objects`` are how many show it, ``laws`` the names of those that it
    breaks. ``at`` are the leaves that show it alone, ``values`` those that are wrong there, ``said`` the words of a
    refusal. ``fields`` is the number of the fields in a parent that is lost with all of them, 0 for a single field.
    ``loss`` is the first that
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
    fields: int = 0
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
        values += f" with all {self.fields} fields in it" if self.fields else ""
        return f"{words}{values}: {trials} ({', '.join(self.laws)}){at}"


def with_parents(findings: Sequence[Finding], leaves: Mapping[str, Collection[FieldPath]]) -> tuple[Finding, ...]:
    """The findings with a parent in place of its fields, where all of them are gone; ``leaves`` are by version."""
    for version in dict.fromkeys(each.cause.version for each in findings):
        gone = {parse(each.path): each for each in findings if _is_gone(each, version)}
        known = leaves.get(version, ())
        for place in sorted({leaf[:end] for leaf in known for end in range(1, len(leaf))}, key=len):
            fields = [leaf for leaf in known if leaf[: len(place)] == place]
            if len(fields) > 1 and all(leaf in gone for leaf in fields):
                held = [each for path, each in gone.items() if path[: len(place)] == place]
                findings = [_parent(place, len(fields), held) if each is held[0] else each for each in findings]
                findings = [each for each in findings if not any(each is other for other in held)]
                gone = {path: each for path, each in gone.items() if path[: len(place)] != place}
    return tuple(findings)


def _is_gone(finding: Finding, version: str) -> bool:
    return bool(finding.path) and (finding.cause.version, finding.cause.what) == (version, "gone")


def _parent(place: FieldPath, fields: int, held: Sequence[Finding]) -> Finding:
    """The finding of a parent, by the worst of its fields."""
    laws = dict.fromkeys(law for each in held for law in each.laws)
    cause = replace(held[0].cause, path=show(place))
    objects = sum(each.objects for each in held)
    return replace(held[0], cause=cause, laws=tuple(laws), objects=objects, at=(), fields=fields)


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
