"""Models hold Kubernetes' own objects of every kind, brought to the hub by the rules, exactly as they were written."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from kconv import catalog, kinds, models
from kconv.catalog import schemas
from kconv.catalog.served import everything
from kconv.engine import Kind
from kconv.engine.route import leg
from kconv.errors import UnknownKindError, UsageError
from kconv.history import kind_schemas
from kconv.models.build import builder
from kconv.names import GroupVersion, GroupVersionKind
from kconv.paths import same
from tests.laws.objects import sources

Json = Any


def published() -> list[Kind]:
    return [kind for kind in kinds.registered() if kind_schemas.published(kind, kind.versions[0])]


@cache
def in_hub(kind: Kind) -> list[Json]:
    """Kubernetes' fuzzed objects of every version of a kind, in the hub's form."""
    return [
        leg(kind, version).to_hub(obj)
        for version in kind.versions
        for obj in sources().get((kind.name, str(version)), ())
    ]


def model(kind: Kind) -> type[models.Model]:
    return models.hub(kind.versions[0].kind(kind.name))


def unmet(error: ValidationError) -> list[Any]:
    """Where something other than a field that must be there is wrong; null and absent are one to Kubernetes."""
    return [one for one in error.errors() if one["type"] != "missing" and one["input"] is not None]


@pytest.mark.parametrize("kind", [kind for kind in published() if in_hub(kind)], ids=lambda kind: kind.name)
def test_objects_of_every_version_fit_the_hub_and_come_out_as_they_were(kind: Kind) -> None:
    whole, wrong = 0, list[Any]()
    for obj in in_hub(kind):
        try:
            read = model(kind).model_validate(obj)
        except ValidationError as error:
            wrong += unmet(error)
            continue
        whole += 1
        assert same(read.model_dump(exclude_unset=True), obj)
        text = read.model_dump_json(exclude_unset=True)
        assert same(json.loads(text), obj)
        assert same(model(kind).model_validate_json(text).model_dump(exclude_unset=True), obj)
    assert (whole > 0, wrong) == (True, [])


@pytest.mark.full
@pytest.mark.parametrize("kind", published(), ids=lambda kind: f"{kind.name} {kind.hub}")
def test_every_kind_has_a_json_schema_and_kubernetes_names(kind: Kind) -> None:
    Draft202012Validator.check_schema(model(kind).model_json_schema())
    names = {one.definition for one in builder(kind_schemas.hub_release(kind)).built.values()}
    known = {name for release in kind_schemas.known() for name in schemas.definitions(release)}
    assert names <= known


def test_every_kind_of_the_newest_release_has_a_model() -> None:
    served = [gvk for gvk in schemas.kinds(catalog.latest()) if catalog.lookup(gvk)]
    assert served
    for gvk in served:
        assert models.hub(gvk).model_fields.keys() >= {"apiVersion", "kind"}


WRONG = {
    "a number where a string belongs": ({"metadata": {"name": 1}}, ("metadata", "name"), "string_type"),
    "a string where a number belongs": ({"spec": {"replicas": "3"}}, ("spec", "replicas"), "int_type"),
    "a boolean where a number belongs": ({"spec": {"replicas": True}}, ("spec", "replicas"), "int_type"),
    "a fraction where a number belongs": ({"spec": {"replicas": 3.0}}, ("spec", "replicas"), "int_type"),
    "a map where a list belongs": ({"metadata": {"finalizers": {}}}, ("metadata", "finalizers"), "list_type"),
    "a number too large for its 32 bits": (
        {"spec": {"replicas": 3_000_000_000}},
        ("spec", "replicas"),
        "less_than_equal",
    ),
    "a number too small for its 32 bits": (
        {"spec": {"replicas": -(2**31) - 1}},
        ("spec", "replicas"),
        "greater_than_equal",
    ),
    "a number too large for its 64 bits": (
        {"metadata": {"generation": 2**63}},
        ("metadata", "generation"),
        "less_than_equal",
    ),
    "another kind": ({"kind": "DaemonSet"}, ("kind",), "literal_error"),
    "another version": ({"apiVersion": "apps/v1beta1"}, ("apiVersion",), "literal_error"),
    "no time": (
        {"metadata": {"creationTimestamp": "today"}},
        ("metadata", "creationTimestamp"),
        "string_pattern_mismatch",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_has_another_type_is_refused(name: str) -> None:
    change, place, kind = WRONG[name]
    spec = {"selector": {}, "template": {}}
    base = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": spec}
    deployment = models.hub("Deployment")
    deployment.model_validate(base)
    with pytest.raises(ValidationError) as caught:
        deployment.model_validate({**base, **change, "spec": {**spec, **change.get("spec", {})}})
    assert (place, kind) in [(one["loc"], one["type"]) for one in caught.value.errors()]


LEASE = {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease"}
QUOTA = {"apiVersion": "v1", "kind": "ResourceQuota"}
READ = {
    "six digits of a second": ({**LEASE, "spec": {"renewTime": "2020-01-01T00:00:00.123456Z"}}, True),
    "no digits of a second": ({**LEASE, "spec": {"renewTime": "2020-01-01T00:00:00Z"}}, False),
    "seven digits of a second": ({**LEASE, "spec": {"renewTime": "2020-01-01T00:00:00.1234567Z"}}, False),
    **{
        f"the quantity {text!r}": ({**QUOTA, "spec": {"hard": {"cpu": text}}}, read)
        for text, read in {
            "500m": True,
            "1.": True,
            ".5Gi": True,
            "-1e3": True,
            "Mi": True,
            ".": True,
            "Pi": False,
            "1..2": False,
            "1.2.3": False,
            "": False,
        }.items()
    },
}


@pytest.mark.parametrize("name", READ)
def test_times_and_quantities_are_what_kubernetes_reads_as_such(name: str) -> None:
    obj, read = READ[name]
    try:
        models.hub(obj["kind"]).model_validate(obj)
    except ValidationError:
        assert not read
    else:
        assert read


KEPT = {
    "absent, null, empty and zero": {"spec": {"replicas": None, "paused": False, "minReadySeconds": 0, "selector": {}}},
    "unknown fields at any depth": {"x-team": 1, "spec": {"selector": {"": [], "_private": 1, "model_config": {}}}},
    "the names that Python gives": {"spec": {"selector": {}, "from_": 1, "ref": 2}},
    "quantities as they were written": {"spec": {"selector": {}, "template": {"spec": {"containers": [{"name": "a", "resources": {"limits": {"cpu": 2, "memory": "1024Mi", "x": "1e3", "y": 0.5}}}]}}}},
    "a port's number and name": {"spec": {"selector": {}, "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 1}}}},
    "what only an older version can say": {"spec": {"selector": {}, "rollbackTo": {"revision": 3}}},
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_what_an_object_says_is_kept(name: str) -> None:
    obj = {"apiVersion": "apps/v1", "kind": "Deployment", **KEPT[name]}
    obj["spec"] = {"template": {}, **obj["spec"]}
    read = models.hub("Deployment").model_validate(obj)
    assert same(read.model_dump(exclude_unset=True), obj)


def field(path: str, kind: str) -> Any:
    """The field of a model at a path of Python names."""
    at: Any = models.hub(kind)
    *parents, last = path.split(".")
    for name in parents:
        text = at.model_fields[name].annotation
        at = next(one for one in _models(text))
    return at.model_fields[last]


def _models(annotation: Any) -> list[Any]:
    inside = [one for each in getattr(annotation, "__args__", ()) for one in _models(each)]
    return [annotation] if isinstance(annotation, type) and issubclass(annotation, models.Model) else inside


NAMES = {
    "NetworkPolicy": ("spec.ingress.from_", "from"),
    "SelfSubjectRulesReview": ("status.resourceRules.verbs", None),
    "CustomResourceDefinition": ("spec.versions.schema_.openAPIV3Schema.ref", "$ref"),
    "crd": ("spec.versions.schema_.openAPIV3Schema.not_", "not"),
    "customresourcedefinitions": (
        "spec.versions.schema_.openAPIV3Schema.x_kubernetes_list_type",
        "x-kubernetes-list-type",
    ),
    "ResourceSlice": ("spec.devices.attributes.int_", "int"),
}


@pytest.mark.parametrize("kind", NAMES)
def test_what_python_cannot_name_has_an_alias(kind: str) -> None:
    path, alias = NAMES[kind]
    assert field(path, kind).alias == alias


ONLY_IN_SPOKES = {
    "Deployment": "spec.rollbackTo.revision",
    "DaemonSet": "spec.templateGeneration",
    "DeviceClass": "spec.suitableNodes",
    "StorageVersionMigration": "spec.resource.version",
    "LeaseCandidate": "spec.preferredStrategies",
}


@pytest.mark.parametrize("kind", ONLY_IN_SPOKES)
def test_the_hub_has_what_only_a_spoke_has(kind: str) -> None:
    assert "Any" not in str(field(ONLY_IN_SPOKES[kind], kind).annotation)


def test_a_definition_that_contains_itself_is_read_to_any_depth() -> None:
    deep: Json = {"type": "object", "not": {"$ref": "#/x"}}
    for _ in range(30):
        deep = {"properties": {"$ref": {"items": [deep], "additionalProperties": False}}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": deep}}
    spec = {"group": "a", "scope": "Namespaced", "names": {"kind": "A", "plural": "as"}, "versions": [version]}
    obj = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": spec}
    read: Any = models.hub("crd").model_validate(obj)
    at = read.spec.versions[0].schema_.openAPIV3Schema
    for _ in range(30):
        at = at.properties["$ref"].items[0]
    assert type(at).__name__ == "JSONSchemaProps"
    assert (at.not_.ref, read.model_dump(exclude_unset=True)) == ("#/x", obj)


def test_two_kinds_share_what_both_hold() -> None:
    for path in ("spec.template.spec", "metadata"):
        assert field(path, "Deployment").annotation == field(path, "DaemonSet").annotation
    assert models.hub("Deployment") is models.hub(GroupVersionKind("extensions", "v1beta1", "Deployment"))


def test_a_name_is_a_kind_as_kubectl_takes_it() -> None:
    for name in ("Ingress", "ingresses", "ing", "ingress.extensions", "Ingress.networking.k8s.io"):
        assert models.hub(name) is models.hub(GroupVersion("networking.k8s.io", "v1").kind("Ingress"))
    assert models.hub("pod").__name__ == "Pod"


def test_a_name_that_is_no_kind_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownKindError, match="did you mean Deployment"):
        models.hub("Deplyment")
    with pytest.raises(UnknownKindError, match="apps/v9 Deployment is not a built-in kind"):
        models.hub(GroupVersionKind("apps", "v9", "Deployment"))


def test_a_name_of_several_kinds_is_told_with_all_of_them() -> None:
    with pytest.raises(UsageError, match=r"lifecycle\.k8s\.io/v1alpha1 Eviction, policy/v1 Eviction"):
        models.hub("Eviction")


SEVERAL = {"Eviction", "PodSchedulingContext", "podschedulingcontexts", "ResourceClass", "resourceclasses"}
"""Names of kinds that no conversion joins, and of which the newest release has several or none."""
WITHOUT_SCHEMA = {"JobTemplate"}
"""No release publishes one."""


def spellings() -> set[str]:
    """Every name, plural and short name of the kinds that there are rules for."""
    kinds_with_rules = [one for one in everything().values() if one.gvk.kind in kinds.names()]
    return {*kinds.names(), *(name for one in kinds_with_rules for name in (one.plural, *one.short_names) if name)}


@pytest.mark.parametrize("name", sorted(spellings() - SEVERAL - WITHOUT_SCHEMA))
def test_every_name_gives_a_model(name: str) -> None:
    assert models.hub(name).model_fields.keys() >= {"apiVersion", "kind"}


@pytest.mark.parametrize("name", sorted(SEVERAL))
def test_names_of_several_kinds_do_not_choose(name: str) -> None:
    assert name in spellings()
    with pytest.raises(UsageError, match="is several kinds"):
        models.hub(name)


def test_versions_without_rules_do_not_make_a_kind_two() -> None:
    assert models.hub("ScheduledJob") is models.hub("CronJob.batch") is models.hub("cj")
    assert models.hub(GroupVersionKind("extensions", "v1beta1", "HorizontalPodAutoscaler")) is models.hub("hpa")
    assert "class CronJob(Model)" in models.stub("CronJob")


def test_of_several_kinds_of_a_name_the_one_is_meant_that_is_served_yet() -> None:
    assert "resource.v1.ResourceClaim" in str(models.hub("ResourceClaim").__doc__)


WITHOUT_PYDANTIC = """
import sys, kconv, kconv.pipeline, kconv.cli.app
old = {"apiVersion": "extensions/v1beta1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": {"rollbackTo": {}}}
kconv.convert(old, "apps/v1", defaults="all")
print(sorted(name for name in sys.modules if name.startswith(("pydantic", "kconv.models", "kconv.history.kind_schemas"))))
print(kconv.models.hub("Deployment").__name__, "pydantic" in sys.modules)
"""


def test_only_who_asks_for_a_model_imports_pydantic() -> None:
    ran = subprocess.run([sys.executable, "-c", WITHOUT_PYDANTIC], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\nDeployment True\n"
