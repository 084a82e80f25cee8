"""Schemas of v1beta1 mended for v1: what has one meaning is said structurally, what has not is left alone."""

from __future__ import annotations

import copy
from random import Random
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given, seed
from hypothesis import strategies as st

from kconv.structural.check import check
from kconv.structural.loosen import keep_unknown, loosen
from kconv.structural.prune import prune
from kconv.structural.repair import repair
from tests.structural.generate import schema, value_of

KEEP = "x-kubernetes-preserve-unknown-fields"


class Case(NamedTuple):
    """The field ``a`` of a resource before and after."""

    name: str
    before: str
    after: str


MENDED = [
    Case("oneOf integer and string", "oneOf: [{type: string}, {type: integer}]", "{anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}"),
    Case("anyOf in Kubernetes' order", "anyOf: [{type: integer}, {type: string}]", "{anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}"),
    Case("int or string with bounds", "oneOf: [{type: integer, minimum: 1}, {type: string, pattern: x}]", "{anyOf: [{type: integer}, {type: string}], allOf: [{minimum: 1}, {pattern: x}], x-kubernetes-int-or-string: true}"),
    Case("one type in every branch", "oneOf: [{type: string, pattern: x}, {type: string, pattern: y}]", "{type: string, oneOf: [{pattern: x}, {pattern: y}]}"),
    Case("type in allOf", "allOf: [{type: string}, {minLength: 1}]", "{type: string, allOf: [{}, {minLength: 1}]}"),
    Case("type said twice", "{type: string, anyOf: [{type: string, pattern: x}, {enum: [y]}]}", "{type: string, anyOf: [{pattern: x}, {enum: [y]}]}"),
    Case("nested type said twice", "{type: object, properties: {b: {type: string}}, anyOf: [{properties: {b: {type: string, pattern: x}}}]}", "{type: object, properties: {b: {type: string}}, anyOf: [{properties: {b: {pattern: x}}}]}"),
    Case("description in a branch", "{type: string, anyOf: [{pattern: x, description: why, title: T}]}", "{type: string, anyOf: [{pattern: x}]}"),
    Case("object by its properties", "properties: {b: {type: string}}", "{type: object, properties: {b: {type: string}}}"),
    Case("object by its values", "additionalProperties: {type: string}", "{type: object, additionalProperties: {type: string}}"),
    Case("array by its items", "items: {type: string}", "{type: array, items: {type: string}}"),
    Case("array of anything", "type: array", f"{{type: array, items: {{{KEEP}: true}}}}"),
    Case("items without a type", "{type: array, items: {description: one}}", f"{{type: array, items: {{description: one, {KEEP}: true}}}}"),
    Case("items as a list of one", "{type: array, items: [{type: string}]}", "{type: array, items: {type: string}}"),
    Case("string by its enum", "enum: [x, y]", "{type: string, enum: [x, y]}"),
    Case("nothing says the type", "{description: any, maxLength: 3}", f"{{description: any, maxLength: 3, {KEEP}: true}}"),
    Case("map of anything", "{type: object, additionalProperties: {}}", f"{{type: object, additionalProperties: {{{KEEP}: true}}}}"),
    Case("a false flag", f"{{type: object, {KEEP}: false}}", "{type: object}"),
    Case("words for other tools", "{type: string, $schema: s, id: i}", "{type: string}"),
    Case("embedded resource", "x-kubernetes-embedded-resource: true", f"{{type: object, x-kubernetes-embedded-resource: true, {KEEP}: true}}"),
]  # fmt: skip

LEFT = [
    ("two types with no common form", "oneOf: [{type: string}, {type: boolean}]"),
    ("a nullable field whose branch is not", "{type: string, nullable: true, anyOf: [{type: string}]}"),
    ("number is more than integer", "anyOf: [{type: number}, {type: string}]"),
    ("an enum in one branch", "anyOf: [{type: integer, enum: [1]}, {type: string}]"),
    ("not of a type", "not: {type: string}"),
    ("unique items", "{type: array, items: {type: string}, uniqueItems: true}"),
    ("a list of items", "{type: array, items: [{type: string}, {type: integer}]}"),
    ("a type of its own", "type: any"),
]


def resource(field: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"a": field}}


@pytest.mark.parametrize("case", MENDED, ids=lambda case: case.name)
def test_mended(case: Case) -> None:
    before = resource(yaml.safe_load(case.before))
    after, told = repair(before)
    assert after == resource(yaml.safe_load(case.after))
    assert check(after) == []
    assert told


