"""One law, one choice of versions, many objects; the first that breaks it is made as small as it can be.

Hypothesis draws, and every trial draws from a seed of its own, so that one that failed can be run again by itself and
meets the same objects. It does not shrink: objects are made smaller field by field, which knows what a manifest is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from kconv.testing.edits import Edit
from kconv.testing.failure import Failure
from kconv.testing.laws.base import Case, Law, Legs
from kconv.testing.often import often
from kconv.testing.shrink import shrink
from kconv.testing.strategies import of_shape
from kconv.testing.subject import Json, Subject, clone


class _Found(Exception):  # noqa: N818 - no error: it ends a search
    def __init__(self, case: Case) -> None:
        self.case = case


def run(subject: Subject, law: Law, legs: Legs, *, examples: int, seed: int) -> Failure | None:
    """Try a law on a number of objects; how it was broken, by the smallest object found, or None."""
    objects = _objects(subject, legs[0])

    @st.composite
    def cases(draw: st.DrawFn) -> Case:
        return law.drawn(draw, subject, Case(draw(objects), legs))

    try:
        _search(cases(), subject, law, examples, derived(seed, subject.kind, law.name, *legs))
    except _Found as found:
        return _failure(subject, law, found.case, seed)
    except Unsatisfiable:
        from kconv.testing.laws.base import Breach, arrow

        why = f"no object of {legs[0]} could be drawn that its schema takes"
        return Failure(law.name, law.says, Case(None, legs), Breach(why, arrow(*legs)), seed)
    return None


def again(subject: Subject, law: Law, case: Case, *, seed: int = 0) -> Failure | None:
    """Try a law on one case, such as one that was kept from an earlier failure."""
    return _failure(subject, law, case, seed) if law.broken(subject, case) else None


def derived(seed: int, *names: str) -> int:
    """A seed of its own for one trial, the same on every machine."""
    return int.from_bytes(hashlib.sha256("\0".join((str(seed), *names)).encode()).digest()[:8])


def _search(cases: st.SearchStrategy[Case], subject: Subject, law: Law, examples: int, start: int) -> None:
    @seed(start)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def holds(case: Case) -> None:
        if law.broken(subject, case) is not None:
            raise _Found(case)

    holds()


def _objects(subject: Subject, version: str) -> st.SearchStrategy[Json]:
    """Objects of a version: by its schema, by another version's, converted, or those that were given."""
    found: list[st.SearchStrategy[Json]] = []
    given_ = subject.objects.get(version)
    if given_:
        found.append(st.sampled_from(list(given_)).map(clone))
    shape = subject.shapes.get(version)
    if shape is not None:
        wanted = often(subject, version)
        found += [of_shape(shape, often=wanted), of_shape(shape, often=wanted), of_shape(shape, often=wanted, dense=True)]
    elif not given_:
        others = [of_shape(each, often=often(subject, name)) for name, each in subject.shapes.items()]
        found += [other.map(lambda obj: subject.bare(subject.to(obj, version), obj)) for other in others]
    return st.one_of(found) if found else st.just(_minimal(subject, version))


def _minimal(subject: Subject, version: str) -> Json:
    return {"apiVersion": version, "kind": subject.kind, "metadata": {"name": "web"}, "spec": {}}


def _failure(subject: Subject, law: Law, case: Case, seed: int) -> Failure:
    """The failure on the smallest case that shows it, of the same kind."""
    first = law.broken(subject, case)
    case = _smallest(subject, law, case)
    breach = law.broken(subject, case) or first
    assert breach is not None, "a converter that fails only sometimes is caught by the law of determinism"
    return Failure(law.name, law.says, case, breach, seed).with_rules(subject)


def _smallest(subject: Subject, law: Law, case: Case) -> Case:
    """Fewer edits first, then a smaller object; one that the schema takes stays one that it takes."""
    shape = subject.shapes.get(case.legs[0])
    hold = not law.wild and shape is not None and shape.valid(case.obj)
    for edits in _fewer(case.edits):
        if law.broken(subject, replace(case, edits=edits)) is not None:
            case = replace(case, edits=edits)
            break

    def fails(candidates: list[Json]) -> list[bool]:
        return [
            (not hold or (shape is not None and shape.valid(each)))
            and law.broken(subject, case.with_object(each)) is not None
            for each in candidates
        ]

    return case.with_object(shrink(case.obj, fails))


def _fewer(edits: tuple[Edit, ...]) -> Iterable[tuple[Edit, ...]]:
    """Each edit alone, then those but one."""
    if len(edits) < 2:
        return
    for edit in edits:
        yield (edit,)
    if len(edits) > 2:
        for index in range(len(edits)):
            yield (*edits[:index], *edits[index + 1 :])


