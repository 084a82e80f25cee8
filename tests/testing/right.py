"""A right conversion of the Site, written as operators write them: through the hub, what does not fit in an annotation.

The annotation holds the hub's whole object, as cluster-api does it. Unlike there it is merged with what was edited in
between, list items found by their key or by equal content. Each step is a field, so that a wrong conversion is this one
with another step (wrong.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kconv.engine.stash import LIMIT, annotations_size
from kconv.paths import same
from kconv.testing.subject import clone
from tests.testing import hub
from tests.testing.custom import KIND, VERSIONS
from tests.testing.threeway import merged

Json = Any
KEY = "web.example.com/conversion-data"


@dataclass(frozen=True)
class Stash:
    """What an annotation held: the hub's fields, and what stood in the annotation's place before it."""

    fields: dict[str, Json]
    frame: dict[str, Json] | None


def read(text: Json) -> Stash | None:
    """The stash in an annotation; None where it is none."""
    if not isinstance(text, str):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("v") != 1 or not isinstance(data.get("fields"), dict):
        return None
    frame = data.get("frame")
    return Stash(data["fields"], frame if isinstance(frame, dict) else None)


def take(obj: Json, reading: Callable[[Json], Stash | None] = read) -> tuple[Json, Stash | None]:
    """The object without its annotation, and what that held."""
    metadata = obj.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if not isinstance(annotations, dict) or KEY not in annotations:
        return obj, None
    stash = reading(annotations[KEY])
    rest = {key: value for key, value in annotations.items() if key != KEY}
    frame = stash.frame if stash is not None and not rest else None
    metadata = {key: value for key, value in metadata.items() if key != "annotations"}
    if rest:
        metadata["annotations"] = rest
    elif frame is not None and "annotations" in frame:
        metadata["annotations"] = frame["annotations"]
    if not metadata and frame is not None and "annotations" not in frame:
        return {key: value for key, value in obj.items() if key != "metadata"} | frame, stash
    return {**obj, "metadata": metadata}, stash


def keep(obj: Json, fields: dict[str, Json]) -> Json:
    """The object with the hub's fields in its annotation. Raises ValueError where they do not fit."""
    data: dict[str, Json] = {"v": 1, "fields": fields}
    metadata = obj.get("metadata")
    if not isinstance(metadata, dict) or not metadata:
        data["frame"] = {key: obj[key] for key in ("metadata",) if key in obj}
        metadata = {}
    annotations = metadata.get("annotations")
    if not isinstance(annotations, dict) or not annotations:
        if "annotations" in metadata:
            data["frame"] = {"annotations": annotations}
        annotations = {}
    annotations = {**annotations, KEY: json.dumps(data, sort_keys=True)}
    if 2 * annotations_size(annotations) > LIMIT:
        raise ValueError("what the version cannot hold does not fit into the annotations")
    return {**obj, "metadata": {**metadata, "annotations": annotations}}


def same_object(obj: Json, to: str) -> Json:  # noqa: ARG001
    """What is done to every result at the end, or to every object at the start: nothing."""
    return obj


@dataclass(frozen=True)
class Conversion:
    """The conversion, by its steps."""

    start: Callable[[Json, str], Json] = same_object
    read: Callable[[Json], Stash | None] = read
    take: Callable[..., tuple[Json, Stash | None]] = take
    to_hub: Callable[[Json, str], Json] = hub.to_hub
    merge: Callable[[Json, Json, Json], Json] = merged
    from_hub: Callable[[Json, str], Json] = hub.from_hub
    fits: Callable[[Json, Json], bool] = same
    keep: Callable[[Json, dict[str, Json]], Json] = keep
    finish: Callable[[Json, str], Json] = same_object

    def __call__(self, obj: Json, to: str) -> Json:
        source = obj["apiVersion"]
        if source == to:
            return obj
        if obj.get("kind") != KIND or not {source, to} <= set(VERSIONS):
            raise ValueError(f"no way from {source} {obj.get('kind')} to {to}")
        obj, stash = self.take(self.start(obj, to), self.read)
        full = self.to_hub(clone(obj), source)
        if stash is not None:
            full = self._restored(full, stash, source)
        result = self.from_hub(clone(full), to)
        if not self.fits(self.to_hub(clone(result), to), full):
            result = self.keep(result, {key: value for key, value in full.items() if key not in hub.HEAD})
        return self.finish(result, to)

    def _restored(self, full: Json, stash: Stash, version: str) -> Json:
        """What was kept, with what was edited since; what it showed in this version tells the two apart."""
        kept = {**{key: full[key] for key in hub.HEAD if key in full}, **stash.fields}
        shown = self.to_hub(self.from_hub(clone(kept), version), version)
        return hub.settled(self.merge(kept, shown, full))
