"""Enums read from Kubernetes' generated code, and defaults seen in what its defaulting did to many objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import refresh_defaults
import refresh_enums

from kconv.names import Release

GENERATED = """
func schema_k8sio_api_apiserverinternal_v1alpha1_Some(ref common.ReferenceCallback) common.OpenAPIDefinition {
\t\t\t\tProperties: map[string]spec.Schema{
\t\t\t\t\t"policy": {
\t\t\t\t\t\tSchemaProps: spec.SchemaProps{
\t\t\t\t\t\t\tType:        []string{"string"},
\t\t\t\t\t\t\tEnum:        []interface{}{"B", "A", "B"}},
\t\t\t\t\t\t},
\t\t\t\t\t},
\t\t\t\t\t"operations": {
\t\t\t\t\t\tSchemaProps: spec.SchemaProps{
\t\t\t\t\t\t\tItems: &spec.SchemaOrArray{
\t\t\t\t\t\t\t\tSchema: &spec.Schema{
\t\t\t\t\t\t\t\t\tSchemaProps: spec.SchemaProps{
\t\t\t\t\t\t\t\t\t\tEnum:    []interface{}{"*"},
\t\t\t\t\t"scopes": {
\t\t\t\t\t\tSchemaProps: spec.SchemaProps{
\t\t\t\t\t\t\tAdditionalProperties: &spec.SchemaOrBool{
\t\t\t\t\t\t\t\t\tSchemaProps: spec.SchemaProps{
\t\t\t\t\t\t\t\t\t\tEnum:    []interface{}{"C"},
\t\t\t\t\t"kind": {
\t\t\t\t\t\tSchemaProps: spec.SchemaProps{
\t\t\t\t\t\t\tEnum:        []interface{}{"K"},
"""


def test_enums_of_fields_items_and_values(tmp_path: Path) -> None:
    source = tmp_path / "zz_generated.openapi.go"
    source.write_text(GENERATED)
    assert list(refresh_enums.enums(source)) == [
        ("internal.v1alpha1.Some", "policy", "", '["A", "B"]'),
        ("internal.v1alpha1.Some", "operations", "items", '["*"]'),
        ("internal.v1alpha1.Some", "scopes", "additionalProperties", '["C"]'),
        ("internal.v1alpha1.Some", "kind", "", '["K"]'),
    ]


def test_an_enum_in_a_function_of_another_name_ends_the_run(tmp_path: Path) -> None:
    source = tmp_path / "zz_generated.openapi.go"
    source.write_text(GENERATED.replace("_v1alpha1_", "_next_"))
    with pytest.raises(SystemExit, match="policy"):
        list(refresh_enums.enums(source))


ROLLING = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}}
# What the encoding without defaults shows, what the defaults made of it, and the default that this is.
ANSWERS: list[tuple[str, Any, Any, str]] = [
    ("a value that was not there", {"strategy": {}}, {"strategy": {}, "replicas": 1}, "1"),
    ("a zero that Go cannot leave out becomes a value", {"replicas": 0}, {"replicas": 1}, "1"),
    ("a zero that Go cannot leave out", {"replicas": 0}, {"replicas": 0}, ""),
    ("a null", {}, {"replicas": None}, ""),
    ("a false of its own", {}, {"replicas": False}, "false"),
    ("the time of day", {}, {"replicas": "2000-01-01T00:00:00Z"}, ""),
    ("nothing", {}, {}, ""),
    ("a struct without its zeros", {"replicas": {"a": 0}}, {"replicas": {"a": 0, "b": {}, "c": None}}, '{"b": {}}'),
]


@pytest.mark.parametrize(("plain", "after", "told"), [each[1:] for each in ANSWERS], ids=[each[0] for each in ANSWERS])
def test_what_an_absent_field_got(plain: Any, after: Any, told: str) -> None:
    assert refresh_defaults._told(plain, after, "replicas") == told


def seen(*answers: tuple[Any, Any, Any]) -> dict[tuple[str, str], str]:
    """The defaults of DeploymentSpec, from what went in, came out without defaults, and with them."""
    looked = refresh_defaults.Seen(Release(30))
    for before, plain, after in answers:
        looked.look({"$ref": "apps.v1.DeploymentSpec"}, before, plain, after)
    return looked.defaults()


ENOUGH = refresh_defaults.SEEN_AT_LEAST
ONE = ({}, {"replicas": 0}, {"replicas": 1})


@pytest.mark.parametrize(
    ("answers", "default"),
    [
        pytest.param([ONE] * ENOUGH, "1", id="always the same"),
        pytest.param([ONE] * (ENOUGH - 1), "", id="not often enough"),
        pytest.param([ONE] * ENOUGH + [({}, {"replicas": 0}, {"replicas": 2})], "", id="once another"),
        pytest.param([ONE] * ENOUGH + [({}, {}, {})], "", id="once none"),
        pytest.param(
            [ONE] * ENOUGH + [({"replicas": 5}, {"replicas": 5}, {"replicas": 5})], "1", id="where it is given"
        ),
    ],
)
def test_a_default_is_what_a_field_always_gets(answers: Any, default: str) -> None:
    assert seen(*answers)["apps.v1.DeploymentSpec", "replicas"] == default


def test_a_struct_that_is_always_there_has_a_default_only_for_more_than_its_fields_say() -> None:
    kind = ("apps.v1.DeploymentSpec", "strategy")
    absent = ({}, {"strategy": {}}, {"strategy": {"type": "RollingUpdate"}})
    inside = ({"strategy": {}}, {"strategy": {}}, {"strategy": {"type": "RollingUpdate"}})
    found = seen(*[absent, inside] * ENOUGH)
    assert (found[kind], found["apps.v1.DeploymentStrategy", "type"]) == ("", '"RollingUpdate"')
    found = seen(*[({}, {"strategy": {}}, {"strategy": ROLLING}), inside] * ENOUGH)
    assert '"maxSurge": "25%"' in found[kind]


def test_an_object_without_its_spec_tells_nothing() -> None:
    looked = refresh_defaults.Seen(Release(30))
    for _ in range(ENOUGH):
        looked.look({"$ref": "apps.v1.Deployment"}, {}, {}, {"spec": {"replicas": 1}}, root=True)
    assert ("apps.v1.Deployment", "spec") not in looked.defaults()


def test_probes_are_the_same_in_every_run_and_differ_by_number() -> None:
    from kconv.names import GroupVersionKind

    gvk = GroupVersionKind("apps", "v1", "Deployment")
    made = [refresh_defaults.Probe(Release(30), seed).object(gvk, "apps.v1.Deployment") for seed in ("a", "a", "b")]
    assert made[0] == made[1]
    assert made[0] != made[2]
