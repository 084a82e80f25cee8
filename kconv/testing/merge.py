"""What an object must be after an edit in another version: the edit where it was made, and what was there elsewhere.

A merge of three: the object, what of it the other version shows, and that with the edit. It knows nothing of how a
converter keeps what it hides, so it holds any of them to the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kconv.engine import Kind
from kconv.engine.moves import carried, turned
from kconv.engine.route import Leg, leg
from kconv.names import GroupVersion
from kconv.paths import EACH, MISSING, FieldPath, expand, get, parse, same
from kconv.testing.subject import Json, Subject

_ANNOTATIONS: FieldPath = ("metadata", "annotations")
"""Where several versions say in one text what others say in fields: with half of it edited, both ways to say it are
right.
"""


class Merge:
    """Merges objects of one version of a subject's kind."""

    def __init__(self, subject: Subject, version: str) -> None:
        self.shape = subject.shapes.get(version)
        own = leg(subject.rules, GroupVersion.parse(version)) if subject.rules else None
        self.pairs = own.moves if own else []
        self.ways = [*own.former, *_joint(subject.rules, own)] if own and subject.rules else []
        self.edited_ways: list[FieldPath] = []
        self.keys = {parse(path): keys for path, keys in subject.list_keys.items()}

    def merged(self, before: Json, seen: Json, edited: Json, got: Json, path: FieldPath = ()) -> Json:
        """The value that is wanted at a path; ``got`` where two would be right."""
        if self.ways and not path:
            self.edited_ways = [place for ways in self.ways if _differ(seen, edited, ways) for place in ways]
        if path in self.edited_ways:
            return got
        if same(before, seen) or (path[:-1] == _ANNOTATIONS and same(edited, got)):
            return edited
        if same(seen, edited):
            keys = self._item_keys(path) if isinstance(before, list) and isinstance(seen, list) else ()
            return before if _alike_ordered(before, seen, keys) else _ordered_as(got, before, keys)
        if isinstance(before, dict) and all(value is MISSING or isinstance(value, dict) for value in (seen, edited)):
            if same(edited, got) and MISSING in (seen, edited):
                return edited  # the map itself may be what the edit brought or removed
            return self._fields(before, {} if seen is MISSING else seen, {} if edited is MISSING else edited, got, path)
        if isinstance(before, list) and isinstance(seen, list) and isinstance(edited, list):
            return self._items(before, seen, edited, got, path) if len(before) == len(seen) else got
        return edited

    def _fields(self, before: Json, seen: Json, edited: Json, got: Json, path: FieldPath) -> Json:
        out = {}
        for key in dict.fromkeys((*before, *edited, *seen)):
            there = got.get(key, MISSING) if isinstance(got, dict) else MISSING
            one, two, three = (each.get(key, MISSING) for each in (before, seen, edited))
            value = self.merged(one, two, three, there, (*path, key))
            if value is not MISSING:
                out[key] = value
        return got if _all_removed(before, edited, out) and got is MISSING else out

    def _items(self, before: Json, seen: Json, edited: Json, got: Json, path: FieldPath) -> list[Json]:
        keys = self._item_keys(path)
        out = []
        for index, item in enumerate(edited):
            there = got[index] if isinstance(got, list) and index < len(got) else item
            at = _partner(seen, edited, index, keys)
            if at is None:
                out.append(item)
            elif at < 0:
                out.append(there)
            else:
                was = before[_origin(before, seen, at, keys)]
                out.append(self.merged(was, seen[at], item, there, (*path, EACH)))
        return out if _alike_ordered(before, seen, keys) else _ordered_as(got, out, keys)

    def _item_keys(self, path: FieldPath) -> tuple[str, ...]:
        return self.keys.get(carried(path, self.pairs)[0]) or (self.shape.item_keys(path) if self.shape else ())


def _joint(kind: Kind, own: Leg) -> Iterator[tuple[FieldPath, ...]]:
    """Fields of a version that are one thing in another: whoever edits one of them there has edited all."""
    back = turned(own.moves)
    yield from (spoke for spoke, _ in own.joint)
    for version in kind.versions:
        for _, hub in leg(kind, version).joint if version != own.version else ():
            yield tuple(carried(path, back)[0] for path in hub)


def _differ(seen: Json, edited: Json, ways: Sequence[FieldPath]) -> bool:
    """Whether an edit touches one of the ways to say a thing: then it may stand in either of them."""
    places = {place for way in ways for obj in (seen, edited) for place in expand(obj, way)}
    return any(not same(get(seen, place), get(edited, place)) for place in places)


def _all_removed(before: Json, edited: Json, out: Json) -> bool:
    """Whether the edit removed all that a map had, and only what this version adds to it is seen afterwards.

    The other version's user may have removed the map or emptied it: both look the same here.
    """
    return bool(before and edited and not out)


def _partner(seen: list[Json], edited: list[Json], index: int, keys: tuple[str, ...]) -> int | None:
    """Which of the items seen the edited one is: by its key where one has it, else by equal content.

    None for a new one, -1 where it may be several.
    """
    item = edited[index]
    if keys and isinstance(item, dict) and any(key in item for key in keys):
        named = [at for at, other in enumerate(seen) if _name(other, keys) == _name(item, keys)]
        mine = [at for at, other in enumerate(edited) if _name(other, keys) == _name(item, keys)]
        if len(named) < 2:
            return None if not named else named[0] if len(mine) == 1 else -1
    alike = [at for at, other in enumerate(seen) if same(other, item)]
    again = [at for at, other in enumerate(edited) if same(other, item)]
    if not alike:
        return -1 if keys else None
    return alike[again.index(index)] if len(alike) == len(again) else -1


def _origin(before: list[Json], seen: list[Json], at: int, keys: tuple[str, ...]) -> int:
    """Where an item seen at an index stood before: a version that makes a map of a list need not keep its order."""
    named = [index for index, other in enumerate(before) if keys and _name(other, keys) == _name(seen[at], keys)]
    return named[0] if len(named) == 1 else at


def _alike_ordered(before: list[Json], seen: list[Json], keys: tuple[str, ...]) -> bool:
    return not keys or [_name(item, keys) for item in before] == [_name(item, keys) for item in seen]


def _ordered_as(got: Json, items: list[Json], keys: tuple[str, ...]) -> list[Json]:
    """The items in the order of those that came back, where these are the same ones: then the order means nothing."""
    names = [_name(item, keys) for item in got] if isinstance(got, list) else []
    mine = [_name(item, keys) for item in items]
    if any(mine.count(name) != 1 or names.count(name) != 1 for name in (*mine, *names)):
        return items
    return sorted(items, key=lambda item: names.index(_name(item, keys)))


def _name(item: Json, keys: tuple[str, ...]) -> Any:
    return [item.get(key) for key in keys] if isinstance(item, dict) else None
