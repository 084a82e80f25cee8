"""What kube-apiserver refuses of a CustomResourceDefinition's schema, keyword by keyword, in its words."""

from __future__ import annotations

import string
from typing import Any

import pytest
import yaml

from kconv.paths import show
from kconv.structural.check import check
from kconv.structural.repair import repair
from kconv.validation.pattern import compiled

Json = Any
# Name, the schema of the field ``a``, and what is said of it.
LISTS: list[tuple[str, str, list[str]]] = [
    ('list type of text', '{type: string, x-kubernetes-list-type: set}', ['type: must be array if x-kubernetes-list-type is specified']),
    ('map type of text', '{type: string, x-kubernetes-map-type: atomic}', ['type: must be object if x-kubernetes-map-type is specified']),
    ('map type', '{type: object, x-kubernetes-map-type: granular}', []),
    ('another map type', '{type: object, x-kubernetes-map-type: set}', ["x-kubernetes-map-type: 'set' is not supported: must be one of atomic, granular"]),
    ('another list type', '{type: array, items: {type: string}, x-kubernetes-list-type: bag}', ["x-kubernetes-list-type: 'bag' is not supported: must be one of atomic, set, map"]),
    ('map without items', '{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}', ['items: must be specified', 'items: must have a schema if x-kubernetes-list-type is map']),
    ('map of several sorts of items', '{type: array, items: [{type: object}], x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}', ['items: must be specified', 'items: items must be a schema object and not an array', 'items: must only have a single schema if x-kubernetes-list-type is map']),
    ('atomic list of nullable items', '{type: array, items: {type: string, nullable: true}, x-kubernetes-list-type: atomic}', []),
    ('atomic list', '{type: array, items: {type: string}, x-kubernetes-list-type: atomic}', []),
    ('keys without a list type', '{type: array, items: {type: object}, x-kubernetes-list-map-keys: [a]}', ['x-kubernetes-list-type: must be map if x-kubernetes-list-map-keys is non-empty']),
    ('keys of a set', '{type: array, items: {type: string}, x-kubernetes-list-type: set, x-kubernetes-list-map-keys: [a]}', ['x-kubernetes-list-type: must be map if x-kubernetes-list-map-keys is non-empty']),
    ('set of lists', '{type: array, items: {type: array, items: {type: string}, x-kubernetes-list-type: set}, x-kubernetes-list-type: set}', ['items.x-kubernetes-list-type: must be atomic as item of a list with x-kubernetes-list-type=set']),
    ('set of plain lists', '{type: array, items: {type: array, items: {type: string}}, x-kubernetes-list-type: set}', []),
    ('set of objects', '{type: array, items: {type: object}, x-kubernetes-list-type: set}', ['items.x-kubernetes-map-type: must be atomic as item of a list with x-kubernetes-list-type=set']),
    ('set of atomic objects', '{type: array, items: {type: object, x-kubernetes-map-type: atomic}, x-kubernetes-list-type: set}', []),
    ('set of nullable items', '{type: array, items: {type: string, nullable: true}, x-kubernetes-list-type: set}', ['items.nullable: cannot be nullable when x-kubernetes-list-type is set']),
    ('map without keys', '{type: array, items: {type: object}, x-kubernetes-list-type: map}', ['x-kubernetes-list-map-keys: must not be empty if x-kubernetes-list-type is map']),
    ('map of text', '{type: array, items: {type: string}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}', ["items.type: must be object if parent array's x-kubernetes-list-type is map"]),
    ('map', '{type: array, items: {type: object, properties: {a: {type: string}}, required: [a]}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}', []),
    ('map by default', '{type: array, items: {type: object, properties: {a: {type: string, default: x}}}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}', []),
    ('map with a key that may be absent', '{type: array, items: {type: object, properties: {a: {type: string}}}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}', ['items.properties.a.default: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property']),
    ('map with a key that may be null', '{type: array, items: {type: object, properties: {a: {type: string, nullable: true}}, required: [a]}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}', ['items.properties.a.nullable: this property is in x-kubernetes-list-map-keys, so it cannot be nullable']),
    ('map with a key twice', '{type: array, items: {type: object, properties: {a: {type: string}}, required: [a]}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a, a]}', ['x-kubernetes-list-map-keys: must not contain duplicate entries']),
    ('map with an unknown key', '{type: array, items: {type: object, properties: {a: {type: string}}}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [b]}', ['x-kubernetes-list-map-keys: entries must all be names of item properties']),
    ('map with an object for a key', '{type: array, items: {type: object, properties: {a: {type: object}}, required: [a]}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}', ["items.properties.a.type: must be a scalar type if parent array's x-kubernetes-list-type is map"]),
    ('map of nullable items', '{type: array, items: {type: object, nullable: true, properties: {a: {type: string}}, required: [a]}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}', ['items.nullable: cannot be nullable when x-kubernetes-list-type is map']),
    ("map with a list for a key", "{type: array, items: {type: object, properties: {a: {type: array, items: {type: string}}}, required: [a]}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}", ["items.properties.a.type: must be a scalar type if parent array's x-kubernetes-list-type is map"]),
]  # fmt: skip
NODES: list[tuple[str, str, list[str]]] = [
    ('no type', '{description: x}', ['type: must not be empty for specified object fields']),
    ('null', "{type: 'null'}", ["type: 'null' is not supported: must be one of array, boolean, integer, number, object, string", 'type: type cannot be set to null, use nullable as an alternative']),
    ('another type', '{type: text}', ["type: 'text' is not supported: must be one of array, boolean, integer, number, object, string"]),
    ('definitions', '{type: object, definitions: {b: {type: text}}}', ['definitions: definitions is not supported', "definitions.b.type: 'text' is not supported: must be one of array, boolean, integer, number, object, string"]),
    ('empty definitions', "{type: object, definitions: {}, patternProperties: {}, id: '', $schema: ''}", []),
    ('dependencies', '{type: object, dependencies: {b: {type: text}, c: [d]}}', ['dependencies: dependencies is not supported', "dependencies.b.type: 'text' is not supported: must be one of array, boolean, integer, number, object, string"]),
    ('patterns of names', '{type: object, patternProperties: {b: {}}}', ['patternProperties: patternProperties is not supported']),
    ('a name of its own', '{type: string, id: i, $schema: s}', ['id: id is not supported', '$schema: $schema is not supported']),
    ('a reference', '{type: string, $ref: x}', ['$ref: $ref is not supported']),
    ('more items', '{type: array, items: {type: string}, additionalItems: true}', ['additionalItems: additionalItems is not supported']),
    ('a list of items', '{type: array, items: [{type: text}, null]}', ['items: must be specified', 'items: items must be a schema object and not an array', "items[0].type: 'text' is not supported: must be one of array, boolean, integer, number, object, string"]),
    ('unique items', '{type: array, items: {type: string}, uniqueItems: true}', ['uniqueItems: uniqueItems cannot be set to true since the runtime complexity becomes quadratic']),
    ('no items', '{type: array}', ['items: must be specified']),
    ('a flag that is false', '{type: object, x-kubernetes-preserve-unknown-fields: false}', ['x-kubernetes-preserve-unknown-fields: must be true or undefined']),
    ('fields and values', '{type: object, properties: {b: {type: string}}, additionalProperties: {type: string}}', ['additionalProperties: additionalProperties and properties are mutual exclusive']),
]  # fmt: skip
MORE: list[tuple[str, str, list[str]]] = [
    ('fields and any values', '{type: object, properties: {b: {type: string}}, additionalProperties: true}', []),
    ('fields and no values', '{type: object, properties: {b: {type: string}}, additionalProperties: false}', ['additionalProperties: additionalProperties and properties are mutual exclusive']),
    ('int or string that keeps', '{x-kubernetes-int-or-string: true, x-kubernetes-preserve-unknown-fields: true}', ['x-kubernetes-preserve-unknown-fields: must be false if x-kubernetes-int-or-string is true']),
    ('int or string that is embedded', '{x-kubernetes-int-or-string: true, x-kubernetes-embedded-resource: true, type: object, properties: {b: {type: string}}}', ['x-kubernetes-embedded-resource: must be false if x-kubernetes-int-or-string is true']),
    ('embedded of no type', '{x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}', ['type: must be object if x-kubernetes-embedded-resource is true']),
    ('embedded without fields', '{type: object, x-kubernetes-embedded-resource: true}', ['properties: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields']),
    ('embedded with values', '{type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true, additionalProperties: {type: string}}', ['additionalProperties: must not be used if x-kubernetes-embedded-resource is set']),
    ('embedded with other metadata', '{type: object, x-kubernetes-embedded-resource: true, properties: {kind: {type: integer}, apiVersion: {type: string}, metadata: {type: string}}}', ['properties.kind.type: must be string', 'properties.metadata.type: must be object']),
    ('a backreference', "{type: string, pattern: '(a)\\1'}", ['pattern: must be a valid regular expression: backreferences are not supported']),
    ('a rule', '{type: string, x-kubernetes-validations: [{rule: x}]}', []),
    ('a rule of nothing', "{type: string, x-kubernetes-validations: [{rule: ' '}]}", ['x-kubernetes-validations[0].rule: rule is not specified']),
    ('a rule with an empty message', "{type: string, x-kubernetes-validations: [{rule: x, message: ' '}]}", ['x-kubernetes-validations[0].message: must be non-empty if specified']),
    ('a message of two lines', '{type: string, x-kubernetes-validations: [{rule: x, message: "a\\nb"}]}', ['x-kubernetes-validations[0].message: must not contain line breaks']),
    ('a rule of two lines', '{type: string, x-kubernetes-validations: [{rule: "a\\nb"}]}', ['x-kubernetes-validations[0].message: message must be specified if rule contains line breaks']),
    ('a rule of two lines with a message', '{type: string, x-kubernetes-validations: [{rule: "a\\r\\nb", message: m}]}', []),
]  # fmt: skip
INSIDE: list[tuple[str, list[str]]] = [
    ('type: string', ['anyOf[0].type: must be empty to be structural']),
    ('default: 1', ['anyOf[0].default: must be undefined to be structural']),
    ('default: null', []),
    ('title: t', ['anyOf[0].title: must be empty to be structural']),
    ('description: d', ['anyOf[0].description: must be empty to be structural']),
    ('nullable: true', ['anyOf[0].nullable: must be false to be structural']),
    ('nullable: false', []),
    ('x-kubernetes-preserve-unknown-fields: true', ['anyOf[0].x-kubernetes-preserve-unknown-fields: must be false to be structural']),
    ('x-kubernetes-embedded-resource: true', ['anyOf[0].x-kubernetes-embedded-resource: must be false to be structural']),
    ('x-kubernetes-int-or-string: true', ['anyOf[0].x-kubernetes-int-or-string: must be false to be structural']),
    ('x-kubernetes-list-map-keys: [a]', ['anyOf[0].x-kubernetes-list-map-keys: must be empty to be structural', 'anyOf[0].x-kubernetes-list-type: must be map if x-kubernetes-list-map-keys is non-empty']),
    ("x-kubernetes-list-type: ''", ['anyOf[0].x-kubernetes-list-type: must be undefined to be structural', 'anyOf[0].type: must be array if x-kubernetes-list-type is specified', "anyOf[0].x-kubernetes-list-type: '' is not supported: must be one of atomic, set, map"]),
    ('x-kubernetes-map-type: atomic', ['anyOf[0].x-kubernetes-map-type: must be undefined to be structural', 'anyOf[0].type: must be object if x-kubernetes-map-type is specified']),
    ('x-kubernetes-validations: [{rule: x}]', ['anyOf[0].x-kubernetes-validations: must be empty to be structural']),
    ('additionalProperties: {}', ['anyOf[0].additionalProperties: must be undefined to be structural']),
    ('additionalProperties: false', []),
    ('properties: {metadata: {}}', ['anyOf[0].properties.metadata: must not be specified in a nested context']),
    ('properties: {c: {type: string}}', ['anyOf[0].properties.c.type: must be empty to be structural']),
    ('properties: {c: {minLength: 1}}', []),
    ('properties: {b: {type: string}}', ['anyOf[0].properties.b.type: must be empty to be structural']),
    ('items: {minLength: 1}', []),
    ("pattern: '(?=a)'", ['anyOf[0].pattern: must be a valid regular expression: lookaround and atomic groups are not supported']),
    ('not: {type: string}', ['anyOf[0].not.type: must be empty to be structural']),
    ('anyOf: [{minimum: 1}, {type: string}]', ['anyOf[0].anyOf[1].type: must be empty to be structural']),
    ('minLength: 1', []),
]  # fmt: skip


