"""A merge of three: what was kept, what of it was shown, and what that is now that somebody had it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kconv.paths import MISSING, same

Json = Any
KEYS = ("name", "type")
"""An item that has one of them is known by it, as all of a Site's list-map items are."""
Partner = Callable[[list[Json], list[Json], int], int | None]


def partner(shown: list[Json], now: list[Json], index: int) -> int | None:
    """Which item an item was: the one of its key, else the one of equal content; None where nobody can say."""
    item = now[index]
    for key in KEYS:
        if isinstance(item, dict) and key in item:
            named = [at for at, other in enumerate(shown) if isinstance(other, dict) and other.get(key) == item[key]]
            again = [other for other in now if isinstance(other, dict) and other.get(key) == item[key]]
            return named[0] if len(named) == len(again) == 1 else None
    alike = [at for at, other in enumerate(shown) if same(other, item)]
    again = [at for at, other in enumerate(now) if same(other, item)]
    return alike[again.index(index)] if len(alike) == len(again) else None


def merged(kept: Json, shown: Json, now: Json, which: Partner = partner) -> Json:
    """What was kept where nothing was edited, the edit where something was."""
    if same(shown, now):
        return kept
    if all(isinstance(each, dict) for each in (kept, shown, now)):
        return _fields(kept, shown, now, which)
    if all(isinstance(each, list) for each in (kept, shown, now)) and len(kept) == len(shown):
        found = [which(shown, now, index) for index in range(len(now))]
        return [
            item if at is None or at >= len(shown) else merged(kept[at], shown[at], item, which)
            for item, at in zip(now, found, strict=True)
        ]
    return now


def _fields(kept: Json, shown: Json, now: Json, which: Partner) -> Json:
    out = {}
    for key in dict.fromkeys((*now, *kept)):
        value = merged(*(each.get(key, MISSING) for each in (kept, shown, now)), which)
        if value is not MISSING:
            out[key] = value
    return out
