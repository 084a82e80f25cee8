"""The API server sends a webhook lists of objects, too: what becomes of one must not depend on the others."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from kconv.testing.draws import Draw, choice
from kconv.testing.edits import applied, drawn
from kconv.testing.laws.base import Breach, Case, Law, Legs, arrow, unlike
from kconv.testing.served import as_served
from kconv.testing.subject import Json, RefusedError, Subject

SIZES: Final = (2, 2, 2, 100)
"""Objects in a list; lists of two are drawn more often, for each object is sent again."""
_REORDERED: Final = "the objects of a list come back in another order"


def _applies(subject: Subject, legs: Legs) -> bool:  # noqa: ARG001 - one signature for every law
    return subject.many is not None


def _drawn(draw: Draw, subject: Subject, case: Case) -> Case:
    version = case.legs[0]
    edits = drawn(draw, case.obj, subject.shapes.get(version), ())
    other = subject.stored(applied(case.obj, edits), version)
    return replace(case, extra=[choice(draw, SIZES), other if subject.storable(other, version) else case.obj])


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    size, other = case.extra
    pair = (case.obj, other)
    sent = [_named(pair[index % 2], index) for index in range(size)]
    try:
        alone = [subject.to(obj, target) for obj in pair]
    except RefusedError:
        return None  # it is refused by itself, which totality reports
    leg = arrow(source, target)
    try:
        found = subject.all_to(sent, target)
    except RefusedError as error:
        return Breach(f"objects that are converted one by one are refused as a list: {error}", leg)
    wanted = [_named(alone[index % 2], index) for index in range(size)]
    pairs = zip(sent, wanted, found, strict=True)
    breach = next((broken for each in pairs if (broken := _unlike(subject, *each, leg, target))), None)
    if breach and _texts(subject, wanted, target) == _texts(subject, found, target):
        return Breach(_REORDERED, leg, fault=_REORDERED)
    return breach


def _named(obj: Json, index: int) -> Json:
    """An object with a name of its own, for no server has two of one name."""
    metadata = obj.get("metadata")
    if not isinstance(metadata, dict) or not isinstance(metadata.get("name"), str):
        return obj
    return {**obj, "metadata": {**metadata, "name": f"{metadata['name']}-{index}"}}


def _unlike(subject: Subject, sent: Json, wanted: Json, got: Json, leg: str, target: str) -> Breach | None:
    why = "in a list of objects it is converted to something else"
    if unlike(subject, wanted, got, target, why, leg) is None:
        return None
    # A field may depend on the name, which only this object has.
    return unlike(subject, subject.to(sent, target), got, target, why, leg)


def _texts(subject: Subject, objects: list[Json], version: str) -> list[str]:
    """The objects as texts in one order, without the metadata that a server restores."""
    seen = (as_served.restored({}, subject.seen(obj, version)) for obj in objects)
    return sorted(json.dumps(obj, sort_keys=True, default=str) for obj in seen)


LAW = Law(
    "batches",
    "An object is converted in a list of 2 or 100 as it is by itself.",
    _holds,
    drawn=_drawn,
    applies=_applies,
)
