"""Whoever reads an object is to see what a conversion could not carry over: two annotations beside the stash say so.

Both have versions, places and rules but no values, which may be secrets. Each conversion makes them anew: misfits are
read off the stash, which holds the values, so that the annotation goes when the last of them has come back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from kconv.engine.stash import ANNOTATION as STASH
from kconv.engine.stash import LEFT_OUT, LIMIT, MISFITS, annotations_size
from kconv.paths import pattern, show

_MARKS: Final = (MISFITS, LEFT_OUT)
_MOST: Final = 1024
"""Bytes of an annotation: to read a few places is enough to look into the object."""


def annotations_of(obj: dict[str, Any]) -> dict[str, Any]:
    """The annotations of an object, none where it has no map of them."""
    metadata = obj.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    return annotations if isinstance(annotations, dict) else {}


def without(obj: dict[str, Any]) -> dict[str, Any]:
    """The object without the two annotations."""
    annotations = annotations_of(obj)
    if MISFITS not in annotations and LEFT_OUT not in annotations:
        return obj
    rest = {key: value for key, value in annotations.items() if key not in _MARKS}
    metadata = {key: value for key, value in obj["metadata"].items() if key != "annotations"}
    return {**obj, "metadata": {**metadata, "annotations": rest} if rest else metadata}


def with_misfits(obj: dict[str, Any]) -> dict[str, Any]:
    """The object with the annotation if its stash holds misfits."""
    text = annotations_of(obj).get(STASH)
    if not isinstance(text, str) or '"misfit"' not in text:
        return obj
    return _marked(obj, MISFITS, _misfits(json.loads(text)))


def with_left_out(obj: dict[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """The object with the annotation if fields are left out."""
    return _marked(obj, LEFT_OUT, fields) if fields else obj


def _misfits(stash: dict[str, Any]) -> Iterator[str]:
    """Each misfit in a stash: the version that has the field, its path, and the rule."""
    for held in (stash, *stash.get("others", ())):
        for version, entries in ((held["hub"], held.get("hidden", ())), *held.get("said", {}).items()):
            for entry in entries:
                if "misfit" in entry and "is" in entry:
                    rule, _, _ = entry["misfit"].partition(" ")
                    yield f"{version} {show(pattern(entry['p']))}: {rule}"


def _marked(obj: dict[str, Any], key: str, places: Iterable[str]) -> dict[str, Any]:
    """The object with an annotation that names as many of the places as there is room for."""
    annotations = annotations_of(obj)
    room = min(LIMIT - annotations_size(annotations) - len(key), _MOST)
    said = _fitting(list(dict.fromkeys(places)), room)
    if not said:
        return obj
    metadata = obj.get("metadata") or {}
    return {**obj, "metadata": {**metadata, "annotations": {**annotations, key: said}}}


def _fitting(places: list[str], room: int) -> str:
    """The first of the places, and how many more there are, in at most so many bytes; "" if not even that fits."""
    for shown in range(min(len(places), _MOST), -1, -1):
        rest = [f"and {len(places) - shown} more"] if shown < len(places) else []
        text = "; ".join([*places[:shown], *rest])
        if len(text.encode("utf-8", "surrogatepass")) <= room:
            return text
    return ""
