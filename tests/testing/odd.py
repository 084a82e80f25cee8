"""Schemas of one field with the keywords that few have and that are easily overlooked."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml


class Odd(NamedTuple):
    """``values`` is how many different values must be met among some dozens."""

    name: str
    schema: dict[str, Any]
    values: int = 2


def odd(name: str, schema: str, values: int = 2) -> Odd:
    return Odd(name, yaml.safe_load(schema), values)


KEEP = "x-kubernetes-preserve-unknown-fields"
ITEM = "{type: object, required: [name], properties: {name: {type: string}, port: {type: integer}}}"
ODD = [
    odd("a range", "{type: integer, minimum: 3, maximum: 9}"),
    odd("a range that holds its ends out", "{type: integer, minimum: 0, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: true}"),
    odd("a narrow range of numbers", "{type: number, minimum: 0.1, exclusiveMinimum: true, maximum: 0.2, exclusiveMaximum: true}", 1),
    odd("far from zero", "{type: integer, minimum: 5000000000, exclusiveMinimum: true}"),
    odd("below zero", "{type: integer, maximum: -5}"),
    odd("int32", "{type: integer, format: int32}"),
    odd("a multiple", "{type: integer, multipleOf: 7, minimum: 100}"),
    odd("a multiple below zero", "{type: integer, multipleOf: 7, maximum: -100}"),
    odd("a multiple of a fraction", "{type: number, multipleOf: 0.1}"),
    odd("a pattern", "{type: string, pattern: '^[a-z]+-[0-9]{2,}$'}"),
    odd("a pattern and a length", "{type: string, pattern: '^[a-z]+$', minLength: 5, maxLength: 8}"),
    odd("a length", "{type: string, minLength: 20, maxLength: 22}"),
    odd("an empty text alone", "{type: string, maxLength: 0}", 1),
    odd("an enum", "{type: string, enum: [x, y, '']}", 3),
    odd("an enum of numbers", "{type: integer, enum: [1, 3]}"),
    odd("items", "{type: array, minItems: 3, maxItems: 4, items: {type: integer}}"),
    odd("no item", "{type: array, maxItems: 0, items: {type: integer}}", 1),
    odd("a set", "{type: array, x-kubernetes-list-type: set, items: {type: string}}"),
    odd("a set of two or more", "{type: array, x-kubernetes-list-type: set, minItems: 2, items: {type: string, enum: [x, y, z]}}"),
    odd("a map of items", f"{{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items: {ITEM}}}"),
    odd("a map by two keys", "{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name, port], items: "
        "{type: object, required: [name, port], properties: {name: {type: string}, port: {type: integer}}}}"),
    odd("lists in lists", "{type: array, items: {type: array, items: {type: boolean}}}"),
    odd("fields at least", "{type: object, minProperties: 2, properties: {x: {type: string}, y: {type: string}, z: {type: string}}}"),
    odd("one field at most", "{type: object, maxProperties: 1, properties: {x: {type: string}, y: {type: string}}}"),
    odd("a map with entries", "{type: object, minProperties: 1, maxProperties: 2, additionalProperties: {type: integer}}"),
    odd("a map of maps", "{type: object, additionalProperties: {type: object, additionalProperties: {type: string}}}"),
    odd("any of the required", "{type: object, properties: {x: {type: string}, y: {type: string}}, anyOf: [{required: [x]}, {required: [y]}]}"),
    odd("one of the required", "{type: object, properties: {x: {type: string}, y: {type: string}}, oneOf: [{required: [x]}, {required: [y]}]}"),
    odd("all of", "{type: string, allOf: [{minLength: 2}, {maxLength: 4}]}"),
    odd("not one", "{type: string, not: {enum: [a, b]}}"),
    odd("not both", "{type: object, properties: {x: {type: string}, y: {type: string}}, not: {required: [x, y]}}"),
    odd("one of in one of", "{type: object, properties: {x: {type: integer}, y: {type: integer}}, oneOf: "
        "[{required: [x], properties: {x: {minimum: 5}}}, {required: [y], not: {required: [x]}}]}"),
    odd("int or string", "{x-kubernetes-int-or-string: true}", 4),
    odd("int or string in words", "{anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}", 4),
    odd("int or string of a pattern", "{anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true, pattern: '^[0-9]+Gi$'}"),
    odd("int or string in bounds", "{x-kubernetes-int-or-string: true, minimum: 1, maximum: 100}"),
    odd("nullable", "{type: string, nullable: true, enum: [x, null]}"),
    odd("a nullable object", "{type: object, nullable: true, properties: {x: {type: integer}}}"),
    odd("embedded", f"{{type: object, x-kubernetes-embedded-resource: true, {KEEP}: true}}"),
    odd("embedded and described", "{type: object, x-kubernetes-embedded-resource: true, properties: {spec: {type: object, properties: {x: {type: integer}}}}}"),
    odd("kept", f"{{type: object, {KEEP}: true}}"),
    odd("kept beside what is named", f"{{type: object, {KEEP}: true, properties: {{x: {{type: integer}}}}}}"),
    odd("anything", f"{{{KEEP}: true}}", 5),
    odd("a rule that is followed", "{type: object, properties: {min: {type: integer}, max: {type: integer}}, required: [min, max], "
        "x-kubernetes-validations: [{rule: 'self.min <= self.max'}]}"),
    odd("two rules", "{type: object, properties: {x: {type: string}, y: {type: string}}, x-kubernetes-validations: "
        "[{rule: 'has(self.x) || has(self.y)'}, {rule: '!(has(self.x) && has(self.y))'}]}"),
    odd("a rule that is not", "{type: string, x-kubernetes-validations: [{rule: 'self.startsWith(\"a\")'}]}"),
]  # fmt: skip
