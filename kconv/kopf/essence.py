"""kopf's essence of an object has neither version nor name: a conversion needs both, and the stash that was taken out.

An essence is what kopf compares: all fields but the system's, with labels and annotations, and of the status what a
handler asks for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

from kconv.engine import stash

Json = Any
OWN: Final = stash.ANNOTATION.partition("/")[0] + "/"
"""What kconv's own annotations begin with. They are no user's, and differ between versions of one object."""
_TYPE: Final = ("apiVersion", "kind")
_NAME: Final = ("name", "namespace")
_COMPARED: Final = ("labels", "annotations")


def as_object(essence: Mapping[str, Json], body: Mapping[str, Json], api_version: str, kind: str) -> Json:
    """The object of a version that an essence is of, with the name of ``body``, which rules may read."""
    named = body.get("metadata") or {}
    name = {key: named[key] for key in _NAME if key in named}
    return {**essence, "apiVersion": api_version, "kind": kind, "metadata": {**(essence.get("metadata") or {}), **name}}


def as_form(obj: Mapping[str, Json]) -> Json:
    """What is kept of an object: all but its type and name."""
    metadata = {key: value for key, value in (obj.get("metadata") or {}).items() if key not in _NAME and value}
    rest = {key: value for key, value in obj.items() if key not in (*_TYPE, "metadata")}
    return {**rest, "metadata": metadata} if metadata else rest


def with_stash(essence: Mapping[str, Json], body: Mapping[str, Json]) -> Json:
    """The essence of ``body`` with its stash, which has what the version of ``body`` cannot represent."""
    text = ((body.get("metadata") or {}).get("annotations") or {}).get(stash.ANNOTATION)
    metadata = without_own(essence.get("metadata") or {})
    if text is not None:
        metadata["annotations"] = {**metadata.get("annotations", {}), stash.ANNOTATION: text}
    return {**essence, "metadata": metadata} if metadata else {**essence}


def without_own(metadata: Mapping[str, Json]) -> Json:
    """The metadata without kconv's annotations, and without the map of annotations if those were all."""
    annotations = metadata.get("annotations")
    if not isinstance(annotations, Mapping):
        return {**metadata}
    kept = {key: value for key, value in annotations.items() if not key.startswith(OWN)}
    rest = {key: value for key, value in metadata.items() if key != "annotations"}
    return {**rest, "annotations": kept} if kept else rest


def always_compared(essence: Mapping[str, Json]) -> Json:
    """The essence without what is in it only because a handler asks for it: of the status and of the metadata."""
    metadata = essence.get("metadata") or {}
    kept = {key: metadata[key] for key in _COMPARED if metadata.get(key)}
    rest = {key: value for key, value in essence.items() if key not in ("metadata", "status")}
    return {**rest, "metadata": kept} if kept else rest


def digest(essence: Mapping[str, Json]) -> str:
    """A short text that is another one for another essence. What only some handlers ask for does not count."""
    text = json.dumps(always_compared(essence), sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
