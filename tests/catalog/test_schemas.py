"""The structure of built-in kinds: what each release has, from when to when, and that nothing in it leads nowhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kconv import catalog
from kconv.catalog import schemas, tables
from kconv.errors import KconvError
from kconv.names import GroupVersion, GroupVersionKind, Release

ROOT = Path(__file__).parents[2]
RECORDED = (ROOT / "tools/data/structure.tsv").read_text().splitlines()[-1].rpartition("\t")[2].split("-")
ALL = [Release(minor) for minor in range(int(RECORDED[0]), int(RECORDED[1]) + 1)]


def gvk(text: str) -> GroupVersionKind:
    api_version, _, kind = text.rpartition(" ")
    return GroupVersion.parse(api_version).kind(kind)


def at(release: str) -> Release:
    """A release by its name; one that is no target has a structure, too."""
    return ALL[-1] if release == "latest" else Release.parse(release)


# Kind, release, the name of its definition.
NAMES = [
    ("apps/v1 Deployment", "1.9", "apps.v1.Deployment"),
    ("apps/v1 DeploymentList", "latest", "apps.v1.DeploymentList"),
    ("v1 Pod", "latest", "core.v1.Pod"),
    ("rbac.authorization.k8s.io/v1 Role", "1.20", "rbac.v1.Role"),
    ("internal.apiserver.k8s.io/v1alpha1 StorageVersion", "1.30", "internal.v1alpha1.StorageVersion"),
    ("extensions/v1beta1 Ingress", "1.21", "extensions.v1beta1.Ingress"),
    ("extensions/v1beta1 Ingress", "1.22", None),
    ("apiextensions.k8s.io/v1beta1 CustomResourceDefinition", "1.9", "apiextensions.v1beta1.CustomResourceDefinition"),
    ("admission.k8s.io/v1 AdmissionReview", "1.16", "admission.v1.AdmissionReview"),
    ("autoscaling/v2 HorizontalPodAutoscaler", "1.22", None),
    ("autoscaling/v2 HorizontalPodAutoscaler", "1.23", "autoscaling.v2.HorizontalPodAutoscaler"),
    ("example.org/v1 Deployment", "latest", None),
    ("apps.example.org/v1 Deployment", "latest", None),  # another group with the same first label
    ("apps/v1 DeploymentSpec", "latest", None),  # a definition, and no kind
    ("apps/v1 Deploymnet", "latest", None),
]


@pytest.mark.parametrize(("kind", "release", "name"), NAMES, ids=lambda value: str(value))
def test_name_of_a_kinds_definition(kind: str, release: str, name: str | None) -> None:
    assert schemas.of(gvk(kind), at(release)) == name


@pytest.mark.parametrize("group", ["../structure/apps", "apps\0", "a" * 5000, "\ud800", "/etc/passwd", "."])
def test_a_hostile_group_has_no_structure(group: str) -> None:
    assert schemas.of(GroupVersionKind(group, "v1", "Deployment"), ALL[-1]) is None


TEXT = {"type": "string"}
NAMED = {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"]}
BY_NAME = {"x-kubernetes-patch-merge-key": "name", "x-kubernetes-patch-strategy": "merge"}
SURGE = {"maxSurge": "25%", "maxUnavailable": "25%"}
# Definition, field, release, the field's node (None: it has no such field), whether it is required.
FIELDS: list[tuple[str, str, str, Any, bool]] = [
    ("core.v1.Container", "name", "1.9", TEXT, True),
    ("core.v1.Container", "startupProbe", "1.15", None, False),
    ("core.v1.Container", "startupProbe", "1.16", {"$ref": "core.v1.Probe"}, False),
    (
        "core.v1.Container",
        "env",
        "1.9",  # before list types were published
        {"type": "array", "items": {"$ref": "core.v1.EnvVar"}, **NAMED, **BY_NAME},
        False,
    ),
    ("core.v1.Lifecycle", "preStop", "1.22", {"$ref": "core.v1.Handler"}, False),
    ("core.v1.Lifecycle", "preStop", "1.23", {"$ref": "core.v1.LifecycleHandler"}, False),
    ("core.v1.ContainerPort", "protocol", "1.22", {"type": "string", "default": "TCP"}, False),
    (
        "core.v1.ContainerPort",
        "protocol",
        "1.23",
        {"type": "string", "default": "TCP", "enum": ["SCTP", "TCP", "UDP"]},
        False,
    ),
    (
        "core.v1.Container",
        "imagePullPolicy",
        "1.24",
        {"type": "string", "enum": ["Always", "IfNotPresent", "Never"]},
        False,
    ),
    ("core.v1.ConfigMap", "data", "latest", {"type": "object", "additionalProperties": TEXT}, False),
    (
        "core.v1.Secret",
        "data",
        "latest",
        {"type": "object", "additionalProperties": {"type": "string", "format": "byte"}},
        False,
    ),
    ("apps.v1.DeploymentSpec", "replicas", "latest", {"type": "integer", "format": "int32", "default": 1}, False),
    (
        "apps.v1.DeploymentSpec",
        "strategy",
        "1.30",
        {
            "$ref": "apps.v1.DeploymentStrategy",
            "default": {"type": "RollingUpdate", "rollingUpdate": SURGE},
            "x-kubernetes-patch-strategy": "retainKeys",
        },
        False,
    ),
    ("batch.v1.CronJob", "spec", "1.35", {"$ref": "batch.v1.CronJobSpec"}, False),
    ("batch.v1.CronJob", "spec", "latest", {"$ref": "batch.v1.CronJobSpec"}, True),
    ("apps.v1.Deployment", "apiVersion", "latest", TEXT, False),
    (
        "core.v1.PodSpec",
        "enableServiceLinks",
        "latest",
        {"type": "boolean"},
        False,
    ),  # a Pod's default, not a template's
    ("extensions.v1beta1.DaemonSetUpdateStrategy", "type", "1.15", {"type": "string", "default": "OnDelete"}, False),
    ("apps.v1.DaemonSetUpdateStrategy", "type", "1.15", {"type": "string", "default": "RollingUpdate"}, False),
    ("networking.v1.IngressBackend", "servicePort", "latest", None, False),
    ("extensions.v1beta1.IngressBackend", "servicePort", "1.15", {"$ref": "intstr.IntOrString"}, True),
    ("core.v1.HostIP", "ip", "1.30", TEXT, True),  # as the newest patch has it, not 1.30.0
    ("apiextensions.v1.JSONSchemaProps", "$ref", "latest", TEXT, False),
    ("apiextensions.v1.JSONSchemaProps", "items", "latest", {"$ref": "apiextensions.v1.JSONSchemaPropsOrArray"}, False),
]


@pytest.mark.parametrize(("name", "field", "release", "node", "required"), FIELDS, ids=lambda value: str(value)[:40])
def test_field_as_a_release_has_it(name: str, field: str, release: str, node: Any, required: bool) -> None:
    told = schemas.definition(name, at(release))
    assert told["type"] == "object"
    assert told["properties"].get(field) == node
    assert (field in told.get("required", [])) is required


PROPS = {"$ref": "apiextensions.v1.JSONSchemaProps"}
OWN_JSON = [
    ("resource.Quantity", {"format": "quantity", "oneOf": [TEXT, {"type": "number"}]}),
    ("intstr.IntOrString", {"format": "int-or-string", "x-kubernetes-int-or-string": True}),
    ("meta.v1.Time", {"type": "string", "format": "date-time"}),
    ("runtime.RawExtension", {"type": "object", "x-kubernetes-preserve-unknown-fields": True}),
    ("apiextensions.v1.JSON", {"x-kubernetes-preserve-unknown-fields": True}),
    ("apiextensions.v1.JSONSchemaPropsOrBool", {"oneOf": [PROPS, {"type": "boolean"}]}),
]


@pytest.mark.parametrize(("name", "node"), OWN_JSON, ids=[name for name, _ in OWN_JSON])
def test_types_that_read_their_own_json_are_the_same_in_every_release(name: str, node: Any) -> None:
    found = [schemas.definition(name, release) for release in ALL if name in set(schemas.definitions(release))]
    assert len(found) >= 20
    assert all(each == node for each in found)


@pytest.mark.parametrize("release", ["1.9", "latest"])
def test_a_struct_that_is_set_as_a_whole_says_so(release: str) -> None:
    told = schemas.definition("core.v1.LocalObjectReference", at(release))
    assert told["x-kubernetes-map-type"] == "atomic"


def test_the_newest_release_is_the_newest_with_a_structure() -> None:
    assert catalog.latest() == ALL[-1]
    assert sum(1 for kind in schemas.kinds(ALL[-1]) if schemas.of(kind, Release(ALL[-1].minor - 1)) is None) > 0


def test_an_empty_struct_names_no_field_and_lets_none_in() -> None:
    assert schemas.definition("apiextensions.v1.CustomResourceSubresourceStatus", ALL[-1]) == {
        "type": "object",
        "properties": {},
    }


@pytest.mark.parametrize("name", ["core.v1.Handler", "core.v1.Nothing", "nothing.v1.Pod", "Pod", ""])
def test_a_definition_that_a_release_lacks_is_told_by_name(name: str) -> None:
    with pytest.raises(KconvError, match=rf"{ALL[-1]} has no definition {name}"):
        schemas.definition(name, ALL[-1])


# Definition, field, first release, first release without it.
HISTORY = [
    ("core.v1.PodSpec", "hostUsers", "1.25", None),
    ("core.v1.PodSpec", "containers", "1.9", None),
    ("core.v1.ServiceSpec", "topologyKeys", "1.17", "1.22"),
    ("core.v1.ServiceSpec", "ipFamily", "1.16", "1.20"),
    ("extensions.v1beta1.IngressSpec", "backend", "1.9", "1.22"),
]


@pytest.mark.parametrize(("name", "field", "since", "until"), HISTORY, ids=lambda value: str(value))
def test_releases_that_have_a_field(name: str, field: str, since: str, until: str | None) -> None:
    span = schemas.history(name)[field]
    assert (str(span.since), span.until and str(span.until)) == (since, until)
    assert span.since in span
    assert Release(span.since.minor - 1) not in span
    if span.until:
        assert span.until not in span


def test_history_of_what_never_was_is_an_error() -> None:
    assert schemas.lifetime("core.v1.Nothing") is None
    with pytest.raises(KconvError, match=r"core\.v1\.Nothing"):
        schemas.history("core.v1.Nothing")


@pytest.mark.parametrize("release", ALL, ids=str)
def test_every_reference_and_every_kind_has_a_definition(release: Release) -> None:
    names = set(schemas.definitions(release))
    for name in names:
        told = schemas.definition(name, release)
        assert {*schemas.references(told)} <= names, name
        assert {*told.get("required", ())} <= told.get("properties", {}).keys(), name
        assert release in (schemas.lifetime(name) or ()), name
        held = {field for field, span in schemas.history(name).items() if release in span}
        assert held == told.get("properties", {}).keys(), name
    named = {schemas.of(kind, release) for kind in schemas.kinds(release)}
    assert named <= names
    assert len(named) > 100


def test_a_definition_is_read_once() -> None:
    told = schemas.definition("core.v1.Pod", Release(30))
    assert schemas.definition("core.v1.Pod", Release.parse("1.30")) is told


def test_one_kind_reads_only_the_files_that_it_reaches() -> None:
    program = (
        "from kconv.catalog import latest, schemas, tables\n"
        "names = ['apps.v1.Deployment']\n"
        "for name in names:\n"
        "    names += [n for n in schemas.references(schemas.definition(name, latest())) if n not in names]\n"
        "print(tables._loaded.cache_info().currsize)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.strip() == "5"  # apps.v1, core.v1, meta.v1, resource, intstr


def published_and_lifecycle_differ() -> dict[tuple[str, int], bool]:
    """Kind and release → whether the structure has it, where that is not what the lifecycle table says."""
    from kconv.catalog.served import everything

    told = {}
    for kind, served in everything().items():
        for release in ALL:
            found = schemas.of(kind, release) is not None
            if found != served.in_release(release):
                told[str(kind), release.minor] = found
    return told


def known_differences() -> set[tuple[str, int]]:
    """Those for which tools/data/disagreements.tsv has a reason."""
    found = set()
    for line in (ROOT / "tools/data/disagreements.tsv").read_text().splitlines()[1:]:
        source, releases, kinds, *_ = line.split("\t")
        for span in releases.split() if source == "packages" else ():
            first, to, last = span.partition("-")
            minors = range(int(first), int(last or (to and RECORDED[1]) or first) + 1)
            found |= {(kind, minor) for kind in kinds.split(", ") for minor in minors}
    return found


def test_the_structure_has_the_kinds_that_a_release_serves() -> None:
    assert set(published_and_lifecycle_differ()) <= known_differences()


def test_every_kind_of_the_structure_is_in_the_lifecycle_table() -> None:
    from kconv.catalog.served import everything

    known = set(everything())
    kinds = {kind for release in ALL for kind in schemas.kinds(release)}
    assert {kind for kind in kinds if kind not in known and not kind.kind.endswith("List")} == set()


def test_without_its_files_the_catalog_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tables, "_PLACES", (str(tmp_path),))
    with pytest.raises(KconvError, match="structure/ is missing") as raised:
        tables._structures.__wrapped__()
    assert raised.value.hint


def run(*arguments: str | Path, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, root / "tools/build_structure.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_changed_byte_is_noticed_without_the_packages(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    assert run("--check", root=tmp_path).returncode == 0
    place = tmp_path / "schemas/structure/apps.v1.json"
    place.write_text(place.read_text().replace("int32", "int64", 1))
    ran = run("--check", root=tmp_path)
    assert ran.returncode == 1
    assert "tools/data/structure.tsv" in ran.stdout


def test_a_package_that_gives_another_structure_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import build_structure

    files = build_structure.written()
    monkeypatch.setattr(build_structure, "build", lambda _: files)
    assert list(build_structure.problems(tmp_path)) == []
    changed = {**files, "apps.v1.json": files["apps.v1.json"].replace("int32", "int64", 1)}
    monkeypatch.setattr(build_structure, "build", lambda _: changed)
    assert list(build_structure.problems(tmp_path)) == ["schemas/structure/apps.v1.json is not what the packages give"]
