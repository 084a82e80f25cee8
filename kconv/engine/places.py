"""A stash may have an entry for each of thousands of items, and any client may write such a one: so an item is not
searched for, but looked up in its list, which is read once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kconv.engine.difference import ListKeys, canonical, digest_of, list_at, told
from kconv.engine.entries import Entry
from kconv.paths import MISSING, FieldPath, get, same
from kconv.values import Json

_Index = dict[object, list[int]]
"""Where in a list the items are that have a key, or a content."""


class Places:
    """Where the entries of a difference have their places in an object, which nobody changes meanwhile."""

    def __init__(self, obj: Json, keys: ListKeys) -> None:
        self._obj, self._keys = obj, keys
        self._indices: dict[tuple[int, tuple[str, ...]], _Index] = {}

    def fit(self, entries: Sequence[Entry]) -> bool:
        """Whether every entry finds its place as it was."""
        return all(self.unchanged(entry) is not None for entry in entries)

    def unchanged(self, entry: Entry) -> FieldPath | None:
        """Where an entry's place is, None if it is gone or not as it was."""
        place = self.of(entry, [])
        return place if place is not None and is_as_it_was(get(self._obj, place), entry) else None

    def of(self, entry: Entry, doubts: list[str]) -> FieldPath | None:
        """Where an entry's place is, None if there is no such place any more; maps above what was absent may be."""
        obj = self._obj
        place: list[Any] = []
        for step in entry["p"]:
            if isinstance(step, str):
                if isinstance(obj, dict):
                    obj = obj.get(step, MISSING)
                elif obj is not MISSING or not adds(entry):
                    return None
                place.append(step)
            else:
                at = list_at(place)
                index = self._item(obj, step, self._keys.get(at, ())) if isinstance(obj, list) else None
                if index is None or index < 0:
                    if index is not None:
                        doubts.append(f"{at}: more than one item could be the one that a stashed value belongs to")
                    elif "like" in step and obj:
                        doubts.append(
                            f"{at}: a stashed value belongs to an item that was edited or removed; without a key, an "
                            "item is found only while nothing of it is edited"
                        )
                    return None
                obj = obj[index]
                place.append(index)
        return tuple(place)

    def _item(self, items: list[Json], step: dict[str, Any], keys: tuple[str, ...]) -> int | None:
        """The index of a named item, None where it is gone, -1 where it could be several."""
        if "key" in step:
            keys = keys or tuple(step["key"])
            found = self._index(items, keys).get(told(step["key"], keys), [])
            return (found[0] if len(found) == 1 else -1) if found else None
        found = self._index(items, ()).get(step["like"], [])
        if not found:
            return None
        return found[step["nth"]] if len(found) == step["of"] else -1

    def _index(self, items: list[Json], keys: tuple[str, ...]) -> _Index:
        """A list's items by their keys, by their content if there are none."""
        index = self._indices.get((id(items), keys))
        if index is None:
            index = self._indices[id(items), keys] = {}
            for at, item in enumerate(items):
                if not keys:
                    index.setdefault(digest_of(canonical(item)), []).append(at)
                elif isinstance(item, dict):
                    index.setdefault(told(item, keys), []).append(at)
        return index


def adds(entry: Entry) -> bool:
    """Whether nothing was visible at an entry's place."""
    return "is" in entry and "was" not in entry and "was#" not in entry


def is_as_it_was(value: Json, entry: Entry) -> bool:
    """Whether a value is what was visible at an entry's place."""
    if "was" in entry:
        return same(value, entry["was"])
    if "was#" in entry:
        return value is not MISSING and digest_of(canonical(value)) == entry["was#"]
    return value is MISSING
