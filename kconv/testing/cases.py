"""What a law is tried on: every leaf of the schema first, then objects that chance draws and real ones.

Every trial draws from a seed of its own, so that one that failed can be run again by itself and meets the same objects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kconv.testing.draws import Draw, SeededDraw, Undrawable, choice
from kconv.testing.laws.base import Case, Law, Legs
from kconv.testing.strategies.making import Maker, tree
from kconv.testing.subject import Json, RefusedError, Subject, clone
from kconv.testing.taken import taken
from kconv.testing.touched_paths import touched_paths

Source = Callable[[Draw], Json]
_TRIES = 50
"""Objects that are drawn for one that the schema takes."""


@dataclass
class Cases:
    """The cases of a trial, the same for the same seed.

    ``thrown`` counts the objects that were drawn and that the schema, or one of its rules, does not accept. ``least``
    is whether the last case is of the sweep, whose objects have nothing that could go.
    """

    subject: Subject
    law: Law
    legs: Legs
    examples: int
    seed: int
    thrown: int = 0
    least: bool = False

    def __iter__(self) -> Iterator[Case]:
        """Where the converter refuses a case while it is tried, another follows. Raises Undrawable."""
        shape = self.subject.shapes.get(self.legs[0])
        takes = taken(self.subject, self.legs[0]) if shape is not None and shape.custom and not self.law.total else None
        self.least = True
        for obj in takes.probes if takes is not None and self.law.swept else ():
            yield from (Case(each, self.legs) for each in takes.tried(clone(obj))) if takes is not None else ()
        self.least = False
        draw = SeededDraw(derived(self.seed, self.subject.kind, self.law.name, *self.legs))
        sources = _sources(self.subject, self.legs[0])
        for _ in range(self.examples):
            obj = self._stored(draw, sources)
            for each in takes.tried(obj) if takes is not None else [obj]:
                yield self._drawn(draw, Case(each, self.legs))

    def _drawn(self, draw: Draw, case: Case) -> Case:
        drawn = self.law.drawn(draw, self.subject, case)
        made = drawn.with_object(self.subject.stored(drawn.obj, self.legs[0]))
        # What a law changes may be more than a server takes: then the object stays as it was drawn.
        return made if self.subject.storable(made.obj, self.legs[0]) else case

    def _stored(self, draw: Draw, sources: list[Source]) -> Json:
        """An object that a server may have. Raises Undrawable."""
        for _ in range(_TRIES):
            made, thrown = completed(draw, choice(draw, sources))
            obj = self.subject.stored(made, self.legs[0])
            self.thrown += thrown
            if self.subject.storable(obj, self.legs[0]):
                return obj
            self.thrown += 1
        raise Undrawable


def completed(draw: Draw, source: Source) -> tuple[Json, int]:
    """An object, and how many were thrown away before it, which could not be completed. Raises Undrawable."""
    for thrown in range(_TRIES):
        try:
            return source(draw), thrown
        except Undrawable:
            continue
    raise Undrawable


def derived(seed: int, *names: str) -> int:
    """A seed of its own for one trial, the same on every machine."""
    return int.from_bytes(hashlib.sha256("\0".join((str(seed), *names)).encode()).digest()[:8])


@lru_cache(maxsize=64)
def _sources(subject: Subject, version: str) -> list[Source]:
    """Where objects of a version come from: its schema, another version's, converted, or those that were given."""
    found: list[Source] = []
    held = subject.objects.get(version)
    if held:
        found.append(lambda draw: clone(choice(draw, held)))
    shape = subject.shapes.get(version)
    if shape is not None:
        wanted = tree(touched_paths(subject, version))
        sparse, dense = Maker(shape, wanted), Maker(shape, wanted, dense=True)
        found += [sparse.resource, sparse.resource, sparse.resource, dense.resource]
    elif not held:
        found += [_converted(subject, name, version) for name in subject.shapes]
    return found or [lambda _: _minimal(subject, version)]


def _converted(subject: Subject, other: str, version: str) -> Source:
    maker = Maker(subject.shapes[other], tree(touched_paths(subject, other)))

    def made(draw: Draw) -> Json:
        obj = maker.resource(draw)
        try:
            return subject.bare(subject.to(obj, version), obj)
        except RefusedError as error:
            raise Undrawable from error

    return made


def _minimal(subject: Subject, version: str) -> Json:
    return {"apiVersion": version, "kind": subject.kind, "metadata": {"name": "web"}, "spec": {}}
