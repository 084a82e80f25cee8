"""The sparse difference between two objects, as it is kept in an annotation.

The object may be edited before it is put back. So a difference records what was visible at its place, and names list
items by their key or by equal content, never by index.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from kconv.engine.entries import Entry
from kconv.paths import MISSING, same
from kconv.values import Json

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
        for key, theirs in want.items():
            if key not in have:
                out.append({"p": [*path, key], "is": theirs})
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
    named = keys.get(list_at(path), ())
    order = _another_order(have, want, named) if named else []
    names = _Names(have, named)
    for index, mine in enumerate(have):
        theirs = want[order[index] if order else index]
        if not same(mine, theirs):
            _compare(mine, theirs, (*path, names.of(index)), keys, out)
    if order:
        out.append(
            {"p": [*path], "of": [_name(item, named) for item in have], "order": [*map(order.index, range(len(have)))]}
        )


def list_at(path: Sequence[Any]) -> str:
    """The key of a list in ListKeys."""
    return "".join(f".{step}" if isinstance(step, str) else "[]" for step in path).removeprefix(".")


def _seen(value: Json) -> Entry:
    text = canonical(value)
    return {"was": value} if len(text) <= _SMALL else {"was#": digest_of(text)}


def _another_order(have: list[Json], want: list[Json], keys: tuple[str, ...]) -> list[int]:
    """Where in ``want`` each item of ``have`` is, if the same keys are in another order; empty in any other case."""
    if _have_same(have, want, keys):
        return []
    mine, theirs = ([key_of(item, keys) for item in items] for items in (have, want))
    if mine == theirs or None in mine or len(set(mine)) < len(mine) or {*mine} != {*theirs}:
        return []
    places = {key: at for at, key in enumerate(theirs)}
    return [places[key] for key in mine]


def _have_same(have: list[Json], want: list[Json], keys: tuple[str, ...]) -> bool:
    """Whether the items are known to have the same keys, which are mostly strings."""
    for one, other in zip(have, want, strict=True):
        if not (isinstance(one, dict) and isinstance(other, dict)):
            return False
        for key in keys:
            if type(one.get(key)) is not str or one[key] != other.get(key):
                return False
    return True


def key_of(item: Json, keys: tuple[str, ...]) -> str | None:
    """What tells an item apart, None if it has none of the keys."""
    there = isinstance(item, dict) and any(key in item for key in keys)
    return canonical(_name(item, keys)) if there else None


def _name(item: Mapping[str, Json], keys: tuple[str, ...]) -> dict[str, Json]:
    return {key: item[key] for key in keys if key in item}


class _Names:
    """How each item of a list is found again: by its key where that is unique, else as one of the items of equal
    content."""

    def __init__(self, items: list[Json], keys: tuple[str, ...]) -> None:
        self._items, self._keys = items, keys

    def of(self, index: int) -> dict[str, Any]:
        item, keys = self._items[index], self._keys
        if isinstance(item, dict) and any(key in item for key in keys) and self._told[told(item, keys)] == 1:
            return {"key": _name(item, keys)}
        text = canonical(item)
        alike = self._texts[text]
        return {"like": digest_of(text), "nth": bisect_left(alike, index), "of": len(alike)}

    @cached_property
    def _told(self) -> dict[object, int]:
        """How many items have the same keys."""
        found: dict[object, int] = {}
        for item in self._items:
            if isinstance(item, dict):
                key = told(item, self._keys)
                found[key] = found.get(key, 0) + 1
        return found

    @cached_property
    def _texts(self) -> dict[str, list[int]]:
        """Where in the list the items of a content are."""
        found: dict[str, list[int]] = {}
        for index, item in enumerate(self._items):
            found.setdefault(canonical(item), []).append(index)
        return found


def told(item: Mapping[str, Json], keys: tuple[str, ...]) -> object:
    """What tells an item apart, as a key of a map."""
    if len(keys) == 1 and type(item.get(keys[0])) is str:
        return item[keys[0]]
    return (canonical(_name(item, keys)),)


def canonical(value: Json) -> str:
    """A value as a text that is the same for the same value."""
    return _ENCODER.encode(value)


def digest_of(text: str) -> str:
    """A short name for a text."""
    import hashlib  # with it comes OpenSSL, and most conversions need neither

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
