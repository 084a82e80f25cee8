"""Objects with one thing wrong with them, or one thing odd: what people and templates get wrong in manifests."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

from kconv.paths import FieldPath

VALUES: tuple[Any, ...] = (
    *("", "80", "true", "1Gi", "500m", "1 Gi", "YQ==", "YQ", "2020-01-01T00:00:00Z", "2020-01-01", "word"),
    *("2020-01-01T00:00:00.123456Z", "2020-01-01T00:00:00.123Z"),
    *(True, False, 0, 1, -1, 80, 3_000_000_000, 2**63, 1.5, 1.0),
    *(None, [], {}, ["a"], [1], [None], {"a": "b"}, {"a": 1}, {"a": None}),
)


def mutated(obj: dict[str, Any], chance: random.Random) -> tuple[dict[str, Any], str]:
    """A copy with one change, and what was done."""
    new = copy.deepcopy(obj)
    entries = list(_entries(new))
    if not entries:
        return {**new, "metadata": chance.choice(VALUES)}, "metadata"
    path, holder, key = chance.choice(entries)
    name, change = chance.choice(CHANGES)
    change(holder, key, chance)
    return new, f"{name} at {path}"


def _entries(value: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any, Any]]:
    """Every entry below the top: its path, what holds it and under which key; apiVersion and kind stay."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in pairs:
        if path or key not in ("apiVersion", "kind"):
            yield (*path, key), value, key
            yield from _entries(entry, (*path, key))


def _replace(holder: Any, key: Any, chance: random.Random) -> None:
    holder[key] = copy.deepcopy(chance.choice(VALUES))


def _remove(holder: Any, key: Any, _: random.Random) -> None:
    del holder[key]


def _rename(holder: Any, key: Any, chance: random.Random) -> None:
    if isinstance(holder, dict):
        holder[chance.choice((key + "s", key.upper(), key[:-1] + "_", "x" + key))] = holder.pop(key)


def _add(holder: Any, key: Any, chance: random.Random) -> None:
    into = holder[key] if isinstance(holder[key], dict) else holder
    if isinstance(into, dict):
        into[chance.choice(("unknown", "Name", "metadata", "spec", "$patch", "items"))] = chance.choice(VALUES)


def _wrap(holder: Any, key: Any, _: random.Random) -> None:
    holder[key] = [holder[key]]


CHANGES: tuple[tuple[str, Callable[[Any, Any, random.Random], None]], ...] = (
    ("another value", _replace),
    ("a field less", _remove),
    ("another name", _rename),
    ("a field more", _add),
    ("a list around it", _wrap),
)
