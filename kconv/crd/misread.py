"""A value that no rule can read is set aside, and nothing is in its place: if a version requires what the rule makes of
it, its server refuses the object that comes out.

No schema says what a function reads. So rules are tried with values that the schema of their field accepts, in objects
that have little else, and a value that comes out wrong is the proof. What has no such value is left to the law tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from kconv.crd.faults import Fault
from kconv.crd.history import Version
from kconv.crd.readings import readings
from kconv.crd.trial import Trial
from kconv.engine import Kind
from kconv.paths import show
from kconv.rules import Converts, of_sort, parts
from kconv.structural.vocabulary import Schema

_TRIED: Final = 200
"""Objects that are tried with the rules of a version, one way."""
_LEAST: Final = 12
"""And at least with each of them."""


def misread(kind: Kind, versions: Sequence[Version], schemas: Mapping[str, Schema]) -> Iterator[Fault]:
    """What rules make of some values that schemas accept, and the other version does not; the oldest versions first."""
    for older, newer in pairwise(versions):
        converting = of_sort(parts(newer.rules), Converts)
        told: set[tuple[str, str]] = set()
        for back in (False, True):
            source, target = (newer, older) if back else (older, newer)
            found = [*readings(converting, back=back)]
            for reading in found:
                trial = Trial(kind, source, target, schemas, reading)
                for why, wrong in trial.wrong(max(_LEAST, _TRIED // len(found))):
                    key = (show(reading.sources[0]), wrong)
                    if key not in told:
                        told.add(key)
                        yield Fault(newer.place, f"{source}: {key[0]}", why, newer.worded(_ADVICE))


_ADVICE: Final = (
    "let its schema accept only what the rule reads, with a pattern or an enum; give the required field a default; or "
    "use a Turn that makes something of every value"
)
