"""The defaults of a version are filled in in one walk: a Deployment's are a dozen rules that all begin with `spec`.

One by one, each would copy the spec and the object. So the rules are joined by the parents that they share, in their
order, and each parent is read and copied once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from kconv.paths import EACH, VALUES, FieldPath, Segment
from kconv.records import NamedTuple
from kconv.values import Json, own, update_each

Fill = Callable[[Json], Json]
Add = Callable[[dict[str, Json], dict[str, Json]], dict[str, Json]]
"""How an object gets other values for some fields: a copy."""
Make = Callable[[Add], Fill]
Step = tuple[Segment, bool]
"""One part of the path to a default, and whether the default does not apply if that part is absent."""


class Leaf(NamedTuple):
    """One field's default: ``zero`` also replaces 0, "" and false."""

    key: str
    value: Json
    zero: bool


class Filling(NamedTuple):
    """A default, or what makes a function for what ``steps`` lead to, given how an object gets its new fields.

    The function is only given objects, and returns the same or a copy.
    """

    steps: tuple[Step, ...]
    fill: Leaf | Make


class _Field(NamedTuple):
    """The filling of one field: ``below`` fills in its contents; without it ``value`` replaces an absent one.

    ``value`` may be None if nothing is created.
    """

    key: str
    below: Fill | None
    value: Json
    zero: bool


def optional(path: FieldPath) -> tuple[Step, ...]:
    """Steps that make nothing where it is not there."""
    return tuple((part, True) for part in path)


def appended(obj: dict[str, Json], changed: dict[str, Json]) -> dict[str, Json]:
    """The object with new fields at its end."""
    return {**obj, **changed}


def walk(fillings: Iterable[Filling], add: Add = appended) -> Fill:
    """The function that fills all of them in, for whatever value there is."""
    fills = join(fillings := list(fillings), add)
    if len(fills) == 1 and _only_fields(fillings):
        return fills[0]

    def fill(obj: Json) -> Json:
        if isinstance(obj, dict):
            for each in fills:
                obj = each(obj)
        return obj

    return fill


def _only_fields(fillings: Iterable[Filling]) -> bool:
    """Whether what fills them in looks itself whether it is given an object."""
    return all(each.steps or isinstance(each.fill, Leaf) for each in fillings)


def join(fillings: Iterable[Filling], add: Add = appended) -> list[Fill]:
    """Functions for one object, neighbours with the same way put together."""
    fills: list[Fill] = []
    fields: list[_Field] = []
    for (step, listed), group in groupby(fillings, key=_sort):
        for field in _fields(step, listed, list(group), add):
            if not isinstance(field, _Field) or any(field.key == other.key for other in fields):
                fills += [_filled(fields, add)] if fields else []
                fields = []
            if isinstance(field, _Field):
                fields.append(field)
            else:
                fills.append(field)
    return fills + ([_filled(fields, add)] if fields else [])


def _sort(each: Filling) -> tuple[Step | None, Segment | None]:
    """The first step, and the next if it goes through the items of a list or the values of a map."""
    return (each.steps[0], _through(each.steps[1:])) if each.steps else (None, None)


def _through(steps: Sequence[Step]) -> Segment | None:
    return steps[0][0] if steps and steps[0][0] in (EACH, VALUES) else None


def _fields(
    step: Step | None, listed: Segment | None, fillings: Sequence[Filling], add: Add
) -> Iterable[_Field | Fill]:
    if step is None:
        fills = [each.fill for each in fillings]
        return [
            _Field(fill.key, None, fill.value, fill.zero) if isinstance(fill, Leaf) else fill(add) for fill in fills
        ]
    below = [Filling(each.steps[1:], each.fill) for each in fillings]
    key, only_there = step
    inner = _each(below, listed, add) if listed else walk(below, add)
    # Parents are made where something is filled in below them.
    return [_Field(str(key), inner, None if only_there else inner({}) or None, False)]


def _filled(fields: Sequence[_Field], add: Add) -> Fill:
    first, *others = fields
    return _several_filled(fields, add) if others or first.below or first.zero else _one_filled(first, add)


def _several_filled(fields: Sequence[_Field], add: Add) -> Fill:
    def fill(obj: Json) -> Json:
        if not isinstance(obj, dict):
            return obj
        changed = None
        fresh = False
        for key, below, value, zero in fields:
            old = obj.get(key)
            if old is None or (zero and _is_zero(old)):
                if value is None:
                    continue
                new = own(value)
                fresh = True
            elif below is None:
                continue
            else:
                new = below(old)
                if new is old:
                    continue
            if changed is None:
                changed = {key: new}
            else:
                changed[key] = new
        if changed is None:
            return obj
        return add(obj, changed) if fresh else {**obj, **changed}

    return fill


def _one_filled(field: _Field, add: Add) -> Fill:
    key, value = field.key, field.value

    def fill(obj: Json) -> Json:
        if not isinstance(obj, dict) or obj.get(key) is not None:
            return obj
        return add(obj, {key: own(value)})

    return fill


def _each(fillings: Sequence[Filling], what: Segment, add: Add) -> Fill:
    """Through the items of a list or the values of a map, and of the lists and maps in it."""
    below = [Filling(each.steps[1:], each.fill) for each in fillings]
    through = _through(below[0].steps)
    inner = _each(below, through, add) if through else walk(below, add)
    if what is VALUES:
        return lambda holder: update_each(holder, lambda _, value: inner(value)) if isinstance(holder, dict) else holder

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


def _is_zero(value: Json) -> bool:
    """Whether Go cannot distinguish a value from an absent one in a field that is not a pointer."""
    return not value and type(value) in (int, bool, str)
