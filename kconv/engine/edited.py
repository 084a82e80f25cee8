"""The version that an object was edited in says which of the hub's maps the edit could make or remove.

A map of the hub may be no map of that version: a conversion makes it of fields that the version has elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kconv.engine.difference import ListKeys, difference
from kconv.engine.moves import Pair
from kconv.paths import FieldPath, meet, pattern, same
from kconv.values import Json


class Edited:
    """What a version shows of the hub by ``show``, beside an object of it, ``start``, that may have been edited.

    ``moves`` are the pairs (version's path, hub path) of the fields that are elsewhere.
    """

    def __init__(self, show: Callable[[Json], Json], moves: Sequence[Pair], start: Json, keys: ListKeys) -> None:
        self.show, self.moves, self.start, self.keys = show, moves, start, keys

    def nearer(self, one: Json, other: Json) -> bool:
        far, further = (difference(self.show(each), self.start, self.keys) for each in (one, other))
        return len(far) < len(further)

    def hides(self, path: FieldPath, one: Json, other: Json) -> bool:
        place = pattern(path)
        made = any(
            len(hub) > len(place) and meet(hub, place) and not (len(spoke) >= len(place) and meet(spoke, place))
            for spoke, hub in self.moves
        )
        return made and same(*(_filled(self.show(each)) for each in (one, other)))


class EditedElsewhere(Edited):
    """The same for an object of a spoke, in which an empty map may be what the edit left."""

    def nearer(self, one: Json, other: Json) -> bool:  # noqa: ARG002
        return False


def _filled(value: Json) -> Json:
    """A value without the fields that are empty maps, or maps of nothing else."""
    if isinstance(value, list):
        return [_filled(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _filled(item) for key, item in value.items()}
    return {key: item for key, item in found.items() if item != {}}