def said(schema: Json, **options: bool) -> list[str]:
    return [f"{show(each.path)}: {each.message}" for each in check(schema, **options)]


def said_of_a(node: Json) -> list[str]:
    return [each.removeprefix("properties.a.") for each in said({"type": "object", "properties": {"a": node}})]


def rows(table: list[tuple[str, str, list[str]]]) -> Any:
    """A test for each row."""
    return pytest.mark.parametrize(("node", "expected"), [row[1:] for row in table], ids=[row[0] for row in table])


@rows(LISTS)
def test_list_types(node: str, expected: list[str]) -> None:
    assert said_of_a(yaml.safe_load(node)) == expected


@rows(NODES)
def test_keywords(node: str, expected: list[str]) -> None:
    assert said_of_a(yaml.safe_load(node)) == expected


@rows(MORE)
def test_extensions(node: str, expected: list[str]) -> None:
    assert said_of_a(yaml.safe_load(node)) == expected


@pytest.mark.parametrize(("words", "expected"), INSIDE, ids=[row[0] for row in INSIDE])
def test_what_may_stand_inside_of_a_validation(words: str, expected: list[str]) -> None:
    fields = {"b": {"type": "string"}}
    assert said_of_a({"type": "object", "properties": fields, "anyOf": [yaml.safe_load(f"{{{words}}}")]}) == expected


