"""Entries of a stash that belong together: an edit that changes what one of them says takes them all.

So it is with a thing that a version says in a former way, and with the fields that one rule could not read.
"""

from __future__ import annotations

from collections.abc import Sequence

from kconv.engine.entries import Entry
from kconv.engine.patch import ListKeys, fit
from kconv.paths import FieldPath, meet, pattern
from kconv.rules.move import common
from kconv.values import Json


def unedited(
    have: Json, entries: list[Entry], keys: ListKeys, ways: Sequence[tuple[FieldPath, ...]] = ()
) -> list[Entry]:
    """The entries but for those of which an edit has changed anything that belongs together."""
    together: dict[str, list[Entry]] = {}
    for entry in entries:
        together.setdefault(_spoken(entry, ways), []).append(entry)
    edited = {name for name, found in together.items() if name and not fit(have, found, keys)}
    # In their order: the entry of a map comes before those of what was in it.
    return [each for each in entries if not is_guard(each) and _spoken(each, ways) not in edited]


def is_guard(entry: Entry) -> bool:
    """Whether an entry is only there for what belongs together with it: see ``engine.misfits``."""
    return "misfit" in entry and "is" not in entry


def _spoken(entry: Entry, ways: Sequence[tuple[FieldPath, ...]]) -> str:
    """What an entry says together with others, in which item: a thing in a former way, or what one rule could not read;
    empty if it stands by itself."""
    path = pattern(entry["p"])
    if "misfit" in entry:
        return f"{entry['misfit']} {[step for step in entry['p'] if isinstance(step, dict)]}"
    for number, places in enumerate(ways):
        if any(meet(path, place) for place in places):
            return f"{number} {entry['p'][: common(*places)]}"
    return ""
