"""Which JSON type each keyword of a schema must have: another one fails the whole CustomResourceDefinition."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.paths import show
from kconv.structural.decode import MAX_DEPTH, misshapen
from kconv.structural.vocabulary import is_plain, is_said, items, properties, structure, validations

Json = Any
SCHEMA = {"type": "string"}
BAD = {"type": 1}
JUNCTORS = ["allOf", "anyOf", "oneOf"]
STRINGS = [
    "id",
    "$schema",
    "$ref",
    "description",
    "type",
    "format",
    "title",
    "pattern",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
]
BOOLEANS = [
    "exclusiveMaximum",
    "exclusiveMinimum",
    "uniqueItems",
    "nullable",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
]
INTEGERS = ["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"]
NUMBERS = ["maximum", "minimum", "multipleOf"]
MAPS = ["properties", "patternProperties", "definitions", "dependencies", "externalDocs"]
MESSAGES: list[tuple[list[str], list[Json], list[Json], str]] = [
    (STRINGS, ["", "a"], [1, True, [], {}], "must be a string"),
    (BOOLEANS, [True, False], [0, "true", [], {}], "must be true or false"),
    (INTEGERS, [0, 1, 2.0], [True, 1.5, "1", [], {}], "must be an integer"),
    (NUMBERS, [0, 1.5], [False, "1", [], {}], "must be a number"),
    (MAPS, [{}], [[], "a", {1: {}}], "must be an object"),
    (["required", "x-kubernetes-list-map-keys"], [[], ["a"]], ["a", [1], ["a", None], {}], "must be a list of strings"),
    ([*JUNCTORS, "enum"], [[]], [{}, "a", True], "must be a list"),
    (["items"], [{}, []], ["a", True, 1], "must be a schema object"),
    (["not"], [{}], [[], "a", True], "must be a schema object"),
    (["additionalProperties", "additionalItems"], [{}, True, False], [[], "a", 1], "must be a schema object, true or false"),
    (["x-kubernetes-validations"], [[], [{}]], [{}, ["a"], [{}, None], "a"], "must be a list of objects"),
]  # fmt: skip


@pytest.mark.parametrize("row", MESSAGES, ids=[row[3] + " " + min(row[0]) for row in MESSAGES])
def test_a_keyword_of_another_type_is_not_decoded(row: Any) -> None:
    keywords, right, wrong, message = row
    for keyword in keywords:
        assert [value for value in (*right, None) if misshapen({keyword: value})] == []
        found = [misshapen({keyword: value}) for value in wrong]
        assert [[(show(each.path), each.message, each.owner) for each in one] for one in found] == [
            [(show((keyword,)), message, 0)]
        ] * len(wrong)


@pytest.mark.parametrize("keyword", ["default", "example", "x-anything"])
def test_any_value_may_stand_where_go_decodes_none(keyword: str) -> None:
    assert [value for value in (1, "a", True, [], {}, [{"type": 1}]) if misshapen({keyword: value})] == []


BELOW = [
    ({"properties": {"a": BAD}}, "properties.a.type"),
    ({"patternProperties": {"a": BAD}}, "patternProperties.a.type"),
    ({"definitions": {"a": BAD}}, "definitions.a.type"),
    ({"dependencies": {"a": BAD, "b": ["c"]}}, "dependencies.a.type"),
    ({"items": BAD}, "items.type"),
    ({"items": [{}, BAD]}, "items[1].type"),
    ({"not": BAD}, "not.type"),
    ({"additionalProperties": BAD}, "additionalProperties.type"),
    ({"additionalItems": BAD}, "additionalItems.type"),
    *(({key: [{}, None, BAD]}, f"{key}[2].type") for key in JUNCTORS),
    ({"properties": {"a": {"items": {"anyOf": [BAD]}}}}, "properties.a.items.anyOf[0].type"),
]


@pytest.mark.parametrize(("schema", "path"), BELOW, ids=[row[1] for row in BELOW])
def test_schemas_in_schemas_are_decoded_too(schema: Json, path: str) -> None:
    (found,) = misshapen(schema)
    assert (show(found.path), found.message, show(found.node)) == (path, "must be a string", path.rpartition(".")[0])


@pytest.mark.parametrize("schema", [[], "a", 1, True])
def test_a_schema_is_an_object(schema: Json) -> None:
    assert [(each.path, each.message) for each in misshapen(schema)] == [((), "must be a schema object")]
    assert [show(each.path) for each in misshapen({"properties": {"a": schema}})] == ["properties.a"]
    assert misshapen(None) == []


def test_everything_that_is_wrong_is_found() -> None:
    found = misshapen({"type": 1, "properties": {"a": BAD, "b": []}, "maximum": "1"})
    assert {show(each.path) for each in found} == {"type", "properties.a.type", "properties.b", "maximum"}


@pytest.mark.parametrize(("depth", "refused"), [(MAX_DEPTH, False), (MAX_DEPTH + 1, True)])
def test_a_schema_may_nest_so_deep(depth: int, refused: bool) -> None:
    schema: Json = {}
    for _ in range(depth):
        schema = {"items": schema}
    found = [(len(each.path), each.message, each.owner) for each in misshapen(schema)]
    assert found == ([(depth, "is nested deeper than 100 levels", depth)] if refused else [])


def test_what_says_something() -> None:
    pointers = [
        *NUMBERS,
        *INTEGERS,
        "$ref",
        "default",
        "example",
        "externalDocs",
        "not",
        "items",
        "additionalProperties",
    ]
    pointers += ["additionalItems", "x-kubernetes-list-type", "x-kubernetes-map-type", BOOLEANS[4]]
    assert all(is_said(key, value) for key in pointers for value in (0, "", {}, [], False))
    assert not any(is_said(key, None) for key in pointers)
    others = ("type", "description", "properties", "required", "enum", "nullable", "anyOf", "uniqueItems")
    assert not any(is_said(key, value) for key in others for value in (0, "", {}, [], False, None))
    assert all(is_said(key, value) for key in others for value in (1, "a", {"a": {}}, [{}], True))


def test_structure_is_fields_items_and_values_in_their_order() -> None:
    node = {"additionalProperties": SCHEMA, "items": SCHEMA, "properties": {"b": None, "a": SCHEMA}, "not": SCHEMA}
    assert [(show(path), schema) for path, schema in structure(node)] == [
        ("properties.b", {}),
        ("properties.a", SCHEMA),
        ("items", SCHEMA),
        ("additionalProperties", SCHEMA),
    ]
    assert list(structure({"items": [SCHEMA], "additionalProperties": True, "properties": None})) == []
    assert (items({}), items({"items": []}), properties({})) == (None, None, {})


def test_validations_are_those_of_the_junctors() -> None:
    node = {"not": SCHEMA, "oneOf": [SCHEMA], "anyOf": [None, SCHEMA], "allOf": [], "items": SCHEMA}
    assert [(show(path), schema) for path, schema in validations(node)] == [
        ("anyOf[0]", {}),
        ("anyOf[1]", SCHEMA),
        ("oneOf[0]", SCHEMA),
        ("not", SCHEMA),
    ]
    assert [len(list(validations({key: [SCHEMA]}))) for key in JUNCTORS] == [1, 1, 1]
    assert (list(validations({"not": SCHEMA})), list(validations({"not": None}))) == ([(("not",), SCHEMA)], [])


WORDS = [
    *NUMBERS,
    *INTEGERS,
    "description",
    "title",
    "format",
    "nullable",
    "enum",
    "required",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "properties",
]


def test_these_words_make_no_node_less_plain() -> None:
    assert [word for word in WORDS if not is_plain({"type": "object", word: 1})] == []
    kinds = ["array", "boolean", "integer", "number", "object", "string"]
    assert [kind for kind in kinds if is_plain({"type": kind}) == (kind == "array")] == []


PLAIN = [
    ({"type": "string", "maxLength": 1, "description": "x", "enum": ["a"]}, True),
    ({"type": "object", "properties": {}, "required": ["a"]}, True),
    ({"type": "array", "items": SCHEMA}, True),
    ({"type": "array"}, False),
    ({"type": "array", "items": {}}, False),
    ({"type": "array", "items": [SCHEMA]}, False),
    ({"type": "string", "items": SCHEMA}, False),
    ({"type": "string", "items": {}}, False),
    ({"type": "text"}, False),
    ({}, False),
    ({"type": "string", "default": "a"}, False),
    ({"type": "string", "pattern": "a"}, False),
    ({"type": "object", "additionalProperties": SCHEMA}, False),
    ({"type": "object", "x-kubernetes-preserve-unknown-fields": True}, False),
]


@pytest.mark.parametrize(("node", "plain"), PLAIN)
def test_with_a_plain_node_nothing_can_be_wrong(node: Json, plain: bool) -> None:
    assert is_plain(node) is plain