UNION = [{"type": "integer"}, {"type": "string"}]
INT_OR_STRING: list[tuple[str, Json, bool]] = [
    ("its types", {"anyOf": UNION}, True),
    ("in allOf", {"allOf": [{"anyOf": UNION}]}, True),
    ("in allOf with a bound beside it", {"allOf": [{"anyOf": UNION}, {"maxLength": 1}]}, True),
    ("the other way round", {"anyOf": UNION[::-1]}, False),
    ("in oneOf", {"oneOf": UNION}, False),
    ("second in allOf", {"allOf": [{"maxLength": 1}, {"anyOf": UNION}]}, False),
    ("with a bound", {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string"}]}, False),
    ("with words that say nothing", {"anyOf": [{"type": "integer", "nullable": False}, {"type": "string"}]}, True),
]


@pytest.mark.parametrize(("union", "fits"), [row[1:] for row in INT_OR_STRING], ids=[row[0] for row in INT_OR_STRING])
def test_where_types_may_be_named_inside(union: Json, fits: bool) -> None:
    assert (said_of_a({"x-kubernetes-int-or-string": True, **union}) == []) == fits


DESCRIBED: list[tuple[str, Json, list[str]]] = [
    ("a field", {"anyOf": [{"properties": {"a": {"minimum": 1}}}]}, []),
    ("no field", {"anyOf": [{"properties": {"b": {}}}]}, ["properties.b: because it is defined in anyOf[0].properties.b"]),
    ("no items", {"not": {"properties": {"a": {"items": {}}}}}, ["properties.a.items: because it is defined in not.properties.a.items"]),
    ("deeper", {"allOf": [{"oneOf": [{"properties": {"b": {}}}]}]}, ["properties.b: because it is defined in allOf[0].oneOf[0].properties.b"]),
    ("values", {"anyOf": [{"additionalProperties": {"minLength": 1}}]}, ["anyOf[0].additionalProperties: must be undefined to be structural"]),
    ("below a field", {"properties": {"a": {"type": "object", "properties": {}, "anyOf": [{"properties": {"b": {}}}]}}}, []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), [row[1:] for row in DESCRIBED], ids=[row[0] for row in DESCRIBED])
def test_what_the_roots_validations_speak_of_is_described(words: Json, expected: list[str]) -> None:
    assert said({"type": "object", "properties": {"a": {"type": "string"}}, **words}) == expected


ROOTS: list[tuple[str, Json, list[str]]] = [
    ("nothing", {}, ["type: must not be empty at the root"]),
    ("a list", {"type": "array", "items": {"type": "string"}}, ["type: must be object at the root"]),
    ("values", {"type": "object", "additionalProperties": True}, ["additionalProperties: must not be used at the root"]),
    ("null", {"type": "object", "nullable": True}, ["nullable: nullable cannot be true at the root"]),
    ("kind", {"type": "object", "properties": {"kind": {"type": "integer"}}}, ["properties.kind.type: must be string"]),
    ("metadata", {"type": "object", "properties": {"metadata": {"type": "object", "properties": {"name": {"type": "string"}}}}}, []),
    ("labels", {"type": "object", "properties": {"metadata": {"type": "object", "properties": {"labels": {"type": "object"}}}}}, ["properties.metadata: must not specify anything other than name and generateName, but metadata is implicitly specified"]),
    ("required labels", {"type": "object", "properties": {"metadata": {"type": "object", "required": []}}}, ["properties.metadata: must not specify anything other than name and generateName, but metadata is implicitly specified"]),
    ("described metadata", {"type": "object", "properties": {"metadata": {"type": "object", "description": ""}}}, []),
    ("a default in metadata", {"type": "object", "properties": {"metadata": {"type": "object", "properties": {"name": {"type": "string", "default": "x"}}}}}, ["properties.metadata.properties.name.default: must not be set in top-level metadata"]),
    ("a default of another type in metadata", {"type": "object", "properties": {"metadata": {"type": "object", "properties": {"name": {"type": "string", "default": 1}}}}}, ["properties.metadata.properties.name.default: must not be set in top-level metadata"]),
    ("a default of a map's values", {"type": "object", "properties": {"a": {"type": "object", "additionalProperties": {"type": "string", "default": 1}}}}, []),
    ("a default in an embedded object's metadata", {"type": "object", "properties": {"a": {"type": "object", "x-kubernetes-embedded-resource": True, "properties": {"metadata": {"type": "object", "properties": {"name": {"type": "string", "default": 1}}}}}}}, []),
    ("a default in other metadata", {"type": "object", "properties": {"a": {"type": "object", "properties": {"metadata": {"type": "string", "default": 1}}}}}, ["properties.a.properties.metadata.default: must be of type string: 1"]),
    ("a default of kind", {"type": "object", "properties": {"kind": {"type": "string", "default": "x"}}}, ["properties.kind.default: must not be set in top-level kind"]),
    ("an object in metadata", {"type": "object", "properties": {"metadata": {"type": "object", "x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True}}}, ["properties.metadata: must not specify anything other than name and generateName, but metadata is implicitly specified", "properties.metadata.x-kubernetes-embedded-resource: must not be used inside of resource meta"]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "expected"), [row[1:] for row in ROOTS], ids=[row[0] for row in ROOTS])
def test_the_root(schema: Json, expected: list[str]) -> None:
    assert said(schema) == expected


STATUS: dict[str, Json] = {"description": "d", "type": "object", "format": "f", "title": "t", "required": ["a"], "properties": {}, "externalDocs": {"url": "u"}, "example": 1, "maximum": 1, "exclusiveMaximum": True, "minimum": 1, "exclusiveMinimum": True, "maxLength": 1, "minLength": 1, "pattern": "a", "maxItems": 1, "minItems": 1, "multipleOf": 1, "x-kubernetes-preserve-unknown-fields": True, "x-kubernetes-validations": [{"rule": "x"}]}  # fmt: skip
NO_STATUS: dict[str, Json] = {"allOf": [{}], "anyOf": [], "oneOf": [{}], "not": {}, "enum": ["a"], "minProperties": 1, "maxProperties": 1, "default": {}, "x-kubernetes-map-type": "atomic"}  # fmt: skip


def test_what_may_stand_at_the_root_beside_the_status_subresource() -> None:
    reason = "is not allowed at the root of the schema if the status subresource is enabled"
    assert said({"type": "object", **STATUS}, status=True) == []
    assert [
        key
        for key, value in NO_STATUS.items()
        if f"{key}: {reason}" not in said({"type": "object", key: value}, status=True)
    ] == []
    assert [key for key, value in NO_STATUS.items() if f"{key}: {reason}" in said({"type": "object", key: value})] == []
    assert "type: must be object at the root of the schema if the status subresource is enabled" in said(
        {"type": "string"}, status=True
    )
    assert said({"type": "object", "minProperties": None, "nullable": False}, status=True) == []
    assert said({"type": ""}, status=True) == ["type: must not be empty at the root"]


MENDED: list[tuple[str, str, list[str]]] = [
    ("an enum of words", "enum: [x, y]", ["type: set to string, as enum says"]),
    ("an enum of truths", "enum: [true]", ["type: set to boolean, as enum says"]),
    ("an enum of integers", "enum: [1, 2]", ["type: set to integer, as enum says"]),
    ("an enum of both", "enum: [1, true]", ["x-kubernetes-preserve-unknown-fields: set, because nothing defines the type"]),
    ("an enum of nothing", "enum: []", ["x-kubernetes-preserve-unknown-fields: set, because nothing defines the type"]),
    ("fields", "properties: {}", ["type: set to object, as properties says"]),
    ("values", "additionalProperties: true", ["type: set to object, as additionalProperties says"]),
    ("items", "items: {type: string}", ["type: set to array, as items says"]),
    ("a list", "type: array", ["items: described as anything"]),
    ("idle words", "{type: string, id: i, $schema: s, x-kubernetes-preserve-unknown-fields: false}", ["id: removed: it has no effect", "$schema: removed: it has no effect", "x-kubernetes-preserve-unknown-fields: removed: it has no effect"]),
    ("a list of one", "{type: array, items: [{type: string}]}", ["items: written as one schema, not as a list of one"]),
    ("embedded", "x-kubernetes-embedded-resource: true", ["type: set to object, as an embedded resource is one", "x-kubernetes-preserve-unknown-fields: set, as no field of the embedded resource is described"]),
    ("embedded with an empty type", "{type: '', x-kubernetes-embedded-resource: true, properties: {}}", ["type: set to object, as an embedded resource is one", "x-kubernetes-preserve-unknown-fields: set, as no field of the embedded resource is described"]),
    ("an empty type", "{type: '', enum: [x]}", ["type: set to string, as enum says"]),
    ("a union of three", "oneOf: [{type: integer}, {type: string}, {type: string}]", ["x-kubernetes-preserve-unknown-fields: set, because nothing defines the type"]),
    ("a union", "oneOf: [{type: integer}, {type: string}]", ["x-kubernetes-int-or-string: set, as oneOf names integer and string"]),
    ("one type", "anyOf: [{type: string, pattern: x}, {type: string}]", ["type: set to string, as anyOf says", "anyOf[0].type: removed: it has no effect there", "anyOf[1].type: removed: it has no effect there"]),
    ("one type that may be null", "anyOf: [{type: string, nullable: true}]", ["x-kubernetes-preserve-unknown-fields: set, because nothing defines the type"]),
    ("a title inside", "{type: string, allOf: [{title: t, default: x, pattern: x}]}", ["allOf[0].title: removed: it has no effect there", "allOf[0].default: removed: it has no effect there"]),
    ("types and nulls inside", "{type: string, nullable: true, anyOf: [{type: string, nullable: true}, {type: string, nullable: true}]}", [f"anyOf[{at}].{word}: removed: it has no effect there" for at in (0, 1) for word in ("type", "nullable")]),
    ("a title of items inside", "{type: array, items: {type: string}, anyOf: [{items: {title: t}}]}", ["anyOf[0].items.title: removed: it has no effect there"]),
    ("a title of a field inside", "{type: object, anyOf: [{properties: {b: {title: t}}}]}", ["anyOf[0].properties.b.title: removed: it has no effect there"]),
    ("any values inside", "{type: object, not: {additionalProperties: true}}", ["not.additionalProperties: removed: it has no effect there"]),
]  # fmt: skip


@pytest.mark.parametrize(("field", "told"), [row[1:] for row in MENDED], ids=[row[0] for row in MENDED])
def test_what_was_mended_is_said(field: str, told: list[str]) -> None:
    _, repairs = repair({"type": "object", "properties": {"a": yaml.safe_load(field)}})
    assert [str(each).removeprefix("properties.a.") for each in repairs] == told


ROOTS_MENDED: list[tuple[str, Json, Json, list[str]]] = [
    ("nothing", {}, {"type": "object"}, ["type: set to object, as every resource is one"]),
    ("an empty type", {"type": ""}, {"type": "object"}, ["type: set to object, as every resource is one"]),
    ("null", {"type": "object", "nullable": True}, {"type": "object"}, ["nullable: removed: a resource is never null"]),
    ("any values", {"type": "object", "additionalProperties": {}}, {"type": "object", "x-kubernetes-preserve-unknown-fields": True}, ["additionalProperties: written as x-kubernetes-preserve-unknown-fields"]),
    ("kind without a type", {"type": "object", "properties": {"kind": {"type": ""}}}, {"type": "object", "properties": {"kind": {"type": "string"}}}, ["properties.kind.type: set to string"]),
    ("metadata without a type", {"type": "object", "properties": {"metadata": {}}}, {"type": "object", "properties": {"metadata": {"type": "object"}}}, ["properties.metadata.type: set to object"]),
    ("metadata that says too much", {"type": "object", "properties": {"metadata": {"type": "object", "description": "d"}}}, {"type": "object", "properties": {"metadata": {"type": "object"}}}, ["properties.metadata: reduced to its type: metadata has the server's own schema"]),
    ("items of which a validation speaks", {"type": "object", "properties": {"b": {"type": "array"}}, "anyOf": [{"properties": {"b": {"items": {"minLength": 1}}}}]}, {"type": "object", "properties": {"b": {"type": "array", "items": {"x-kubernetes-preserve-unknown-fields": True}}}, "anyOf": [{"properties": {"b": {"items": {"minLength": 1}}}}]}, ["properties.b.items: described as anything"]),
    ("a list of which only a validation speaks", {"type": "object", "properties": {"b": {}}, "anyOf": [{"properties": {"b": {"items": {"minLength": 1}}}}]}, {"type": "object", "properties": {"b": {"type": "array", "items": {"x-kubernetes-preserve-unknown-fields": True}}}, "anyOf": [{"properties": {"b": {"items": {"minLength": 1}}}}]}, ["properties.b.type: set to array, as items says", "properties.b.items: described as anything"]),
    ("items whose type a validation names", {"type": "object", "properties": {"b": {"type": "array", "items": {}}}, "allOf": [{"properties": {"b": {"items": {"type": "string"}}}}]}, {"type": "object", "properties": {"b": {"type": "array", "items": {"type": "string"}}}, "allOf": [{"properties": {"b": {"items": {}}}}]}, ["properties.b.items.type: set to string, as allOf says", "allOf[0].properties.b.items.type: removed: it has no effect there"]),
    ("a field of items of which a validation speaks", {"type": "object", "properties": {"b": {"type": "array", "items": {"type": "object"}}}, "allOf": [{"properties": {"b": {"items": {"properties": {"c": {"type": "string"}}}}}}]}, {"type": "object", "properties": {"b": {"type": "array", "items": {"type": "object", "properties": {"c": {"type": "string"}}}}}, "allOf": [{"properties": {"b": {"items": {"properties": {"c": {}}}}}}]}, ["properties.b.items.properties.c: described, as a value validation speaks of it", "properties.b.items.properties.c.type: set to string, as allOf says", "allOf[0].properties.b.items.properties.c.type: removed: it has no effect there"]),
    ("a field of which a validation speaks", {"type": "object", "allOf": [{"properties": {"b": {"type": "string"}}}]}, {"type": "object", "allOf": [{"properties": {"b": {}}}], "properties": {"b": {"type": "string"}}}, ["properties.b: described, as a value validation speaks of it", "properties.b.type: set to string, as allOf says", "allOf[0].properties.b.type: removed: it has no effect there"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "told"), [row[1:] for row in ROOTS_MENDED], ids=[row[0] for row in ROOTS_MENDED]
)
def test_what_was_mended_of_the_root_is_said(before: Json, after: Json, told: list[str]) -> None:
    made, repairs = repair(before)
    assert made == after
    assert [str(each) for each in repairs] == told


BAD = {"type": "string", "uniqueItems": True}


@pytest.mark.parametrize(
    ("schema", "node", "keyword"),
    [
        ({"properties": {"a": BAD}}, "properties.a", "uniqueItems"),
        ({"properties": {"a": {"type": "array", "items": BAD}}}, "properties.a.items", "uniqueItems"),
        (
            {"properties": {"a": {"type": "object", "additionalProperties": BAD}}},
            "properties.a.additionalProperties",
            "uniqueItems",
        ),
        ({"anyOf": [{"uniqueItems": True}]}, "", "anyOf[0].uniqueItems"),
        ({"properties": {"a": {"type": "string", "not": {"uniqueItems": True}}}}, "properties.a", "not.uniqueItems"),
        ({"not": {"properties": {"b": {}}}}, "", "not.properties.b"),
        ({"properties": {"a": {"type": "string", "pattern": "(?=a)"}}}, "properties.a", "pattern"),
        ({"properties": {"a": {"type": "string", "default": 1}}}, "properties.a", "default"),
    ],
)
def test_a_violation_leads_to_the_node_that_would_have_to_change(schema: Json, node: str, keyword: str) -> None:
    (found,) = check({"type": "object", **schema})
    assert (show(found.node), show(found.keyword)) == (node, keyword)


CLASSES = {
    "alnum": string.ascii_letters + string.digits,
    "alpha": string.ascii_letters,
    "ascii": "".join(map(chr, range(128))),
    "blank": " \t",
    "cntrl": "".join(map(chr, range(32))) + "\x7f",
    "digit": string.digits,
    "graph": string.ascii_letters + string.digits + string.punctuation,
    "lower": string.ascii_lowercase,
    "print": string.ascii_letters + string.digits + string.punctuation + " ",
    "punct": string.punctuation,
    "space": string.whitespace,
    "upper": string.ascii_uppercase,
    "word": string.ascii_letters + string.digits + "_",
    "xdigit": string.hexdigits,
}


@pytest.mark.parametrize("name", CLASSES)
def test_a_named_class_of_characters_has_gos_members(name: str) -> None:
    expression = compiled(f"[[:{name}:]]")
    assert expression is not None
    assert {character for character in map(chr, range(256)) if expression.search(character)} == set(CLASSES[name])