@pytest.mark.parametrize(("name", "field"), LEFT, ids=[name for name, _ in LEFT])
def test_what_has_no_mechanical_answer_is_left_and_named(name: str, field: str) -> None:  # noqa: ARG001
    before = resource(yaml.safe_load(field))
    after, _ = repair(before)
    assert check(after)
    loose, told = loosen(after)
    assert check(loose) == []
    assert any("given up" in done.message for done in told)


ROOTS = [
    ("no type", "properties: {a: {type: string}}", "{type: object, properties: {a: {type: string}}}"),
    ("nullable", "{type: object, nullable: true}", "{type: object}"),
    ("any field", "{type: object, additionalProperties: true}", f"{{type: object, {KEEP}: true}}"),
    ("described metadata", "{type: object, properties: {metadata: {type: object, description: d}}}", "{type: object, properties: {metadata: {type: object}}}"),
    ("metadata written out", "{type: object, properties: {metadata: {type: object, properties: {name: {type: string, maxLength: 9}, labels: {type: object, additionalProperties: {type: string}}, initializers: {required: [pending]}}}}}", "{type: object, properties: {metadata: {type: object, properties: {name: {type: string, maxLength: 9}}}}}"),
    ("kind without a type", "{type: object, properties: {kind: {}, apiVersion: {enum: [v1]}, metadata: {}}}", "{type: object, properties: {kind: {type: string}, apiVersion: {type: string, enum: [v1]}, metadata: {type: object}}}"),
    ("a validation of an unnamed field", "{type: object, anyOf: [{properties: {spec: {properties: {a: {minimum: 1}}}}}]}", f"{{type: object, properties: {{spec: {{type: object, properties: {{a: {{{KEEP}: true}}}}}}}}, anyOf: [{{properties: {{spec: {{properties: {{a: {{minimum: 1}}}}}}}}}}]}}"),
    ("a type only allOf says", "{type: object, allOf: [{properties: {a: {type: string}}}]}", "{type: object, properties: {a: {type: string}}, allOf: [{properties: {a: {}}}]}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after"), ROOTS, ids=[name for name, *_ in ROOTS])
def test_the_root_is_mended(name: str, before: str, after: str) -> None:  # noqa: ARG001
    assert repair(yaml.safe_load(before))[0] == yaml.safe_load(after)
    assert check(yaml.safe_load(after)) == []


def test_metadata_that_demands_a_label_is_left() -> None:
    demanding = {"type": "object", "properties": {"labels": {"type": "object", "required": ["team"]}}}
    before = {"type": "object", "properties": {"metadata": demanding}}
    assert repair(before)[0] is before


RANDOM = st.builds(Random, st.integers(0, 2**32))
DEPTH = st.integers(0, 4)


@seed(1)
@given(RANDOM, DEPTH, st.booleans())
def test_repair_changes_only_what_is_refused_and_once(random: Random, depth: int, status: bool) -> None:
    before = schema(random, depth, unsupported=True)
    original = copy.deepcopy(before)
    after, _ = repair(before)
    assert before == original
    assert repair(after)[0] is after
    if not check(before, status=status):
        assert after is before


@seed(1)
@given(RANDOM, DEPTH, st.booleans())
def test_what_is_loosened_is_accepted(random: Random, depth: int, status: bool) -> None:
    before = schema(random, depth, unsupported=True)
    original = copy.deepcopy(before)
    after, _ = loosen(repair(before)[0], status=status)
    assert check(after, status=status) == []
    assert check(keep_unknown(after), status=status) == []
    assert before == original


@seed(1)
@given(RANDOM, DEPTH)
def test_nothing_is_pruned_once_unknown_fields_are_kept(random: Random, depth: int) -> None:
    described, _ = loosen(repair(schema(random, depth))[0])
    kept = keep_unknown(described)
    resource = value_of(random, kept)
    if "additionalProperties': False" not in str(kept):
        assert prune(resource, kept, resource=True) == resource


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "properties", "items", "anyOf", "not", "required", "enum", "default", "additionalProperties", "x"]), inner, max_size=4), max_leaves=12))  # fmt: skip
def test_garbage_is_judged_and_never_raises(garbage: Any) -> None:
    found = check(garbage)
    after, _ = repair(garbage)
    assert check(loosen(after)[0]) == []
    assert found or after is garbage
