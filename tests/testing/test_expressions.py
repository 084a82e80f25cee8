"""Which rules in CEL are followed, what they say of a value, and which are left to the server."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.paths import MISSING
from kconv.testing import check
from kconv.testing.expressions import compared, followed, of_schema
from kconv.testing.shape import of_schemas
from kconv.testing.strategies import unfollowed
from kconv.testing.sweep import sweep

FOLLOWED: dict[str, tuple[Any, Any]] = {
    "has(self.a) || has(self.b)": ({"b": 1}, {"c": 1}),
    "self.a <= self.b": ({"a": 1, "b": 1}, {"a": 2, "b": 1}),
    "!(has(self.a) && has(self.b))": ({"a": 1}, {"a": 1, "b": 1}),
    "self.items.size() > 0": ({"items": [1]}, {"items": []}),
    "size(self.items) > 0": ({"items": [1]}, {"items": []}),
    "self.mode == 'on'": ({"mode": "on"}, {"mode": "off"}),
    "[has(self.a),has(self.b)].filter(x,x==true).size() == 1": ({"a": 1}, {"a": 1, "b": 1}),
    "has(self.a) ? self.a > 1 : true": ({"a": 2}, {"a": 1}),
    "self.a == 'X' ? has(self.b) : !has(self.b)": ({"a": "X", "b": 1}, {"a": "Y", "b": 1}),
    "self.items.all(x, x > 0)": ({"items": [1]}, {"items": [1, 0]}),
    "self.items.exists(x, x.on)": ({"items": [{"on": False}, {"on": True}]}, {"items": [{"on": False}]}),
    "self.items.exists_one(x, x == 1)": ({"items": [1, 2]}, {"items": [1, 1]}),
    "self.items.all(x, self.items.exists_one(y, x.name == y.name))": (
        {"items": [{"name": "a"}, {"name": "b"}]},
        {"items": [{"name": "a"}, {"name": "a"}]},
    ),
    "self.items.map(x, x * 2) == [2, 4]": ({"items": [1, 2]}, {"items": [1]}),
    "self.items.map(x, x > 1, x + 1) == [3]": ({"items": [1, 2]}, {"items": [2, 2]}),
    "self.mode in ['on', 'off']": ({"mode": "off"}, {"mode": "no"}),
    "'a' in self.labels": ({"labels": {"a": "1"}}, {"labels": {"b": "a"}}),
    "self.name.startsWith ('a') && self.name.endsWith('z')": ({"name": "abz"}, {"name": "ab"}),
    "self.name.matches(r'^\\d+$')": ({"name": "12"}, {"name": "1a"}),
    'self.name.contains("\'")': ({"name": "it's"}, {"name": "its"}),
    "self.items[size(self.items) - 1].name == 'z'": ({"items": [{"name": "z"}]}, {"items": []}),
    "self.a / 2 == 1 && self.a % 2 == 1 && -self.a < 0": ({"a": 3}, {"a": 4}),
    "self.a == 1.0": ({"a": 1}, {"a": True}),
    "self.__namespace__ == 'a' && self.x__dash__y == 1": ({"namespace": "a", "x-y": 1}, {"namespace": "a"}),
    "string(self.a) == '1' && int(self.b) == 1": ({"a": 1, "b": "1"}, {"a": 1, "b": "x"}),
}
UNFOLLOWED = [
    "self.items.all(i, x, x > 0)",
    "quantity(self.a).isLessThan(quantity('1'))",
    "self.?a.orValue(1) == 1",
    "url(self.a).getHost() == 'a'",
    "optional.none() == self.a",
    "self.a ==",
    "self.a == 1 1",
    "has(self)",
    "",
]


@pytest.mark.parametrize("rule", FOLLOWED)
def test_a_rule_is_followed(rule: str) -> None:
    right, wrong = FOLLOWED[rule]
    (holds,) = followed([{"rule": rule}])
    assert (holds(right), holds(wrong)) == (True, False)


@pytest.mark.parametrize("rule", UNFOLLOWED)
def test_any_other_is_reported_and_forbids_nothing(rule: str) -> None:
    assert followed([{"rule": rule}]) == []
    node = {"type": "object", "x-kubernetes-validations": [{"rule": rule}]}
    assert [found for _, found in unfollowed({"type": "object", "properties": {"spec": node}})] == [rule]


EITHER = [
    ("self.a || self.b", True),
    ("self.b || self.a", True),
    ("!(self.c && self.b)", True),
    ("self.c || self.b", False),
]


@pytest.mark.parametrize(("rule", "holds"), EITHER)
def test_an_error_counts_only_where_the_other_side_does_not_settle_it(rule: str, holds: bool) -> None:
    (found,) = followed([{"rule": rule}])
    assert found({"a": True, "c": False}) is holds


def rule(text: str, **fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "x-kubernetes-validations": [{"rule": text}]}


def test_a_rule_about_an_update_holds_for_what_is_new() -> None:
    found = of_schema({"type": "object", "properties": {"spec": rule("self.a == oldSelf.a")}})
    assert found is not None
    assert found.follows({"spec": {"a": 1}}, MISSING)
    assert found.follows({"spec": {"a": 1}}, {"spec": {"a": 1}})
    assert not found.follows({"spec": {"a": 1}}, {"spec": {"a": 2}})


TEXT = {"type": "string"}
UNION = rule("[has(self.a), has(self.b), has(self.c)].filter(x, x).size() == 1", a=TEXT, b=TEXT, c=TEXT)
V1, V2 = "example.com/v1", "example.com/v2"


def schema(spec: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {"spec": {"type": "object", "properties": {"one": spec}}}}


def test_what_is_drawn_and_edited_keeps_to_the_rules() -> None:
    shape, met = of_schemas("Widget", {V1: schema(UNION)})[V1], []

    def same(obj: dict[str, Any], to: str) -> dict[str, Any]:
        met.append(obj)
        return {**obj, "apiVersion": to}

    both = {V1: schema(UNION), V2: schema(UNION)}
    only = ["spoke-hub-spoke", "edits-win"]
    check(same, kind="Widget", schemas=both, only=only, examples=60, seed=1).raise_if_failed()
    assert all(shape.accepts({**obj, "apiVersion": V1}) for obj in met)
    assert not sweep(shape).never


COMPARED = {
    "self.a == 'x' || 'y' != self.b": {("a", "x"), ("b", "y")},
    "self.all(x, !has(x.a) || x.a in ['x', 'y'])": {("a", "x"), ("a", "y")},
    "self.a == self.b || self.n == 1": set(),
    "url(self.a).x ==": set(),
}


@pytest.mark.parametrize("rule", COMPARED)
def test_the_texts_that_a_rule_compares_a_field_with(rule: str) -> None:
    assert set(compared(rule)) == COMPARED[rule]


TOLERATIONS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"effect": TEXT, "key": TEXT, "operator": TEXT, "seconds": {"type": "integer"}},
    },
    "x-kubernetes-validations": [
        {"rule": "self.all(x, !has(x.operator) || x.operator in ['Equal', 'Exists'])"},
        {"rule": "self.all(x, !has(x.effect) || x.effect in ['NoSchedule', 'NoExecute'])"},
        {"rule": "self.all(x, !has(x.key) ? (has(x.operator) && x.operator == 'Exists') : true)"},
        {"rule": "self.all(x, has(x.seconds) ? (has(x.effect) && x.effect == 'NoExecute') : true)"},
    ],
}
PREFERENCE = rule(
    "!has(self.c) || (self.a == 'Y' && self.b == 'Y')", a=TEXT, b={"type": "string", "enum": ["X", "Y"]}, c=TEXT
)


@pytest.mark.parametrize("spec", [TOLERATIONS, PREFERENCE], ids=["items of a list", "fields"])
def test_a_leaf_that_a_rule_allows_beside_others_only_is_drawn(spec: dict[str, Any]) -> None:
    shape = of_schemas("Widget", {V1: schema(spec)})[V1]
    assert not sweep(shape).never
    assert all(shape.accepts(probe.obj) for probe in sweep(shape).probes)


def test_what_was_thrown_away_is_counted_and_what_is_not_checked_is_named() -> None:
    rare = rule("self.low * 7 == self.high", low={"type": "integer"}, high={"type": "integer"})
    left = rule("url(self.a).getHost() == 'a'", a=TEXT)
    schemas = {V1: schema(rare), V2: schema({**rare, "properties": {**rare["properties"], "left": left}})}
    report = check(lambda obj, to: {**obj, "apiVersion": to}, kind="Widget", schemas=schemas, examples=20, seed=1)
    assert report.coverage is not None
    assert report.coverage.thrown > 0
    assert report.coverage.unchecked == (f"spec.one.left of {V2}: url(self.a).getHost() == 'a'",)
    assert "objects were thrown away" in str(report.coverage)
    assert "not checked: spec.one.left of" in str(report.coverage)
