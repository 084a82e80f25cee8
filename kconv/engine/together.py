"""Entries of a stash that belong together: an edit that changes what one of them says takes them all.

So it is with a thing that a version says in a former way, and with the fields that one rule could not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from kconv.engine.difference import ListKeys
from kconv.engine.entries import Entry
from kconv.engine.places import Places
from kconv.paths import MISSING, FieldPath, get, meet, pattern
from kconv.rules.move import common
from kconv.rules.move import without as without_field
from kconv.values import Json, discarded


def unedited(
    have: Json, entries: list[Entry], keys: ListKeys, ways: Sequence[tuple[FieldPath, ...]] = ()
) -> list[Entry]:
    """The entries but for those of which an edit has changed anything that belongs together."""
    places = Places(have, keys)
    edited = [each for name, found in _together(entries, ways) if name and not places.fit(found) for each in found]
    left = without(entries, edited) if edited else entries
    return [each for each in left if not is_guard(each)]


def before_filled(
    bare: Json, filled: Json, entries: list[Entry], keys: ListKeys, ways: Sequence[tuple[FieldPath, ...]] = ()
) -> list[Entry]:
    """The entries of a stash that was made before a server had filled in the object: their places are as they were in
    ``bare``, but not in ``filled``."""
    groups = [
        group for name, found in _together(entries, ways) for group in ([found] if name else [[each] for each in found])
    ]
    before, now = Places(bare, keys), Places(filled, keys)
    return [each for group in groups if before.fit(group) and not now.fit(group) for each in group]


def _together(entries: list[Entry], ways: Sequence[tuple[FieldPath, ...]]) -> list[tuple[str, list[Entry]]]:
    """Entries by what they say together; under an empty name those that stand by themselves."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(_spoken(entry, ways), []).append(entry)
    return [*found.items()]


def parted(entry: Entry, ways: Sequence[FieldPath]) -> list[Entry]:
    """An entry without some fields of its value, and an entry for each of these; the entry alone if its value is one of
    them, or a list holds one.

    The maps that held them stay, or the fields have no place.
    """
    if not all(way and all(isinstance(step, str) for step in way) for way in ways):
        return [entry]
    value = entry["is"]
    inner: list[Entry] = [{"p": [*entry["p"], *way], "is": get(value, way)} for way in ways]
    return [{**entry, "is": reduce(discarded, ways, value)}, *inner]


def without(entries: list[Entry], gone: list[Entry]) -> list[Entry]:
    """Entries without some of them, in the same order, and without the maps that are there only for these."""
    taken = {id(each) for each in gone}
    left = [each for each in entries if id(each) not in taken]
    for path in (each["p"][:-1] for each in gone if "is" in each):
        if all(each["p"][: len(path)] != path or len(each["p"]) == len(path) for each in left):
            left = [each for entry in left for each in _unheld(entry, path)]
    return left


def _unheld(entry: Entry, path: list[Any]) -> list[Entry]:
    """An entry without an empty map at a path, and without those that held only that; none if nothing is left."""
    at, value = len(entry["p"]), entry.get("is")
    way = tuple(path[at:])
    if path[:at] != entry["p"] or not all(isinstance(step, str) for step in way) or get(value, way) != {}:
        return [entry]
    rest = without_field(value, way) if way else MISSING
    return [] if rest is MISSING else [{**entry, "is": rest}]


def is_guard(entry: Entry) -> bool:
    """Whether an entry is only there for what belongs together with it: see ``engine.misfits``."""
    return "misfit" in entry and "is" not in entry


def _spoken(entry: Entry, ways: Sequence[tuple[FieldPath, ...]]) -> str:
    """What an entry says together with others, in which item: a thing in a former way, or what one rule could not read;
    empty if it stands by itself."""
    path = pattern(entry["p"])
    if "misfit" in entry:
        return f"{entry['misfit']} {[step for step in entry['p'] if isinstance(step, dict)]}"
    for number, places in enumerate(ways):
        if any(meet(path, place) for place in places):
            return f"{number} {entry['p'][: common(*places)]}"
    return ""
