"""The sparse difference between two objects, as it is kept in an annotation and put back after edits.

The object may be edited in between. So a difference records what was visible at its place: an entry is put back only if
that is unchanged, list items are found by their key or by equal content, never by index, and what cannot be placed is
left out and reported. A map that was absent may be there by now, with fields that an edit brought: then each field of
the entry is an entry of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import accumulate
from typing import Any, Protocol

from kconv.engine.entries import Entry, is_open_metadata
from kconv.paths import MISSING, FieldPath, get, same
from kconv.values import Json, nested, put

ListKeys = Mapping[str, tuple[str, ...]]

_SMALL = 80
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def difference(have: Json, want: Json, list_keys: ListKeys) -> list[Entry]:
    """Entries that turn ``have`` into ``want``. Both come from one conversion, so lists of the same length
    correspond: item by item, or by their keys if each has one of its own."""
    entries: list[Entry] = []
    _compare(have, want, (), list_keys, entries)
    return entries


def _compare(have: Json, want: Json, path: tuple[Any, ...], keys: ListKeys, out: list[Entry]) -> None:
    if isinstance(have, dict) and isinstance(want, dict):
        for key, mine in have.items():
            theirs = want.get(key, MISSING)
            if mine is not theirs:
                _compare(mine, theirs, (*path, key), keys, out)
        out.extend({"p": [*path, key], "is": want[key]} for key in want if key not in have)
    elif isinstance(have, list) and isinstance(want, list) and len(have) == len(want):
        _compare_items(have, want, path, keys, out)
    elif not same(have, want):
        entry: Entry = {"p": [*path]}
        if have is not MISSING:
            entry |= _seen(have)
        if want is not MISSING:
            entry["is"] = want
        out.append(entry)


def _compare_items(have: list[Json], want: list[Json], path: tuple[Any, ...], keys: ListKeys, out: list[Entry]) -> None:
    """Lists of the same length. Where the same keys are in another order, that is an entry of its own."""
    named = keys.get(_list_at(path), ())
    order = _another_order(have, want, named) if named else []
    for index, mine in enumerate(have):
        theirs = want[order[index] if order else index]
        if not same(mine, theirs):
            step = _name_item(have, index, named)
            _compare(mine, theirs, (*path, step), keys, out)
    if order:
        out.append(
            {"p": [*path], "of": [_name(item, named) for item in have], "order": [*map(order.index, range(len(have)))]}
        )


def _list_at(path: tuple[Any, ...]) -> str:
    """The key of a list in ListKeys."""
    return "".join(f".{step}" if isinstance(step, str) else "[]" for step in path).removeprefix(".")


def _seen(value: Json) -> Entry:
    text = _canonical(value)
    return {"was": value} if len(text) <= _SMALL else {"was#": _digest(text)}


def _another_order(have: list[Json], want: list[Json], keys: tuple[str, ...]) -> list[int]:
    """Where in ``want`` each item of ``have`` is, if the same keys are in another order; empty in any other case."""
    if all(_have_same(pair, keys) for pair in zip(have, want, strict=True)):
        return []
    mine, theirs = ([_key(item, keys) for item in items] for items in (have, want))
    if mine == theirs or None in mine or len(set(mine)) < len(mine) or {*mine} != {*theirs}:
        return []
    return [theirs.index(key) for key in mine]


def _have_same(pair: tuple[Json, Json], keys: tuple[str, ...]) -> bool:
    """Whether two items are known to have the same keys, which are mostly strings."""
    one, other = pair
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return False
    return all(type(one.get(key)) is str and one[key] == other.get(key) for key in keys)


def _key(item: Json, keys: tuple[str, ...]) -> str | None:
    """What tells an item apart, None if it has none of the keys."""
    there = isinstance(item, dict) and any(key in item for key in keys)
    return _canonical(_name(item, keys)) if there else None


def _name(item: Mapping[str, Json], keys: tuple[str, ...]) -> dict[str, Json]:
    return {key: item[key] for key in keys if key in item}


def _name_item(items: list[Json], index: int, keys: tuple[str, ...]) -> dict[str, Any]:
    """How an item is found again: by its key where that is unique, else as one of the items of equal content."""
    item = items[index]
    if isinstance(item, dict) and any(key in item for key in keys):
        name = _name(item, keys)
        if sum(_has(other, name, keys) for other in items) == 1:
            return {"key": name}
    digest = _digest(_canonical(item))
    alike = [at for at, other in enumerate(items) if same(other, item)]
    return {"like": digest, "nth": alike.index(index), "of": len(alike)}


def _has(item: Json, name: Mapping[str, Json], keys: tuple[str, ...]) -> bool:
    return isinstance(item, dict) and all(
        (key in item) == (key in name) and same(item.get(key), name.get(key)) for key in keys
    )


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
    orders: list[tuple[FieldPath, Entry]] = []
    for entry in entries:
        place = located(have, entry, list_keys, doubts)
        if place is None or (place == ("metadata",) and not is_open_metadata(get(have, place))):
            continue
        if "order" in entry:
            orders.append((place, entry))
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
    for place, entry in orders:
        items = get(have, place)
        have = put(have, place, _ordered(items, entry)) if isinstance(items, list) else have
    return have, doubts


def _is_new_in(have: Json, place: FieldPath, value: Json) -> bool:
    """Whether a value can be added to a map that another entry has brought."""
    return value is not MISSING and get(have, place) is MISSING and isinstance(get(have, place[:-1]), dict)


def _fields(there: Json, entry: Entry, place: FieldPath) -> list[tuple[FieldPath, Json]]:
    """The values of an entry that have their place as it was, each with its place."""
    value = entry.get("is", MISSING)
    return [(place, value)] if _unchanged(there, entry) else _absent(there, value, place) if _adds(entry) else []


def _adds(entry: Entry) -> bool:
    """Whether nothing was visible at an entry's place."""
    return "is" in entry and "was" not in entry and "was#" not in entry


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
    seen = [_canonical(name) for name in entry["of"]]
    mine = [_key(item, keys) for item in items]
    known = [key for key in mine if key in seen]
    if known != [key for key in seen if key in known]:
        return items
    ranks: dict[str | None, int] = {seen[at]: rank for rank, at in enumerate(entry["order"])}
    return [item for _, item in sorted(zip(mine, items, strict=True), key=lambda each: ranks.get(each[0], len(ranks)))]


