"""An annotation that a conversion leaves behind may win over an edit that is made after the way back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pytest

from kconv.testing import as_is, as_served, check
from kconv.testing.subject import clone

Json = Any
V1, V2, KEY = "example.com/v1", "example.com/v2", "example.com/hidden"
_SPEC = {
    "shown": {"type": "string"},
    "limit": {"type": "integer"},
    "byName": {"type": "object", "additionalProperties": {"type": "string"}},
    "pools": {
        "type": "array",
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["name"],
        "items": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": "string"}, "size": {"type": "integer"}},
        },
    },
}
HIDDEN = ("limit", "byName")
"""What v1 does not have, beside the size of a pool."""


def schema(spec: Json) -> Json:
    return {"type": "object", "properties": {"spec": {"type": "object", "properties": spec}}}


def narrow() -> Json:
    pools = clone(_SPEC["pools"])
    del pools["items"]["properties"]["size"]
    return schema({"shown": _SPEC["shown"], "pools": pools})


SCHEMAS = {V1: narrow(), V2: schema(_SPEC)}
Restores = Callable[[Json, Json, str], bool]


def _hidden(spec: Json) -> Json:
    sizes = {pool["name"]: pool["size"] for pool in spec.get("pools") or () if "size" in pool}
    return {"sizes": sizes, **{key: spec[key] for key in HIDDEN if key in spec}}


def _without_hidden(spec: Json) -> None:
    for key in HIDDEN:
        spec.pop(key, None)
    for pool in spec.get("pools") or ():
        pool.pop("size", None)


@dataclass(frozen=True)
class Keeping:
    """A conversion that keeps in an annotation what v1 lacks.

    ``left`` is whether the annotation stays on the way back, ``refreshed`` whether what it holds is written again on the
    next way; ``restored`` names what it brings back.
    """

    name: str
    left: bool
    refreshed: bool
    restored: tuple[str, ...] = ("limit", "byName", "sizes")
    lost: frozenset[str] = frozenset()

    def __call__(self, obj: Json, to: str) -> Json:
        out = {**clone(obj), "apiVersion": to}
        spec = out.get("spec")
        if obj["apiVersion"] == to or not isinstance(spec, dict):
            return out
        annotations = dict((out.get("metadata") or {}).get("annotations") or {})
        if to == V1:
            if self.refreshed or KEY not in annotations:
                annotations[KEY] = json.dumps(_hidden(spec))
            _without_hidden(spec)
        else:
            self._restore(spec, annotations)
        out["metadata"] = {**(out.get("metadata") or {}), "annotations": annotations}
        return out

    def _restore(self, spec: Json, annotations: dict[str, str]) -> None:
        kept = json.loads(annotations[KEY]) if KEY in annotations else {"sizes": {}}
        spec.update({key: kept[key] for key in HIDDEN if key in kept and key in self.restored})
        for pool in spec.get("pools") or ():
            if pool["name"] in kept["sizes"] and "sizes" in self.restored:
                pool["size"] = kept["sizes"][pool["name"]]
        if not self.left:
            annotations.pop(KEY, None)


KEEPING = [
    Keeping("removed on the way back", left=False, refreshed=True),
    Keeping("removed on the way back, and never written twice", left=False, refreshed=False),
    Keeping("left behind, and written again each time", left=True, refreshed=True),
    Keeping("a field that was kept first", left=True, refreshed=False, restored=("limit",),
            lost=frozenset({"spec.limit"})),
    Keeping("a map that was kept first", left=True, refreshed=False, restored=("byName",),
            lost=frozenset({"spec.byName", "spec.byName{}"})),
    Keeping("a field of an item that was kept first", left=True, refreshed=False, restored=("sizes",),
            lost=frozenset({"spec.pools[].size"})),
]  # fmt: skip


def lost(keeping: Keeping, between: Any) -> Iterator[str]:
    report = check(
        keeping,
        kind="Pool",
        schemas=SCHEMAS,
        annotations=[KEY],
        between=between,
        only=["spoke-hub-spoke", "later-edits"],
        examples=1,
        seed=1,
    )
    return (each.path for each in report.findings if each.laws == ("later-edits",))


@pytest.mark.parametrize("between", [as_is, as_served], ids=["as is", "as served"])
@pytest.mark.parametrize("keeping", KEEPING, ids=attrgetter("name"))
def test_an_edit_after_the_way_back_stays_or_is_found(keeping: Keeping, between: Any) -> None:
    assert set(lost(keeping, between)) == keeping.lost


def test_the_report_says_what_was_edited_and_which_annotation_it_was() -> None:
    keeping = next(each for each in KEEPING if "spec.limit" in each.lost)
    report = check(keeping, kind="Pool", schemas=SCHEMAS, annotations=[KEY], only=["later-edits"], examples=1, seed=1)
    text = str(next(each.example for each in report.findings if each.path == "spec.limit"))
    assert "wins over a later edit in the object's own version" in text
    assert f"leg: {V2} → {V1} → {V2} → edit → {V1} → {V2}" in text
    assert "spec.limit: " in text
