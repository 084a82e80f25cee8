"""Several fields of one version may be one text of another: who edits the text has edited all of them.

What is kept of such a field was kept beside the text as it was. Put back beside another text, it would change what was
written, or make it unreadable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from kconv.engine.entries import Entry
from kconv.engine.patch import ListKeys, View, restore
from kconv.paths import FieldPath, expand, get, meet, pattern, same
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
    parts = [(part, _joint_of(part, joints)) for entry in entries for part in _parts(obj, entry)]
    show, edited = shown
    for joint in dict.fromkeys(joint for _, joint in parts if joint is not None):
        alone = [part for part, of in parts if of in (None, joint)]
        back = show(restore(obj, alone, keys, view)[0])
        if not all(same(_values(back, place), _values(edited, place)) for place in joints[joint[0]][1]):
            parts = [(part, of) for part, of in parts if of != joint]
    return [part for part, _ in parts]


def _parts(obj: Json, entry: Entry) -> Iterator[Entry]:
    """An entry, field by field if it is a map that an edit has made."""
    path, value = entry["p"], entry.get("is")
    if isinstance(value, dict) and entry.keys() == {"p", "is"} and isinstance(get(obj, tuple(path)), dict):
        for key, item in value.items():
            yield from _parts(obj, {"p": [*path, key], "is": item})
    else:
        yield entry


def _joint_of(entry: Entry, joints: Sequence[Joint]) -> tuple[int, str] | None:
    """Which joint fields an entry is one of, in which item."""
    path: Any = pattern(entry["p"])
    for number, (mine, _) in enumerate(joints):
        if any(meet(path, place) for place in mine):
            return number, str(entry["p"][: common(*mine)])
    return None


def _values(obj: Json, place: FieldPath) -> list[Json]:
    return [get(obj, path) for path in expand(obj, place)]
