"""What a schema may not say, beyond what Kubernetes' own answers cover."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from kconv.paths import show
from kconv.structural.check import check
from kconv.structural.pattern import refused
from kconv.structural.vocabulary import nodes


class Refused(NamedTuple):
    name: str
    schema: Any
    path: str
    message: str


OBJECT = {"type": "object"}
REFUSED = [
    Refused("not a schema", [], "", "must be a schema object"),
    Refused("type is a list", {"type": ["string", "null"]}, "type", "must be a string"),
    Refused("a bound is text", {**OBJECT, "properties": {"a": {"minimum": "1"}}}, "properties.a.minimum", "must be a number"),
    Refused("a flag is text", {**OBJECT, "nullable": "true"}, "nullable", "must be true or false"),
    Refused("a length is a fraction", {"maxLength": 1.5}, "maxLength", "must be an integer"),
    Refused("properties is a list", {"properties": []}, "properties", "must be an object"),
    Refused("a property is a text", {"properties": {"a": "x"}}, "properties.a", "must be a schema object"),
    Refused("required is a flag", {"properties": {"a": {"required": True}}}, "properties.a.required", "must be a list of strings"),
    Refused("anyOf is an object", {"anyOf": {}}, "anyOf", "must be a list"),
    Refused("lookahead in a pattern", {**OBJECT, "properties": {"a": {"type": "string", "pattern": "a(?=b)"}}}, "properties.a.pattern", "lookaround"),
    Refused("default with unknown fields", {**OBJECT, "properties": {"a": {**OBJECT, "default": {"b": 1}}}}, "properties.a.default", "must not have unknown fields"),
    Refused("default of another type", {**OBJECT, "properties": {"a": {"type": "integer", "default": "1"}}}, "properties.a.default", "must be of type integer"),
    Refused("default not in enum", {**OBJECT, "properties": {"a": {"type": "string", "enum": ["x"], "default": "y"}}}, "properties.a.default", "enum"),
    Refused("default in metadata", {**OBJECT, "properties": {"metadata": {**OBJECT, "properties": {"name": {"type": "string", "default": "x"}}}}}, "properties.metadata.properties.name.default", "must not be set in top-level metadata"),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_refused(case: Refused) -> None:
    found = [(show(violation.path), violation.message) for violation in check(case.schema)]
    assert any(path == case.path and case.message in message for path, message in found), found


def test_bottomless_nesting_is_refused_and_not_followed() -> None:
    schema: dict[str, Any] = {}
    for _ in range(50_000):
        schema = {"type": "object", "properties": {"a": schema}}
    assert "nested deeper" in check(schema)[0].message


def test_a_null_reads_as_absence() -> None:
    assert check({"type": "object", "properties": None, "not": None, "default": None, "items": None}) == []


@pytest.mark.parametrize(
    "pattern", [r"^[a-z(?=]+$", r"\pL+\z", r"\Q(?=\E", r"a{1,1000}", r"[\1]", r"(?i)x", r"\101\12"]
)
def test_a_pattern_of_go_is_accepted(pattern: str) -> None:
    assert refused(pattern) == ""


@pytest.mark.parametrize("pattern", [r"(a)\1", r"\8", r"(?<!x)y", r"a{1001}", r"a{1,1001}", r"(?>a)"])
def test_a_pattern_that_go_lacks_is_refused(pattern: str) -> None:
    assert refused(pattern)


def test_nodes_gives_structure_and_not_validations() -> None:
    schema = {
        "properties": {"a": {"items": {}}, "b": {"additionalProperties": {}}},
        "anyOf": [{"properties": {"c": {}}}],
    }
    paths = [show(path) for path, _ in nodes(schema)]
    assert paths == ["", "properties.a", "properties.a.items", "properties.b", "properties.b.additionalProperties"]
