"""A law that no object put to the test proves nothing: the leaves that were drawn are counted for each law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kconv.paths import EACH, VALUES, FieldPath
from kconv.testing import go_reading
from kconv.testing.expressions import unfollowed
from kconv.testing.places import written
from kconv.testing.shape import Shape
from kconv.testing.subject import Subject
from kconv.testing.sweep import sweep

_SHOWN = 5
"""Fields that are named where there are many."""

Place = tuple[str, FieldPath]
"""A leaf of one version."""


@dataclass(frozen=True)
class Coverage:
    """How many ``leaves`` all versions have, how many were ``drawn`` for each law, and which were ``never``.

    ``thrown`` is the number of objects, of all trials, that were thrown away because the schema does not accept them;
    ``unchecked`` are the rules in CEL that were not checked, and ``unseen`` the fields whose zero Go's types read as
    absent, so that the loss of one is not seen.
    """

    leaves: int
    drawn: Mapping[str, int]
    never: tuple[str, ...]
    thrown: int = 0
    unchecked: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self._lines()) if self.leaves else ""

    def _lines(self) -> Iterator[str]:
        yield "leaves of the schemas that were drawn, by law:"
        yield from (f"  {law}: {count:,} of {self.leaves:,}" for law, count in self.drawn.items())
        yield from (f"  never drawn: {place}" for place in self.never)
        if self.thrown:
            yield f"{self.thrown:,} objects were thrown away: their schema, or a rule in it, does not accept them"
        yield from (f"not checked: {rule}" for rule in self.unchecked)
        if self.unseen:
            more = f", and {len(self.unseen) - _SHOWN:,} more" if len(self.unseen) > _SHOWN else ""
            some = ", ".join(self.unseen[:_SHOWN])
            yield f"not seen: a zero that is lost (Go's types read it as absent) at {some}{more}"


def covered(subject: Subject, drawn: Iterable[tuple[str, str, set[FieldPath]]], thrown: int = 0) -> Coverage:
    """What was drawn of a subject's schemas: of each trial the law, the version and the places."""
    shapes = {version: shape for version, shape in subject.shapes.items() if shape.custom}
    known = {
        (version, leaf)
        for version, shape in shapes.items()
        if version in subject.versions
        for leaf in sweep(shape).leaves
    }
    by_law: dict[str, set[Place]] = {}
    for law, version, places in drawn:
        by_law.setdefault(law, set()).update((version, place) for place in places)
    every = set().union(*by_law.values())
    never = sorted(f"{written(leaf)} of {version}" for version, leaf in known - every)
    counts = {law: len(places & known) for law, places in by_law.items()}
    unseen = [*_unseen(shapes)] if subject.read_as == "go" else []
    return Coverage(len(known), counts, tuple(never), thrown, tuple(_unchecked(shapes)), tuple(unseen))


def _unchecked(shapes: Mapping[str, Shape]) -> Iterator[str]:
    for version, shape in shapes.items():
        for path, rule in unfollowed(shape.node):
            yield f"{written(_of_nodes(path))} of {version}: {rule}"


def _unseen(shapes: Mapping[str, Shape]) -> Iterator[str]:
    for version, shape in shapes.items():
        yield from (f"{written(path)} of {version}" for path in go_reading.unseen(shape.node))


def _of_nodes(path: FieldPath) -> FieldPath:
    """The place in an object of a node in its schema."""
    steps = iter(path)
    return tuple(next(steps) if step == "properties" else EACH if step == "items" else VALUES for step in steps)
