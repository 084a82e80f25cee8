"""Which expressions in CEL are followed when objects are drawn, and which are reported as not followed."""

from __future__ import annotations

import pytest

from kconv.testing.strategies import unfollowed
from kconv.testing.strategies.expressions import followed

FOLLOWED = {
    "has(self.a) || has(self.b)": ({"b": 1}, {"c": 1}),
    "self.a <= self.b": ({"a": 1, "b": 1}, {"a": 2, "b": 1}),
    "!(has(self.a) && has(self.b))": ({"a": 1}, {"a": 1, "b": 1}),
    "self.items.size() > 0": ({"items": [1]}, {"items": []}),
    "size(self.items) > 0": ({"items": [1]}, {"items": []}),
    "self.mode == 'on'": ({"mode": "on"}, {"mode": "off"}),
}
UNFOLLOWED = [
    "self.name.startsWith('a')",
    "self.name.startsWith ('a')",
    "self.name.matches('^a') || has(self.a)",
    "self.items.all(x, x > 0)",
    "self == oldSelf",
    "self.a[0] == 1",
    "has(self.a) ? self.a > 1 : true",
]


@pytest.mark.parametrize("rule", FOLLOWED)
def test_an_expression_of_fields_and_numbers_is_followed(rule: str) -> None:
    right, wrong = FOLLOWED[rule]
    (holds,) = followed([{"rule": rule}])
    assert (holds(right), holds(wrong)) == (True, False)


@pytest.mark.parametrize("rule", UNFOLLOWED)
def test_any_other_is_told_and_forbids_nothing(rule: str) -> None:
    assert followed([{"rule": rule}]) == []
    node = {"type": "object", "x-kubernetes-validations": [{"rule": rule}]}
    assert [found for _, found in unfollowed({"type": "object", "properties": {"spec": node}})] == [rule]
