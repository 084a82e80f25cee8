"""A default that only the newer version of a custom resource has means something new for an object without the field.

With ``limit: int | None`` an object had no limit; with ``limit: int = 1`` the API server gives it one. A default that
both versions have is written down where they differ (``engine/preserve.py``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kconv.engine.conversion import Conversion
from kconv.engine.moves import carried, indexed, turned
from kconv.notes import Note
from kconv.paths import MISSING, FieldPath, get, pattern, show
from kconv.rules.schema import at, no_references
from kconv.structural.default import default
from kconv.structural.vocabulary import Schema


def new_defaults(old: dict[str, Any], conversion: Conversion, source: Schema, target: Schema) -> list[Note]:
    """A note for each field of both versions that the object leaves out, and that only the newer one fills in."""
    new, back = conversion.object, turned(conversion.pairs)
    found = []
    for path, value in _filled(new, default(new, target), ()):
        own = [place for place in carried(pattern(path), back) if _without_default(source, place)]
        if own and all(get(old, indexed(place, path)) in (MISSING, None) for place in own):
            why = f"left out, it is {json.dumps(value)} in {new['apiVersion']}"
            found.append(Note("unset", show(path), f"{why}; {old['apiVersion']} has no default for it"))
    return found


def _without_default(schema: Schema, path: FieldPath) -> bool:
    node = at(schema, path, no_references)
    return node is not None and node.get("default") is None


def _filled(value: Any, filled: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Any]]:
    """The values that only the second of two has, each for itself; lists have the same items."""
    if isinstance(filled, dict) and (value is MISSING or isinstance(value, dict)):
        if value is MISSING and not filled:
            yield path, filled
        for key, entry in filled.items():
            yield from _filled(MISSING if value is MISSING else value.get(key, MISSING), entry, (*path, key))
    elif isinstance(filled, list) and isinstance(value, list):
        for index, (item, entry) in enumerate(zip(value, filled, strict=True)):
            yield from _filled(item, entry, (*path, index))
    elif value is MISSING or (value is None and filled is not None):
        yield path, filled
