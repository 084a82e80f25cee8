"""Several fields of one version may be one text of another: who edits the text has edited all of them.

What is kept of such a field was kept beside the text as it was. Put back beside another text, it would change what was
written, or make it unreadable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from kconv.engine.difference import ListKeys
from kconv.engine.entries import Entry
from kconv.engine.patch import View, restore
from kconv.engine.together import parted, without
from kconv.paths import MISSING, FieldPath, expand, get, meet, pattern, same
from kconv.rules.move import common
from kconv.values import Json

Joint: TypeAlias = "tuple[Sequence[FieldPath], Sequence[FieldPath]]"
"""Fields of the version in which something is put back, and those of another version that are the same thing."""


def agreeing(
    obj: Json,
    entries: list[Entry],
    joints: Sequence[Joint],
    shown: tuple[Callable[[Json], Json], Json],
    keys: ListKeys,
    view: View,
) -> list[Entry]:
    """Entries of an object without those of joint fields that were edited in the other version.

    ``shown`` is a function that gives the object in the other version, and the object of that version, edits included.
    """
    places = [place for mine, _ in joints for place in mine]
    if not any(meet(path, place) for path in [pattern(entry["p"]) for entry in entries] for place in places):
        return entries
    parts = [part for entry in entries for part in _parts(entry, places)]
    of = {id(part): _joint_of(part, joints) for part in parts}
    show, edited = shown
    for joint in dict.fromkeys(each for each in of.values() if each is not None):
        alone = [part for part in parts if of[id(part)] in (None, joint)]
        back = show(restore(obj, alone, keys, view)[0])
        if not all(same(_values(back, place), _values(edited, place)) for place in joints[joint[0]][1]):
            parts = without(parts, [part for part in parts if of[id(part)] == joint])
    return parts


def _parts(entry: Entry, places: Sequence[FieldPath]) -> list[Entry]:
    """An entry, and the joint fields in its value as entries of their own: an edit of these leaves the rest."""
    if entry.keys() != {"p", "is"}:
        return [entry]
    return parted(entry, _within(entry, entry["is"], places))


def _within(entry: Entry, value: Json, places: Sequence[FieldPath]) -> list[FieldPath]:
    """Where in a value of an entry fields are that have these places in an object."""
    path = pattern(entry["p"])
    ways = [place[len(path) :] for place in places if len(place) >= len(path) and meet(place, path)]
    return [way for each in ways for way in expand(value, each) if get(value, way) is not MISSING]


def _joint_of(entry: Entry, joints: Sequence[Joint]) -> tuple[int, str] | None:
    """Which joint fields an entry is one of, in which item."""
    for number, (mine, _) in enumerate(joints):
        if any(_holds(entry, place) for place in mine):
            return number, str(entry["p"][: common(*mine)])
    return None


def _holds(entry: Entry, place: FieldPath) -> bool:
    """Whether an entry is of a field, of something in it, or of a value that has it."""
    path = pattern(entry["p"])
    if not meet(path, place):
        return False
    if len(path) > len(place) or "was#" in entry:
        return True
    return any(_within(entry, entry[each], [place]) for each in ("was", "is") if each in entry)


def _values(obj: Json, place: FieldPath) -> list[Json]:
    return [get(obj, path) for path in expand(obj, place)]
