"""One stored object that its webhook refuses makes the whole kind unlistable, and objects of it undeletable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kconv.engine import convert_kind
from kconv.names import GroupVersion
from kconv.paths import FieldPath, get
from kconv.testing.draws import Draw, choice
from kconv.testing.laws.base import Breach, Case, Law, arrow, exempt, refusal, there_and_back, unlike
from kconv.testing.places import general
from kconv.testing.shape import Shape
from kconv.testing.subject import Json, RefusedError, Subject
from kconv.testing.touched_paths import touched_paths
from kconv.values import put

_ODD: Final = ("", "x", "-1", "1.5s", "1Ti", "ftp://x", "s3://", "a:b/c?d#e", " a", "ö")
"""Texts that few forms have."""


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    way: tuple[str, ...] = (source, target)
    try:
        there = subject.to(case.obj, target)
        way = (source, target, source)
        subject.to(there, source)
    except RefusedError as error:
        return None if exempt(subject, case.obj, target, source) else refusal(error, arrow(*way))
    return _behind_a_server(subject, case) or (there_and_back(subject, case) if case.extra == _MISFIT else None)


def _behind_a_server(subject: Subject, case: Case) -> Breach | None:
    """How a webhook's conversion of an object fails, whose defaults a server has filled in: the kind must be total."""
    kind, fill = subject.rules, subject.filled
    if kind is None or not kind.total or fill is None:
        return None
    source, target = case.legs
    start = obj = fill(case.obj, source)
    for version in (target, source):
        try:
            made = convert_kind(kind, obj, GroupVersion.parse(version), defaults="served", keep="fitting")
        except Exception as error:
            return refusal(RefusedError(obj, version, error), arrow(source, target, source))
        if made.left_out:
            return None
        obj = made.object
    return unlike(subject, start, fill(obj, source), source, _CHANGED, arrow(source, target, source))


_CHANGED: Final = "a webhook behind a server, which fills in defaults, does not give back what it got"
_MISFIT: Final = "a text that a rule may not read"


def _drawn(draw: Draw, subject: Subject, case: Case) -> Case:
    """An object of a kind that is total, with a text that its schema accepts, and perhaps no rule."""
    shape = subject.shapes.get(case.legs[0])
    if subject.rules is None or not subject.rules.total or shape is None:
        return case
    places = [*_texts(case.obj, shape, touched_paths(subject, case.legs[0]))]
    if not places:
        return case
    made = put(case.obj, choice(draw, places), choice(draw, _ODD))
    return Case(made, case.legs, case.edits, _MISFIT) if shape.accepts(made) else case


def _texts(obj: Json, shape: Shape, touched: tuple[FieldPath, ...], path: FieldPath = ()) -> Iterator[FieldPath]:
    """The texts of an object where rules read or write."""
    value = get(obj, path)
    if isinstance(value, (dict, list)):
        for step in value if isinstance(value, dict) else range(len(value)):
            if path or step not in ("apiVersion", "kind", "metadata"):
                yield from _texts(obj, shape, touched, (*path, step))
    elif isinstance(value, str) and general(shape, path) in touched:
        yield path


LAW = Law(
    "totality",
    "Every object that a version's schema accepts is converted.",
    _holds,
    total=True,
    swept=True,
    drawn=_drawn,
)
