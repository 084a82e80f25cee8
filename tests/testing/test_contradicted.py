"""A text of one version may be several fields in another: an edit of it takes those along that no longer go with it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pytest

from kconv.testing import check

Json = Any
V1, V2, KEY = "example.com/v1", "example.com/v2", "example.com/hidden"
SIZES = {"small": {"cpu": 1, "memory": 2}, "large": {"cpu": 4}}
_NUMBER, _TEXT = {"type": "integer", "enum": [1, 2, 3, 4]}, {"type": "string"}


def schema(**spec: Any) -> Json:
    return {"type": "object", "properties": {"spec": {"type": "object", "properties": spec}}}


SCHEMAS = {
    V1: schema(size={**_TEXT, "enum": ["small", "large", "custom"]}, zone=_TEXT),
    V2: schema(cpu=_NUMBER, memory=_NUMBER, note=_TEXT, zone=_TEXT),
}


def text_of(fields: dict[str, int]) -> str:
    return next((name for name, each in SIZES.items() if each == fields), "custom")


@dataclass(frozen=True)
class Sized:
    """A conversion of a size, which is a text in v1 and two numbers in v2. What has no text of its own is kept.

    ``restored`` gives what of it comes back beside a text that was edited.
    """

    name: str
    lost: frozenset[str]
    restored: Callable[[Json], Json]
    note: Callable[[Json], Json] = lambda kept: {key: kept[key] for key in ("note",) if key in kept}

    def __call__(self, obj: Json, to: str) -> Json:
        out = {**copy.deepcopy(obj), "apiVersion": to}
        spec, annotations = out.get("spec"), dict((out.get("metadata") or {}).get("annotations") or {})
        if obj["apiVersion"] == to or not isinstance(spec, dict):
            return out
        if to == V1:
            kept = {key: spec.pop(key) for key in ("cpu", "memory", "note") if key in spec}
            fields = {key: kept[key] for key in ("cpu", "memory") if key in kept}
            if fields:
                spec["size"] = text_of(fields)
            annotations[KEY] = json.dumps(kept)
        else:
            self._restore(spec, json.loads(annotations.pop(KEY, "{}")))
        out["metadata"] = {**(out.get("metadata") or {}), "annotations": annotations}
        return out

    def _restore(self, spec: Json, kept: Json) -> None:
        fields = {key: kept[key] for key in ("cpu", "memory") if key in kept}
        size = spec.pop("size", None)
        spec.update(self.note(kept))
        if size is not None and fields and text_of(fields) == size:
            spec.update(fields)
        elif size is not None:
            spec.update({**self.restored(fields), **SIZES.get(size, {"cpu": 3})})


SIZED = [
    Sized("the edit takes what was hidden along", frozenset(), restored=lambda _: {}),
    Sized("what was hidden comes back beside it", frozenset({"spec.size"}), restored=lambda fields: fields),
    Sized("what is no part of the text is lost with it", frozenset({"spec.note"}), restored=lambda _: {}, note=lambda _: {}),
]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("sized", SIZED, ids=attrgetter("name"))
def test_an_edited_text_is_held_to_what_goes_with_it(sized: Sized, seed: int) -> None:
    report = check(sized, kind="Pool", schemas=SCHEMAS, annotations=[KEY], only=["edits-win"], examples=100, seed=seed)
    assert {each.path for each in report.findings} == sized.lost, str(report)
