"""One law, one choice of versions, many objects: all that is lost is collected, and the first object that breaks the
law is made as small as it can be.

Every trial throws draw of its own, so that one that failed can be run again by itself and meets the same objects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kconv.paths import FieldPath
from kconv.testing.draws import Draw, SeededDraw, Undrawable, choice
from kconv.testing.edits import Edit
from kconv.testing.failure import Failure
from kconv.testing.laws.base import Breach, Case, Law, Legs, arrow
from kconv.testing.losses import Cause, Loss, causes
from kconv.testing.places import leaves
from kconv.testing.shrink import shrink
from kconv.testing.strategies.making import Maker, tree
from kconv.testing.subject import Json, Subject, clone
from kconv.testing.sweep import sweep
from kconv.testing.touched_paths import touched_paths
from kconv.testing.unreachable import WebhookUnreachableError

Source = Callable[[Draw], Json]
_DEATH = Cause("", "", "the webhook does not survive an object")
_TRIES = 50
"""Objects that are drawn for one that the schema takes."""


@dataclass
class Examined:
    """What one trial found: the first failure, all that was lost, the leaves of the schema that its objects had, and
    whether a webhook did not survive it.
    """

    failure: Failure | None = None
    losses: dict[Cause, Loss] = field(default_factory=dict)
    drawn: set[FieldPath] = field(default_factory=set)
    died: bool = False

    def add(self, losses: Iterable[Loss]) -> None:
        """Count losses of one object; each cause keeps the first that showed it."""
        for loss in losses:
            known = self.losses.get(loss.cause)
            self.losses[loss.cause] = replace(known, objects=known.objects + 1) if known else loss


def find(subject: Subject, law: Law, legs: Legs, *, examples: int, seed: int) -> Failure | None:
    """Try a law on a number of objects; how it was broken, by the smallest object found, or None."""
    try:
        for case in cases(subject, law, legs, examples=examples, seed=seed):
            if law.broken(subject, case) is not None:
                return _failure(subject, law, case, seed)
    except Undrawable:
        return _undrawable(law, legs, seed)
    return None


def examine(subject: Subject, law: Law, legs: Legs, *, examples: int, seed: int) -> Examined:
    """Try a law on a number of objects, and collect everything that breaks it.

    Raises WebhookUnreachableError for a webhook that cannot be asked, unless an object has just killed it.
    """
    found, shape = Examined(), subject.shapes.get(legs[0])
    swept = len(_swept(subject, law, legs))
    last: tuple[Case, Breach] | None = None
    try:
        for number, case in enumerate(cases(subject, law, legs, examples=examples, seed=seed)):
            if shape is not None and shape.custom:
                found.drawn |= set(leaves(case.obj, shape))
            breach = law.broken(subject, case)
            last = (case, breach) if breach is not None else None
            if breach is not None:
                found.add(Loss(each, law, case, 1, least=number < swept) for each in causes(subject, breach))
                found.failure = found.failure or _failure(subject, law, case, seed)
    except Undrawable:
        found.failure = found.failure or _undrawable(law, legs, seed)
    except WebhookUnreachableError as error:
        if last is None:
            raise
        case, breach = last
        why = Breach(f"{breach.reason}; it did not survive this object: {error.reason}", breach.leg)
        found.failure, found.died = Failure(law.name, law.says, case, why, seed), True
        found.add([Loss(_DEATH, law, case, 1, least=True)])
    return found


def _undrawable(law: Law, legs: Legs, seed: int) -> Failure:
    why = f"no object of {legs[0]} could be drawn that its schema accepts: pass some with objects="
    return Failure(law.name, law.says, Case(None, legs), Breach(why, arrow(*legs)), seed)


def cases(subject: Subject, law: Law, legs: Legs, *, examples: int, seed: int) -> Iterator[Case]:
    """What a law is tried on, the same for the same seed. Raises Undrawable where no object can be drawn."""
    yield from (Case(clone(obj), legs) for obj in _swept(subject, law, legs))
    draw = SeededDraw(derived(seed, subject.kind, law.name, *legs))
    sources = _sources(subject, legs[0])
    for _ in range(examples):
        case = Case(_stored(draw, subject, legs[0], sources), legs)
        drawn = law.drawn(draw, subject, case)
        made = drawn.with_object(subject.stored(drawn.obj, legs[0]))
        # What a law changes may be more than a server takes: then the object stays as it was drawn.
        yield made if subject.storable(made.obj, legs[0]) else case


def _stored(draw: Draw, subject: Subject, version: str, sources: list[Source]) -> Json:
    """An object that a server may have. Raises Undrawable."""
    for _ in range(_TRIES):
        obj = subject.stored(_object(draw, choice(draw, sources)), version)
        if subject.storable(obj, version):
            return obj
    raise Undrawable


def _swept(subject: Subject, law: Law, legs: Legs) -> list[Json]:
    """The objects that a law is tried on before those that are drawn."""
    shape = subject.shapes.get(legs[0])
    if not law.swept or shape is None or not shape.custom:
        return []
    stored = (subject.stored(probe.obj, legs[0]) for probe in sweep(shape).probes)
    return [obj for obj in stored if subject.storable(obj, legs[0])]


def smallest(subject: Subject, loss: Loss, seed: int) -> Failure:
    """The failure by the smallest object that shows a loss."""
    breach = loss.law.broken(subject, loss.case) if loss.least else None
    if breach is not None:
        return Failure(loss.law.name, loss.law.says, loss.case, breach, seed).with_rules(subject)
    return _failure(subject, loss.law, loss.case, seed, loss.cause)


def recheck(subject: Subject, law: Law, case: Case, *, seed: int = 0) -> Failure | None:
    """Try a law on one case, such as one that was kept from an earlier failure."""
    return _failure(subject, law, case, seed) if law.broken(subject, case) else None


def derived(seed: int, *names: str) -> int:
    """A seed of its own for one trial, the same on every machine."""
    return int.from_bytes(hashlib.sha256("\0".join((str(seed), *names)).encode()).digest()[:8])


def _object(draw: Draw, source: Source) -> Json:
    for _ in range(_TRIES):
        try:
            return source(draw)
        except Undrawable:
            continue
    raise Undrawable


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
        return subject.bare(subject.to(obj, version), obj)

    return made


def _minimal(subject: Subject, version: str) -> Json:
    return {"apiVersion": version, "kind": subject.kind, "metadata": {"name": "web"}, "spec": {}}


def _failure(subject: Subject, law: Law, case: Case, seed: int, cause: Cause | None = None) -> Failure:
    """The failure on the smallest case that shows it."""
    first = law.broken(subject, case)
    case = _smallest(subject, law, case, first, cause)
    breach = law.broken(subject, case) or first or Breach("it failed once, and not when it was tried again", "")
    return Failure(law.name, law.says, case, breach, seed).with_rules(subject)


def _smallest(subject: Subject, law: Law, case: Case, first: Breach | None, cause: Cause | None) -> Case:
    """Fewer edits first, then a smaller object, broken in the same way; one that the schema takes stays one."""
    shape = subject.shapes.get(case.legs[0])
    hold = not law.wild and shape is not None and shape.valid(case.obj)
    wanted = cause or (min(causes(subject, first)) if first is not None else None)

    def shows(case: Case) -> bool:
        breach = law.broken(subject, case)
        if breach is None or first is None or wanted is None:
            return breach is not None and first is None
        return breach.leg == first.leg and any(wanted.meets(each) for each in causes(subject, breach))

    for edits in _fewer(case.edits):
        if shows(replace(case, edits=edits)):
            case = replace(case, edits=edits)
            break

    def fails(candidates: list[Json]) -> list[bool]:
        return [
            (not hold or (shape is not None and shape.valid(each)))
            and subject.storable(each, case.legs[0])
            and shows(case.with_object(each))
            for each in candidates
        ]

    return case.with_object(shrink(case.obj, fails))


def _fewer(edits: tuple[Edit, ...]) -> Iterable[tuple[Edit, ...]]:
    """No edit, each alone, then those but one."""
    if edits:
        yield ()
    if len(edits) > 1:
        yield from ((edit,) for edit in edits)
    if len(edits) > 2:
        for index in range(len(edits)):
            yield (*edits[:index], *edits[index + 1 :])