def fit(have: Json, entries: list[Entry], list_keys: ListKeys) -> bool:
    """Whether every entry finds its place as it was."""
    return all(_find(have, entry, list_keys) is not None for entry in entries)


def _without_emptied(obj: Json, place: FieldPath, view: View) -> Json:
    while place and isinstance(place[-1], str) and get(obj, place) == {}:
        bare = _set(obj, place, MISSING)
        if not view.nearer(bare, obj):
            break
        obj, place = bare, place[:-1]
    return obj


def differing(have: Json, want: Json, list_keys: ListKeys) -> list[FieldPath]:
    """Where two objects of one conversion differ; an item's place is the same in both."""
    found = (_find(have, entry, list_keys) for entry in difference(have, want, list_keys))
    return [place for place in found if place is not None]


def _find(obj: Json, entry: Entry, keys: ListKeys) -> FieldPath | None:
    """Where an entry's place is, None if it is gone or not as it was."""
    place = located(obj, entry, keys, [])
    return place if place is not None and _unchanged(get(obj, place), entry) else None


def located(obj: Json, entry: Entry, keys: ListKeys, doubts: list[str]) -> FieldPath | None:
    """Where an entry's place is, None if there is no such place any more; maps above what was absent may be."""
    place: list[Any] = []
    at = ""
    for step in entry["p"]:
        if isinstance(step, str):
            if isinstance(obj, dict):
                obj = obj.get(step, MISSING)
            elif obj is not MISSING or not _adds(entry):
                return None
            place.append(step)
            at = f"{at}.{step}" if at else step
        else:
            index = _find_item(obj, step, keys.get(at))
            if index is None or index < 0:
                if index is not None:
                    doubts.append(f"{at}: more than one item could be the one that a stashed value belongs to")
                elif "like" in step and obj:
                    doubts.append(
                        f"{at}: a stashed value belongs to an item that was edited or removed; without a key, an item "
                        "is found only while nothing of it is edited"
                    )
                return None
            obj = obj[index]
            place.append(index)
            at += "[]"
    return tuple(place)


def _find_item(items: Json, step: Mapping[str, Any], keys: tuple[str, ...] | None) -> int | None:
    """The index of a named item, None where it is gone, -1 where it could be several."""
    if not isinstance(items, list):
        return None
    if "key" in step:
        found = [index for index, item in enumerate(items) if _has(item, step["key"], keys or tuple(step["key"]))]
        return (found[0] if len(found) == 1 else -1) if found else None
    found = [index for index, item in enumerate(items) if _digest(_canonical(item)) == step["like"]]
    if not found:
        return None
    return found[step["nth"]] if len(found) == step["of"] else -1


def _unchanged(value: Json, entry: Entry) -> bool:
    if "was" in entry:
        return same(value, entry["was"])
    if "was#" in entry:
        return value is not MISSING and _digest(_canonical(value)) == entry["was#"]
    return value is MISSING


def _set(obj: Json, place: FieldPath, value: Json) -> Json:
    if value is not MISSING:
        return nested(obj, place, value)
    *above, last = place
    holder = get(obj, tuple(above)).copy()
    del holder[last]
    return put(obj, tuple(above), holder)


def _canonical(value: Json) -> str:
    return _ENCODER.encode(value)


def _digest(text: str) -> str:
    import hashlib  # with it comes OpenSSL, and most conversions need neither

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
