"""What an API server makes of a custom resource: fields that are pruned, defaults, and metadata that may be described."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from kconv.paths import show
from kconv.structural.check import check
from kconv.structural.default import default
from kconv.structural.loosen import ANYTHING, keep_unknown, loosen
from kconv.structural.object_meta import names_only
from kconv.structural.prune import prune

Json = Any
KEEP, EMBEDDED = "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"
STRING, INTEGER = {"type": "string"}, {"type": "integer"}
SAME = ...


def fields(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def array(of: Json, **more: Json) -> Json:
    return {"type": "array", "items": of, **more}


def values(of: Json) -> Json:
    return {"type": "object", "additionalProperties": of}


A = fields(a=STRING)
KEPT = {**A, KEEP: True}
EMBED = {**A, EMBEDDED: True}
META = {"apiVersion": "v1", "kind": "K", "metadata": {"x": 1}}
PRUNED: list[tuple[str, Json, Json, Json]] = [
    ("nothing goes", A, {"a": "x"}, SAME),
    ("an unknown field", A, {"a": "x", "b": 1}, {"a": "x"}),
    ("one that is null", A, {"b": None}, {}),
    ("an unknown field below", fields(s=A), {"s": {"b": 1}}, {"s": {}}),
    ("of a type that is not described", A, {"a": {"b": 1}}, {"a": {}}),
    ("of items", array(A), [{"b": 1}, {"a": "x"}, 1], [{}, {"a": "x"}, 1]),
    ("of items that are as they are", array(A), [{"a": "x"}, 1], SAME),
    ("of items that are not described", {"type": "array"}, [{"b": 1}], [{}]),
    ("of a map's values", values(A), {"x": {"b": 1}}, {"x": {}}),
    ("of a map of anything", values(True), {"x": {"b": 1}}, {"x": {}}),
    ("of a closed map", values(False), {"x": {"b": 1}}, {"x": {}}),
    ("where it is kept", KEPT, {"b": {"c": 1}}, SAME),
    ("described again below", fields(s={**fields(t=A), KEEP: True}), {"s": {"t": {"b": 1}, "u": 1}}, {"s": {"t": {}, "u": 1}}),
    ("of items of a list that keeps", array(A, **{KEEP: True}), [{"b": 1}], SAME),
    ("of lists in it", array(array(A), **{KEEP: True}), [[{"b": 1}]], SAME),
    ("of items in it, below", array(fields(a=A), **{KEEP: True}), [{"b": 1, "a": {"b": 1}}], [{"b": 1, "a": {}}]),
    ("of a list in its items", array({"type": "array", "items": array(A)}, **{KEEP: True}), [[[{"b": 1}]]], SAME),
    ("of items in it that are no objects", array(STRING, **{KEEP: True}), ["x", 1, None], SAME),
    ("of items in it that are not described", {"type": "array", KEEP: True}, [{"b": [{"c": 1}]}], SAME),
    ("of an embedded object", fields(e=EMBED), {"e": {**META, "b": 1}}, {"e": META}),
    ("of an embedded item", array(EMBED, **{KEEP: True}), [{**META, "b": 1}], SAME),
    ("of no schema", None, {"a": 1}, {}),
    ("a value that is none", A, "text", SAME),
    ("metadata of what is no object", A, META, {}),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "value", "result"), [row[1:] for row in PRUNED], ids=[row[0] for row in PRUNED])
def test_what_is_not_named_goes(schema: Json, value: Json, result: Json) -> None:
    before = copy.deepcopy(value)
    made = prune(value, schema)
    assert made is value if result is SAME else made == result
    assert value == before


def test_the_metadata_of_a_resource_stays() -> None:
    assert prune({**META, "a": "x", "b": 1}, A, resource=True) == {**META, "a": "x"}
    assert prune(META, None, resource=True) is META


D = {"type": "string", "default": "d"}
NULLABLE = {**D, "nullable": True}
DEFAULTED: list[tuple[str, Json, Json, Json]] = [
    ("absent", fields(a=D), {}, {"a": "d"}),
    ("there", fields(a=D), {"a": "x"}, {"a": "x"}),
    ("empty", fields(a=D), {"a": ""}, {"a": ""}),
    ("null", fields(a=D), {"a": None}, {"a": "d"}),
    ("null that is allowed", fields(a=NULLABLE), {"a": None}, {"a": None}),
    ("null that is allowed, without a default", fields(a={**STRING, "nullable": True}), {"a": None}, {"a": None}),
    ("absent where null is allowed", fields(a=NULLABLE), {}, {"a": "d"}),
    ("null without a default", fields(a=STRING, b=D), {"a": None}, {"b": "d"}),
    ("null that is not described", fields(b=D), {"a": None}, {"a": None, "b": "d"}),
    ("no parent is made", fields(s=fields(a=D)), {}, {}),
    ("in a parent that is there", fields(s=fields(a=D)), {"s": {}}, {"s": {"a": "d"}}),
    ("in a parent by default", fields(s={**fields(a=D), "default": {}}), {}, {"s": {"a": "d"}}),
    ("in items", array(fields(a=D)), [{}, {"a": "x"}], [{"a": "d"}, {"a": "x"}]),
    ("of items", array(D), [None, "x"], ["d", "x"]),
    ("of items that may be null", array(NULLABLE), [None], [None]),
    ("in a map's values", values(fields(a=D)), {"x": {}}, {"x": {"a": "d"}}),
    ("of a map's values", values(D), {"x": None}, {"x": "d"}),
    ("of null values without one", values(STRING), {"x": None}, {}),
    ("null in items without a default", array(fields(a=STRING)), [{"a": None}], [{}]),
    ("null in lists of lists without a default", array(array(fields(a=STRING))), [[{"a": None}]], [[{}]]),
    ("in lists of lists", array(array(fields(a=D))), [[{}]], [[{"a": "d"}]]),
    ("false", fields(a={"type": "boolean", "default": False}), {}, {"a": False}),
    ("in what is no object", fields(a=D), "text", "text"),
    ("a default with nulls in it", fields(s={**fields(a=D), "default": {"a": None}}), {}, {"s": {"a": "d"}}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "value", "result"), [row[1:] for row in DEFAULTED], ids=[row[0] for row in DEFAULTED]
)
def test_what_is_absent_is_filled_in(schema: Json, value: Json, result: Json) -> None:
    before = copy.deepcopy((schema, value))
    assert default(value, schema) == result
    assert (schema, value) == before


def test_a_default_is_copied_into_each_object() -> None:
    schema = fields(s={"type": "object", "default": {"a": {"b": 1}}, KEEP: True})
    one, other = default({}, schema), default({}, schema)
    one["s"]["a"]["b"] = 2
    assert other == default({}, schema) == {"s": {"a": {"b": 1}}}
    schema = array({"type": "object", "default": {"a": 1}, KEEP: True})
    one = default([None, None], schema)
    one[0]["a"] = 2
    assert one[1] == {"a": 1}


DEFAULTS: list[tuple[str, Json, list[str]]] = [
    ("of its type", {"type": "string", "default": ""}, []),
    ("of another", {"type": "string", "default": 1}, ["must be of type string: 1"]),
    ("true is no integer", {"type": "integer", "default": True}, ["must be of type integer: True"]),
    ("1.0 is one", {"type": "integer", "default": 1.0}, []),
    ("1.5 is none", {"type": "integer", "default": 1.5}, ["must be of type integer: 1.5"]),
    ("an integer is a number", {"type": "number", "default": 1}, []),
    ("true", {"type": "boolean", "default": True}, []),
    ("0 is not false", {"type": "boolean", "default": 0}, ["must be of type boolean: 0"]),
    ("int or string", {"x-kubernetes-int-or-string": True, "default": "50%"}, []),
    ("neither", {"x-kubernetes-int-or-string": True, "default": 1.5}, ["must be an integer or a string: 1.5"]),
    ("in the enum", {"type": "string", "enum": ["a"], "default": "a"}, []),
    ("not in the enum", {"type": "string", "enum": ["a"], "default": "b"}, ["must be one of the enum's values: 'b'"]),
    ("of a field", {**fields(a=INTEGER), "default": {"a": "x"}}, ["must be of type integer: 'x'"]),
    ("of an item", {**array(INTEGER), "default": [1, "x"]}, ["must be of type integer: 'x'"]),
    ("null in it", {**array(INTEGER), "default": [None]}, ["must not be null where the schema is not nullable"]),
    ("null in it that is allowed", {**array({**INTEGER, "nullable": True}), "default": [None]}, []),
    ("without what is required", {**fields(a=INTEGER, b=INTEGER), "required": ["a", "b"], "default": {"b": 1}}, ["must have a"]),
    ("with an unknown field", {**A, "default": {"b": 1}}, ["must not have unknown fields"]),
    ("with one that is kept", {**KEPT, "default": {"b": 1}}, []),
    ("text where items are", {"type": "string", "items": {}, "default": "ab"}, []),
    ("of another type than a list", {**array(STRING), "default": "x"}, ["must be of type array: 'x'"]),
    ("of another type than an object", {**A, "default": "x"}, ["must be of type object: 'x'"]),
    ("of another type than a number", {"type": "number", "default": "x"}, ["must be of type number: 'x'"]),
    ("a fraction is a number", {"type": "number", "default": 1.5}, []),
    ("of a type that there is not", {"type": "text", "default": 1}, []),
    ("a number where items are described", {KEEP: True, "items": STRING, "default": 5}, []),
    ("of an embedded object", {**EMBED, "default": {**META, "metadata": {}}}, []),
]  # fmt: skip


@pytest.mark.parametrize(("node", "said"), [row[1:] for row in DEFAULTS], ids=[row[0] for row in DEFAULTS])
def test_a_default_is_of_its_schema(node: Json, said: list[str]) -> None:
    found = [each for each in check(fields(spec=fields(x=node))) if each.path[-1] == "default"]
    assert [each.message for each in found] == said
    assert {show(each.path) for each in found} <= {"properties.spec.properties.x.default"}
    assert {show(each.node) for each in found} <= {"properties.spec.properties.x"}


WRONG = {"type": "string", "default": 1}
# Name, the schema of the field ``x``, and where a default in it is wrong.
DEFAULTS_BELOW: list[tuple[str, Json, list[str]]] = [
    ("a field that is called like a keyword", fields(properties=WRONG, additionalProperties=WRONG), ["properties.properties.default", "properties.additionalProperties.default"]),
    ("items", array(WRONG), ["items.default"]),
    ("fields of items", array(fields(a=WRONG, additionalProperties=WRONG)), ["items.properties.a.default", "items.properties.additionalProperties.default"]),
    ("a map's values", values(WRONG), []),
    ("a map's values in items", array(values(fields(a=WRONG))), []),
    ("metadata of an embedded object", {**fields(kind=WRONG, a=WRONG), EMBEDDED: True}, ["properties.a.default"]),
    ("metadata of an embedded item", array({**fields(kind=WRONG, a=WRONG), EMBEDDED: True}), ["items.properties.a.default"]),
    ("metadata of no object", fields(kind=WRONG), ["properties.kind.default"]),
]  # fmt: skip


@pytest.mark.parametrize(("node", "where"), [row[1:] for row in DEFAULTS_BELOW], ids=[row[0] for row in DEFAULTS_BELOW])
def test_a_default_is_looked_at_where_the_server_does(node: Json, where: list[str]) -> None:
    found = [show(each.path) for each in check(fields(x=node)) if each.message == "must be of type string: 1"]
    assert [each.removeprefix("properties.x.") for each in found] == where


LABELS = {"labels": values(STRING), "name": STRING}
METADATA: list[tuple[str, Json, Json | None]] = [
    ("an object", {"type": "object"}, {"type": "object"}),
    ("nothing", {}, {"type": "object"}),
    ("described", {"type": "object", "description": "x", KEEP: True}, {"type": "object"}),
    ("what is always so", fields(**LABELS, generation=INTEGER, finalizers=array(STRING)), {"type": "object"}),
    ("owners", fields(ownerReferences=array({**fields(uid=STRING, controller={"type": "boolean"}), "required": ["uid", "name"]})), {"type": "object"}),
    ("a field that nobody knows", fields(initializers=INTEGER), {"type": "object"}),
    ("a name with a length", fields(name={**STRING, "maxLength": 5}), fields(name={**STRING, "maxLength": 5})),
    ("a generated name with a pattern", fields(generateName={**STRING, "pattern": "a"}, uid=STRING), fields(generateName={**STRING, "pattern": "a"})),
    ("a name that must be there", {"type": "object", "required": ["name"]}, {"type": "object"}),
    ("labels that must be there", {"type": "object", "required": ["labels"]}, None),
    ("a label that must be there", fields(labels={**values(STRING), "required": ["a"]}), None),
    ("labels of a length", fields(labels=values({**STRING, "maxLength": 5})), None),
    ("no labels", fields(labels=values(False)), None),
    ("a label of a length", fields(labels=fields(a={**STRING, "maxLength": 5})), None),
    ("a label", fields(labels=fields(a=STRING)), {"type": "object"}),
    ("a number of labels", fields(labels={**values(STRING), "minProperties": 1}), None),
    ("an owner's field that nobody knows", fields(ownerReferences=array(fields(x={**STRING, "maxLength": 5}))), {"type": "object"}),
    ("labels of another type", fields(labels=values(INTEGER)), None),
    ("another type", fields(namespace=INTEGER), None),
    ("a namespace with a length", fields(namespace={**STRING, "maxLength": 5}), None),
    ("finalizers of a length", fields(finalizers=array({**STRING, "maxLength": 5})), None),
    ("a list of finalizers", fields(finalizers={**array(STRING), "maxItems": 1}), None),
    ("items that are no schema", fields(finalizers={"type": "array", "items": [STRING]}), None),
    ("items of anything", fields(finalizers={"type": "array"}), {"type": "object"}),
    ("an array", {"type": "array"}, None),
    ("an owner that must have more", fields(ownerReferences=array({**fields(uid=STRING), "required": ["controller"]})), None),
    ("an owner's uid with a length", fields(ownerReferences=array(fields(uid={**STRING, "maxLength": 1}))), None),
]  # fmt: skip


@pytest.mark.parametrize(("metadata", "result"), [row[1:] for row in METADATA], ids=[row[0] for row in METADATA])
def test_metadata_is_reduced_to_what_may_be_said_of_it(metadata: Json, result: Json | None) -> None:
    assert names_only(metadata) == result


RESTATED: dict[str, Json] = {
    **dict.fromkeys(("name", "generateName", "namespace", "selfLink", "uid", "resourceVersion"), STRING),
    **dict.fromkeys(("creationTimestamp", "deletionTimestamp"), STRING),
    **dict.fromkeys(("generation", "deletionGracePeriodSeconds"), INTEGER),
    **dict.fromkeys(("labels", "annotations"), values(STRING)),
    "finalizers": array(STRING),
    "managedFields": array({"type": "object"}),
}
OWNER = {
    **dict.fromkeys(("apiVersion", "kind", "name", "uid"), STRING),
    **{name: {"type": "boolean"} for name in ("controller", "blockOwnerDeletion")},
}


def test_a_field_of_metadata_that_is_restated_goes_and_one_of_another_type_does_not() -> None:
    for name, node in RESTATED.items():
        assert names_only(fields(**{name: node})) == {"type": "object"}
        other = names_only(fields(**{name: {"type": "boolean"}}))
        assert other == (fields(**{name: {"type": "boolean"}}) if name in ("name", "generateName") else None)
    for name, node in OWNER.items():
        owner = {**fields(**{name: node}), "required": ["name", "apiVersion", "kind", "uid"]}
        assert names_only(fields(ownerReferences=array(owner))) == {"type": "object"}
        assert names_only(fields(ownerReferences=array(fields(**{name: {"type": "array"}})))) is None


DESCRIBING = {"description": "d", "title": "t", "example": 1, "externalDocs": {}, "format": "f", KEEP: True}


@pytest.mark.parametrize("name", ["uid", "labels", "finalizers"])
def test_what_only_describes_a_field_of_metadata_goes_with_it(name: str) -> None:
    node = RESTATED[name] | DESCRIBING | ({"properties": {}, "required": []} if name == "labels" else {})
    assert names_only(fields(**{name: node})) == {"type": "object"}


OPEN: list[tuple[str, Json, Json]] = [
    ("a map of anything that keeps", fields(m={KEEP: True, "additionalProperties": True}), {**fields(m={KEEP: True}), KEEP: True}),
    ("fields and anything that keep", fields(m={KEEP: True, "properties": {"a": STRING}, "additionalProperties": True}), {**fields(m={KEEP: True, "properties": {"a": STRING}}), KEEP: True}),
    ("an object or an integer", fields(m={"type": "object", "x-kubernetes-int-or-string": True}), {**fields(m={"type": "object", "x-kubernetes-int-or-string": True}), KEEP: True}),
    ("an object", A, {**A, KEEP: True}),
    ("an object without fields", {"type": "object"}, {"type": "object", KEEP: True}),
    ("fields below", fields(s=A), {**fields(s={**A, KEEP: True}), KEEP: True}),
    ("items", fields(l=array(A)), {**fields(l=array({**A, KEEP: True})), KEEP: True}),
    ("a map's values", fields(m=values(A)), {**fields(m=values({**A, KEEP: True})), KEEP: True}),
    ("a map of anything", fields(m=values(True)), {**fields(m={"type": "object", KEEP: True}), KEEP: True}),
    ("a closed map", fields(m=values(False)), {**fields(m=values(False)), KEEP: True}),
    ("metadata", fields(metadata=A, spec=A), {**fields(metadata=A, spec={**A, KEEP: True}), KEEP: True}),
    ("metadata below", fields(s=fields(metadata=A)), {**fields(s={**fields(metadata={**A, KEEP: True}), KEEP: True}), KEEP: True}),
    ("metadata of an embedded object", fields(e={**fields(metadata=A), EMBEDDED: True}), {**fields(e={**fields(metadata=A), EMBEDDED: True, KEEP: True}), KEEP: True}),
    ("text", fields(a=STRING), {**fields(a=STRING), KEEP: True}),
    ("int or string", fields(a={"x-kubernetes-int-or-string": True, "properties": {}}), {**fields(a={"x-kubernetes-int-or-string": True, "properties": {}}), KEEP: True}),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "result"), [row[1:] for row in OPEN], ids=[row[0] for row in OPEN])
def test_unknown_fields_are_kept_everywhere(schema: Json, result: Json) -> None:
    before = copy.deepcopy(schema)
    assert keep_unknown(schema) == result
    assert schema == before


LOOSENED: list[tuple[str, Json, Json, list[str]]] = [
    ("nothing is wrong", fields(a=STRING), fields(a=STRING), []),
    ("a validation", fields(a=array(STRING, uniqueItems=True)), fields(a=array(STRING)), ["properties.a.uniqueItems"]),
    ("a type that there is not", fields(a={"type": "text", "description": "d", "nullable": True}), fields(a={"description": "d", "nullable": True, KEEP: True}), ["properties.a.type"]),
    ("items of several sorts", fields(a={"type": "array", "items": [STRING, INTEGER]}), fields(a=array({KEEP: True})), ["properties.a.items"]),
    ("fields and values", fields(a={**A, "additionalProperties": STRING}), fields(a={**A, KEEP: True}), ["properties.a.additionalProperties"]),
    ("a default", fields(a={**STRING, "default": 1}), fields(a=STRING), ["properties.a.default"]),
    ("a list type and its keys", fields(a=array(A, **{"x-kubernetes-list-type": "bag", "x-kubernetes-list-map-keys": ["a"]})), fields(a=array(A)), ["properties.a.x-kubernetes-list-type"]),
    ("metadata of another type", {"type": "object", "properties": {"metadata": {"type": "string"}, "a": STRING}}, {"type": "object", "properties": {"metadata": {"type": "object"}, "a": STRING}}, []),
    ("no schema", [], ANYTHING, []),
    ("a root of another type", {"type": "string"}, ANYTHING, ["type"]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "result", "told"), [row[1:] for row in LOOSENED], ids=[row[0] for row in LOOSENED])
def test_as_little_as_can_be_is_given_up(schema: Json, result: Json, told: list[str]) -> None:
    made, repairs = loosen(schema)
    assert check(made) == []
    assert made == result
    assert [show(each.path) for each in repairs if each.message.startswith("given up")][: len(told)] == told


KEYED = {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["a"]}
# Name, a node with a list type or map type that the server refuses there, and what it would say.
MERGED: list[tuple[str, Json, str]] = [
    ("a map of text", array(STRING, **KEYED), "must be object if parent array's x-kubernetes-list-type is map"),
    ("a map without keys", array(A, **{"x-kubernetes-list-type": "map"}), "must not be empty if x-kubernetes-list-type is map"),
    ("a map with a key that may be absent", array(A, **KEYED), "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"),
    ("a map of nullable items", array({**A, "nullable": True, "required": ["a"]}, **KEYED), "cannot be nullable when x-kubernetes-list-type is map"),
    ("a set of objects", array(A, **{"x-kubernetes-list-type": "set"}), "must be atomic as item of a list with x-kubernetes-list-type=set"),
    ("a list type of text", {**STRING, "x-kubernetes-list-type": "set"}, "must be array if x-kubernetes-list-type is specified"),
    ("a map type of text", {**STRING, "x-kubernetes-map-type": "atomic"}, "must be object if x-kubernetes-map-type is specified"),
]  # fmt: skip


@pytest.mark.parametrize(("node", "why"), [row[1:] for row in MERGED], ids=[row[0] for row in MERGED])
def test_how_a_value_is_merged_is_given_up_before_what_it_is(node: Json, why: str) -> None:
    made, repairs = loosen(fields(a=node))
    assert check(made) == []
    assert made == fields(a={key: value for key, value in node.items() if key not in (*KEYED, "x-kubernetes-map-type")})
    keyword = "x-kubernetes-map-type" if "x-kubernetes-map-type" in node else "x-kubernetes-list-type"
    assert [str(each) for each in repairs] == [f"properties.a.{keyword}: given up: {why}"]


GIVEN_UP: list[tuple[str, Json, list[str]]] = [
    ("a validation that says two things", fields(a={**STRING, "anyOf": [{"title": "t", "description": "d"}]}), ["properties.a.anyOf: given up: must be empty to be structural"]),
    ("a type that there is not", fields(a={"type": "text"}), ["properties.a.type: given up: 'text' is not supported: must be one of array, boolean, integer, number, object, string"]),
    ("kind of another type", fields(kind=INTEGER, a=STRING), ["properties: given up: must be string"]),
    ("metadata of another type", fields(metadata=STRING, a=STRING), ["properties: given up: must be object"]),
    ("metadata that says too much", fields(metadata={"type": "object", "required": ["labels"]}, a=STRING), ["properties: given up: must not specify anything other than name and generateName, but metadata is implicitly specified"]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "told"), [row[1:] for row in GIVEN_UP], ids=[row[0] for row in GIVEN_UP])
def test_what_is_given_up_is_reported_once_and_the_rest_stays(schema: Json, told: list[str]) -> None:
    made, repairs = loosen(schema)
    assert [str(each) for each in repairs] == told
    assert made["properties"]["a"] in (STRING, {KEEP: True})


def test_the_status_subresource_is_asked_for() -> None:
    counted = {"type": "object", "minProperties": 1}
    assert loosen(counted) == (counted, [])
    assert loosen(counted, status=True)[0] == {"type": "object"}


def test_what_is_no_schema_holds_any_object() -> None:
    assert loosen("text") == (ANYTHING, [])


def test_what_cannot_be_loosened_holds_any_object() -> None:
    deep = A
    for _ in range(150):
        deep = fields(a=deep)
    undecodable = fields(a="text")
    assert loosen(deep) == loosen(undecodable)
    made, repairs = loosen(undecodable)
    assert made == ANYTHING
    assert [str(each) for each in repairs] == ["schema: replaced by a schema of any object"]
    made["more"] = 1
    assert loosen(undecodable)[0] == {"type": "object", KEEP: True}, "each has its own"
