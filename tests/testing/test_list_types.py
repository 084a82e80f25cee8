"""The order of a list counts where its schema says so, and to every law alike: a server shows it, or nobody does."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.testing import as_served, check
from tests.testing import small

Json = Any
V1, V2 = small.V1, small.V2
ITEM = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string", "enum": ["a", "b", "c"]}, "on": {"type": "boolean"}},
}
KEYS = {"x-kubernetes-list-map-keys": ["name"]}
LISTS: dict[str, dict[str, Any]] = {
    "no type": {"items": ITEM},
    "atomic": {"x-kubernetes-list-type": "atomic", "items": ITEM},
    "a merge key": {"x-kubernetes-patch-merge-key": "name", "x-kubernetes-patch-strategy": "merge", "items": ITEM},
    "map": {"x-kubernetes-list-type": "map", **KEYS, "items": ITEM},
    "set": {"x-kubernetes-list-type": "set", "items": {"type": "string", "enum": ["a", "b", "c"]}},
}


def schema(of: str) -> Json:
    fields = {"pools": {"type": "array", **LISTS[of]}}
    return {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}


def sorting(obj: Json, to: str) -> Json:
    """A conversion that puts items in an order of its own."""
    pools = (obj.get("spec") or {}).get("pools")
    out = {**obj, "apiVersion": to}
    return out | {"spec": {"pools": sorted(pools, key=str, reverse=True)}} if isinstance(pools, list) else out


def broken(convert: Any, one: str, other: str) -> set[str]:
    arguments: dict[str, Any] = {"kind": small.KIND, "schemas": {V1: schema(one), V2: schema(other)}}
    return {each.law for each in check(convert, **arguments, between=as_served, examples=40, seed=1).failures}


@pytest.mark.full
@pytest.mark.parametrize("of", LISTS)
def test_another_order_breaks_a_law_but_for_a_map(of: str) -> None:
    assert ("spoke-hub-spoke" in broken(sorting, of, of)) == (of != "map")


@pytest.mark.full
def test_another_order_of_a_map_breaks_no_law() -> None:
    assert not broken(sorting, "map", "map")


def test_the_order_of_a_map_is_no_loss_beside_another() -> None:
    def losing(obj: Json, to: str) -> Json:
        out = sorting(obj, to)
        pools = (out.get("spec") or {}).get("pools")
        kept = [{key: item[key] for key in item if key != "on"} for item in pools or ()]
        return out | {"spec": {"pools": kept}} if pools else out

    arguments: dict[str, Any] = {"kind": small.KIND, "schemas": {V1: schema("map"), V2: schema("map")}}
    report = check(losing, **arguments, between=as_served, only=["spoke-hub-spoke"], examples=40, seed=1)
    assert {finding.cause.what for finding in report.findings} == {"gone"}


@pytest.mark.full
@pytest.mark.parametrize("other", [name for name in LISTS if name != "set"])
def test_a_list_that_is_a_map_in_one_version_alone_breaks_no_law(other: str) -> None:
    def same(obj: Json, to: str) -> Json:
        return {**obj, "apiVersion": to}

    assert not broken(same, "map", other)
