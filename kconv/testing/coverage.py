"""A law that no object put to the test proves nothing: the leaves that were drawn are counted for each law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kconv.paths import FieldPath
from kconv.testing.places import written
from kconv.testing.subject import Subject
from kconv.testing.sweep import sweep

Place = tuple[str, FieldPath]
"""A leaf of one version."""


@dataclass(frozen=True)
class Coverage:
    """How many ``leaves`` all versions have, how many were ``drawn`` for each law, and which were ``never``."""

    leaves: int
    drawn: Mapping[str, int]
    never: tuple[str, ...]

    def __str__(self) -> str:
        if not self.leaves:
            return ""
        laws = "".join(f"\n  {law}: {count:,} of {self.leaves:,}" for law, count in self.drawn.items())
        never = "".join(f"\n  never drawn: {place}" for place in self.never)
        return f"leaves of the schemas that were drawn, by law:{laws}{never}"


def covered(subject: Subject, drawn: Iterable[tuple[str, str, set[FieldPath]]]) -> Coverage:
    """What was drawn of a subject's schemas: of each trial the law, the version and the places."""
    known = {
        (version, leaf)
        for version, shape in subject.shapes.items()
        if shape.custom and version in subject.versions
        for leaf in sweep(shape).leaves
    }
    by_law: dict[str, set[Place]] = {}
    for law, version, places in drawn:
        by_law.setdefault(law, set()).update((version, place) for place in places)
    every = set().union(*by_law.values())
    never = sorted(f"{written(leaf)} of {version}" for version, leaf in known - every)
    return Coverage(len(known), {law: len(places & known) for law, places in by_law.items()}, tuple(never))
