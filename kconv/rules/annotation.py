"""A field that the spoke lacks and Kubernetes itself keeps in an annotation, such as a Deployment's rollbackTo."""

from __future__ import annotations

import json
from typing import Literal

from kconv.paths import MISSING, get, keys
from kconv.rules.base import Converts
from kconv.rules.move import without
from kconv.values import Json, nested, update


class Annotation(Converts):
    """The annotation in which the spoke keeps a field, and the field of the hub.

    ``form`` is how the value is written: "int" as decimal digits, "str" unchanged, "json" as JSON. A value that does
    not give the same text again is not Kubernetes' own: it stays an annotation. ``parent`` means that the spoke has the
    parent of the field: it is kept even if it is empty, because its presence may have a meaning.
    """

    exact = False

    def __init__(
        self, annotation: str, hub: str, form: Literal["int", "str", "json"] = "str", *, parent: bool = False
    ) -> None:
        self.hub = keys(hub)
        self.parent = parent
        self.text = hub
        self.annotation = ("metadata", "annotations", annotation)
        self.form = form
        self.moves = ((f'metadata.annotations["{annotation}"]', hub),)
        self.lacks = (self.hub,)
        self.changes = ((self.hub, 1), (self.annotation, 2))

    def to_hub(self, obj: Json) -> Json:
        written = get(obj, self.annotation)
        value = self._read(written)
        if value is MISSING or get(obj, self.hub) is not MISSING:
            return obj
        return _drop_annotation(nested(obj, self.hub, value), self.annotation)

    def from_hub(self, obj: Json) -> Json:
        value = get(obj, self.hub)
        text = None if value is MISSING else self._write(value)
        if text is None or get(obj, self.annotation) is not MISSING:
            return obj
        rest = update(obj, self.hub[:-1], self._left) if self.parent else without(obj, self.hub)
        return nested(rest, self.annotation, text)

    def _left(self, parent: dict[str, Json]) -> dict[str, Json]:
        return {key: value for key, value in parent.items() if key != self.hub[-1]}

    def _read(self, written: Json) -> Json:
        if not isinstance(written, str):
            return MISSING
        if self.form == "str":
            return written
        try:
            value = json.loads(written)
        except (ValueError, RecursionError):
            return MISSING
        return value if self._write(value) == written or self.form == "json" else MISSING

    def _write(self, value: Json) -> str | None:
        if self.form == "int":
            return str(value) if type(value) is int else None
        if self.form == "json":
            return json.dumps(value, separators=(",", ":"), sort_keys=True)
        return value if isinstance(value, str) else None

    def describe(self) -> list[str]:
        return [f"{self.text} is kept in the annotation {self.annotation[2]}"]


def _drop_annotation(obj: Json, path: tuple[str, str, str]) -> Json:
    metadata = obj["metadata"].copy()
    annotations = {key: value for key, value in metadata["annotations"].items() if key != path[2]}
    if annotations:
        metadata["annotations"] = annotations
    else:
        del metadata["annotations"]
    return {**obj, "metadata": metadata}
