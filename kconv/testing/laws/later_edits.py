"""An annotation that stays in an object after the way back is read again when the object is converted next: what it
holds is older than what the object's own version was edited to since.

A server stores objects in one version and every other version reads them converted, so a user of the other version
edits an object that has been to the storage version and back. Of a conversion that leaves nothing behind, this is a way
there and back, which other laws are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kconv.testing.draws import Draw
from kconv.testing.edits import applied, drawn
from kconv.testing.laws.base import Breach, Case, Law, Legs, arrow, differs, framed
from kconv.testing.subject import Json, RefusedError, Subject
from kconv.testing.sweep import Probe
from kconv.testing.swept_edits import Edited, swept_edits


def _returned(subject: Subject, obj: Json, legs: Legs) -> Json | None:
    """The object back from another version with an annotation that the converter left in it; None without one."""
    source, through = legs
    back = subject.to(subject.to(obj, through), source)
    return back if subject.own_annotations(back, obj) else None


def _drawn(draw: Draw, subject: Subject, case: Case) -> Case:
    try:
        back = _returned(subject, case.obj, case.legs)
    except RefusedError:  # the law itself reports it
        return case
    if back is None:
        return case
    own = subject.own_annotations(back, case.obj)
    return replace(case, edits=drawn(draw, back, subject.shapes.get(case.legs[0]), own))


def _edited(subject: Subject, legs: Legs, probes: Sequence[Probe]) -> Edited:
    """Each value is changed once and each field removed once, in the objects that come back with an annotation."""
    yield from swept_edits(subject, legs[0], [probe for probe in probes if _leaves_one(subject, probe, legs)])


def _leaves_one(subject: Subject, probe: Probe, legs: Legs) -> bool:
    try:
        return _returned(subject, subject.memory.keep(probe.obj), legs) is not None
    except RefusedError:  # the law about refusals reports it
        return False


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, through = case.legs
    back = _returned(subject, case.obj, case.legs)
    if back is None:
        return None
    edited = subject.stored(applied(back, case.edits), source)
    if not subject.writable(edited, back, source):
        return None
    again = subject.to(subject.to(edited, through), source)
    wanted, got = (framed(subject.bare(each, case.obj)) for each in (edited, again))
    why = "an annotation that was left behind wins over a later edit in the object's own version"
    return differs(subject, wanted, got, source, why, arrow(source, through, source, "edit", through, source))


LAW = Law(
    "later-edits",
    "An edit in the object's own version stays, even if the object was in another version before.",
    _holds,
    drawn=_drawn,
    edited=_edited,
)
