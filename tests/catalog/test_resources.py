"""Resources as discovery lists them: names, verbs and storage versions, by hand for some and by law for all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from kconv import catalog
from kconv.catalog.resources import Resource, resource, subresources
from kconv.catalog.served import everything
from kconv.names import GroupVersion, GroupVersionKind, Release

RELEASES = catalog.releases()
ALL = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")
# Gates were off when the OpenAPI documents were made, or etcd's integration test left the kind out.
NOT_TOLD = {("storage.k8s.io/v1alpha1 CSIStorageCapacity", 19), ("storage.k8s.io/v1alpha1 CSIStorageCapacity", 20)}
NO_STORAGE = {(f"flowcontrol.apiserver.k8s.io/v1alpha1 {k}", 17) for k in ("FlowSchema", "PriorityLevelConfiguration")}


def gvk(text: str) -> GroupVersionKind:
    api_version, _, kind = text.rpartition(" ")
    return GroupVersion.parse(api_version).kind(kind)


def of(name: str, release: str) -> Resource:
    found = resource(gvk(name), catalog.parse_release(release))
    assert found is not None
    return found


STORAGE = [
    ("extensions/v1beta1 Ingress", "1.16", "networking.k8s.io/v1beta1 Ingress"),
    ("networking.k8s.io/v1 Ingress", "1.20", "networking.k8s.io/v1beta1 Ingress"),
    ("networking.k8s.io/v1 Ingress", "1.21", "networking.k8s.io/v1 Ingress"),
    ("coordination.k8s.io/v1 Lease", "1.17", "coordination.k8s.io/v1beta1 Lease"),
    ("autoscaling/v2 HorizontalPodAutoscaler", "1.26", "autoscaling/v1 HorizontalPodAutoscaler"),
    ("autoscaling/v1 HorizontalPodAutoscaler", "1.32", "autoscaling/v2 HorizontalPodAutoscaler"),
    ("events.k8s.io/v1 Event", "latest", "v1 Event"),
    ("storage.k8s.io/v1 CSINode", "1.17", "storage.k8s.io/v1beta1 CSINode"),
    (
        "apiextensions.k8s.io/v1 CustomResourceDefinition",
        "latest",
        "apiextensions.k8s.io/v1beta1 CustomResourceDefinition",
    ),
    ("resource.k8s.io/v1beta2 DeviceClass", "1.33", "resource.k8s.io/v1beta1 DeviceClass"),
]


@pytest.mark.parametrize(("name", "release", "storage"), STORAGE, ids=lambda value: str(value))
def test_storage_version(name: str, release: str, storage: str) -> None:
    found = of(name, release)
    assert (found.stored, found.storage) == (True, gvk(storage))


@pytest.mark.parametrize("name", ["v1 ComponentStatus", "v1 Binding", "authentication.k8s.io/v1 TokenReview"])
def test_what_is_never_stored_has_no_storage_version(name: str) -> None:
    assert of(name, "1.32")[-2:] == (False, None)


class Told(NamedTuple):
    name: str
    release: str
    plural: str
    short: tuple[str, ...]
    categories: tuple[str, ...]
    verbs: tuple[str, ...]
    below: dict[str, str]


SCALE = "autoscaling/v1 Scale"
TOLD = [
    Told("apps/v1 Deployment", "1.16", "deployments", ("deploy",), ("all",), ALL, {"scale": SCALE, "status": ""}),
    Told("apps/v1 Deployment", "latest", "deployments", ("deploy",), ("all",), ALL, {"scale": SCALE, "status": ""}),
    Told("policy/v1beta1 PodSecurityPolicy", "1.24", "podsecuritypolicies", ("psp",), (), ALL, {}),
    Told("v1 ComponentStatus", "1.33", "componentstatuses", ("cs",), (), ("get", "list"), {}),
    Told(
        *("v1 ServiceAccount", "1.24", "serviceaccounts", ("sa",), (), ALL),
        {"token": "authentication.k8s.io/v1 TokenRequest"},
    ),
    Told("authorization.k8s.io/v1 SubjectAccessReview", "1.32", "subjectaccessreviews", (), (), ("create",), {}),
]


@pytest.mark.parametrize("case", TOLD, ids=lambda case: f"{case.name} in {case.release}")
def test_what_discovery_tells(case: Told) -> None:
    found = of(case.name, case.release)
    assert found[:1] + found[3:6] == (case.plural, case.short, case.categories, case.verbs)
    below = subresources(gvk(case.name), catalog.parse_release(case.release))
    assert {one.name: str(one.gvk) for one in below} == {
        f"{case.plural}/{name}": kind or case.name for name, kind in case.below.items()
    }


@pytest.mark.parametrize(
    ("name", "release"),
    [
        ("autoscaling/v1 Scale", "1.32"),
        ("admission.k8s.io/v1 AdmissionReview", "1.32"),
        ("extensions/v1beta1 Ingress", "1.22"),
        ("networking.k8s.io/v1 Ingress", "1.18"),
        ("example.org/v1 Ingress", "1.32"),
    ],
)
def test_what_has_no_resource(name: str, release: str) -> None:
    assert resource(gvk(name), Release.parse(release)) is None
    assert subresources(gvk(name), Release.parse(release)) == ()


def test_every_kind_that_a_release_serves_has_its_resource() -> None:
    for release in RELEASES:
        for served in catalog.served(release):
            found = resource(served.gvk, release)
            if found is None:
                assert catalog.is_request_body(served.gvk) or (str(served.gvk), release.minor) in NOT_TOLD
            else:
                assert (found.name, found.namespaced) == (served.plural, served.namespaced), (served.gvk, release)
                assert found.short_names == served.short_names, (served.gvk, release)


def test_every_stored_kind_has_one_storage_version_that_the_release_could_still_read() -> None:
    for release in RELEASES:
        storages: dict[str, set[GroupVersionKind]] = {}
        for one in catalog.served(release):
            found = resource(one.gvk, release)
            if found and found.stored and (str(one.gvk), release.minor) not in NO_STORAGE:
                assert found.storage is not None, (one.gvk, release)
                assert found.storage in everything(), (one.gvk, release)
                assert everything()[found.storage].family == one.family
                storages.setdefault(one.family, set()).add(found.storage)
        assert all(len(names) == 1 for names in storages.values()), release


def test_a_version_once_stored_gives_way_only_to_a_newer_one() -> None:
    for one in everything().values():
        told = [found.storage for release in RELEASES if (found := resource(one.gvk, release)) and found.storage]
        introduced = [everything()[storage].introduced for storage in told]
        assert introduced == sorted(introduced), one.gvk


def test_subresources_lie_below_a_resource_of_their_group_and_version() -> None:
    for release in RELEASES:
        for served in catalog.served(release):
            for one in subresources(served.gvk, release):
                assert one.name.partition("/")[0] == served.plural
                assert not one.stored
                assert one.verbs


def test_a_scan_does_not_read_resources(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text("apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: web}\n")
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "kconv", "scan", "--target", "1.32", tmp_path],
        capture_output=True,
        text=True,
    )
    assert "extensions/v1beta1" in ran.stdout
    assert "kconv.catalog.lineage" in ran.stderr
    assert "kconv.catalog.resources" not in ran.stderr
