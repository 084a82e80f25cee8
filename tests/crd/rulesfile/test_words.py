"""Each word of a file of rules is a rule of Python, with the same effect both ways."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
import yaml

import kconv.rules
from kconv.crd.rulesfile.document import schema
from kconv.crd.rulesfile.vocabulary import REFUSED, WORDS
from kconv.engine import convert_kind
from kconv.names import GroupVersion
from kconv.rules import Converts, Demands, Fills, Rule
from tests.crd.rulesfile.written import GROUP, cups, rules

Json = Any


class Case(NamedTuple):
    """A word, the schemas that it leads between, and an object's spec in both versions."""

    word: str
    name: str
    rules: str
    old: str
    new: str
    before: str
    after: str


CASES = [
    Case("move", "another place", "- move: {from: spec.keep, to: spec.a.count}", "keep: integer", "a: {count: integer}", "keep: 3", "a: {count: 3}"),
    Case("values", "other words", "- values: {path: spec.a, pairs: [{from: BIG, to: Big}, {from: SMALL, to: Small}]}", "a: string", "a: string", "a: BIG", "a: Big"),
    Case("values", "left out in the older", "- values: {path: spec.a, pairs: [{to: Never}]}", "a: string\nb: string", "a!: string\nb: string", "b: x", "b: x\na: Never"),
    Case("values", "left out in the newer", "- values: {path: spec.a, pairs: [{from: ''}]}", "a: string\nb: string", "a: string\nb: string", "a: ''\nb: x", "b: x"),
    Case("values", "null is not left out", "- values: {path: spec.a, pairs: [{from: null}]}", "a: {type: integer, nullable: true}\nb: string", "a: integer\nb: string", "a: null\nb: x", "b: x"),
    Case("at", "in items", "- at: {path: 'spec.a[]', rules: [{move: {from: b, to: c}}]}", "a: [{b: string}]", "a: [{c: string}]", "a: [{b: x}]", "a: [{c: x}]"),
    Case("at", "in a map's values", "- at: {path: 'spec.a{}', rules: [{move: {from: b, to: c}}]}", "a: {'{}': {b: string}}", "a: {'{}': {c: string}}", "a: {k: {b: x}}", "a: {k: {c: x}}"),
    Case("wrap", "a value in an object", "- wrap: {from: spec.a, to: spec.a.name}", "a: string", "a: {name!: string}", "a: x", "a: {name: x}"),
    Case("items", "items in objects", "- items: {from: spec.a, to: spec.a, field: name}", "a: [string]", "a: [{name!: string}]", "a: [x]", "a: [{name: x}]"),
    Case("keyed", "a map as a list", "- keyed: {from: spec.a, to: spec.a, key: name}", "a: {'{}': {b: string}}", "a: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items: {type: object, required: [name], properties: {name: {type: string}, b: {type: string}}}}", "a: {k: {b: x}}", "a: [{name: k, b: x}]"),
    Case("split", "a text in parts", "- split: {from: spec.a, format: '{spec.b}[:{spec.c}]'}", "a: string", "b: string\nc: string", "a: 'x:y'", "b: x\nc: y"),
    Case("turn", "seconds are a duration", "- turn: {from: spec.a, fromForm: seconds, to: spec.b, toForm: duration}", "a: integer", "b: string", "a: 90", "b: 1m30s"),
    Case("turn", "a duration is minutes", "- turn: {from: spec.a, fromForm: duration, to: spec.a, toForm: minutes}", "a: string", "a: integer", "a: 2m", "a: 2"),
    Case("turn", "an integer in a text", "- turn: {from: spec.a, fromForm: integer, to: spec.a, toForm: '{}Gi', minimum: 1, maximum: 9}", "a: integer", "a: string", "a: 5", "a: 5Gi"),
    Case("limit", "within", "- limit: {path: spec.a, schema: {minimum: 1, maximum: 9}}", "a: integer", "a: {type: integer, minimum: 1, maximum: 9}", "a: 5", "a: 5"),
    Case("limit", "outside", "- limit: {path: spec.a, schema: {minimum: 1}}", "a: integer\nb: string", "a: {type: integer, minimum: 1}\nb: string", "a: 0\nb: x", "b: x"),
    Case("limit", "the nearest bound", "- limit: {path: spec.a, schema: {maximum: 9}, nearest: true}", "a: integer", "a: {type: integer, maximum: 9}", "a: 12", "a: 9"),
    Case("limit", "a value instead", "- limit: {path: spec.a, schema: {enum: [p]}, instead: p}", "a: string", "a: {type: string, enum: [p]}", "a: q", "a: p"),
    Case("limit", "items that fit", "- limit: {path: spec.a, schema: {maxItems: 2, items: {enum: [p, q]}}, nearest: true}", "a: [string]", "a: {type: array, maxItems: 2, items: {type: string, enum: [p, q]}}", "a: [p, r, q, q]", "a: [p, q]"),
    Case("limit", "items by a field", "- limit: {path: spec.a, schema: {items: {properties: {t: {enum: [p]}}}}, nearest: true}", "a: [{t: string}]", "a: [{t: {type: string, enum: [p]}}]", "a: [{t: p}, {t: q}]", "a: [{t: p}]"),
    Case("limit", "the beginning of a text", "- limit: {path: spec.a, schema: {maxLength: 2, pattern: '^[a-z]+$'}, nearest: true}", "a: string", "a: {type: string, maxLength: 2, pattern: '^[a-z]+$'}", "a: xyz", "a: xy"),
    Case("limit", "nothing fits", "- limit: {path: spec.a, schema: {minProperties: 1}}", "a: {p: string}\nb: string", "a: {type: object, minProperties: 1, properties: {p: {type: string}}}\nb: string", "a: {}\nb: x", "b: x"),
    Case("limit", "an object by a field", "- limit: {path: spec.a, schema: {properties: {t: {enum: [p]}}}}", "a: {t: string}\nb: string", "a: {t: {type: string, enum: [p]}}\nb: string", "a: {t: q}\nb: x", "b: x"),
    Case("limit", "what is no object", "- limit: {path: spec.a, schema: {properties: {t: {enum: [p]}}}}", "a: {x-kubernetes-preserve-unknown-fields: true}\nb: string", "a: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {t: {type: string, enum: [p]}}}\nb: string", "a: 1\nb: x", "b: x"),
    Case("byType", "a flag", "- byType: {from: spec.a, to: [{type: boolean, path: spec.b}, {type: string, path: spec.s}]}", "a: {x-kubernetes-preserve-unknown-fields: true}", "b: boolean\ns: string", "a: false", "b: false"),
    Case("byType", "a number", "- byType: {from: spec.a, to: [{type: integer, path: spec.num}, {type: string, path: spec.s}]}", "a: {x-kubernetes-int-or-string: true}", "num: integer\ns: string", "a: 80", "num: 80"),
    Case("byType", "a text", "- byType: {from: spec.a, to: [{type: integer, path: spec.num}, {type: string, path: spec.s}]}", "a: {x-kubernetes-int-or-string: true}", "num: integer\ns: string", "a: http", "s: http"),
    Case("when", "one of some values", "- when: {path: spec.t, values: [S3], rules: [{move: {from: spec.u, to: spec.s3.u}}]}", "t: string\nu: string", "t: string\nu: string\ns3: {u: string}", "t: S3\nu: x", "t: S3\ns3: {u: x}"),
    Case("when", "there", "- when: {path: spec.t, operator: Exists, rules: [{move: {from: spec.u, to: spec.v}}]}", "t: string\nu: string", "t: string\nu: string\nv: string", "t: ''\nu: x", "t: ''\nv: x"),
    Case("when", "left out", "- when: {path: spec.t, operator: DoesNotExist, rules: [{move: {from: spec.u, to: spec.v}}]}", "t: string\nu: string", "t: string\nu: string\nv: string", "u: x", "v: x"),
    Case("implied", "a value that follows", "- implied: {path: spec.t, cases: [{path: spec.a, value: A}, {path: spec.b, values: [1, 2], value: B}]}", "a: string\nb: integer", "a: string\nb: integer\nt: string", "b: 2", "b: 2\nt: B"),
    Case("implied", "the same value", "- implied: {path: spec.t, cases: [{path: spec.a, sameValue: true}]}", "a: string", "a: string\nt: string", "a: x", "a: x\nt: x"),
    Case("cases", "a row", "- cases: {from: [spec.auto, spec.manual], to: [spec.mode], table: [{from: {spec.auto: true, spec.manual: true}, to: {spec.mode: Manual}}, {from: {spec.auto: true}, to: {spec.mode: Auto}}]}", "auto: boolean\nmanual: boolean", "mode: string", "auto: true", "mode: Auto"),
    Case("former", "a former way", "- former: {rules: [{move: {from: spec.a, to: spec.b}}]}", "a: string\nb: string", "b: string", "a: x", "b: x"),
    Case("inverse", "an object becomes a value", "- inverse: {rules: [{wrap: {from: spec.a, to: spec.a.name}}]}", "a: {name: string}", "a: string", "a: {name: x}", "a: x"),
    Case("lacks", "a field of a name that was another's", "- move: {from: spec.a, to: spec.b}\n- lacks: {paths: [spec.a]}", "a: string", "a: integer\nb: string", "a: x", "b: x"),
    Case("knowsOnly", "a value that is known", "- knowsOnly: {path: spec.a, values: [x], instead: x}", "a!: {type: string, enum: [x]}", "a!: {type: string, enum: [x, y]}", "a: x", "a: x"),
    Case("annotated", "in an annotation", "- annotated: {annotation: acme.io/num, to: spec.num, form: integer}", "a: string", "a: string\nnum: integer", "a: x", "a: x"),
    Case("kept", "gone and kept", "- kept: {path: spec.a, why: unused}", "a: string\nb: string", "b: string", "a: x\nb: y", "b: y"),
    Case("dropped", "gone", "- dropped: {path: spec.a, why: unused}", "a: string\nb: string", "b: string", "b: y", "b: y"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[f"{case.word}: {case.name}" for case in CASES])
def test_a_word_converts_there_and_back(case: Case, tmp_path: Path) -> None:
    resource = cups(tmp_path, case.rules, case.old, case.new)
    old = {"apiVersion": f"{GROUP}/v1alpha1", "kind": "Cup", "spec": yaml.safe_load(case.before)}
    new = convert(resource, old, "v1")
    assert new["spec"] == yaml.safe_load(case.after)
    assert convert(resource, new, "v1alpha1") == old


@pytest.mark.parametrize("case", CASES, ids=[f"{case.word}: {case.name}" for case in CASES])
def test_an_editor_accepts_what_the_reader_does(case: Case) -> None:
    jsonschema.validate(yaml.safe_load(rules(case.rules)), schema())


def test_every_word_has_a_case_here() -> None:
    assert {case.word for case in CASES} == {*WORDS}


def test_every_rule_has_a_word_or_is_refused_with_a_reason() -> None:
    exported = (getattr(kconv.rules, name) for name in kconv.rules.__all__)
    known = {each for each in exported if isinstance(each, type) and issubclass(each, Rule)}
    own = {each.__name__ for each in known - {Rule, Converts, Fills, Demands, kconv.rules.Gone}}
    assert own == {word.rule for word in WORDS.values()} | {*REFUSED}
    assert not {word.rule for word in WORDS.values()} & {*REFUSED}


@pytest.mark.parametrize("word", WORDS.items(), ids=[*WORDS])
def test_a_word_says_when_it_is_used_and_what_its_fields_are(word: tuple[str, Any]) -> None:
    assert word[1].says.endswith(".")
    assert all(field.says.endswith(".") for field in word[1].object.fields.values())


def test_an_annotation_holds_what_the_older_version_lacks(tmp_path: Path) -> None:
    rule = "- annotated: {annotation: acme.io/num, to: spec.num, form: integer}"
    resource = cups(tmp_path, rule, "a: string", "a: string\nnum: integer")
    new = {"apiVersion": f"{GROUP}/v1", "kind": "Cup", "metadata": {"name": "a"}, "spec": {"a": "x", "num": 2}}
    old = convert(resource, new, "v1alpha1")
    assert (old["metadata"]["annotations"], old["spec"]) == ({"acme.io/num": "2"}, {"a": "x"})
    assert convert(resource, old, "v1") == new


def convert(resource: Any, obj: Json, to: str) -> Json:
    return convert_kind(resource.kind, obj, GroupVersion.parse(f"{GROUP}/{to}"), defaults="none").object
