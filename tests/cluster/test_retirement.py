"""A version goes only when nothing in the cluster names it, and the reason is named when something does."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv.cli.migration_report import summary
from kconv.cluster.dependents import Owner
from kconv.cluster.errors import ClusterError
from kconv.cluster.migration import Migration, migrate_storage
from kconv.cluster.patience import Patience
from kconv.errors import UsageError
from tests.cluster.fake_api import GROUP, KIND, FakeApi

Json = dict[str, Any]


def retired(api: FakeApi, version: str = "v1", **options: Any) -> Migration:
    with api.connected() as cluster:
        patience = Patience(sleep=lambda _: None)
        return migrate_storage(cluster, f"{GROUP}/{KIND}", retire=version, patience=patience, rate=0, **options)


def managed(*versions: str) -> Json:
    fields = {"f:metadata": {"f:labels": {"f:a": {}}}, "f:spec": {"f:gone": {}}}
    entries = [
        {"manager": each, "operation": "Apply", "apiVersion": f"{GROUP}/{each}", "fieldsV1": fields}
        for each in versions
    ]
    return {"labels": {"a": "b"}, "managedFields": entries}


def reference(version: str, uid: str = "1", kind: str = KIND) -> Json:
    return {"apiVersion": f"{GROUP}/{version}", "kind": kind, "name": "o000", "uid": uid, "controller": True}


def child(name: str, *owners: Json) -> Json:
    return {"namespace": "a", "name": name, "resourceVersion": "1", "ownerReferences": [*owners]}


def world() -> FakeApi:
    """Objects that are managed in v1 and own ConfigMaps in v1, which is not served any more."""
    api = FakeApi(5)
    api.served = {"v2"}
    api.metadata = {"o001": managed("v1"), "o002": managed("v2"), "o003": managed("v1", "v2")}
    api.children = {name: child(name, reference(version)) for name, version in (("c1", "v1"), ("c2", "v2"))}
    return api


def versions_of(metadata: Json) -> list[str]:
    return [each["apiVersion"].partition("/")[2] for each in metadata["managedFields"]]


def test_everything_that_names_the_version_is_moved_and_then_it_can_go() -> None:
    api = world()
    found = retired(api)
    assert found.done
    assert (found.objects["moved"], found.managed, found.unowned, found.dependents["moved"]) == (5, 2, 2, 1)
    assert versions_of(api.metadata["o001"]) == ["v2"]
    assert api.metadata["o001"]["managedFields"][0]["fieldsV1"] == {"f:metadata": {"f:labels": {"f:a": {}}}}
    assert api.children["c1"]["ownerReferences"] == [reference("v2")]
    assert api.status == ["v2"]


def test_it_does_not_matter_how_often() -> None:
    api = world()
    retired(api)
    before = [*api.revision.values()]
    found = retired(api)
    assert (found.done, found.managed, found.dependents.total()) == (True, 0, 0)
    assert [*api.revision.values()] == before


def test_an_entry_without_any_field_that_is_left_leaves_no_managers() -> None:
    api = world()
    api.metadata = {"o001": {"managedFields": managed("v1")["managedFields"]}}
    assert retired(api).done
    assert api.metadata["o001"]["managedFields"] == [{}], "what resets them: an empty list means to leave them"


def test_a_dry_run_changes_nothing() -> None:
    api = world()
    found = retired(api, dry_run=True)
    assert (found.managed, found.objects["accepted"], found.dependents["accepted"]) == (2, 5, 1)
    assert (versions_of(api.metadata["o001"]), api.status) == (["v1"], ["v1", "v2"])


def test_a_dry_run_says_that_the_version_is_still_served_and_never_that_it_can_go() -> None:
    api = world()
    api.served, api.status = {"v1", "v2"}, ["v2"]
    found = retired(api, dry_run=True)
    assert found.unproved == ["exp.io/v1 is still served: ship it with served: false, and run this again"]
    assert not found.done
    api.served = {"v2"}
    found = retired(api, dry_run=True)
    assert (found.unproved, found.done) == ([], False), "two objects and a child still name it"
    assert "managedFields: 2 objects to move, 2 fields have no manager then\n" in summary(found)
    assert "nothing names" not in summary(found)
    assert summary(retired(api)).endswith("nothing names v1 any more: ship a definition without it\n")


@pytest.mark.parametrize("left", ["metadata", "children", None])
def test_a_dry_run_is_done_only_if_neither_managers_nor_owners_name_the_version(left: str | None) -> None:
    api = world()
    api.status = ["v2"]
    for each in {"metadata", "children"} - {left}:
        setattr(api, each, {})
    assert retired(api, dry_run=True).done is (left is None)


def test_a_conflict_is_met_with_what_the_object_has_by_then() -> None:
    api, times = world(), iter([True, False, True, False])

    def write(method: str, path: str) -> None:
        if method == "PATCH" and path.endswith(("/o001", "/c1")) and next(times):
            api.revision["o001"] += 100
            api.children["c1"]["resourceVersion"] = "8"

    api.faults.append(write)
    found = retired(api)
    assert (found.done, found.managed, found.unowned) == (True, 2, 2), "each is counted once"
    assert (versions_of(api.metadata["o001"]), api.children["c1"]["ownerReferences"]) == (["v2"], [reference("v2")])


class Kept(NamedTuple):
    name: str
    change: Any
    why: str


def serve(api: FakeApi) -> None:
    api.served = {"v1", "v2"}


def write_again(api: FakeApi) -> None:
    def write(method: str, path: str) -> None:
        if method == "PATCH" and path.endswith("/c1"):  # after all objects, before the proof
            api.metadata["o004"] = managed("v1")

    api.faults.append(write)


def refer_again(api: FakeApi) -> None:
    def refer(method: str, path: str) -> None:
        if method == "PATCH" and path.endswith("/o004"):
            return
        if method == "GET" and path.endswith("/cups") and any("/configmaps/c1" in each for each in api.calls("PATCH")):
            api.children["c3"] = child("c3", reference("v1"))

    api.faults.append(refer)


KEPT = [
    Kept("it is still served", serve, "exp.io/v1 is still served: ship it with served: false"),
    Kept("somebody writes in it", write_again, "managedFields of 1 objects name exp.io/v1"),
    Kept("somebody refers to it", refer_again, "ownerReferences of 1 objects name exp.io/v1"),
]


@pytest.mark.parametrize("case", KEPT, ids=attrgetter("name"))
def test_a_version_that_something_names_stays_in_stored_versions(case: Kept) -> None:
    api = world()
    case.change(api)
    found = retired(api)
    assert not found.done
    assert [why for why in found.unproved if case.why in why]
    assert api.status == ["v1", "v2"]


def test_a_resource_that_cannot_be_listed_keeps_the_version() -> None:
    api = world()
    api.faults.append(lambda _, path: (403, "Forbidden", "no") if path == "/api/v1/configmaps" else None)
    found = retired(api)
    assert [(each.name, each.why) for each in found.refused] == [("configmaps", "cannot be listed: no")]
    assert api.status == ["v1", "v2"]


def test_a_group_that_does_not_answer_ends_the_run_and_is_named() -> None:
    api = world()
    api.faults.append(
        lambda _, path: (503, "", "the server is unable to handle the request") if path == "/api/v1" else None
    )
    with pytest.raises(ClusterError, match="/api/v1 cannot be read: the server is unable"):
        retired(api)
    assert api.status == ["v1", "v2"]


def test_a_child_that_cannot_be_written_keeps_the_version() -> None:
    api = world()
    api.faults.append(lambda _, path: (422, "Invalid", "no") if path.endswith("/c1") else None)
    assert [(each.label, each.why) for each in retired(api).refused] == [("a/configmaps/c1", "no")]
    assert api.status == ["v1", "v2"]


def test_the_storage_version_cannot_be_retired() -> None:
    with pytest.raises(UsageError, match=r"cups\.exp\.io stores objects in v2"):
        retired(world(), "v2")


def test_the_only_version_that_is_served_cannot_be_retired() -> None:
    api = world()
    api.served = {"v1"}
    with pytest.raises(UsageError, match="serves nothing but v1"):
        retired(api)


def test_a_misspelt_version_is_named() -> None:
    assert retired(world(), "v9").unproved == ["cups.exp.io has no version v9, and nothing names it"]


def test_two_references_to_the_same_owner_become_one() -> None:
    owner = Owner(KIND, f"{GROUP}/v1", f"{GROUP}/v2")
    others = [reference("v1", "2", "Mug"), {"apiVersion": "v1", "kind": KIND, "uid": "3"}]
    metadata = {"ownerReferences": [reference("v1"), *others, reference("v2")]}
    assert owner.is_named(metadata)
    assert owner.renamed(metadata) == [*others, reference("v2")]
    assert not owner.is_named({"ownerReferences": others})
    assert not owner.is_named({})


CONDITIONS = [
    Kept("succeeds", [{"type": "Succeeded", "status": "True"}], ""),
    Kept("fails", [{"type": "Failed", "status": "True", "message": "refused by a webhook"}], "failed: refused by a webhook"),
    Kept("nobody acts", [{"type": "Succeeded", "status": "False"}], "no controller has acted"),
]  # fmt: skip


@pytest.mark.parametrize("case", CONDITIONS, ids=attrgetter("name"))
def test_the_clusters_controller_is_waited_for(case: Kept) -> None:
    api = FakeApi(3)
    api.migrations = {}

    def controller(_: str, __: str) -> None:
        for migration in (api.migrations or {}).values():
            assert (migration["apiVersion"], migration["kind"]) == (
                "storagemigration.k8s.io/v1",
                "StorageVersionMigration",
            )
            assert migration["spec"] == {"resource": {"group": GROUP, "resource": "cups"}}
            migration["status"] = {"conditions": case.change}
            if case.name == "succeeds":
                api.stored, api.status = dict.fromkeys(api.stored, "v2"), ["v2"]

    api.faults.append(controller)
    with api.connected() as cluster:
        options: Any = {"by_cluster": True, "patience": Patience(sleep=lambda _: None)}
        if case.why:
            with pytest.raises(ClusterError, match=case.why):
                migrate_storage(cluster, f"{GROUP}/{KIND}", **options)
        else:
            assert migrate_storage(cluster, f"{GROUP}/{KIND}", **options).done
    assert [*api.migrations] == (["cups.exp.io-2"] if case.name == "fails" else [])
    assert api.calls("PATCH") == []


def test_what_the_clusters_controller_leaves_is_done_by_kconv() -> None:
    """It does not shorten status.storedVersions if the definition has changed."""
    api = FakeApi(3)
    done = {"status": {"conditions": [{"type": "Succeeded", "status": "True"}]}}
    api.migrations = {"cups.exp.io-2": {"status": {"conditions": [{"type": "Running", "status": "True"}]}}}
    asked: list[str] = []

    def controller(_: str, path: str) -> None:
        asked.append(path)
        if len([each for each in asked if "storageversionmigrations" in each]) > 2:
            (api.migrations or {}).update({"cups.exp.io-2": done})

    api.faults.append(controller)
    with api.connected() as cluster:
        found = migrate_storage(
            cluster, f"{GROUP}/{KIND}", by_cluster=True, patience=Patience(sleep=lambda _: None), rate=0
        )
    assert (found.done, found.objects["moved"]) == (True, 3)


def test_a_cluster_without_the_api_is_named() -> None:
    with FakeApi(3).connected() as cluster, pytest.raises(ClusterError, match="does not serve storagemigration"):
        migrate_storage(cluster, f"{GROUP}/{KIND}", by_cluster=True, patience=Patience(sleep=lambda _: None))
