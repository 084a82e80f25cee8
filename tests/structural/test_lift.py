"""What value validations say of structure, moved out of them where that means the same, and left where it does not."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from kconv.structural.repair import repair
from kconv.validation.checker import Checker

Json = Any
# Name, the schema of a field, and what becomes of it.
LIFTED: list[tuple[str, str, str]] = [
    ('a union beside allOf', '{allOf: [{maxLength: 5}], oneOf: [{type: integer, minimum: 1}, {type: string}]}', '{allOf: [{maxLength: 5}, {minimum: 1}], anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}'),
    ('a union of strings with a pattern', '{anyOf: [{type: string, pattern: x}, {type: integer}]}', '{allOf: [{pattern: x}], anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}'),
    ('a union beside anyOf', '{anyOf: [{maxLength: 5}], oneOf: [{type: integer}, {type: string}]}', '{anyOf: [{maxLength: 5}], oneOf: [{type: integer}, {type: string}], x-kubernetes-preserve-unknown-fields: true}'),
    ('a union with a description', '{oneOf: [{type: integer, description: d}, {type: string, title: t}]}', '{anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}'),
    ('a union with an enum', '{anyOf: [{type: integer, enum: [1]}, {type: string}]}', '{anyOf: [{type: integer, enum: [1]}, {type: string}], x-kubernetes-preserve-unknown-fields: true}'),
    ('a union that is said', '{x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}', '{x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}'),
    ('a union that is said otherwise', '{x-kubernetes-int-or-string: true, oneOf: [{type: string}, {type: integer}]}', '{x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}'),
    ('items in a branch', '{type: array, items: {type: string}, anyOf: [{items: {type: string, minLength: 1}}]}', '{type: array, items: {type: string}, anyOf: [{items: {minLength: 1}}]}'),
    ('a field in not', '{type: object, properties: {b: {type: string}}, not: {properties: {b: {type: string, title: t, pattern: x}}}}', '{type: object, properties: {b: {type: string}}, not: {properties: {b: {pattern: x}}}}'),
    ('null in both', '{type: string, nullable: true, anyOf: [{type: string, nullable: true, pattern: x}]}', '{type: string, nullable: true, anyOf: [{pattern: x}]}'),
    ('null inside', '{type: string, anyOf: [{type: string, nullable: true, pattern: x}]}', '{type: string, anyOf: [{pattern: x}]}'),
    ('null without a type inside', '{type: string, anyOf: [{nullable: true, pattern: x}]}', '{type: string, anyOf: [{pattern: x}]}'),
    ('a branch in a branch', '{type: string, allOf: [{anyOf: [{type: string, pattern: x}]}, {not: {description: d, pattern: y}}]}', '{type: string, allOf: [{anyOf: [{pattern: x}]}, {not: {pattern: y}}]}'),
    ('any values inside', '{type: object, anyOf: [{additionalProperties: {}, minProperties: 1}]}', '{type: object, anyOf: [{minProperties: 1}]}'),
    ('a type in oneOf', '{oneOf: [{type: string, pattern: x}, {type: string}]}', '{type: string, oneOf: [{pattern: x}, {}]}'),
    ('a type in some of allOf', '{allOf: [{pattern: x}, {type: string}]}', '{type: string, allOf: [{pattern: x}, {}]}'),
    ('two types in allOf', '{allOf: [{type: string}, {type: integer}]}', '{allOf: [{type: string}, {type: integer}], x-kubernetes-preserve-unknown-fields: true}'),
    ('a type in some of anyOf', '{anyOf: [{pattern: x}, {type: string}]}', '{anyOf: [{pattern: x}, {type: string}], x-kubernetes-preserve-unknown-fields: true}'),
    ('a type outside in the one form for two', '{type: integer, anyOf: [{type: integer}, {type: string}]}', '{type: integer, anyOf: [{type: integer}, {type: string}]}'),
    ('that form beside oneOf', '{x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}], oneOf: [{title: t, minLength: 1}]}', '{x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}], oneOf: [{minLength: 1}]}'),
    ('a type beside int or string', '{x-kubernetes-int-or-string: true, allOf: [{type: string, maxLength: 1}]}', '{x-kubernetes-int-or-string: true, allOf: [{type: string, maxLength: 1}]}'),
    ('that form in allOf', '{type: string, allOf: [{anyOf: [{type: integer}, {type: string}]}]}', '{type: string, allOf: [{anyOf: [{type: integer}, {type: string}]}]}'),
    ('that form where it may not be said', '{type: string, allOf: [{maxLength: 1}, {anyOf: [{type: integer}, {type: string}]}]}', '{type: string, allOf: [{maxLength: 1}, {anyOf: [{type: integer}, {}]}]}'),
    ('that form in anyOf', '{type: string, anyOf: [{anyOf: [{type: integer}, {type: string}]}]}', '{type: string, anyOf: [{anyOf: [{type: integer}, {}]}]}'),
    ('that form in oneOf', '{type: string, oneOf: [{type: integer}, {type: string}]}', '{type: string, oneOf: [{type: integer}, {}]}'),
    ('a union that keeps unknown fields', '{x-kubernetes-preserve-unknown-fields: true, oneOf: [{type: integer}, {type: string}]}', '{x-kubernetes-preserve-unknown-fields: true, oneOf: [{type: integer}, {type: string}]}'),
    ('a union that is embedded', '{type: object, x-kubernetes-embedded-resource: true, properties: {b: {type: string}}, oneOf: [{type: integer}, {type: string}]}', '{type: object, x-kubernetes-embedded-resource: true, properties: {b: {type: string}}, oneOf: [{type: integer}, {type: string}]}'),
    ('a field that nothing describes', '{type: object, properties: {b: {type: string}}, anyOf: [{properties: {c: {type: string, title: t}}}]}', '{type: object, properties: {b: {type: string}}, anyOf: [{properties: {c: {type: string}}}]}'),
    ('items of several sorts', '{type: array, items: [{type: string}, {type: integer}], anyOf: [{items: {type: string, title: t}}]}', '{type: array, items: [{type: string}, {type: integer}], anyOf: [{items: {type: string}}]}'),
    ('null outside', '{type: string, nullable: true, anyOf: [{type: string, pattern: x}]}', '{type: string, nullable: true, anyOf: [{type: string, pattern: x}]}'),
    ('null inside of another type', '{type: integer, anyOf: [{type: number, nullable: true}]}', '{type: integer, anyOf: [{type: number, nullable: true}]}'),
    ('values inside', '{type: object, additionalProperties: {type: string}, anyOf: [{additionalProperties: {minLength: 1}}]}', '{type: object, additionalProperties: {type: string}, anyOf: [{additionalProperties: {minLength: 1}}]}'),
    ('every idle word', '{type: string, anyOf: [{description: d, title: t, default: x, x-kubernetes-preserve-unknown-fields: true, x-kubernetes-embedded-resource: true, pattern: x}]}', '{type: string, anyOf: [{pattern: x}]}'),
    ('a type outside that differs', '{type: integer, anyOf: [{type: number, minimum: 1}]}', '{type: integer, anyOf: [{type: number, minimum: 1}]}'),
]  # fmt: skip
# Name, the schema of a resource, and what becomes of it.
GRAFTED: list[tuple[str, str, str]] = [
    ("items of a closed map's field", "{type: object, properties: {b: {additionalProperties: false, properties: {c: {type: array}}}}, allOf: [{properties: {b: {properties: {c: {items: {type: string}}}}}}]}", "{type: object, properties: {b: {type: object, additionalProperties: false, properties: {c: {type: array, items: {type: string}}}}}, allOf: [{properties: {b: {properties: {c: {items: {}}}}}}]}"),
    ("a field of allOf in allOf", "{type: object, allOf: [{allOf: [{properties: {b: {type: string}}}]}]}", "{type: object, allOf: [{allOf: [{properties: {b: {}}}]}], properties: {b: {type: string}}}"),
    ("a field of not in allOf", "{type: object, allOf: [{not: {properties: {b: {minLength: 1}}}}]}", "{type: object, allOf: [{not: {properties: {b: {minLength: 1}}}}], properties: {b: {x-kubernetes-preserve-unknown-fields: true}}}"),
    ('a field of allOf', '{type: object, allOf: [{properties: {b: {type: string}}}]}', '{type: object, allOf: [{properties: {b: {}}}], properties: {b: {type: string}}}'),
    ('a field of anyOf', '{type: object, anyOf: [{properties: {b: {type: string, pattern: x}}}]}', '{type: object, anyOf: [{properties: {b: {type: string, pattern: x}}}], properties: {b: {x-kubernetes-preserve-unknown-fields: true}}}'),
    ('a field of not', '{type: object, not: {properties: {b: {minLength: 1}}}}', '{type: object, not: {properties: {b: {minLength: 1}}}, properties: {b: {x-kubernetes-preserve-unknown-fields: true}}}'),
    ('items of a field', '{type: object, properties: {b: {type: array}}, allOf: [{properties: {b: {items: {type: string}}}}]}', '{type: object, properties: {b: {type: array, items: {type: string}}}, allOf: [{properties: {b: {items: {}}}}]}'),
    ('a field of a field', '{type: object, properties: {b: {type: object}}, allOf: [{properties: {b: {properties: {c: {type: integer}}}}}]}', '{type: object, properties: {b: {type: object, properties: {c: {type: integer}}}}, allOf: [{properties: {b: {properties: {c: {}}}}}]}'),
    ('a field of a map', '{type: object, properties: {b: {type: object, additionalProperties: {type: string}}}, allOf: [{properties: {b: {properties: {c: {minLength: 1}}}}}]}', '{type: object, properties: {b: {type: object, additionalProperties: {type: string}}}, allOf: [{properties: {b: {properties: {c: {minLength: 1}}}}}]}'),
    ('a field of an open map', '{type: object, properties: {b: {type: object, additionalProperties: true}}, anyOf: [{properties: {b: {properties: {c: {minLength: 1}}}}}]}', '{type: object, properties: {b: {type: object, additionalProperties: true, properties: {c: {x-kubernetes-preserve-unknown-fields: true}}}}, anyOf: [{properties: {b: {properties: {c: {minLength: 1}}}}}]}'),
    ('a field that is described', '{type: object, properties: {b: {type: string}}, anyOf: [{properties: {b: {minLength: 1}}}]}', '{type: object, properties: {b: {type: string}}, anyOf: [{properties: {b: {minLength: 1}}}]}'),
    ('a type that is not sure', '{type: object, properties: {b: {}}, allOf: [{anyOf: [{properties: {b: {type: string, minLength: 1}}}]}]}', '{type: object, properties: {b: {x-kubernetes-preserve-unknown-fields: true}}, allOf: [{anyOf: [{properties: {b: {type: string, minLength: 1}}}]}]}'),
    ('a type that may be null', '{type: object, properties: {b: {}}, allOf: [{properties: {b: {type: string, nullable: true}}}]}', '{type: object, properties: {b: {x-kubernetes-preserve-unknown-fields: true}}, allOf: [{properties: {b: {type: string, nullable: true}}}]}'),
    ('metadata before another field', '{type: object, anyOf: [{properties: {metadata: {}, b: {minLength: 1}}}]}', '{type: object, anyOf: [{properties: {metadata: {}, b: {minLength: 1}}}], properties: {b: {x-kubernetes-preserve-unknown-fields: true}}}'),
    ('metadata', '{type: object, anyOf: [{properties: {metadata: {}}}]}', '{type: object, anyOf: [{properties: {metadata: {}}}]}'),
]  # fmt: skip


BOUNDS = {
    "integer": {"minimum": 1, "maximum": 2, "exclusiveMinimum": True, "exclusiveMaximum": True, "multipleOf": 2, "format": "int32"},
    "string": {"minLength": 1, "maxLength": 2, "pattern": "x", "format": "date"},
}  # fmt: skip


@pytest.mark.parametrize("kind", BOUNDS)
def test_a_bound_of_one_of_two_types_says_nothing_of_the_other(kind: str) -> None:
    union = [{"type": "integer"}, {"type": "string"}]
    for word, value in BOUNDS[kind].items():
        bound = [each | ({word: value} if each["type"] == kind else {}) for each in union]
        made, repairs = repair({"type": "object", "properties": {"a": {"description": "d", "oneOf": bound}}})
        expected = {"description": "d", "allOf": [{word: value}], "anyOf": union, "x-kubernetes-int-or-string": True}
        assert made["properties"]["a"] == expected
        assert [str(each) for each in repairs] == [
            "properties.a.x-kubernetes-int-or-string: set, as oneOf names integer and string"
        ]


def test_what_is_said_already_stays_in_its_place() -> None:
    field = {"anyOf": [{"type": "integer"}, {"type": "string"}], "description": "d"}
    made, _ = repair({"type": "object", "properties": {"a": field}})
    assert list(made["properties"]["a"]) == ["anyOf", "description", "x-kubernetes-int-or-string"]


def test_a_union_that_may_be_said_inside_stays() -> None:
    union = {"anyOf": [{"type": "integer"}, {"type": "string"}]}
    for words in ({"allOf": [union]}, {"allOf": [union, {"maxLength": 1}]}, union):
        schema = {"type": "object", "properties": {"a": {"x-kubernetes-int-or-string": True, **words}}}
        assert repair(schema)[0] is schema


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in LIFTED], ids=[row[0] for row in LIFTED])
def test_what_a_field_says_of_structure(before: str, after: str) -> None:
    made, _ = repair({"type": "object", "properties": {"a": yaml.safe_load(before)}})
    assert made == {"type": "object", "properties": {"a": yaml.safe_load(after)}}


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in GRAFTED], ids=[row[0] for row in GRAFTED])
def test_what_a_root_says_of_its_fields(before: str, after: str) -> None:
    made, _ = repair(yaml.safe_load(before))
    assert made == yaml.safe_load(after)


VALUES: list[Json] = [None, "", "x", "5", 0, 1, 5, 1.5, True, [], ["x"], [1], {}, {"b": "x"}, {"b": 1}, {"b": {"c": 1}}]


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in LIFTED], ids=[row[0] for row in LIFTED])
def test_no_value_that_was_taken_is_refused(before: str, after: str) -> None:
    """But for one that is not of the type that the schema's fields or items imply."""

    def taken(schema: str) -> list[Json]:
        check = Checker(lambda _: {}, custom=True, open_=True).node(yaml.safe_load(schema))
        return [value for value in VALUES if check(value) is None]

    assert [value for value in taken(before) if value not in taken(after)] == []
