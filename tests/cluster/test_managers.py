"""Owned fields are found again in another version, by their names or by the rules of the kind."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.cluster.managers import by_name, by_rules, moved, names
from kconv.cluster.owned_fields import count, fields_of, owned, present, union
from kconv.engine import Kind
from kconv.names import GroupVersion
from kconv.rules import Move, Turn

Json = dict[str, Any]
SCHEMA: Json = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "whole": {"type": "object", "x-kubernetes-map-type": "atomic", "properties": {"a": {"type": "string"}}},
        "args": {"type": "array", "items": {"type": "string"}},
        "zones": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}},
        "ports": {
            "type": "array",
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["protocol", "port"],
            "items": {"type": "object", "properties": {"port": {"type": "integer"}, "protocol": {"type": "string"}}},
        },
    },
}


class Case(NamedTuple):
    name: str
    value: Json
    fields: Json


CASES = [
    Case("nothing", {}, {}),
    Case("a scalar", {"name": "a"}, {"f:name": {}}),
    Case("an empty map", {"labels": {}}, {"f:labels": {}}),
    Case("a map", {"labels": {"a/b": "c"}}, {"f:labels": {"f:a/b": {}}}),
    Case("an atomic map", {"whole": {"a": "b"}}, {"f:whole": {}}),
    Case("an atomic list", {"args": ["a"]}, {"f:args": {}}),
    Case("a set", {"zones": ["a", "ü"]}, {"f:zones": {'v:"a"': {}, 'v:"ü"': {}}}),
    Case(
        "a keyed list",
        {"ports": [{"protocol": "TCP", "port": 1}]},
        {"f:ports": {'k:{"port":1,"protocol":"TCP"}': {".": {}, "f:port": {}, "f:protocol": {}}}},
    ),
    Case("a field that the schema does not have", {"other": {"a": [1]}}, {"f:other": {"f:a": {}}}),
]


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_the_fields_of_a_value_are_as_its_schema_divides_them(case: Case) -> None:
    assert fields_of(case.value, SCHEMA) == case.fields
    assert owned(case.fields, case.value) == case.value
    assert present(case.fields, case.value) == case.fields


PRESENT = [
    Case("a field that is gone", {"a": 1}, {"f:b": {}}),
    Case("a field below one that is no map", {"a": 1}, {"f:a": {"f:b": {}}}),
    Case("an item that is gone", {"a": [{"n": 1}]}, {"f:a": {'k:{"n":2}': {".": {}}}}),
    Case("an item of a list of scalars", {"a": [1]}, {"f:a": {'k:{"n":2}': {".": {}}}}),
    Case("a member that is gone", {"a": ["x"]}, {"f:a": {'v:"y"': {}}}),
    Case("a step that nobody writes", {"a": ["x"]}, {"f:a": {"i:0": {}, "k:": {}, "k:1": {}, "v:{": {}}}),
]


@pytest.mark.parametrize("case", PRESENT, ids=attrgetter("name"))
def test_fields_that_an_object_does_not_have_are_left_out(case: Case) -> None:
    assert present(case.fields, case.value) == {}


trees: st.SearchStrategy[Json] = st.recursive(
    st.just({}), lambda below: st.dictionaries(st.sampled_from(["f:a", "f:b", "f:c"]), below, max_size=3)
)


@given(trees, trees)
def test_a_union_has_the_leaves_of_both(one: Json, other: Json) -> None:
    both = union(one, other)
    assert union(both, one) == both == union(other, both)
    assert count(both) >= max(count(one), count(other))


def entry(version: str, fields: Json, manager: str = "git", operation: str = "Apply", **more: str) -> Json:
    return {
        "manager": manager,
        "operation": operation,
        "apiVersion": f"e.io/{version}",
        "fieldsType": "FieldsV1",
        "fieldsV1": fields,
        **more,
    }


KIND = Kind(
    "Cup",
    hub="e.io/v2",
    spokes={
        "e.io/v1": [
            Move("spec.size", "spec.cup.size"),
            Turn("spec.old", "spec.new", lambda value: f"{value}s", lambda text: int(text[:-1]), says="seconds"),
        ]
    },
)
LIVE: Json = {
    "apiVersion": "e.io/v2",
    "kind": "Cup",
    "metadata": {"name": "a", "labels": {"a": "b"}},
    "spec": {"cup": {"size": 1, "colour": "red"}, "new": "3s", "same": True},
}
BY_RULES = by_rules(KIND, GroupVersion.parse("e.io/v1"), {"type": "object"})
OWNED = {"f:metadata": {"f:labels": {"f:a": {}}}, "f:spec": {"f:size": {}, "f:old": {}, "f:same": {}}}


def test_rules_lead_to_the_fields_in_the_other_version() -> None:
    assert BY_RULES(OWNED, LIVE) == {
        "f:metadata": {"f:labels": {"f:a": {}}},
        "f:spec": {"f:cup": {"f:size": {}}, "f:new": {}, "f:same": {}},
    }


def test_without_rules_only_fields_in_the_same_place_are_found() -> None:
    assert by_name(OWNED, LIVE) == {"f:metadata": {"f:labels": {"f:a": {}}}, "f:spec": {"f:same": {}}}


def test_an_object_that_cannot_be_converted_keeps_fields_in_the_same_place() -> None:
    broken = {**LIVE, "apiVersion": "e.io/v9"}
    assert BY_RULES(OWNED, broken) == by_name(OWNED, broken)


class Moved(NamedTuple):
    name: str
    before: list[Json]
    after: list[Json]
    lost: int = 0


MOVED = [
    Moved("no entry of the version", [entry("v2", {"f:a": {}})], [entry("v2", {"f:a": {}})]),
    Moved("an entry of the version", [entry("v1", {"f:spec": {"f:same": {}}})], [entry("v2", {"f:spec": {"f:same": {}}})]),
    Moved("an entry that has no field any more", [entry("v1", {"f:spec": {"f:gone": {}, "f:size": {}}})], [], 2),
    Moved(
        "two entries of an updater become one",
        [entry("v1", {"f:spec": {"f:same": {}}}, "c", "Update"), entry("v2", {"f:spec": {"f:new": {}}}, "c", "Update")],
        [entry("v2", {"f:spec": {"f:same": {}, "f:new": {}}}, "c", "Update")],
    ),
    Moved(
        "those of a subresource stay apart",
        [entry("v1", {"f:spec": {"f:same": {}}}, subresource="status"), entry("v2", {"f:spec": {"f:same": {}}})],
        [entry("v2", {"f:spec": {"f:same": {}}}, subresource="status"), entry("v2", {"f:spec": {"f:same": {}}})],
    ),
    Moved("an entry without fields", [{"manager": "x", "apiVersion": "e.io/v1"}], []),
]  # fmt: skip


@pytest.mark.parametrize("case", MOVED, ids=attrgetter("name"))
def test_entries_move_to_the_other_version(case: Moved) -> None:
    obj = {**LIVE, "metadata": {**LIVE["metadata"], "managedFields": case.before}}
    assert moved(obj, "e.io/v1", "e.io/v2", by_name) == (case.after, case.lost)
    assert names(obj["metadata"], "e.io/v1") == any(each["apiVersion"] == "e.io/v1" for each in case.before)


def test_an_object_without_managers_names_no_version() -> None:
    assert not names({}, "e.io/v1")
    assert not names({"managedFields": None}, "e.io/v1")
    assert moved(LIVE, "e.io/v1", "e.io/v2", by_name) == ([], 0)
