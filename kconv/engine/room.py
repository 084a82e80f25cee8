"""A webhook that refuses an object because its stash is too large makes the whole kind unlistable.

So what has no room is left out of the stash, the largest entries first: the object converts, and it is known what a
client loses that writes it back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from kconv.engine import stash
from kconv.errors import StashTooLargeError
from kconv.paths import pattern, show
from kconv.values import Json

Put = Callable[[stash.Stash], tuple[dict[str, Json], int]]
"""Gives the object with a stash. Raises StashTooLargeError."""
_EMPTY: Final[tuple[Json, ...]] = (None, {}, [])
"""What an entry has that nobody misses: only the place of something else."""


def fitted(held: stash.Stash, hub: str, put: Put, bare: dict[str, Json]) -> tuple[dict[str, Json], int, list[str]]:
    """The object with as much of a stash as it has room for, the annotations' size, and the version and path of each
    field that is left out. ``bare`` is the object without a stash."""
    try:
        return *put(held), []
    except StashTooLargeError:
        return _cut(held, hub, put, bare)


def _cut(held: stash.Stash, hub: str, put: Put, bare: dict[str, Json]) -> tuple[dict[str, Json], int, list[str]]:
    """The same for a stash that is known to be too large."""
    entries = [*((hub, each) for each in held.hidden), *((key, each) for key in held.said for each in held.said[key])]
    entries.sort(key=lambda each: len(json.dumps(each[1])))
    left_out: list[str] = []
    some = 1
    while entries:
        entries, gone = entries[:-some], entries[-some:]
        left_out += (
            f"{version} {show(pattern(entry['p']))}" for version, entry in gone if entry.get("is") not in _EMPTY
        )
        held = _without(held, {id(entry) for _, entry in gone})
        some *= 2  # of an object with thousands of entries, each try takes milliseconds
        if held:
            with suppress(StashTooLargeError):
                return *put(held), left_out
    return bare, 0, [*left_out, *(f"{other['hub']} (a former hub)" for other in held.others)]


def _without(held: stash.Stash, gone: set[int]) -> stash.Stash:
    """The stash without some entries, which are told apart by their identity: two may be equal."""
    new = stash.Stash(held.origin)
    new.frame, new.others = held.frame, held.others
    new.hidden = [each for each in held.hidden if id(each) not in gone]
    said = {key: [each for each in entries if id(each) not in gone] for key, entries in held.said.items()}
    new.said = {key: entries for key, entries in said.items() if entries}
    return new
