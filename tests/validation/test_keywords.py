"""What a custom resource's schema requires of a value beyond its type, and of the fields of an object, in words."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.validation.checker import Checker
from kconv.validation.finding import Finding, described, shortened
from kconv.validation.near import along, nearest
from kconv.validation.pattern import compiled, malformed

Json = Any
SCHEMA = dict[str, Any]
STRING, INTEGER = {"type": "string"}, {"type": "integer"}
DEFINITIONS: dict[str, SCHEMA] = {
    "Tree": {"type": "object", "properties": {"name": STRING, "below": {"type": "array", "items": {"$ref": "Tree"}}}},
    "Needs": {"type": "object", "properties": {"a": STRING}, "required": ["a"]},
}


def resolve(name: str) -> SCHEMA:
    return DEFINITIONS[name]


def findings(schema: SCHEMA, value: Json, **options: Any) -> list[str]:
    found = Checker(resolve, **{"custom": True, **options}).node(schema)(value) or []
    return [f"{each}{f' ({each.hint})' if each.hint else ''}" for each in found]


def text(**keywords: Json) -> SCHEMA:
    return {"type": "string", **keywords}


def number(**keywords: Json) -> SCHEMA:
    return {"type": "number", **keywords}


def array(**keywords: Json) -> SCHEMA:
    return {"type": "array", "items": {"x-kubernetes-preserve-unknown-fields": True}, **keywords}


def fields(**properties: SCHEMA) -> SCHEMA:
    return {"type": "object", "properties": properties}


BOUNDS: list[tuple[SCHEMA, list[Json], list[tuple[Json, str]]]] = [
    (text(minLength=2), ["ab", "éé"], [("a", "must have at least 2 characters, has 1")]),
    (text(maxLength=1), ["", "é"], [("ab", "must have at most 1 character, has 2")]),
    (array(minItems=1), [[None]], [([], "must have at least 1 item, has 0")]),
    (array(maxItems=2), [[1, 2]], [([1, 2, 3], "must have at most 2 items, has 3")]),
    ({**fields(a=STRING), "minProperties": 1}, [{"a": ""}], [({}, "must have at least 1 field, has 0")]),
    ({**fields(a=STRING, b=STRING), "maxProperties": 1}, [{}], [({"a": "", "b": ""}, "must have at most 1 field, has 2")]),
    (text(maxLength=0), [""], [("a", "must have at most 0 characters, has 1")]),
    (number(minimum=1), [1, 1.0, 2], [(0.5, "must be at least 1, is 0.5")]),
    (number(maximum=1), [1, 0], [(1.5, "must be at most 1, is 1.5")]),
    (number(minimum=0), [0], [(-1, "must be at least 0, is -1")]),
    (number(minimum=1, exclusiveMinimum=True), [1.5], [(1, "must be more than 1, is 1")]),
    (number(maximum=1, exclusiveMaximum=True), [0.5], [(1, "must be less than 1, is 1")]),
    (number(minimum=1, exclusiveMaximum=True), [1], []),
    (number(multipleOf=0.1), [0.3, 1, 0], [(0.25, "must be a multiple of 0.1, is 0.25")]),
    (number(multipleOf=3), [-3, 6.0], [(4, "must be a multiple of 3, is 4")]),
    (text(pattern="^a+$"), ["a", "aa"], [("b", 'must match ^a+$, is "b"'), ("a\n", 'must match ^a+$, is "a\\n"')]),
    (text(pattern="b"), ["abc"], [("a", 'must match b, is "a"')]),
    (text(pattern=r"\pL"), ["a", "1"], []),
    (array(uniqueItems=True), [[1, 2], [1, True], [{"a": 1}, {"a": 2}]], [([1, 2, 1], "[2]: must not be listed twice: 1 is item 0 too")]),
    (array(uniqueItems=False), [[1, 1]], []),
    (text(minLength=None, enum=[]), ["a"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    BOUNDS,
    ids=[str({k: v for k, v in row[0].items() if k not in ("type", "items", "properties")}) for row in BOUNDS],
)
def test_a_keyword_bounds_values(row: Any) -> None:
    schema, fits, wrong = row
    assert [value for value in fits if findings(schema, value)] == []
    assert [(value, *findings(schema, value)) for value, _ in wrong] == wrong


UNBOUND = {"minLength": 2, "maxLength": 0, "minItems": 2, "maxItems": 0, "minProperties": 2, "minimum": 5, "multipleOf": 7, "pattern": "^x$", "uniqueItems": True}  # fmt: skip


@pytest.mark.parametrize("value", [True, None], ids=str)
def test_a_keyword_looks_only_at_values_of_its_type(value: Json) -> None:
    anything = {"x-kubernetes-preserve-unknown-fields": True, "nullable": True, **UNBOUND}
    assert findings({"type": "object", "properties": {"a": anything}}, {"a": value}) == []


ENUMS: list[tuple[list[Json], Json, list[str]]] = [
    (["a", "b"], "a", []),
    (["Always", "Never"], "never", ['must be one of "Always", "Never", is "never" (did you mean Never?)']),
    (["Always"], "Allways", ['must be "Always", is "Allways" (did you mean Always?)']),
    (["Always"], "ALWAYS", ['must be "Always", is "ALWAYS" (did you mean Always?)']),
    (["Always"], "x", ['must be "Always", is "x"']),
    (list("abcdefghijklmnop"), "x", ['must be one of "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l" and 4 more, is "x"']),
    (list("abcdefghijkl"), "x", ['must be one of "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", is "x"']),
]  # fmt: skip


@pytest.mark.parametrize(("allowed", "value", "said"), ENUMS)
def test_an_enum(allowed: list[Json], value: Json, said: list[str]) -> None:
    assert findings(text(enum=allowed), value) == said
    assert findings(text(enum=allowed), value, custom=False) == said
    assert findings(text(enum=allowed), "", custom=False) == [], "empty is absence to Go"


RULES: list[tuple[str, SCHEMA, Json]] = [
    ("type", STRING, 1),
    ("enum", text(enum=["a"]), "b"),
    ("bounds", text(minLength=2), "a"),
    ("bounds", number(minimum=2), 1),
    ("bounds", number(multipleOf=2), 1),
    ("bounds", {"type": "integer", "format": "int32"}, 2**31),
    ("pattern", text(pattern="a"), "b"),
    ("format", text(format="date"), "b"),
    ("unique", array(uniqueItems=True), [1, 1]),
    ("combination", number(anyOf=[{"minimum": 2}]), 1),
    ("combination", number(oneOf=[{"minimum": 2}]), 1),
    ("combination", number(oneOf=[{"minimum": 1}, {"minimum": 0}]), 1),
    ("combination", number(**{"not": {"minimum": 1}}), 1),
    ("required", {**fields(a=STRING), "required": ["a"]}, {}),
    ("unknown", fields(a=STRING), {"b": 1}),
]


@pytest.mark.parametrize(("rule", "schema", "value"), RULES)
def test_a_finding_names_its_rule(rule: str, schema: SCHEMA, value: Json) -> None:
    found = Checker(resolve, custom=True).node(schema)(value)
    assert [each.rule for each in found or ()] == [rule]


def test_a_list_type_is_unique_by_its_keys() -> None:
    item = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    keyed = {"type": "array", "items": item, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["a", "b"]}
    as_set = {"type": "array", "items": INTEGER, "x-kubernetes-list-type": "set"}
    assert findings(keyed, [{"a": 1}, {"a": 1, "b": 1}, {"a": 2}]) == []
    assert findings(keyed, [{"a": 1, "c": 1}, {"a": 1, "c": 2}]) == [
        '[1]: must not be listed twice: {"a": 1} is item 0 too'
    ]
    assert findings(as_set, [1, 2, 3, 2, 2]) == [f"[{at}]: must not be listed twice: 2 is item 1 too" for at in (3, 4)]
    assert findings({**as_set, "x-kubernetes-list-type": "atomic"}, [1, 1]) == []
    assert findings(as_set, [1, 1], fragment=True) == [], "a patch may hold a directive and an item"
    assert findings(as_set, [1, 1], custom=False) == []


SMALL, LARGE = {"maximum": 1}, {"minimum": 10}
JUNCTORS: list[tuple[str, SCHEMA, Json, list[str]]] = [
    ("all fit", {"allOf": [{"minimum": 1}, {"maximum": 2}]}, 2, []),
    ("one of all does not", {"allOf": [{"minimum": 1}, {"maximum": 2}]}, 3, ["must be at most 2, is 3"]),
    ("any fits", {"anyOf": [SMALL, LARGE]}, 10, []),
    ("none of any", {"anyOf": [SMALL, LARGE]}, 5, ["must fit at least one of its schemas (anyOf): must be at most 1, is 5; or must be at least 10, is 5"]),
    ("one fits", {"oneOf": [SMALL, LARGE]}, 0, []),
    ("none of one", {"oneOf": [SMALL, LARGE]}, 5, ["must fit one of its schemas (oneOf): must be at most 1, is 5; or must be at least 10, is 5"]),
    ("two of one", {"oneOf": [SMALL, {"maximum": 2}]}, 0, ["must fit exactly one of its schemas (oneOf), fits 2"]),
    ("not", {"not": LARGE}, 5, []),
    ("what is not to fit", {"not": LARGE}, 10, ["must not fit the schema that it excludes (not)"]),
    ("the same reason once", {"anyOf": [SMALL, SMALL]}, 5, ["must fit at least one of its schemas (anyOf): must be at most 1, is 5"]),
    ("in one another", {"allOf": [{"anyOf": [SMALL, LARGE]}]}, 5, ["must fit at least one of its schemas (anyOf): must be at most 1, is 5; or must be at least 10, is 5"]),
]  # fmt: skip


@pytest.mark.parametrize(("junctors", "value", "said"), [row[1:] for row in JUNCTORS], ids=[row[0] for row in JUNCTORS])
def test_schemas_are_joined(junctors: SCHEMA, value: Json, said: list[str]) -> None:
    assert findings({"type": "integer", **junctors}, value) == said


BRANCHES: list[tuple[str, SCHEMA, Json, list[str]]] = [
    ("a field", {"properties": {"a": {"enum": ["x"]}}}, {"a": "y"}, ['a: must be "x", is "y"']),
    ("a field that is required", {"required": ["b"]}, {"a": "y"}, ["b: is required"]),
    ("a field that is null", {"required": ["a"]}, {"a": "y"}, []),
    ("fields that it does not name", {"properties": {"b": {"enum": ["x"]}}}, {"a": "y"}, []),
    ("other fields", {"additionalProperties": {"enum": ["x"]}}, {"a": "y"}, ['a: must be "x", is "y"']),
    ("a field without a schema", {"properties": {"a": None}}, {"a": "y"}, []),
]


@pytest.mark.parametrize(("branch", "value", "said"), [row[1:] for row in BRANCHES], ids=[row[0] for row in BRANCHES])
def test_a_branch_narrows_and_names_nothing(branch: SCHEMA, value: Json, said: list[str]) -> None:
    assert findings({**fields(a=STRING, b=STRING), "allOf": [branch]}, value) == said


def test_a_branch_that_finds_nothing_fits() -> None:
    anything = {"x-kubernetes-preserve-unknown-fields": True}
    items_, unique = {"items": {"minimum": 2}}, {"uniqueItems": True}
    for value in ([], [2, 3], "ab", 5, {}):
        schema = {
            "type": "object",
            "properties": {"a": {**anything, "anyOf": [items_], "allOf": [{"anyOf": [unique]}]}},
        }
        assert findings(schema, {"a": value}) == []


def test_a_branch_takes_no_null_that_its_enum_lacks() -> None:
    schema = {**fields(a={**STRING, "nullable": True}), "allOf": [{"properties": {"a": {"enum": ["x"]}}}]}
    assert findings(schema, {"a": None}) == ['a: must be "x", is null']


def test_a_branch_may_name_a_type() -> None:
    either = {
        "x-kubernetes-preserve-unknown-fields": True,
        "anyOf": [{"type": "string"}, {"type": "integer", "minimum": 5}],
    }
    assert [findings({"type": "object", "additionalProperties": either}, {"a": value}) for value in ("x", 5)] == [
        [],
        [],
    ]
    assert findings(either, 1) == [
        "must fit at least one of its schemas (anyOf): must be a string, is the number 1; or must be at least 5, is 1"
    ]
    assert findings(either, {}) == [
        "must fit at least one of its schemas (anyOf): must be a string, is a map; or must be an integer, is a map"
    ]


@pytest.mark.parametrize("kind", ["object", "array", "string", "number", "boolean", "integer"])
def test_a_branch_of_a_type_takes_only_that(kind: str) -> None:
    values = {"object": {"a": 1}, "array": [1], "string": "x", "number": 1.5, "boolean": True, "integer": 1}
    either = {"x-kubernetes-preserve-unknown-fields": True, "anyOf": [{"type": kind}]}
    fits = {each for each, value in values.items() if not findings(either, value)}
    assert fits == ({"number", "integer"} if kind == "number" else {kind})


def test_a_branch_narrows_items() -> None:
    branch = {"type": "array", "items": {"minimum": 2}}
    schema = {"type": "array", "items": INTEGER, "allOf": [branch]}
    assert findings(schema, [1, 2, 0]) == ["[0]: must be at least 2, is 1", "[2]: must be at least 2, is 0"]
    assert findings(schema, [2, 3]) == []
    assert findings({**schema, "allOf": [{"minItems": 3}]}, [1]) == ["must have at least 3 items, has 1"]
    assert findings(schema, "x") == ['must be a list, is the string "x"'], "of a wrong type nothing else is said"


OBJECTS: list[tuple[str, SCHEMA, Json, list[str], list[str]]] = [
    ("an unknown field", fields(a=STRING), {"b": 1}, ["b: unknown field"], ["b: unknown field"]),
    ("a wrong field", fields(a=STRING), {"a": {}}, ["a: must be a string, is a map"], ["a: must be a string, is a map"]),
    ("null", fields(a=STRING), {"a": None}, ["a: must be a string, is null"], []),
    ("a field that must be there", {**fields(a=STRING), "required": ["a"]}, {}, ["a: is required"], ["a: is required"]),
    ("one that is null", {**fields(a={**STRING, "nullable": True}), "required": ["a"]}, {"a": None}, [], ["a: is required"]),
    ("fields that are kept", {**fields(a=STRING), "x-kubernetes-preserve-unknown-fields": True}, {"b": 1, "a": 1}, ["a: must be a string, is the number 1 (put it in quotes)"], []),
    ("a map's values", {"type": "object", "additionalProperties": STRING}, {"a": "", "b": 1}, ["b: must be a string, is the number 1 (put it in quotes)"], ["b: must be a string, is the number 1 (put it in quotes)"]),
    ("a map's null", {"type": "object", "additionalProperties": STRING}, {"a": None}, ["a: must be a string, is null"], []),
    ("a map that is a list", {"type": "object", "additionalProperties": STRING}, [], ["must be a map, is a list (remove the dash)"], ["must be a map, is a list (remove the dash)"]),
    ("a list's items", {"type": "array", "items": STRING}, ["", 1], ["[1]: must be a string, is the number 1 (put it in quotes)"], ["[1]: must be a string, is the number 1 (put it in quotes)"]),
    ("a null item", {"type": "array", "items": STRING}, [None], ["[0]: must be a string, is null"], []),
    ("a null item with what is required", {"type": "array", "items": {"$ref": "Needs"}}, [None], ["[0]: must be a map, is null"], ["[0].a: is required"]),
    ("fields and other values", {**fields(a=STRING), "additionalProperties": INTEGER}, {"a": "", "b": 1, "c": ""}, ['c: must be an integer, is the string ""'], ['c: must be an integer, is the string ""']),
    ("fields and any values", {**fields(a=STRING), "additionalProperties": True}, {"a": "", "b": {"c": 1}}, [], []),
    ("fields and no values", {**fields(a=STRING), "additionalProperties": False}, {"b": 1}, ["b: unknown field"], ["b: unknown field"]),
    ("a field of any type", fields(a={}), {"a": 1}, [], []),
    ("a field whose schema is null", {"type": "object", "properties": {"a": None}}, {"a": 1}, [], []),
    ("values without a type", {"additionalProperties": STRING}, {"a": 1}, ["a: must be a string, is the number 1 (put it in quotes)"], []),
    ("null where values are", {"type": "object", "additionalProperties": STRING}, None, ["must be a map, is null"], []),
    ("null among integers", {"type": "object", "additionalProperties": INTEGER}, {"a": None}, ["a: must be an integer, is null"], []),
    ("null among listed integers", {"type": "array", "items": INTEGER}, [None], ["[0]: must be an integer, is null"], []),
    ("a list of anything", {"type": "array"}, [None, 1, {"a": 1}], [], []),
    ("nothing described", {}, {"a": 1}, ["a: unknown field"], []),
    ("fields without a type", {"properties": {"a": STRING}}, {"b": 1}, ["b: unknown field"], ["b: unknown field"]),
    ("text where fields without a type are", {"properties": {"a": STRING}}, "x", [], ['must be a map, is the string "x"']),
    ("text where values without a type are", {"additionalProperties": STRING}, "x", [], []),
    ("text where fields are that may be null", {**fields(a=STRING), "nullable": True}, "x", ['must be a map, is the string "x"'], ['must be a map, is the string "x"']),
    ("null where fields are that may be null", {**fields(a=STRING), "nullable": True}, None, [], []),
    ("a tree", {"$ref": "Tree"}, {"below": [{"below": [{"name": 1}]}]}, ["below[0].below[0].name: must be a string, is the number 1 (put it in quotes)"], ["below[0].below[0].name: must be a string, is the number 1 (put it in quotes)"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "value", "custom", "go"), [row[1:] for row in OBJECTS], ids=[row[0] for row in OBJECTS]
)
def test_an_object_is_held_to_its_fields(schema: SCHEMA, value: Json, custom: list[str], go: list[str]) -> None:
    assert findings(schema, value) == custom
    assert findings(schema, value, custom=False) == go


def test_a_list_that_keeps_unknown_fields_keeps_those_of_its_items() -> None:
    kept = {"type": "array", "items": fields(a=fields(a=STRING)), "x-kubernetes-preserve-unknown-fields": True}
    of_lists = {**kept, "items": {"type": "array", "items": fields(a=STRING)}}
    assert findings(kept, [{"b": 1}, {"a": {"b": 1}}]) == ["[1].a.b: unknown field"]
    assert findings(of_lists, [[{"b": 1}]]) == []
    assert findings({**of_lists, "x-kubernetes-preserve-unknown-fields": None}, [[{"b": 1}]]) == [
        "[0][0].b: unknown field"
    ]


def test_of_a_wrong_field_and_a_wrong_object_both_are_reported() -> None:
    assert findings({**fields(a=STRING), "minProperties": 2}, {"a": {}}) == [
        "a: must be a string, is a map",
        "must have at least 2 fields, has 1",
    ]
    assert findings({**fields(a=STRING), "minProperties": 2, "maxProperties": 0, "nullable": True}, {"a": ""}) == [
        "must have at least 2 fields, has 1",
        "must have at most 0 fields, has 1",
    ]


@pytest.mark.parametrize(("form", "fits", "said"), [("int-or-string", 1, "an integer or a string"), ("quantity", "1Gi", "a quantity such as 500m or 1Gi")])  # fmt: skip
def test_a_format_of_go_needs_no_type(form: str, fits: Json, said: str) -> None:
    assert findings({"format": form}, fits, custom=False) == []
    assert findings({"format": form}, [], custom=False) == [f"must be {said}, is a list"]


def test_a_resource_is_a_map() -> None:
    assert [str(each) for each in Checker(resolve, custom=True).resource({"properties": {}})("x") or ()] == [
        'must be a map, is the string "x"'
    ]


def test_a_fragment_may_lack_fields_and_hold_directives() -> None:
    schema = {**fields(a=STRING), "required": ["a"]}
    assert findings(schema, {"$patch": "delete"}, fragment=True) == []
    assert findings(schema, {"$patch": "delete"}) == ["$patch: unknown field", "a: is required"]
    assert findings(schema, {"b": 1}, fragment=True) == ["b: unknown field"]
    assert findings(schema, {"a": None}, fragment=True) == []
    assert findings(schema, {"a": "", "b": 1}, open_=True) == []


def test_what_go_reads_of_several_types_is_held_to_the_one_that_it_is() -> None:
    either = {"oneOf": [{"type": "boolean"}, {"type": "object", "properties": {"a": STRING}}, array(), STRING]}
    assert [findings(either, value, custom=False) for value in (True, {"a": ""}, [1], "x", None)] == [[]] * 5
    assert findings(either, {"a": 1}, custom=False) == ["a: must be a string, is the number 1 (put it in quotes)"]
    assert findings(either, 1, custom=False) == [
        "must be true or false or a map or a list or a string, is the number 1"
    ]
    assert findings({"description": "anything"}, 1, custom=False) == []


def test_embedded_objects_have_metadata_and_must_name_themselves() -> None:
    embedded = {"type": "object", "x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True}
    assert findings(embedded, {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": 1}) == []
    assert findings(embedded, {"kind": 1}) == [
        "kind: must be a string, is the number 1 (put it in quotes)",
        "apiVersion: is required",
    ]
    assert findings(embedded, {"apiVersion": "v1", "kind": "Pod", "metadata": []}) == [
        "metadata: must be a map, is a list (remove the dash)"
    ]


def test_the_values_of_an_embedded_object_are_not_its_metadata() -> None:
    embedded = {"type": "object", "x-kubernetes-embedded-resource": True, "additionalProperties": STRING}
    value = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "a": "", "b": 1}
    assert findings(embedded, value) == ["b: must be a string, is the number 1 (put it in quotes)"]


def test_who_asks_may_judge_metadata() -> None:
    checker = Checker(resolve, custom=True, metadata=lambda _: [Finding(("name",), "format", "no")])
    assert [str(each) for each in checker.resource({"type": "object"})({"metadata": {}}) or ()] == ["metadata.name: no"]


def test_a_definition_is_compiled_once() -> None:
    resolved: list[str] = []

    def listed(name: str) -> SCHEMA:
        resolved.append(name)
        return resolve(name)

    checker = Checker(listed)
    assert checker.definition("Tree") is checker.definition("Tree")
    assert resolved == ["Tree"]


def test_a_resource_need_not_describe_its_metadata() -> None:
    check = Checker(resolve, custom=True).resource({**fields(spec=fields(a=STRING)), "required": ["spec"]})
    assert check({"apiVersion": "a/v1", "kind": "A", "metadata": {"x": 1}, "spec": {}}) is None
    assert [str(each) for each in check({"apiVersion": 1, "metadata": "x"}) or ()] == [
        "apiVersion: must be a string, is the number 1",
        'metadata: must be a map, is the string "x"',
        "spec: is required",
    ]
    named = Checker(resolve, custom=True).resource(fields(metadata=fields(name=text(maxLength=1))))
    assert [str(each) for each in named({"metadata": {"name": "ab", "labels": {}}}) or ()] == [
        "metadata.name: must have at most 1 character, has 2"
    ]


# Patterns are Go's.

GO_PATTERNS: list[tuple[str, list[str], list[str]]] = [
    ("^a$", ["a"], ["a\n", "ba"]),
    (r"a\z", ["ba"], ["a\n"]),
    (r"\Aa", ["ab"], ["ba"]),
    ("[[:alpha:]]+$", ["aZ"], ["1"]),
    ("^[[:digit:]x]$", ["1", "x"], ["a"]),
    ("^[^[:space:]]$", ["a"], [" "]),
    (r"^\Q.*\E$", [".*"], ["ab"]),
    (r"^\Qa.", ["a."], ["ab"]),
    (r"^\x{61}$", ["a"], ["b"]),
    (r"^[\x{61}-c]$", ["a", "c"], ["d"]),
    ("^[]a]$", ["]", "a"], ["["]),
    ("^[^]a]$", ["b"], ["]", "a"]),
    ("^[[a]$", ["[", "a"], ["]"]),
    (r"^\w$", ["a"], ["é"]),
    (r"^\d$", ["1"], ["٥"]),
    ("^.$", ["é"], ["\n"]),
    (r"^\.$", ["."], ["a"]),
    ("^[a\n]$", ["a", "\n"], ["n"]),
    (r"^[\x{61}]$", ["a"], ["\x10", "x"]),
    (r"^\s$", [" ", "\f"], ["\v"]),
    (r"^\S$", ["\v"], [" "]),
    (r"^[\s]$", [" "], ["\v", "-"]),
    (r"^[^\S]$", [" "], ["\v"]),
    (r"^[\s-a]$", [" ", "-", "a"], ["A", "\x10"]),
    ("^[[:space:]-a]$", [" ", "-", "a"], ["A"]),
    ("^a{,3}$", ["a{,3}"], ["aa"]),
    ("^a{01}$", ["a{01}"], ["a"]),
    ("^a{1$", ["a{1"], ["a"]),
    (r"^\101\12\0$", ["A\n\0"], ["a\n\0"]),
    (r"^[\101-C]$", ["B"], ["0", "-"]),
    (r"^\_\-\ $", ["_- "], ["_-"]),
    ("^[a||b]$", ["a", "|"], ["c"]),
    ("(?i-s:^.$)", ["a"], ["\n"]),
]


@pytest.mark.parametrize(("pattern", "fits", "wrong"), GO_PATTERNS, ids=[row[0] for row in GO_PATTERNS])
def test_a_pattern_is_read_as_go_reads_it(pattern: str, fits: list[str], wrong: list[str]) -> None:
    expression = compiled(pattern)
    assert expression is not None
    assert [each for each in fits if not expression.search(each)] == []
    assert [each for each in wrong if expression.search(each)] == []
    assert malformed(pattern) == ""


@pytest.mark.parametrize("pattern", [r"\pL", r"\PL", r"\C", "(?U)a", "(?m)^a", r"[\pL]", "[[:nothing:]]", "[[:^alpha:]]", "(a", "(?=a)", r"\1(a)", r"a\Z", "(?x)a", "(?a)a", "(?#a)", "(?<n>a)", r"\u0061", r"\ä", r"[\b]", r"[\A]", "a*+", "a{2}+", r"\x{110000}"])  # fmt: skip
def test_a_pattern_that_python_cannot_be_trusted_with_is_not_tried(pattern: str) -> None:
    assert compiled(pattern) is None


@pytest.mark.parametrize(("pattern", "wrong"), [("(a", True), ("a)", True), ("[a", True), ("*", True), ("a{2,1}", True), ("(?P<a", False), ("^*", False), (r"\pL", False), (r"[\pL]", False), ("[[:x:]]", False), (r"\1", False), ("[a--b]", False), (r"\b*", False), (r"(\A)+", False), (r"\z{2}", False), ("a", False)])  # fmt: skip
def test_a_pattern_is_malformed_where_both_say_so(pattern: str, wrong: bool) -> None:
    assert bool(malformed(pattern)) == wrong


# A field that is in the wrong place.

POD = fields(
    spec=fields(containers={"type": "array", "items": fields(image=STRING, imagePullPolicy=STRING)}, hostNetwork={"type": "boolean"}),
    metadata=fields(name=STRING, labels={"type": "object", "additionalProperties": STRING}),
)  # fmt: skip
NEAR: list[tuple[str, tuple[Any, ...], str]] = [
    ("hostNetwrk", ("spec",), "did you mean hostNetwork?"),
    ("hostnetwork", ("spec",), "did you mean hostNetwork?"),
    ("HOSTNETWORK", ("spec",), "did you mean hostNetwork?"),
    ("image_pull-policy", ("spec", "containers", 0), "did you mean imagePullPolicy?"),
    ("hostNetwork", ("spec", "containers", 1), "it is a field of spec: check the indentation"),
    ("spec", ("spec", "containers", 1), "it is a field of the object itself: check the indentation"),
    ("name", (), "it is a field of metadata: check the indentation"),
    ("hostNet", ("spec",), "did you mean hostNetwork?"),
    ("xyz", ("spec",), ""),
    ("x", ("metadata", "labels"), ""),
]


@pytest.mark.parametrize(("name", "path", "hint"), NEAR, ids=[row[0] for row in NEAR])
def test_a_field_that_is_not_there_mostly_has_one_near(name: str, path: tuple[Any, ...], hint: str) -> None:
    assert nearest(name, along(POD, path, resolve), resolve) == hint


SPELLED = fields(aBC=STRING, longName=STRING)


@pytest.mark.parametrize(("name", "hint"), [("a_b_c", "did you mean aBC?"), ("a-b-c", "did you mean aBC?"), ("a_b-c", "did you mean aBC?"), ("a.b.c", "")])  # fmt: skip
def test_a_field_may_be_written_as_other_languages_do(name: str, hint: str) -> None:
    assert nearest(name, along(SPELLED, (), resolve), resolve) == hint


def test_a_field_of_a_field_of_the_last_holder_is_named() -> None:
    schema = fields(a=fields(b=fields(name=STRING), c=None))
    assert nearest("name", along(schema, ("a",), resolve), resolve) == "it is a field of a.b: check the indentation"


def test_of_several_holders_the_one_that_is_nearest_is_named() -> None:
    inner = fields(b=fields(c=STRING), name=STRING)
    schema = fields(a=inner, name=STRING)
    assert nearest("name", along(schema, ("a", "b"), resolve), resolve) == "it is a field of a: check the indentation"


def test_the_way_to_a_value_is_followed_as_far_as_it_is_known() -> None:
    assert [stop.path for stop in along(POD, ("spec", "containers", 0, "image"), resolve)] == [
        (),
        ("spec",),
        ("spec", "containers"),
        ("spec", "containers", 0),
        ("spec", "containers", 0, "image"),
    ]
    assert [stop.path for stop in along(POD, ("spec", "other", "x"), resolve)] == [(), ("spec",)]
    assert [stop.path for stop in along(POD, ("spec", "other", "hostNetwork"), resolve)] == [(), ("spec",)]
    assert [stop.path for stop in along(POD, ("metadata", "labels"), resolve)] == [
        (),
        ("metadata",),
        ("metadata", "labels"),
    ]
    assert [stop.schema for stop in along(fields(a=None), ("a", "b"), resolve)][1:] == [{}]  # type: ignore[arg-type]
    tree = along({"$ref": "Tree"}, ("below", 1), resolve)
    assert [(stop.definition, stop.path) for stop in tree] == [("Tree", ()), ("", ("below",)), ("Tree", ("below", 1))]


def test_one_of_several_is_followed_by_what_the_value_is() -> None:
    choice = fields(a={"oneOf": [{"type": "array", "items": STRING}, fields(b=STRING)]})
    assert [stop.schema.get("type") for stop in along(choice, ("a", 0), resolve)] == ["object", None, "array", "string"]
    assert [stop.schema.get("type") for stop in along(choice, ("a", "b"), resolve)] == [
        "object",
        None,
        "object",
        "string",
    ]


def test_the_first_of_several_that_it_may_be_is_followed_at_its_place() -> None:
    choice = {"oneOf": [fields(b=STRING), fields(c=STRING)]}
    stops = along(fields(a=fields(x=choice)), ("a", "x", "b"), resolve)
    assert [stop.path for stop in stops] == [(), ("a",), ("a", "x"), ("a", "x"), ("a", "x", "b")]
    assert [stop.path for stop in along(fields(a=fields(x=choice)), ("a", "x", "c"), resolve)][-1] == ("a", "x")


def test_a_value_in_a_few_words() -> None:
    values = [{}, [], None, True, False, 1, 1.5, "a"]
    words = ["a map", "a list", "null", "true", "false", "the number 1", "the number 1.5", 'the string "a"']
    assert list(map(described, values)) == words
    assert shortened("x" * 58) == f'"{"x" * 58}"'
    assert shortened("x" * 59) == f'"{"x" * 58}…'
    assert shortened({"é": [1]}) == '{"é": [1]}'
    assert shortened(1 + 2j) == '"(1+2j)"', "what is no JSON is said as Python says it"
