"""Filling in a version's defaults in one walk: rules that meet in one parent look into it, and copy it, once.

A Deployment's defaults are a dozen rules that all begin with `spec`. Run one by one each would look for the spec and
copy it and the object; so they are put together by the parents that they share, in the order in which they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from kconv.names import Release
from kconv.paths import EACH, FieldPath, Segment

if TYPE_CHECKING:
    from kconv.rules.base import Json, Rule

    Fill = Callable[[Json], Json]

Step = tuple[Segment, bool]
"""One part of the way to what is filled in, and whether nothing is filled in where it leads nowhere."""


class Leaf(NamedTuple):
    """One field's default: ``zero`` also replaces 0, "" and false."""

    key: str
    value: Json
    zero: bool


class Filling(NamedTuple):
    """A default, or a function for what ``steps`` lead to. It is only given objects, and returns the same or a copy."""

    steps: tuple[Step, ...]
    fill: Leaf | Fill


def optional(path: FieldPath) -> tuple[Step, ...]:
    """Steps that make nothing where it is not there."""
    return tuple((part, True) for part in path)


@lru_cache(maxsize=2048)
def filling(rules: tuple[Rule, ...], release: Release) -> Fill:
    """The function that fills in what the rules say, one after the other, as ``release`` knows the fields."""
    return _object(join([each for rule in rules for each in rule.fillings(release)]))


def join(fillings: Iterable[Filling]) -> list[Fill]:
    """Functions for one object, neighbours with the same way put together."""
    fills: list[Fill] = []
    for (step, listed, of_leaves), group in groupby(fillings, key=_sort):
        same_way = list(group)
        if step is not None:
            below = [Filling(each.steps[1:], each.fill) for each in same_way]
            fills.append(_below(step, _items(below) if listed else _object(join(below))))
        elif of_leaves:
            fills.append(_leaves([each.fill for each in same_way if isinstance(each.fill, Leaf)]))
        else:
            fills += [each.fill for each in same_way if not isinstance(each.fill, Leaf)]
    return fills


def _sort(each: Filling) -> tuple[Step | None, bool, bool]:
    """The first step and whether the next goes through a list's items; without a step, whether it is a leaf."""
    if not each.steps:
        return None, False, isinstance(each.fill, Leaf)
    return each.steps[0], len(each.steps) > 1 and each.steps[1][0] is EACH, False


def _object(fills: Sequence[Fill]) -> Fill:
    def fill(obj: Json) -> Json:
        if isinstance(obj, dict):
            for each in fills:
                obj = each(obj)
        return obj

    return fill


def _leaves(leaves: Sequence[Leaf]) -> Fill:
    def fill(obj: Json) -> Json:
        out = obj
        for key, value, zero in leaves:
            old = out.get(key)
            if old is None or (zero and is_zero(old)):
                out = out.copy() if out is obj else out
                out[key] = own(value)
        return out

    return fill


def _below(step: Step, inner: Fill) -> Fill:
    key, only_there = step

    def fill(obj: Json) -> Json:
        old = obj.get(key)
        if old is not None:
            new = inner(old)
        elif only_there:
            return obj
        else:
            # Parents are made where something is filled in below them.
            new = inner({}) or None
        if new is old:
            return obj
        out = obj.copy()
        out[key] = new
        return out

    return fill


def _items(fillings: Sequence[Filling]) -> Fill:
    """Through the items of a list, and of the lists in it."""
    below = [Filling(each.steps[1:], each.fill) for each in fillings]
    inner = _items(below) if below[0].steps and below[0].steps[0][0] is EACH else _object(join(below))

    def fill(items: Json) -> Json:
        if not isinstance(items, list):
            return items
        out = items
        for index, item in enumerate(items):
            new = inner(item)
            if new is not item:
                out = items.copy() if out is items else out
                out[index] = new
        return out

    return fill


def own(value: Json) -> Json:
    """A copy for one object: rules and their values are shared by all, and whoever gets an object may edit it."""
    if isinstance(value, dict):
        return {key: own(item) if isinstance(item, (dict, list)) else item for key, item in value.items()}
    return [own(item) for item in value] if isinstance(value, list) else value


def is_zero(value: Json) -> bool:
    """Whether a value is one that Go cannot tell from none in a field that is no pointer."""
    return not value and type(value) in (int, bool, str)
