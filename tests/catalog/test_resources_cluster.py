"""A running server's discovery equals the catalog of its release, kind by kind."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from kconv import catalog
from kconv.catalog.resources import Resource, resource, subresources
from kconv.names import GroupVersion, GroupVersionKind, Release, stability
from tests.cluster.apiserver import ApiServer

pytestmark = pytest.mark.cluster


def asked(server: ApiServer, path: str) -> dict[str, Any]:
    status, answer = server.request("GET", path)
    assert status == 200, answer
    return answer


def hash_of(gvk: GroupVersionKind | None) -> str:
    """The storage version's hash, as Kubernetes' StorageVersionHash makes it."""
    name = f"{gvk.group}/{gvk.version}/{gvk.kind}" if gvk else ""
    return base64.b64encode(hashlib.sha256(name.encode()).digest()[:8]).decode() if gvk else ""


def told(one: Resource) -> dict[str, Any]:
    return {
        "name": one.name,
        "gvk": one.gvk,
        "namespaced": one.namespaced,
        "short": one.short_names,
        "categories": one.categories,
        "verbs": one.verbs,
    }


def resources_of(server: ApiServer) -> Iterator[tuple[GroupVersion, dict[str, Any]]]:
    for path in ("/api/v1", *(f"/apis/{name}" for name in group_versions(server))):
        answer = asked(server, path)
        group_version = GroupVersion.parse(answer["groupVersion"])
        for entry in answer["resources"]:
            yield group_version, entry


def group_versions(server: ApiServer) -> list[str]:
    return [version["groupVersion"] for group in asked(server, "/apis")["groups"] for version in group["versions"]]


@pytest.fixture(scope="module")
def release(apiserver: ApiServer) -> Release:
    return Release.parse(asked(apiserver, "/version")["gitVersion"])


def test_every_resource_of_a_running_server(apiserver: ApiServer, release: Release) -> None:
    live, storages = [], {}
    for (group, version), entry in resources_of(apiserver):
        gvk = GroupVersionKind(entry.get("group", group), entry.get("version", version), entry["kind"])
        live.append(
            {
                "name": entry["name"],
                "gvk": gvk,
                "namespaced": entry["namespaced"],
                "short": tuple(entry.get("shortNames", ())),
                "categories": tuple(entry.get("categories", ())),
                "verbs": tuple(sorted(entry["verbs"])),
            }
        )
        if entry.get("storageVersionHash"):
            storages[gvk] = entry["storageVersionHash"]
    ours, ours_stored = [], {}
    for served in catalog.served(release):
        one = resource(served.gvk, release)
        if one:
            ours += [told(each) for each in (one, *subresources(served.gvk, release))]
            ours_stored[served.gvk] = hash_of(one.storage)
    assert [one for one in live if one not in ours] == []
    assert {stability(one["gvk"].version) for one in ours if one not in live} <= {"alpha"}  # gates that are closed
    assert len(live) > 140
    assert len(storages) > 60
    assert {gvk: ours_stored[gvk] for gvk in storages} == storages


def test_the_order_of_every_groups_versions(apiserver: ApiServer, release: Release) -> None:
    groups = asked(apiserver, "/apis")["groups"]
    assert len(groups) > 20
    for group in groups:
        versions = [version["version"] for version in group["versions"]]
        order = catalog.priority(group["name"], release)
        assert versions == [version for version in order if version in versions], group["name"]
