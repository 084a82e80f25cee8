"""Neighbouring moves of single fields: a backend's name and port go below `service`, and the new object is built once.

One by one, each move would look for its field, copy the object and the parents of the new place. Together they are one
pass, if nothing stands in the way: then no move sees what another did, and all can be walked back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kconv.rules.base import Doubts, Json

    Change = Callable[[Json, Doubts], Json]

Place = tuple[str, ...]


class Shift(NamedTuple):
    """A field that goes to ``place``, or to one by its value's type; ``alone`` moves it whatever stands in the way."""

    old: str
    place: Place | None
    by_type: Mapping[type, Place]
    alone: Change

    @property
    def places(self) -> list[Place]:
        """Every place to which it may go."""
        return [self.place] if self.place else list(self.by_type.values())


def shifted(shifts: Sequence[Shift]) -> list[Change]:
    """The functions that make all the moves, one after the other."""
    changes: list[Change] = []
    group: list[Shift] = []
    for shift in shifts:
        if not _go_together([*group, shift]):
            changes.append(_together(group))
            group = []
        group.append(shift)
    return [*changes, _together(group)]


def _go_together(shifts: Sequence[Shift]) -> bool:
    """Whether no move can see what another one did."""
    olds = [shift.old for shift in shifts]
    pairs = [pair for one, other in combinations(shifts, 2) for pair in _pairs(one, other)]
    return (
        len(set(olds)) == len(olds)
        and not any(place[0] in olds for shift in shifts for place in shift.places)
        and not any(one[: len(other)] == other[: len(one)] for one, other in pairs)
    )


def _pairs(one: Shift, other: Shift) -> list[tuple[Place, Place]]:
    return [(mine, theirs) for mine in one.places for theirs in other.places]


def _together(shifts: Sequence[Shift]) -> Change:
    heads = frozenset(place[0] for shift in shifts for place in shift.places)

    def together(obj: Json, doubts: Doubts) -> Json:
        if obj and heads.isdisjoint(obj):
            made: dict[str, Json] = {}
            instead: dict[str, str | None] = {}
            for old, place, by_type, _ in shifts:
                if old in obj:
                    value = obj[old]
                    there = place or by_type.get(type(value))
                    if there is not None:
                        instead[old] = None if there[0] in made else there[0]
                        _make(made, there, value)
            return _built(obj, made, instead) if made else obj
        for shift in shifts:
            obj = shift.alone(obj, doubts)
        return obj

    return together


def _make(made: dict[str, Json], place: Place, value: Json) -> None:
    *parents, last = place
    for part in parents:
        made = made.setdefault(part, {})
    made[last] = value


def _built(obj: dict[str, Json], made: dict[str, Json], instead: Mapping[str, str | None]) -> dict[str, Json]:
    """The object with each new field in the place of the first that went into it."""
    out: dict[str, Json] = {}
    for key, value in obj.items():
        if key not in instead:
            out[key] = value
        elif (head := instead[key]) is not None:
            out[head] = made[head]
    return out
