"""What a law is tried on: every leaf of the schema first, then real objects, then those that chance draws.

Every trial draws from a seed of its own, so that one that failed can be run again by itself and meets the same objects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat

from kconv.paths import VALUES
from kconv.testing.draws import Draw, SeededDraw, Undrawable, choice
from kconv.testing.laws.base import Case, Law, Legs
from kconv.testing.places import written
from kconv.testing.strategies.making import Maker, tree
from kconv.testing.subject import Json, RefusedError, Subject, clone
from kconv.testing.sweep import Probe
from kconv.testing.taken import Taken, taken
from kconv.testing.touched_paths import touched_paths

Source = Callable[[Draw], Json]
_TRIES = 50
"""Objects that are drawn for one that the schema takes."""


@dataclass
class Cases:
    """The cases of a trial, the same for the same seed.

    ``thrown`` counts the objects, drawn or given, that the schema or one of its rules does not accept. ``leaf`` is
    that of the last case, if it is of the sweep, whose objects have nothing that could go.
    """

    subject: Subject
    law: Law
    legs: Legs
    examples: int
    seed: int
    thrown: int = 0
    leaf: str = ""

    def __iter__(self) -> Iterator[Case]:
        """Where the converter refuses a case while it is tried, another follows. Raises Undrawable."""
        for probe in self._swept():
            self.leaf = written(probe.leaf)
            for each in self._tried(self.subject.memory.keep(probe.obj)):
                yield Case(self.subject.memory.keep(each), self.legs)
        yield from self._edited()
        self.leaf = ""
        draw = SeededDraw(derived(self.seed, self.subject.kind, self.law.name, *self.legs))
        for obj in chain.from_iterable(repeat(each, self.law.times) for each in (*self._keyed(), *self._real())):
            yield self._made(draw, Case(obj, self.legs))
        sources = _sources(self.subject, self.legs[0])
        for _ in range(self.examples):
            for each in self._tried(self._stored(draw, sources)):
                yield self._made(draw, Case(each, self.legs))

    @property
    def _takes(self) -> Taken | None:
        shape = self.subject.shapes.get(self.legs[0])
        return taken(self.subject, self.legs[0]) if shape is not None and shape.custom else None

    def _swept(self) -> Sequence[Probe]:
        return self._takes.probes if self.law.swept and self._takes is not None else ()

    def _edited(self) -> Iterator[Case]:
        """Cases of the sweep that have one edit each."""
        if self.law.edited is None or self._takes is None:
            return
        for probe, edits in self.law.edited(self.subject, self.legs, self._takes.probes):
            self.leaf = written(probe.leaf)
            yield Case(self.subject.memory.keep(probe.obj), self.legs, edits)

    def _keyed(self) -> list[Json]:
        """The objects of the sweep that have two keys in a map, for a law that is tried often; converted each time."""
        probes = self._takes.probes if self.law.times > 1 and self._takes is not None else ()
        return [clone(probe.obj) for probe in probes if probe.pair and VALUES in probe.leaf]

    def _tried(self, obj: Json) -> Iterable[Json]:
        """An object, and what is tried instead; a refusal is what the law about refusals is about."""
        return [obj] if self.law.total or self._takes is None else self._takes.tried(obj)

    def _real(self) -> list[Json]:
        """The custom resources that were given, as a server has them; one that it cannot have is thrown away."""
        shape = self.subject.shapes.get(self.legs[0])
        if shape is None or not shape.custom:
            return []
        stored = (self.subject.stored(clone(obj), self.legs[0]) for obj in self.subject.objects.get(self.legs[0], ()))
        found = [obj for obj in stored if self.subject.storable(obj, self.legs[0])]
        self.thrown += len(self.subject.objects.get(self.legs[0], ())) - len(found)
        return found

    def _made(self, draw: Draw, case: Case) -> Case:
        """The case as the law is about it. What a law changes may be more than a server takes: then nothing is."""
        drawn = self.law.drawn(draw, self.subject, case)
        made = drawn.with_object(self.subject.stored(drawn.obj, self.legs[0]))
        return made if self.subject.storable(made.obj, self.legs[0]) else case

    def _stored(self, draw: Draw, sources: list[Source]) -> Json:
        """An object that a server may have. Raises Undrawable."""
        for _ in range(_TRIES):
            made, thrown = completed(draw, choice(draw, sources))
            obj = self.subject.named(self.subject.stored(made, self.legs[0]))
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
    return {"apiVersion": version, "kind": subject.called(version), "metadata": {"name": "web"}, "spec": {}}
