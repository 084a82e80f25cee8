"""What a version cannot represent, and how a version wrote what can be written in several ways, kept in one annotation.

An annotation is hostile storage: any client may edit, cut or forge it, and kubectl apply copies it into another one. It
is checked on reading, its absence or damage never raises, and the API server's limit on all annotations together
(262,144 bytes, `apimachinery/pkg/api/validation.TotalAnnotationSizeLimitB`) is kept with that copy counted.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from kconv.engine.entries import Entry, valid
from kconv.errors import StashTooLargeError
from kconv.names import GroupVersionKind
from kconv.values import Json

ANNOTATION = "kconv.dev/stash"
MISFITS = "kconv.dev/misfits"
"""The annotation by which a webhook names the values in a stash that no rule can read."""
LEFT_OUT = "kconv.dev/left-out"
"""The one by which it names the fields that a stash has no room for."""
FORMAT = 1
LIMIT = 262_144
WARN = 64 * 1024
_ENCODER = json.JSONEncoder(separators=(",", ":"), sort_keys=True, ensure_ascii=False)


class Stash:
    """``origin`` is the GVK the object first came from, ``hidden`` what the hub has and the object's version cannot
    represent, ``said`` how a version wrote something, by that version's name. ``frame`` is what was in place of the
    annotation if that was not a map of annotations: nothing, a null or an empty map. ``others`` are stashes, as they
    were written, of conversions through another hub, the latest first: their entries fit that hub's shape."""

    __slots__ = ("frame", "hidden", "origin", "others", "said")

    def __init__(self, origin: str = "") -> None:
        self.origin = origin
        self.hidden: list[Entry] = []
        self.said: dict[str, list[Entry]] = {}
        self.frame: dict[str, Any] | None = None
        self.others: list[dict[str, Any]] = []

    def __bool__(self) -> bool:
        return bool(self.hidden or self.said or self.others)


NOTHING = Stash()
"""What an object without the annotation has; never changed."""


def take(obj: dict[str, Json], names: Collection[str], hub: str) -> tuple[dict[str, Json], Stash, str]:
    """The object without its stash, the stash, and what is wrong with it ("" if nothing is).

    ``names`` are those of the object's kind: a stash may have been made when the hub's version had another.
    """
    metadata = obj.get("metadata")
    if not isinstance(metadata, dict):
        return obj, NOTHING, ""
    annotations = metadata.get("annotations")
    if not isinstance(annotations, dict) or ANNOTATION not in annotations:
        return obj, NOTHING, ""
    stash, wrong = _read(annotations[ANNOTATION], names, hub)
    rest = {key: value for key, value in annotations.items() if key != ANNOTATION}
    clean = {key: value for key, value in metadata.items() if key != "annotations" or rest}
    if rest:
        clean["annotations"] = rest
    out = {**obj, "metadata": clean}
    return (_unframed(out, stash.frame) if stash.frame is not None and not rest else out), stash, wrong


def _unframed(obj: dict[str, Json], frame: dict[str, Json]) -> dict[str, Json]:
    """The object with what was in the annotation's place before, unless something else is there now."""
    metadata = obj["metadata"]
    if "annotations" in frame:
        return {**obj, "metadata": {**metadata, **frame}}
    if metadata:
        return obj
    return {key: value for key, value in obj.items() if key != "metadata"} | frame


def _read(text: Json, names: Collection[str], hub: str) -> tuple[Stash, str]:
    if not isinstance(text, str):
        return Stash(), "it is not a string"
    if len(text) > LIMIT:
        return Stash(), "it is larger than all annotations of an object may be"
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Stash(), "it is not JSON"
    if not isinstance(data, dict) or data.get("v") != FORMAT or type(data.get("v")) is not int:
        return Stash(), f"it is not of format {FORMAT}"
    kind, made_by = data.get("kind"), data.get("hub")
    if not (isinstance(kind, str) and kind in names and isinstance(made_by, str)):
        return Stash(), "it was made for another kind"
    frame, others = data.pop("frame", None), data.pop("others", [])
    if not (isinstance(others, list) and all(_is_whole(each) for each in (data, *others))):
        return Stash(), "its entries are damaged"
    if frame is not None and not _is_frame(frame):
        return Stash(), "its entries are damaged"
    stash = Stash(data.get("from", ""))
    stash.frame, stash.others = frame, others
    if made_by == hub:
        stash.hidden, stash.said = data.get("hidden", []), data.get("said", {})
    else:
        stash.others = [data] + [each for each in others if each["hub"] != made_by]
    return stash, ""


def _is_whole(data: Json) -> bool:
    """Whether this is what one hub's conversions keep."""
    if not (isinstance(data, dict) and isinstance(data.get("hub"), str) and isinstance(data.get("from", ""), str)):
        return False
    said = data.get("said", {})
    return valid(data.get("hidden", [])) and isinstance(said, dict) and all(map(valid, said.values()))


def _is_frame(frame: Json) -> bool:
    """Whether this is what can be in place of a map to add to, as ``_places`` records it: never a map with fields."""
    return (
        isinstance(frame, dict)
        and [*frame] in ([], ["metadata"], ["annotations"])
        and not any(isinstance(value, dict) and value for value in frame.values())
    )


def put(
    obj: dict[str, Json], stash: Stash, gvk: GroupVersionKind, hub: str, *, copies: int = 2
) -> tuple[dict[str, Json], int]:
    """The object with the stash in its annotations, and the annotations' size in bytes.

    ``copies`` is how often they are counted: twice for a manifest, which kubectl apply copies, and once for the answer
    to an API server. Raises StashTooLargeError where the API server would refuse them.
    """
    data: dict[str, Any] = {"v": FORMAT, "kind": gvk.kind, "hub": hub, "from": stash.origin}
    if stash.hidden:
        data["hidden"] = stash.hidden
    if stash.said:
        data["said"] = stash.said
    if stash.others:
        data["others"] = stash.others
    metadata, annotations = _places(obj, data)
    text = _ENCODER.encode(data)
    metadata = {**metadata, "annotations": {**annotations, ANNOTATION: text}}
    size = copies * annotations_size(metadata["annotations"])
    if size > LIMIT:
        counted = " with kubectl apply's copy" if copies > 1 else ""
        raise StashTooLargeError(
            f"what {gvk.api_version} cannot represent makes the annotations {size:,} bytes{counted}, "
            f"over the API server's {LIMIT:,}",
            gvk=gvk,
            path=f'metadata.annotations["{ANNOTATION}"]',
            hint="keep this object at its version, or remove what the target cannot represent",
        )
    return {**obj, "metadata": metadata}, size


def _places(obj: dict[str, Json], data: dict[str, Any]) -> tuple[dict[str, Json], dict[str, Json]]:
    """The object's metadata and annotations, and a frame where they are not maps to add to."""
    metadata = obj.get("metadata")
    if not isinstance(metadata, dict) or not metadata:
        data["frame"] = {key: obj[key] for key in ("metadata",) if key in obj}
        return {}, {}
    annotations = metadata.get("annotations")
    if not isinstance(annotations, dict) or not annotations:
        if "annotations" in metadata:
            data["frame"] = {"annotations": annotations}
        return metadata, {}
    return metadata, annotations


def annotations_size(annotations: Mapping[str, Json]) -> int:
    """Bytes of all keys and values, as the API server counts them."""
    size = 0
    for item in annotations.items():
        for part in item:
            text = part if type(part) is str else str(part)
            size += len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    return size
