"""The same verdicts as jsonschema, an independent validator, on the same schemas."""

from __future__ import annotations

import json
import os
import random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kconv.catalog import latest, schemas
from kconv.names import GroupVersion, Release
from kconv.validation.checker import Checker
from tests.golden.vectors import HERE, _lines
from tests.validate import translated
from tests.validate.mutate import VALUES, mutated

SEED = int(os.environ.get("KCONV_SEED", "1"))
ROUNDS = int(os.environ.get("KCONV_ROUNDS", "1"))


@pytest.mark.full
@pytest.mark.parametrize("release", [Release(16), Release(25), latest()], ids=str)
def test_builtin_kinds_have_jsonschemas_verdicts(release: Release) -> None:
    definitions, chance = translated.of_release(release), random.Random(SEED)
    checker = Checker(lambda name: schemas.definition(name, release))
    judged = {"right": 0, "wrong": 0}
    for vector in _lines(HERE):
        source = vector["source"]
        name = schemas.of(GroupVersion.parse(source["apiVersion"]).kind(source["kind"]), release)
        if name is None:
            continue
        judge = translated.validator(name, definitions)
        for _ in range(ROUNDS):
            obj, what = mutated(source, chance)
            found, theirs = checker.definition(name)(obj), judge.is_valid(obj)
            judged["right" if theirs else "wrong"] += 1
            assert (not found) == theirs, f"seed {SEED}: {what}: kconv {found}, jsonschema {theirs}: {json.dumps(obj)}"
    assert min(judged.values()) > 50, judged


NODES: list[dict[str, Any]] = [
    *({"type": kind} for kind in ("string", "integer", "number", "boolean")),
    *({"type": kind, "nullable": True} for kind in ("string", "integer", "object", "boolean")),
    {"type": "integer", "format": "int32"},
    {"type": "integer", "minimum": 1, "maximum": 80},
    {"type": "number", "minimum": 1, "exclusiveMinimum": True},
    {"type": "number", "multipleOf": 0.5},
    {"type": "integer", "multipleOf": 40},
    {"type": "string", "minLength": 1, "maxLength": 3},
    {"type": "string", "pattern": "^[a-z]+$"},
    {"type": "string", "enum": ["80", "word"]},
    *({"type": "string", "format": name} for name in ("date", "date-time", "byte", "duration", "uri", "ipv4", "odd")),
    {"x-kubernetes-int-or-string": True},
    {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {"type": "string"}], "pattern": "^[0-9]+$"},
    {"type": "array", "items": {"type": "string"}},
    {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 1},
    {"type": "array", "items": {"type": "string", "nullable": True}},
    {"type": "object", "additionalProperties": {"type": "string"}},
    {"type": "object", "additionalProperties": {"type": "integer"}, "maxProperties": 1},
    {"type": "object", "additionalProperties": {"type": "string", "nullable": True}},
    {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
    {"x-kubernetes-preserve-unknown-fields": True},
    {"type": "object", "properties": {"a": {"type": "string"}}},
    {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["b"]},
    {"type": "object", "properties": {"a": {"type": "integer"}}, "x-kubernetes-preserve-unknown-fields": True},
    {"type": "string", "oneOf": [{"pattern": "^[0-9]+$"}, {"minLength": 3}]},
    {"type": "string", "anyOf": [{"enum": ["word"]}, {"pattern": "^1"}]},
    {"type": "string", "not": {"enum": ["word", ""]}},
    {"type": "string", "allOf": [{"minLength": 2}, {"pattern": "0"}]},
    {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
    },
    {"type": "object", "properties": {"a": {"type": "string"}}, "not": {"properties": {"a": {"enum": ["b"]}}}},
]


@pytest.mark.parametrize("node", NODES, ids=json.dumps)
def test_custom_resources_have_jsonschemas_verdicts(node: dict[str, Any]) -> None:
    check = Checker(lambda name: schemas.definition(name, latest()), custom=True).node(node)
    judge = Draft202012Validator(translated.custom(node), format_checker=translated.CUSTOM_FORMATS)
    values = [*VALUES, 2, 40, -2, 0.5, "1", "0123", {"a": "b", "b": "c"}, {"b": "c"}, ["a", "b"], [[]], [{}]]
    differ = [value for value in values if (not check(value)) != judge.is_valid(value)]
    assert differ == []
