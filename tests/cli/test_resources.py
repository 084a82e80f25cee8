"""`resources` lists what a release serves: narrow for a terminal, wide for a look, JSON for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kconv import catalog
from kconv.catalog.resources import resource
from kconv.names import Release
from tests.cli.conftest import Kconv

ROOT = Path(__file__).parents[2]
RELEASES = [str(release) for release in catalog.releases()]


def is_resource(served: catalog.Served, release: Release) -> bool:
    return resource(served.gvk, release) is not None or not catalog.is_request_body(served.gvk)


def listed(text: str) -> list[dict[str, str]]:
    header, *rows = (line.split() for line in text.splitlines())
    return [dict(zip(header, row, strict=True)) for row in rows]


def entries(kconv: Kconv, *args: str) -> list[dict[str, Any]]:
    ran = kconv("resources", "--format", "json", *args)
    assert (ran.code, ran.err) == (0, "")
    told: list[dict[str, Any]] = json.loads(ran.out)["resources"]
    return told


@pytest.mark.full
@pytest.mark.parametrize("name", RELEASES)
def test_the_list_is_what_a_server_of_the_release_serves(name: str, kconv: Kconv) -> None:
    release = Release.parse(name)
    everything = [one for one in catalog.served(release) if is_resource(one, release)]
    for flags, wanted in ((("--all",), everything), ((), [one for one in everything if one.on_by_default(release)])):
        ran = kconv("resources", "--release", name, *flags)
        rows = listed(ran.out)
        assert [(row["APIVERSION"], row["KIND"]) for row in rows] == [
            (one.gvk.api_version, one.gvk.kind) for one in wanted
        ]
        more = len(everything) - len(wanted)
        assert ran.err == (f"{more} more are off by default: use --all to list them\n" if more else "")


@pytest.mark.parametrize("name", RELEASES)
def test_the_list_fits_a_terminal(name: str, kconv: Kconv) -> None:
    assert max(map(len, kconv("resources", "--release", name).out.splitlines())) <= 80


@pytest.mark.full
@pytest.mark.parametrize("name", RELEASES)
def test_wide_and_json_tell_the_same(name: str, kconv: Kconv) -> None:
    wide = listed(kconv("resources", "--release", name, "--all", "-o", "wide").out)
    told = entries(kconv, "--release", name)
    assert len(wide) == len(told) > 50
    words = {True: "yes", False: "no"}
    for row, entry in zip(wide, told, strict=True):
        assert (row["APIVERSION"], row["KIND"], row["NAME"]) == (entry["apiVersion"], entry["kind"], entry["name"])
        assert row["SHORT"] == (",".join(entry["shortNames"]) or "-")
        assert row["DEFAULT"] == words[entry["default"]]
        assert row["PREFERRED"] == words[entry["preferred"]]
        assert row["NAMESPACED"] == words[entry["namespaced"]]
        assert row["STABILITY"] == entry["stability"]
        assert row["VERBS"] == (",".join(entry["verbs"]) if entry["verbs"] else "unknown")
        assert row["SUBRESOURCES"] == (",".join(one["name"] for one in entry["subresources"]) or "-")
        if entry["storageVersion"]:
            assert entry["storageVersion"]["apiVersion"].endswith(row["STORAGE"])
        else:
            assert row["STORAGE"] == ("-" if entry["stored"] is False else "unknown")


STORAGE = {
    "of the same group by its name": ("1.26", "autoscaling/v2", "HorizontalPodAutoscaler", "v1"),
    "of another group with it": ("1.16", "extensions/v1beta1", "Ingress", "networking.k8s.io/v1beta1"),
    "of the core group": ("1.32", "events.k8s.io/v1", "Event", "v1"),
    "of what is never stored": ("1.32", "authentication.k8s.io/v1", "TokenReview", "-"),
    "that the sources leave out": ("1.17", "flowcontrol.apiserver.k8s.io/v1alpha1", "FlowSchema", "unknown"),
    "of a kind whose gate was off": ("1.19", "storage.k8s.io/v1alpha1", "CSIStorageCapacity", "unknown"),
}


@pytest.mark.parametrize("case", STORAGE.values(), ids=list(STORAGE))
def test_storage_version(case: tuple[str, str, str, str], kconv: Kconv) -> None:
    release, api_version, kind, storage = case
    rows = listed(kconv("resources", "--release", release, "--all", "-o", "wide").out)
    assert [row["STORAGE"] for row in rows if (row["APIVERSION"], row["KIND"]) == (api_version, kind)] == [storage]


def test_json_has_everything_that_discovery_and_the_catalog_tell(kconv: Kconv) -> None:
    told = {(entry["apiVersion"], entry["kind"]): entry for entry in entries(kconv, "--release", "1.24")}
    assert told["policy/v1beta1", "PodSecurityPolicy"] == {
        "name": "podsecuritypolicies",
        "shortNames": ["psp"],
        "categories": [],
        "apiVersion": "policy/v1beta1",
        "kind": "PodSecurityPolicy",
        "namespaced": False,
        "stability": "beta",
        "introduced": "1.10",
        "deprecated": "1.21",
        "removed": "1.25",
        "replacement": None,
        "default": True,
        "preferred": False,
        "stored": True,
        "storageVersion": {"apiVersion": "policy/v1beta1", "kind": "PodSecurityPolicy"},
        "verbs": ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
        "subresources": [],
    }
    assert told["apps/v1", "Deployment"]["subresources"][0] == {
        "name": "scale",
        "apiVersion": "autoscaling/v1",
        "kind": "Scale",
        "verbs": ["get", "patch", "update"],
    }


def test_every_field_of_the_json_is_told_in_the_page(kconv: Kconv) -> None:
    page = (ROOT / "docs/json-report.md").read_text().partition("## The list of resources")[2]
    told = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE))))
    assert told == set().union(*entries(kconv))


def test_filters(kconv: Kconv) -> None:
    assert {one["apiVersion"] for one in entries(kconv, "--group", "apps")} == {"apps/v1"}
    assert {one["apiVersion"] for one in entries(kconv, "--group", "")} == {"v1"}
    gone = kconv("resources", "--group", "extensions", "--release", "1.32", "--format", "json")
    assert (json.loads(gone.out)["resources"], gone.err) == ([], "1.32 serves no such resource\n")
    assert entries(kconv, "--group", "extensions", "--release", "1.21")[0]["kind"] == "Ingress"
    inside, outside = entries(kconv, "--namespaced"), entries(kconv, "--cluster")
    assert {one["namespaced"] for one in inside} == {True}
    assert {one["namespaced"] for one in outside} == {False}
    assert len(inside) + len(outside) == len(entries(kconv))


def test_names_are_those_that_kubectl_takes(kconv: Kconv) -> None:
    ran = kconv("resources", "--release", "1.25", "-o", "name", "--group", "autoscaling")
    assert (ran.out, ran.err) == ("horizontalpodautoscalers.autoscaling\n", "")
    assert "\npods\n" in kconv("resources", "--release", "1.25", "-o", "name").out
