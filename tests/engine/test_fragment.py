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
