"""What the second sweep finds of a conversion and the kit does not."""

from __future__ import annotations

from typing import Any, NamedTuple

from kconv.paths import EACH, FieldPath, parse
from kconv.testing import Report
from tests.go_webhooks import second_sweep
from tests.go_webhooks.judge import meets

Json = Any


class Missed(NamedTuple):
    """A place that the second sweep found lost, with the object that showed it."""

    version: str
    through: str
    place: str
    obj: Json

    def __str__(self) -> str:
        return f"{self.place} of {self.version} by way of {self.through}"


def missed(report: Report, crd: Json, url: str) -> list[Missed]:
    """Those of the second sweep's places that are in no finding of a report."""
    known = [(finding.cause.version, parse(finding.path)) for finding in report.findings if finding.path]
    return [
        Missed(lost.version, lost.through, place, obj)
        for lost in second_sweep.sweep(crd, url)
        for place, obj in lost.places.items()
        if not any(version == lost.version and meets(path, _concrete(place)) for version, path in known)
    ]


def _concrete(place: str) -> FieldPath:
    return tuple(0 if part is EACH else part if isinstance(part, (str, int)) else "a" for part in parse(place))
