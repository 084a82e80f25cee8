"""A person who reads an object sees by an annotation which values of it no rule could read, and may mend them.

It is made anew from the stash, which holds the values, by each conversion: so it goes when the last of them comes back.
It has places and rules but no values, which may be secrets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from kconv.engine.stash import ANNOTATION as STASH
from kconv.engine.stash import LIMIT, annotations_size
from kconv.paths import pattern, show

ANNOTATION: Final = "kconv.dev/misfits"
_MOST: Final = 1024
"""Characters of the annotation: the stash has all misfits."""


def without(obj: dict[str, Any]) -> dict[str, Any]:
    """The object without the annotation."""
    metadata = obj.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if not isinstance(annotations, dict) or ANNOTATION not in annotations:
        return obj
    rest = {key: value for key, value in annotations.items() if key != ANNOTATION}
    kept = {key: value for key, value in metadata.items() if key != "annotations"}  # type: ignore[union-attr]
    return {**obj, "metadata": {**kept, "annotations": rest} if rest else kept}


def marked(obj: dict[str, Any]) -> dict[str, Any]:
    """The object with the annotation if its stash holds misfits, and room for it is left."""
    metadata = obj.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    text = annotations.get(STASH) if isinstance(annotations, dict) else None
    if not isinstance(text, str) or '"misfit"' not in text:
        return obj
    said = _said(list(_misfits(json.loads(text))))
    new = {**annotations, ANNOTATION: said}  # type: ignore[dict-item]
    if not said or annotations_size(new) > LIMIT:
        return obj
    return {**obj, "metadata": {**metadata, "annotations": new}}  # type: ignore[dict-item]


def _misfits(stash: dict[str, Any]) -> Iterator[str]:
    """Each misfit in a stash: the version that has the field, its path, and the rule."""
    for held in (stash, *stash.get("others", ())):
        hidden = ((held["hub"], entry) for entry in held.get("hidden", ()))
        said = ((version, entry) for version, entries in held.get("said", {}).items() for entry in entries)
        for version, entry in (*hidden, *said):
            if "misfit" in entry and "is" in entry:
                rule = entry["misfit"].partition(" ")[0]
                yield f"{version} {show(pattern(entry['p']))}: {rule}"


def _said(misfits: list[str]) -> str:
    distinct = list(dict.fromkeys(misfits))
    text = "; ".join(distinct)
    if len(text) <= _MOST:
        return text
    shown: list[str] = []
    while distinct and len("; ".join(shown)) + len(distinct[0]) < _MOST - 20:
        shown.append(distinct.pop(0))
    return "; ".join([*shown, f"… ({len(distinct)} more)"])
