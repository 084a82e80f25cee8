"""Which rules in CEL are followed, what they say of a value, and which are left to the server."""

from __future__ import annotations

import re
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
    'self.name.matches(r"""^["a-z]+$""")': ({"name": 'a"'}, {"name": "A"}),
    "self.name == '''it's'''": ({"name": "it's"}, {"name": "its"}),
}
TWO_VARIABLES: dict[str, tuple[Any, Any]] = {
    "self.items.all(i, x, x > i)": ({"items": [1, 2]}, {"items": [1, 1]}),
    "self.labels.all(k, v, k == v)": ({"labels": {"a": "a"}}, {"labels": {"a": "b"}}),
    "self.labels.exists(k, v, k.startsWith('x') && v == '1')": ({"labels": {"xy": "1"}}, {"labels": {"xy": "2"}}),
    "self.items.existsOne(i, x, x == i)": ({"items": [0, 2]}, {"items": [0, 1]}),
    "self.items.transformList(i, x, i > 0, x * i) == [2, 6]": ({"items": [1, 2, 3]}, {"items": [1]}),
    "self.labels.all(k, k.size() < 3)": ({"labels": {"a": "1"}}, {"labels": {"abc": "1"}}),
}
FOUND: dict[str, tuple[Any, Any]] = {
    "self.name.find('^([^/]+)').endsWith('example.com')": ({"name": "a.example.com/b"}, {"name": "b/example.com"}),
}
OPTIONAL: dict[str, tuple[Any, Any]] = {
    "self.?name.orValue('x') == 'x'": ({}, {"name": "y"}),
    "self.?labels.a.orValue('x') == 'x'": ({"labels": {"b": "1"}}, {"labels": {"a": "1"}}),
    "self.labels[?'a'].hasValue()": ({"labels": {"a": ""}}, {"labels": {}}),
    "self.?name.value() == 'x'": ({"name": "x"}, {}),
    "self.?name.or(optional.of('x')).value() == 'x'": ({}, {"name": "y"}),
    "!optional.ofNonZeroValue(self.name).hasValue()": ({"name": ""}, {"name": "x"}),
    "optional.none().orValue(self.name) == 'x'": ({"name": "x"}, {"name": "y"}),
    "self.items[?1].orValue(0) == 0": ({"items": [1]}, {"items": [1, 1]}),
}
KUBERNETES: dict[str, tuple[Any, Any]] = {
    "quantity(self.name).isGreaterThan(quantity('0'))": ({"name": "500m"}, {"name": "0"}),
    "quantity(self.name).isLessThan(quantity('1Ki'))": ({"name": "1k"}, {"name": "1025"}),
    "quantity(self.name).compareTo(quantity('1000m')) == 0": ({"name": "1"}, {"name": "1001m"}),
    "isQuantity(self.name) && quantity(self.name).isInteger()": ({"name": "2e3"}, {"name": "0.5"}),
    "quantity(self.name) == quantity('1Gi')": ({"name": "1024Mi"}, {"name": "1G"}),
    "quantity(self.name).asInteger() + 1 == 3": ({"name": "2"}, {"name": "1.5"}),
    "quantity(self.name).add(quantity('1')).compareTo(quantity('0')) == 0": ({"name": "-1"}, {"name": "1"}),
    "quantity(self.name).sub(1).asApproximateFloat() == 0.5": ({"name": "1500m"}, {"name": "x"}),
    "duration(self.name) >= duration('1h')": ({"name": "90m"}, {"name": "59m"}),
    "duration(self.name) == duration('60s')": ({"name": "1m"}, {"name": "1h"}),
    "duration(self.name).getSeconds() % 60 == 0 && duration(self.name).getHours() < 1": (
        {"name": "2m"},
        {"name": "1h"},
    ),
    "duration(self.name).getMinutes() == 1": ({"name": "119s"}, {"name": "1d"}),
    "url(self.name).getScheme() == 'https'": ({"name": "HTTPS://a.b/c"}, {"name": "http://a.b"}),
    "isURL(self.name) ? url(self.name).getHost() == 'a:1' : false": ({"name": "http://u:p@a:1/x"}, {"name": "a:1"}),
    "url(self.name).getHostname() == '::1'": ({"name": "https://[::1]:80"}, {"name": "https://[::2]:80"}),
    "url(self.name).getPort() == '80'": ({"name": "https://[::1]:80/"}, {"name": "https://[::1]/"}),
    "url(self.name).getEscapedPath() in ['', '/']": ({"name": "https://a.b/?c=d"}, {"name": "https://a.b/c"}),
    "url(self.name).getQuery()['k'] == ['a', 'b']": ({"name": "/x?k=a&k=b"}, {"name": "/x?k=a"}),
    "isIP(self.name) && ip(self.name).family() == 6": ({"name": "fd00::1"}, {"name": "10.0.0.1"}),
    "!isIP(self.name)": ({"name": "::ffff:10.0.0.1"}, {"name": "10.0.0.1"}),
    "isCIDR(self.name)": ({"name": "10.0.0.0/8"}, {"name": "10.0.0.0/33"}),
    "!format.dns1123Subdomain().validate(self.name).hasValue()": ({"name": "a.b-c"}, {"name": "a..b"}),
    "!format.dns1123Label().validate(self.name).hasValue()": ({"name": "a-b"}, {"name": "a.b"}),
    "!format.dns1035Label().validate(self.name).hasValue()": ({"name": "a1"}, {"name": "1a"}),
    "!format.qualifiedName().validate(self.name).hasValue()": ({"name": "a.b/C_d"}, {"name": "A.b/c"}),
    "!format.labelValue().validate(self.name).hasValue()": ({"name": ""}, {"name": "-a"}),
    "type(self.port) == string && self.port == '1' || type(self.port) == int": ({"port": 2}, {"port": "2"}),
}
"""Functions that Kubernetes adds to CEL, and types, which only a field of two types needs."""
FOLLOWED |= TWO_VARIABLES | FOUND | OPTIONAL | KUBERNETES
UNFOLLOWED = [
    "self.items.all(i, x, y, x > 0)",
    "self.items.filter(i, x, x > 0)",
    "timestamp(self.a) < timestamp('2006-01-02T15:04:05Z')",
    "self.?a.optMap(x, x == 1).orValue(true)",
    "sets.contains(self.a, [1])",
    "format == self.a",
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


ASKED = {
    "a scheme": "isURL(self) && url(self).getScheme() in ['oci', 's3']",
    "a host": "url(self).getHostname() == 'storage.example.com'",
    "a quantity": "quantity(self).compareTo(quantity('3Ti')) >= 0",
    "a duration": "duration(self) >= duration('36h')",
    "an address": "isIP(self) && ip(self).family() == 6",
    "a network": "isCIDR(self)",
    "a name": "!format.dns1123Subdomain().validate(self).hasValue() && self.contains('.')",
    "a text": "self in ['one', 'two']",
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_text_that_a_rule_about_its_form_accepts_is_drawn(asked: str) -> None:
    """Of the field itself, and of one that the rule of its parent names."""
    itself = {**TEXT, "x-kubernetes-validations": [{"rule": ASKED[asked]}]}
    of_field = re.sub(r"\bself\b", "self.a", ASKED[asked])
    named = rule(f"!has(self.a) || ({of_field})", a=TEXT)
    for node in (itself, named):
        shape = of_schemas("Widget", {V1: schema(node)})[V1]
        assert not sweep(shape).never


KEYED = {
    "keys in a list": "self.all(x, x in ['cpu', 'memory'])",
    "keys by themselves": "self.all(x, x == 'cpu' || x == 'memory')",
    "keys and values": "self.all(k, v, k in ['cpu'] && v != 'b')",
}


@pytest.mark.parametrize("within", ["itself", "in a list", "in a map"])
@pytest.mark.parametrize("keyed", KEYED)
def test_a_map_whose_keys_a_rule_allows_is_drawn(keyed: str, within: str) -> None:
    held: dict[str, Any] = {
        "type": "object",
        "additionalProperties": TEXT,
        "x-kubernetes-validations": [{"rule": KEYED[keyed]}],
    }
    around = {
        "itself": held,
        "in a list": {"type": "array", "items": held},
        "in a map": {"type": "object", "additionalProperties": held},
    }
    shape = of_schemas("Widget", {V1: schema(around[within])})[V1]
    assert not sweep(shape).never


def test_an_old_value_that_may_not_be_there_is_judged_when_an_object_is_made() -> None:
    text = "oldSelf.hasValue() ? self.a == oldSelf.value().a : self.a == 1"
    node = rule(text, a={"type": "integer"})
    node["x-kubernetes-validations"][0]["optionalOldSelf"] = True
    found = of_schema({"type": "object", "properties": {"spec": node}})
    assert found is not None
    assert [found.follows({"spec": {"a": a}}) for a in (1, 2)] == [True, False]
    assert [found.follows({"spec": {"a": a}}, {"spec": {"a": 2}}) for a in (1, 2)] == [False, True]


COMPARED = {
    "self.a == 'x' || 'y' != self.b": {("a", "x"), ("b", "y")},
    "self.all(x, !has(x.a) || x.a in ['x', 'y'])": {("a", "x"), ("a", "y")},
    "self.a == self.b || self.n == 1": set(),
    "url(self.a).x ==": set(),
    "self in ['x', 'y']": {("", "x"), ("", "y")},
    "self.?a.orValue('x') == 'x'": set(),
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
    left = rule("timestamp(self.a).getHours() == 1", a=TEXT)
    schemas = {V1: schema(rare), V2: schema({**rare, "properties": {**rare["properties"], "left": left}})}
    report = check(lambda obj, to: {**obj, "apiVersion": to}, kind="Widget", schemas=schemas, examples=20, seed=1)
    assert report.coverage is not None
    assert report.coverage.thrown > 0
    assert report.coverage.unchecked == (f"spec.one.left of {V2}: timestamp(self.a).getHours() == 1",)
    assert "objects were thrown away" in str(report.coverage)
    assert "not checked: spec.one.left of" in str(report.coverage)
