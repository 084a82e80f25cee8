"""A field with another path in the spoke: `backend.serviceName` became `backend.service.name`."""

from __future__ import annotations

from kconv.paths import MISSING, get, keys, meet
from kconv.rules.base import Change, Converts
from kconv.values import Json, nested


class Move(Converts):
    """A field's place in the spoke and in the hub, as keys below the same object (use At for list items).

    If the new path is already taken, by a field that the version does not have, both are kept: nothing is overwritten.
    Never exact: on the way back such a field looks like a moved one, and an empty parent like an absent one.
    """

    exact = False
    concerns = ("spoke", "hub")

    def __init__(self, spoke: str, hub: str) -> None:
        self.spoke = keys(spoke)
        self.hub = keys(hub)
        if meet(self.spoke, self.hub):
            lies = "one lies in the other; Wrap puts a value into a field of an object"
            hint = "they are the same" if spoke == hub else lies
            raise ValueError(f"Move({spoke!r}, {hub!r}): {hint}")
        self.moves = ((spoke, hub),)
        self.changes = meeting(self.spoke, self.hub)
        self._parting = common(self.spoke, self.hub) + 1

    def narrowed(self) -> tuple[str, Converts] | None:
        found = super().narrowed()
        if found and isinstance(found[1], Move):
            found[1]._parting -= 1
        return found

    def to_hub(self, obj: Json) -> Json:
        return relocate(obj, self.spoke, self.hub)

    def from_hub(self, obj: Json) -> Json:
        return relocate(obj, self.hub, self.spoke)

    def undone(self, obj: Json, new: Json, *, back: bool) -> bool:
        old, place = (self.hub, self.spoke) if back else (self.spoke, self.hub)
        return _stays_free(obj, old, place) if new is obj else parents_stay(obj, place, self._parting)

    def describe(self) -> list[str]:
        return [f"{self.moves[0][0]} is {self.moves[0][1]} in the hub version"]


def meeting(*paths: tuple[str, ...]) -> tuple[Change, ...]:
    """What moves between these places can bring or take away: nothing above where they part."""
    return tuple((path, common(*paths) + 1) for path in paths)


def common(*paths: tuple[object, ...]) -> int:
    """How many steps the places have in common; all of the shortest if the others lie in it."""
    parting = (at for at, parts in enumerate(zip(*paths, strict=False)) if len(set(parts)) > 1)
    return next(parting, min(map(len, paths)))


def relocate(obj: Json, old: tuple[str, ...], new: tuple[str, ...]) -> Json:
    """The object with its value at ``old`` standing at ``new``; unchanged where it has none, or ``new`` is taken."""
    if len(old) == len(new) == 1:
        return _renamed(obj, old[0], new[0])
    value = get(obj, old)
    return _shifted(obj, old, new, value) if value is not MISSING and free(obj, new) else obj


def _renamed(obj: Json, old: str, new: str) -> Json:
    if old not in obj or new in obj:
        return obj
    return {new if key == old else key: value for key, value in obj.items()}


def _shifted(obj: Json, old: tuple[str, ...], new: tuple[str, ...], value: Json) -> Json:
    if old[0] == new[0]:
        out = obj.copy()
        out[old[0]] = _shifted(obj[old[0]], old[1:], new[1:], value)
        return out
    return _swap(obj, old, new, value)


def _stays_free(obj: Json, old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Of an object in which nothing moves, whether nothing moves the other way either."""
    return get(obj, new) is MISSING or not free(obj, old)


def parents_stay(obj: Json, new: tuple[str, ...], parting: int = 1) -> bool:
    """Whether what moves to ``new`` can leave it again without taking along a parent that was there, and empty;
    ``parting`` is the first step that only ``new`` takes: what is above is not empty."""
    return parting == len(new) or all(get(obj, new[:at]) != {} for at in range(parting, len(new)))


def free(obj: Json, path: tuple[str, ...]) -> bool:
    """Whether a field can come to a path: nothing is there, and no parent is another thing than an object."""
    for part in path:
        if not isinstance(obj, dict):
            return False
        if part not in obj:
            return True
        obj = obj[part]
    return False


def _swap(obj: dict[str, Json], old: tuple[str, ...], new: tuple[str, ...], value: Json) -> dict[str, Json]:
    first, place = old[0], new[0]
    rest = without(obj[first], old[1:]) if len(old) > 1 else MISSING
    if place in obj:
        out = {**obj, place: nested(obj[place], new[1:], value)}
        if rest is MISSING:
            del out[first]
        else:
            out[first] = rest
        return out
    made = nested(MISSING, new[1:], value)
    if rest is MISSING:
        out = {place if key == first else key: item for key, item in obj.items()}
        out[place] = made
        return out
    out = {}
    for key, item in obj.items():
        if key == first:
            out[first], out[place] = rest, made
        else:
            out[key] = item
    return out


def without(obj: Json, path: tuple[str, ...]) -> Json:
    """A copy without the field at a path; MISSING where that leaves it empty."""
    out = obj.copy()
    if len(path) == 1:
        del out[path[0]]
    else:
        rest = without(out[path[0]], path[1:])
        if rest is MISSING:
            del out[path[0]]
        else:
            out[path[0]] = rest
    return out or MISSING


def taken_from(obj: Json, path: tuple[str, ...]) -> Json:
    """A copy without the field at a path, and without parents that this leaves empty; never MISSING."""
    rest = without(obj, path)
    return {} if rest is MISSING else rest
