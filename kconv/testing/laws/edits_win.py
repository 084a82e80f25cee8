"""A client reads an object in one version, edits what is visible there and writes it back; what was hidden must find
its place again, and never take the edit's.

The law compares with the edit applied directly. What the object would be without anything hidden, before and after the
edit, says which places the edit touches in the object's own version; there the edit counts, and everywhere else what
was there before. List items are the same by their key, else by equal content, never by index.
"""

from __future__ import annotations

from dataclasses import replace

from kconv.paths import MISSING, get, same
from kconv.testing.contradicted import Edited
from kconv.testing.draws import Draw
from kconv.testing.edits import applied, drawn
from kconv.testing.laws.base import Breach, Case, Law, arrow, differs, framed
from kconv.testing.merge import Merge
from kconv.testing.subject import Json, RefusedError, Subject
from kconv.testing.swept_edits import swept_edits
from kconv.values import put


def _drawn(draw: Draw, subject: Subject, case: Case) -> Case:
    try:
        there = subject.to(case.obj, case.legs[1])
    except RefusedError:  # the law itself reports it
        return case
    own = subject.own_annotations(there, case.obj)
    return replace(case, edits=drawn(draw, there, subject.shapes.get(case.legs[1]), own))


def _holds(subject: Subject, case: Case) -> Breach | None:
    source, target = case.legs
    there = subject.to(case.obj, target)
    edited = subject.stored(applied(there, case.edits), target)
    if not subject.writable(edited, there, target):
        return None
    back = subject.to(edited, source)
    why = "the edit does not stay: back in the version that was edited, the object differs"
    again = _without_filled(subject, case, edited, subject.bare(subject.to(back, target), case.obj))
    leg = arrow(source, target, "edit", source, target)
    found = differs(subject, framed(subject.bare(edited, case.obj)), framed(again), target, why, leg)
    if found:
        return found
    got = framed(subject.bare(back, case.obj))
    seen, wanted = _seen(subject, there, case), _seen(subject, edited, case, back)
    expected = subject.stored(Merge(subject, source).merged(framed(case.obj), seen, wanted, got), source)
    why = "what the edit left alone did not come back, or came back where it does not belong"
    leg = arrow(source, target, "edit", source)
    found = differs(subject, expected, got, source, why, leg)
    if found is None or subject.rules is not None:
        return found
    edit = Edited(subject, target, *(subject.bare(each, case.obj) for each in (there, edited)))
    return differs(subject, edit.without_contradictions(expected, got), got, source, why, leg)


def _without_filled(subject: Subject, case: Case, edited: Json, again: Json) -> Json:
    """The object without maps that the edit removed, where they hold only what the server fills in.

    What was hidden in such a map may come back in the object's own version, and the map with it.
    """
    for edit in case.edits if subject.between.defaults else ():
        there = get(again, edit.path)
        if edit.action == "remove" and isinstance(there, dict) and there and get(edited, edit.path) is MISSING:
            filled = subject.stored(put(again, edit.path, {}), case.legs[1])
            again = edit.apply(again) if same(there, get(filled, edit.path)) else again
    return again


def _seen(subject: Subject, there: Json, case: Case, back: Json = None) -> Json:
    """What of an object in the other version its own version would show, had nothing been kept.

    ``back`` is what it shows: of an object in which nothing is kept, that is all.
    """
    bare = subject.bare(there, case.obj)
    shown = subject.to(bare, case.legs[0]) if back is None or bare is not there else back
    return framed(subject.bare(shown, case.obj))


LAW = Law(
    "edits-win",
    "An edit made in another version stays, and the hidden rest comes back.",
    _holds,
    drawn=_drawn,
    edited=lambda subject, legs, probes: swept_edits(subject, legs[1], probes),
)
