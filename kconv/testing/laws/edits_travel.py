"""A client that edits an object does not know where it goes next: the server may store it in a third version, and
somebody read it in a fourth.
"""

from __future__ import annotations

from kconv.testing.edits import applied
from kconv.testing.laws import edits_win
from kconv.testing.laws.base import Breach, Case, Law, arrow, differs, framed
from kconv.testing.subject import Subject


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, middle, target = case.legs
    there = subject.to(case.obj, middle)
    edited = subject.stored(applied(there, case.edits), middle)
    if not subject.writable(edited, there, middle):
        return None
    direct = framed(subject.bare(subject.to(edited, source), case.obj))
    stored = subject.to(edited, target)
    around = framed(subject.bare(subject.to(stored, source), case.obj))
    why = f"by way of {target} the edit, or what it left alone, does not arrive as it does directly"
    found = differs(subject, direct, around, source, why, arrow(source, middle, "edit", target, source))
    if found:
        return found
    again = framed(subject.bare(subject.to(stored, middle), case.obj))
    why = f"from {target} the edit does not come back"
    mine = framed(subject.bare(edited, case.obj))
    return differs(subject, mine, again, middle, why, arrow(source, middle, "edit", target, middle))


LAW = Law(
    "edits-travel",
    "An edit survives, whichever versions the object is converted to next.",
    _holds,
    versions=3,
    drawn=edits_win.LAW.drawn,
)
