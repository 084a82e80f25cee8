"""Objects that are drawn are ones that the schema takes, small ones first."""

from __future__ import annotations

import json
import re
from typing import Any

import hypothesis
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kconv import kinds
from kconv.engine import Kind
from kconv.errors import UnknownKindError
from kconv.testing import strategies
from kconv.testing.cases import completed
from kconv.testing.draws import SeededDraw
from kconv.testing.shape import Shape, of_builtin, of_schemas
from kconv.testing.strategies.making import Maker, tree
from kconv.testing.strategies.words import FORMATS, scalars
from kconv.validation.custom_formats import CUSTOM
from tests.testing.custom import KIND, SCHEMAS
from tests.testing.odd import ODD, Odd

Json = Any
VERSION = "example.com/v1"
BUILTIN = [(kind, version) for kind in kinds.registered() for version in map(str, kind.versions)]


def shape_of(schema: dict[str, Any]) -> Shape:
    """The shape of a resource with one field of this schema."""
    root = {"type": "object", "properties": {"a": schema}, "required": ["a"]}
    return of_schemas("Thing", {VERSION: root})[VERSION]


def drawn(shape: Shape, count: int = 30, *, dense: bool = False, unknown: bool = False) -> list[dict[str, Any]]:
    draw, maker = SeededDraw(1), Maker(shape, tree([]), dense=dense, unknown=unknown)
    return [maker.resource(draw) for _ in range(count)]


@pytest.mark.parametrize(("kind", "version"), BUILTIN, ids=lambda each: each.name if isinstance(each, Kind) else each)
def test_an_object_of_a_built_in_kind_is_one_that_its_schema_takes(kind: Kind, version: str) -> None:
    shape = of_builtin(kind).get(version)
    if shape is None:
        pytest.skip("no release at hand has a schema of it")
    for obj in [*drawn(shape, 20), *drawn(shape, 5, dense=True)]:
        assert shape._check(obj) is None, json.dumps(obj)
        assert (obj["apiVersion"], obj["kind"]) == (version, kind.name)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_a_value_keeps_to_odd_keywords(odd: Odd) -> None:
    shape = shape_of(odd.schema)
    objects = drawn_or_redrawn(shape)
    for obj in objects:
        assert shape.valid(obj), json.dumps(obj)
        jsonschema.validate(obj["a"], as_json_schema(odd.schema))
    assert len({json.dumps(obj["a"]) for obj in objects}) >= odd.values


def drawn_or_redrawn(shape: Shape) -> list[dict[str, Any]]:
    """Objects as a check draws them: again where one cannot be completed."""
    draw, maker = SeededDraw(1), Maker(shape, tree([]))
    return [completed(draw, maker.resource)[0] for _ in range(40)]


def as_json_schema(node: Json) -> Json:
    """A structural schema as JSON schema's newest draft says it."""
    if isinstance(node, list):
        return [as_json_schema(each) for each in node]
    if not isinstance(node, dict):
        return node
    out = {key: as_json_schema(value) for key, value in node.items() if key not in ("nullable", "format")}
    for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if out.pop(exclusive, False) is True:
            out[exclusive] = out.pop(limit)
    if node.get("x-kubernetes-list-type") == "set":
        out["uniqueItems"] = True
    return {"anyOf": [{"type": "null"}, out]} if node.get("nullable") else out


@pytest.mark.parametrize("form", sorted({*CUSTOM, *FORMATS}))
def test_the_values_of_a_format_are_in_it(form: str) -> None:
    node = {"type": "string", "format": form}
    assert set(CUSTOM) <= set(FORMATS), "a format has come for which there are no values"
    assert form not in CUSTOM or all(CUSTOM[form](value) for value in FORMATS[form])
    for value in scalars(node):
        assert shape_of({"type": "string", "format": form}).valid(
            {"apiVersion": VERSION, "kind": "Thing", "a": str(value)}
        )


@pytest.mark.parametrize("version", SCHEMAS)
def test_a_sparse_object_is_one_that_a_person_reads_and_a_dense_one_has_more(version: str) -> None:
    shape = of_schemas(KIND, SCHEMAS)[version]
    sparse, dense = ([len(json.dumps(obj)) for obj in drawn(shape, dense=more)] for more in (False, True))
    assert sum(sparse) / len(sparse) < 400
    assert sum(dense) > 1.5 * sum(sparse)


def test_a_deployment_is_small_and_a_dense_one_larger() -> None:
    shape = of_builtin(next(kind for kind in kinds.registered() if kind.name == "Deployment"))["apps/v1"]
    sparse, dense = ([len(json.dumps(obj)) for obj in drawn(shape, dense=more)] for more in (False, True))
    assert sum(sparse) / len(sparse) < 1500
    assert sum(dense) > 1.5 * sum(sparse)


def test_unknown_fields_are_there_when_they_are_asked_for() -> None:
    shape = of_schemas(KIND, SCHEMAS)[VERSIONS[0]]
    assert any("xUnknown" in json.dumps(obj) for obj in drawn(shape, unknown=True))
    assert not any("xUnknown" in json.dumps(obj) for obj in drawn(shape))


VERSIONS = tuple(SCHEMAS)
FIND = settings(
    max_examples=200, database=None, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@pytest.mark.full
def test_what_hypothesis_finds_shrinks_to_what_is_required() -> None:
    ingress = strategies.objects("Ingress", "networking.k8s.io/v1")
    assert hypothesis.find(ingress, lambda _: True, settings=FIND) == {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
    }


@pytest.mark.full
def test_what_hypothesis_finds_shrinks_to_a_readable_minimum() -> None:
    sites = strategies.of_schema(SCHEMAS[VERSIONS[0]], VERSIONS[0], KIND, dense=True)
    smallest = hypothesis.find(sites, lambda obj: len(obj.get("spec", {}).get("listeners", [])) > 0, settings=FIND)
    # How near it comes to the least is Hypothesis' own affair.
    assert smallest["spec"]["listeners"] == [{"name": "a"}]
    assert len(json.dumps(smallest)) < 160


@given(st.data())
@settings(max_examples=20)
def test_strategies_give_what_a_schema_takes(data: st.DataObject) -> None:
    for version, schema in SCHEMAS.items():
        obj = data.draw(strategies.of_schema(schema, version, KIND, dense=True))
        assert of_schemas(KIND, SCHEMAS)[version].valid(obj)


ADDRESS = {"type": "object", "properties": {"spec": {"type": "string", "pattern": "^x-[0-9]{3}:[a-f]+$"}}}


@given(strategies.of_schema({**ADDRESS, "required": ["spec"]}, "e.io/v1", "Address"))
@settings(max_examples=5)
def test_a_pattern_is_followed_inside_of_a_test(obj: Any) -> None:
    """Hypothesis refuses a test in a test, and strings of a pattern are made by one."""
    assert re.fullmatch(r"x-[0-9]{3}:[a-f]+", obj["spec"])


def test_a_version_without_a_schema_is_refused() -> None:
    with pytest.raises(UnknownKindError, match="no release has a schema"):
        strategies.objects("Ingress", "networking.k8s.io/v7")


def test_expressions_that_are_not_followed_are_reported() -> None:
    rules = [{"rule": "timestamp(self.a).getHours() == 1"}, {"rule": "has(self.a)"}]
    schema = {"type": "object", "properties": {"a": {"type": "string"}}, "x-kubernetes-validations": rules}
    assert list(strategies.unfollowed(schema)) == [((), "timestamp(self.a).getHours() == 1")]
