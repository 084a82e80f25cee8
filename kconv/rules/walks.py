"""A version's conversion in one walk: rules that meet in one parent look into it, and copy it, once.

An Ingress' backends are five rules, four of which begin with `spec`. As with defaults (``kconv.rules.fills``) they are
put together by the parents that they share, in the order in which they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from kconv.paths import EACH, FieldPath, Segment
from kconv.rules.shifts import Shift, shifted

if TYPE_CHECKING:
    from kconv.rules.base import Doubts, Json

    Change = Callable[[Json, Doubts], Json]


class Walk(NamedTuple):
    """A change of what ``steps`` lead to. It is only given objects, and returns the same or a copy."""

    steps: FieldPath
    change: Change | Shift


def below(path: FieldPath, walks: Iterable[Walk]) -> list[Walk]:
    """The same changes inside a part of the object."""
    return [Walk(path + each.steps, each.change) for each in walks]


def walker(walks: Iterable[Walk]) -> Change:
    """The function that makes all the changes, one after the other, in whatever value there is."""
    changes = _joined(walks := list(walks))
    if len(changes) == 1:
        # What looks for a field looks itself whether it is given an object.
        return changes[0] if walks[0].steps else _of_objects(changes[0])

    def walk(obj: Json, doubts: Doubts) -> Json:
        if isinstance(obj, dict):
            for change in changes:
                obj = change(obj, doubts)
        return obj

    return walk


def _of_objects(change: Change) -> Change:
    def of_objects(obj: Json, doubts: Doubts) -> Json:
        return change(obj, doubts) if isinstance(obj, dict) else obj

    return of_objects


def _joined(walks: Iterable[Walk]) -> list[Change]:
    """Functions for one object, neighbours with the same way put together."""
    changes: list[Change] = []
    for (step, listed), group in groupby(walks, key=_sort):
        same_way = list(group)
        if step is None:
            changes += _here([each.change for each in same_way])
        else:
            inner = [Walk(each.steps[1:], each.change) for each in same_way]
            changes.append(_of_key(step, _items(inner) if listed else walker(inner)))
    return changes


def _sort(each: Walk) -> tuple[Segment | None, bool]:
    """The first step, and whether the next goes through a list's items."""
    return (each.steps[0], each.steps[1:2] == (EACH,)) if each.steps else (None, False)


def _here(changes: Sequence[Change | Shift]) -> list[Change]:
    """Changes of one object, neighbours that move single fields put together."""
    found: list[Change] = []
    for shifts, group in groupby(changes, key=lambda change: isinstance(change, Shift)):
        each: list[Any] = list(group)
        found += shifted(each) if shifts else each
    return found


def _items(walks: Sequence[Walk]) -> Change:
    """Through the items of a list, and of the lists in it."""
    inner = [Walk(each.steps[1:], each.change) for each in walks]
    return _of_items(_items(inner) if inner[0].steps[:1] == (EACH,) else walker(inner))


def _of_key(key: Any, change: Change) -> Change:
    def of_key(obj: Json, doubts: Doubts) -> Json:
        child = obj.get(key) if isinstance(obj, dict) else None
        if child is None:
            return obj
        new = change(child, doubts)
        if new is child:
            return obj
        out = obj.copy()
        out[key] = new
        return out

    return of_key


def _of_items(change: Change) -> Change:
    def of_items(items: Json, doubts: Doubts) -> Json:
        if not isinstance(items, list):
            return items
        out = items
        for index, item in enumerate(items):
            new = change(item, doubts)
            if new is not item:
                out = items.copy() if out is items else out
                out[index] = new
        return out

    return of_items
