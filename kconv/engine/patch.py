"""Puts a difference back after edits: an entry only if what was visible at its place is unchanged.

List items are found by their key or by equal content, and what cannot be placed is left out and reported. A map that
was absent may be there by now, with fields that an edit brought: then each field of the entry is an entry of its own.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Protocol

from kconv.engine.difference import ListKeys, canonical, difference, key_of
from kconv.engine.entries import Entry, is_open_metadata
from kconv.engine.places import Places, adds, is_as_it_was
from kconv.paths import MISSING, FieldPath, get
from kconv.values import Json, nested, put


class View(Protocol):
    """What is known of the version that was edited."""

    def nearer(self, one: Json, other: Json) -> bool:
        """Whether the version shows the first object in a form that is nearer to the edited one than the second."""

    def hides(self, path: FieldPath, one: Json, other: Json) -> bool:
        """Whether the version has no map at a path, so that a conversion makes it of fields that are elsewhere, and
        shows two objects alike of which only the second has one."""


def restore(have: Json, entries: list[Entry], list_keys: ListKeys, view: View | None = None) -> tuple[Json, list[str]]:
    """Put entries back whose place is unchanged.

    Returns the new object and a sentence for each entry that has more than one possible place, or whose item has no key
    and is not found. Another entry whose place is gone or edited is silently left out: the edit wins. But a map that
    only a conversion makes was not removed by an edit that removed the fields it is made of; and one that loses its
    last field here is removed as well.
    """
    doubts: list[str] = []
    # Every place is found in the object as it came, before any entry changes what the others look for.
    values: list[tuple[FieldPath, Json]] = []
    orders: dict[FieldPath, Entry] = {}
    places = Places(have, list_keys)
    for entry in entries:
        place = places.of(entry, doubts)
        if place is None or (place == ("metadata",) and not is_open_metadata(get(have, place))):
            continue
        if "order" in entry:
            orders.setdefault(place, entry)  # only somebody else writes two
        else:
            values += _fields(get(have, place), entry, place)
    taken: set[FieldPath] = set()
    for place, value in values:
        # An annotation that somebody wrote may have two entries for one place, or one below what another removes.
        if taken.isdisjoint(accumulate((step,) for step in place)) or _is_new_in(have, place, value):
            taken.add(place)
            have = _returned(have, place, value, view)
    if view is not None:
        for place, _ in values:
            have = _without_emptied(have, place[:-1], view)
    for place, entry in orders.items():
        items = get(have, place)
        have = put(have, place, _ordered(items, entry)) if isinstance(items, list) else have
    return have, doubts


def _is_new_in(have: Json, place: FieldPath, value: Json) -> bool:
    """Whether a value can be added to a map that another entry has brought."""
    return value is not MISSING and get(have, place) is MISSING and isinstance(get(have, place[:-1]), dict)


def _fields(there: Json, entry: Entry, place: FieldPath) -> list[tuple[FieldPath, Json]]:
    """The values of an entry that have their place as it was, each with its place."""
    value = entry.get("is", MISSING)
    return [(place, value)] if is_as_it_was(there, entry) else _absent(there, value, place) if adds(entry) else []


def _absent(there: Json, value: Json, place: FieldPath) -> list[tuple[FieldPath, Json]]:
    """The parts of a value that a map at its place does not have."""
    if there is MISSING:
        return [(place, value)]
    if not (isinstance(there, dict) and isinstance(value, dict)):
        return []
    return [each for key, part in value.items() for each in _absent(there.get(key, MISSING), part, (*place, key))]


def _returned(have: Json, place: FieldPath, value: Json, view: View | None) -> Json:
    """The object with a value back at its place; without it if the map that it belongs to was removed by an edit."""
    new = _set(have, place, value)
    if get(have, place[:-1]) is not MISSING:
        return new
    lost = next(above for above in accumulate((step,) for step in place) if get(have, above) is MISSING)
    return new if view is not None and view.hides(lost, have, new) else have


def _ordered(items: list[Json], entry: Entry) -> list[Json]:
    """The items in the order of an entry, new ones at the end; as they are if somebody gave them another order."""
    keys = tuple(dict.fromkeys(key for name in entry["of"] for key in name))
    seen = [canonical(name) for name in entry["of"]]
    mine = [key_of(item, keys) for item in items]
    known = [key for key in mine if key in seen]
    if known != [key for key in seen if key in known]:
        return items
    ranks: dict[str | None, int] = {seen[at]: rank for rank, at in enumerate(entry["order"])}
    return [item for _, item in sorted(zip(mine, items, strict=True), key=lambda each: ranks.get(each[0], len(ranks)))]


def _without_emptied(obj: Json, place: FieldPath, view: View) -> Json:
    while place and isinstance(place[-1], str) and get(obj, place) == {}:
        bare = _set(obj, place, MISSING)
        if not view.nearer(bare, obj):
            break
        obj, place = bare, place[:-1]
    return obj


def differing(have: Json, want: Json, list_keys: ListKeys) -> list[FieldPath]:
    """Where two objects of one conversion differ; an item's place is the same in both."""
    places = Places(have, list_keys)
    found = (places.unchanged(entry) for entry in difference(have, want, list_keys))
    return [place for place in found if place is not None]


def _set(obj: Json, place: FieldPath, value: Json) -> Json:
    if value is not MISSING:
        return nested(obj, place, value)
    *above, last = place
    holder = get(obj, tuple(above)).copy()
    del holder[last]
    return put(obj, tuple(above), holder)
