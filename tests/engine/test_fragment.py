"""Defaults hold for whole objects. A field that is there makes an object whole, whatever is in it."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pytest

from kconv.engine import Kind, is_fragment

KIND = Kind(
    "Web",
    hub="example.com/v1",
    spokes={},
    whole=("spec.template.containers", "hooks[].client.service|url?"),
)
WHOLE: dict[str, Any] = {"spec": {"template": {"containers": [{}]}}, "hooks": [{"client": {"url": "a"}}]}


@dataclass(frozen=True)
class Case:
    name: str
    change: dict[str, Any]
    fragment: bool
    sure: bool


CASES = [
    Case("whole", {}, False, False),
    Case("null in the place of containers", {"spec": {"template": {"containers": None}}}, False, False),
    Case("no containers", {"spec": {"template": {}}}, True, True),
    Case("null in the place of what holds them", {"spec": {"template": None}}, True, True),
    Case("text in the place of what holds them", {"spec": {"template": "containers"}}, True, True),
    Case("the other field of two", {"hooks": [{"client": {"service": {}}}]}, False, False),
    Case("one of two items has neither, which Go may leave out", {"hooks": [{"client": {"url": ""}}, {"client": {}}]}, True, False),
    Case("no items", {"hooks": []}, False, False),
    Case("no list, which Go may leave out", {"hooks": ...}, True, False),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_what_is_not_there_makes_a_fragment(case: Case) -> None:
    obj = {key: value for key, value in {**WHOLE, **case.change}.items() if value is not ...}
    assert is_fragment(KIND, obj) == case.fragment
    assert is_fragment(KIND, obj, sure=True) == case.sure


WHOLES: list[tuple[str, str, Any, bool]] = [
    ("a field", "a", {"a": None}, False),
    ("no field", "a", {}, True),
    ("no field of a field", "a.b", {"a": {"c": 1}}, True),
    ("a field of a list", "a.b", {"a": [{"b": 1}]}, True),
    ("one of three", "a|b|c", {"c": None}, False),
    ("none of three", "a|b|c", {"d": 1}, True),
    ("one of two below", "s.a|b", {"s": {"b": 1}}, False),
    ("one of two, deeper", "s.a|b.c", {"s": {"b": {"c": 1}}}, False),
    ("none of two below", "s.a|b", {"b": 1}, True),
    ("every item", "l[].a", {"l": [{"a": 1}, {"a": None}]}, False),
    ("not every item", "l[].a", {"l": [{"a": 1}, {}]}, True),
    ("an item that is no object", "l[].a", {"l": [None]}, True),
    ("a map for a list", "l[].a", {"l": {}}, False),
    ("null for a list", "l[].a", {"l": None}, False),
    ("below every item", "l[].s.a", {"l": [{"s": {"a": 1}}]}, False),
    ("not below every item", "l[].s.a", {"l": [{"s": {"a": 1}}, {"s": {}}]}, True),
    ("items of items", "l[].k[].a", {"l": [{"k": [{"a": 1}]}, {"k": []}]}, False),
    ("not all items of items", "l[].k[].a", {"l": [{"k": [{"a": 1}, {}]}]}, True),
    ("one of two in items", "l[].a|b", {"l": [{"a": 1}, {"b": 1}]}, False),
    ("none of two in an item", "l[].a|b", {"l": [{"a": 1}, {"c": 1}]}, True),
]


@pytest.mark.parametrize(("whole", "obj", "fragment"), [row[1:] for row in WHOLES], ids=[row[0] for row in WHOLES])
def test_what_a_whole_object_has(whole: str, obj: dict[str, Any], fragment: bool) -> None:
    assert is_fragment(Kind("Web", hub="e/v1", spokes={}, whole=(whole,)), obj) is fragment
    optional = Kind("Web", hub="e/v1", spokes={}, whole=(f"{whole}?",))
    assert (is_fragment(optional, obj), is_fragment(optional, obj, sure=True)) == (fragment, False)


def test_each_of_several_fields_is_needed() -> None:
    kind = Kind("Web", hub="e/v1", spokes={}, whole=("a", "b?"))
    assert [is_fragment(kind, obj) for obj in ({"a": 1, "b": 1}, {"a": 1}, {"b": 1})] == [False, True, True]
    assert [is_fragment(kind, obj, sure=True) for obj in ({"a": 1}, {"b": 1})] == [False, True]
    assert not is_fragment(Kind("Web", hub="e/v1", spokes={}), {})
