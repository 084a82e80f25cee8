"""Write a fixture for each pair of versions that has none yet of today's format, and never touch one that is there.

python -m tests.stash
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.stash.fixtures import Fixture, add, file, read
from tests.stash.search import FEATURES, PARTS, Pair, Wanted, pairs, smallest, stashed


def missing(path: Path) -> Iterator[Fixture]:
    """What the file lacks."""
    there = list(read(path)) if path.exists() else []
    known = {(each.way, each.shows) for each in there}
    for pair in pairs():
        wanted = {name: part for name, part in PARTS.items() if (str(pair), name) not in known}
        yield from (made for name, part in wanted.items() if (made := _made(pair, name, part)))
    for name in (name for name in FEATURES if name not in {each.shows for each in there}):
        made = (_made(pair, name, FEATURES[name], named=False) for pair in pairs())
        found = next((each for each in made if each), None)
        if found is None:
            raise LookupError(f"nothing shows {name}")
        yield found


def _made(pair: Pair, shows: str, wanted: Wanted, *, named: bool = True) -> Fixture | None:
    obj = smallest(pair, wanted, named=named)
    there = stashed(obj, pair.target) if obj else None
    return Fixture(shows, obj, there) if obj and there else None


if __name__ == "__main__":
    new = list(missing(file()))
    add(file(), new)
    print("".join(f"{each}\n" for each in new) + f"{len(new)} new in {file().name}")
