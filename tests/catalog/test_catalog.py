"""The catalog's single answers: releases as people write them, preferred versions, request bodies, kinds by name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import release_packages

from kconv import catalog
from kconv.catalog import tables
from kconv.catalog.served import everything
from kconv.errors import KconvError, UnknownKindError, UsageError
from kconv.names import GroupVersion, GroupVersionKind, Release

ROOT = Path(__file__).parents[2]
LATEST = catalog.latest()
NEXT = f"1.{LATEST.minor + 1}"


def gvk(text: str) -> GroupVersionKind:
    api_version, _, kind = text.rpartition(" ")
    return GroupVersion.parse(api_version).kind(kind)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1.16", 16),
        ("1.32", 32),
        ("v1.32.3", 32),
        (f"v{LATEST}", LATEST.minor),
        ("1.29.4-gke.100", 29),
        ("latest", LATEST.minor),
        (" 1.20 ", 20),
    ],
)
def test_releases_as_people_write_them(text: str, minor: int) -> None:
    assert catalog.parse_release(text) == Release(minor)


@pytest.mark.parametrize("text", ["1.15", NEXT, "2.0", "1", "", "v1", "newest", "1.32.x", "-1.20"])
def test_other_releases_are_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        catalog.parse_release(text)
    assert raised.value.hint


def test_a_release_outside_the_known_ones_is_told_the_range() -> None:
    with pytest.raises(UsageError, match=re.escape(NEXT)) as raised:
        catalog.parse_release(NEXT)
    assert f"1.16 to {LATEST}" in raised.value.hint


def test_targets_are_the_releases_from_1_16_on_whose_source_was_read() -> None:
    minors = [release.minor for release in catalog.releases()]
    assert minors == list(range(16, LATEST.minor + 1))
    assert minors == [row.minor for row in release_packages.table() if row.kubernetes]


# Each as the release's own scheme orders it, then the first that is on by default.
PREFERRED = [
    ("", "1.32", "v1"),
    ("apps", "1.16", "v1"),
    ("autoscaling", "1.17", "v1"),
    ("autoscaling", "1.22", "v1"),
    ("autoscaling", "1.23", "v2"),
    ("autoscaling", "1.28", "v2"),
    ("admissionregistration.k8s.io", "1.17", "v1"),  # v1beta1 is first in the scheme, and so stored
    ("coordination.k8s.io", "1.17", "v1"),
    ("discovery.k8s.io", "1.28", "v1"),  # v1beta1 is first in the scheme, but no more served
    ("extensions", "1.21", "v1beta1"),
    ("extensions", "1.22", None),
    ("resource.k8s.io", "1.33", None),  # betas since 1.24 are off by default
    ("resource.k8s.io", "1.34", "v1"),
    ("example.org", "1.32", None),
]


@pytest.mark.parametrize(("group", "release", "version"), PREFERRED)
def test_preferred_version(group: str, release: str, version: str | None) -> None:
    assert catalog.preferred(group, Release.parse(release)) == version


REQUESTS = [
    "policy/v1 Eviction",
    "policy/v1beta1 Eviction",
    "autoscaling/v1 Scale",
    "admission.k8s.io/v1 AdmissionReview",
    "apiextensions.k8s.io/v1beta1 ConversionReview",
    "authorization.k8s.io/v1beta1 SubjectAccessReview",
    "authentication.k8s.io/v1 TokenRequest",
    "extensions/v1beta1 DeploymentRollback",
    "v1 PodExecOptions",
    "v1 Binding",
]
STORED = [
    "lifecycle.k8s.io/v1alpha1 Eviction",
    "v1 Pod",
    "example.org/v1 Scale",
    "admissionregistration.k8s.io/v1 AdmissionReview",
]


@pytest.mark.parametrize("name", REQUESTS)
def test_request_bodies(name: str) -> None:
    assert catalog.is_request_body(gvk(name))


@pytest.mark.parametrize("name", STORED)
def test_no_request_bodies(name: str) -> None:
    assert not catalog.is_request_body(gvk(name))


@pytest.mark.parametrize(
    "text", ["Ingress", "ingress", "ingresses", "ing", "ingress.networking.k8s.io", "INGRESS.extensions"]
)
def test_a_kind_by_any_of_its_names(text: str) -> None:
    names = [one.gvk.api_version for one in catalog.find_kind(text)]
    assert names == ["networking.k8s.io/v1", "networking.k8s.io/v1beta1", "extensions/v1beta1"]


def test_a_name_finds_every_kind_that_has_it() -> None:
    """Eviction in policy and in lifecycle.k8s.io have nothing to do with each other."""
    for name in {gvk.kind for gvk in everything()}:
        groups = {gvk.group for gvk in everything() if gvk.kind == name}
        assert groups <= {one.gvk.group for one in catalog.find_kind(name)}, name


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Ingres", "did you mean Ingress"),
        ("Deploymnet", "did you mean Deployment"),
        ("deployment.example.org", "the kind is in apps, extensions"),
        ("pod.apps", "the kind is in the core group"),
        ("Xyzzy", "kconv resources"),
        ("", "kconv resources"),
    ],
)
def test_an_unknown_kind_is_told_the_nearest(text: str, hint: str) -> None:
    with pytest.raises(UnknownKindError) as raised:
        catalog.find_kind(text)
    assert hint in raised.value.hint


def test_schemas_are_what_the_sources_give() -> None:
    ran = subprocess.run([sys.executable, ROOT / "tools/build_catalog.py", "--check"], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_missing_table_is_a_clear_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tables, "_PLACES", (str(tmp_path),))
    with pytest.raises(KconvError, match=r"kinds\.tsv is missing"):
        tables.rows.__wrapped__("kinds")


def test_a_wheel_has_its_tables_inside_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kinds.tsv").write_text("group\tversion\n\tv1\n")
    monkeypatch.setattr(tables, "_PLACES", (str(tmp_path), tables._PLACES[1]))
    assert tables.rows.__wrapped__("kinds") == (["", "v1"],)
