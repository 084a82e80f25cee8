"""A converter that keeps an object for the way back may keep it from an edit: each value is changed and each field is
removed once, in the least object that shows it in the other version.

A field that is removed there and comes back is seen only if nothing else was edited, and random edits seldom meet it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from kconv.paths import EACH, FieldPath, pattern
from kconv.testing.edits import Edit, changes
from kconv.testing.places import general
from kconv.testing.shape import Shape
from kconv.testing.subject import Json, RefusedError, Subject
from kconv.testing.sweep import Probe

_OWN = ("apiVersion", "kind", "metadata")
_TRIES: Final = 20
"""Objects of which a field is tried to be removed: in some kinds every object has a field that it cannot go without."""


Edited: TypeAlias = "Iterator[tuple[Probe, tuple[Edit, ...]]]"
"""Objects of the sweep, each with the edits that are made of it in another version."""


def swept_edits(subject: Subject, version: str, probes: Sequence[Probe]) -> Edited:
    """What is edited in a version, of objects of any."""
    yield from _changed(subject, version, [probe for probe in probes if not probe.pair])
    yield from _removed(subject, version, probes)


def _changed(subject: Subject, version: str, probes: Sequence[Probe]) -> Edited:
    """Two objects that have different values of a leaf, and the edits that make one the other in the other version."""
    for one, other in pairwise(probes):
        if one.leaf != other.leaf:
            continue
        shown = [_shown(subject, each.obj, version) for each in (one, other)]
        edits = () if None in shown else changes(*shown)
        if edits:
            yield one, edits


def _removed(subject: Subject, version: str, probes: Sequence[Probe]) -> Edited:
    """Each field that the other version shows of an object is removed once, and of two items of a list the first."""
    shape = subject.shapes.get(version)
    known: set[FieldPath] = set()
    refused: Counter[FieldPath] = Counter()
    for probe in probes:
        there = _shown(subject, probe.obj, version)
        for path in _places(there or {}, ()):
            if pattern(path) in known:
                continue
            place = path if shape is None else general(shape, path)
            if place not in known and refused[place] < _TRIES and _optional(subject, shape, place):
                edit = Edit("remove", path)
                if not subject.writable(subject.stored(edit.apply(there), version), there, version):
                    refused[place] += 1
                    continue
                yield probe, (edit,)
            known |= {pattern(path), place}


def _shown(subject: Subject, obj: Json, version: str) -> Json | None:
    """An object of the sweep as a version shows it; None if it is refused, which is for totality to report."""
    if obj.get("apiVersion") == version:
        return obj
    try:
        return subject.bare(subject.to(subject.memory.keep(obj), version), obj)
    except RefusedError:
        return None


def _places(value: Json, path: FieldPath) -> Iterator[FieldPath]:
    """The fields of an object, the innermost first, and the first of several items."""
    if isinstance(value, dict):
        for key in value:
            if path or key not in _OWN:
                yield from _places(value[key], (*path, key))
                yield (*path, key)
    elif isinstance(value, list):
        for index, item in enumerate(value[:1]):
            yield from _places(item, (*path, index))
            if len(value) > 1:
                yield (*path, index)


def _optional(subject: Subject, shape: Shape | None, place: FieldPath) -> bool:
    """Whether an object is another without a field: it is not required, and no server fills it in again."""
    if shape is None or place[-1] is EACH:
        return True
    holder, node = shape.at(place[:-1]) or {}, shape.at(place) or {}
    filled = subject.between.defaults and "default" in node
    return place[-1] not in (holder.get("required") or ()) and not filled
