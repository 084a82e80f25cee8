"""Each object is tried in memory as the API server would treat it, and what is found of it is named."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from kconv.cli.commands import load
from kconv.cluster.connection import Connection
from kconv.cluster.definition import definition_of
from kconv.cluster.errors import ClusterError
from kconv.cluster.preflight import preflight, readable
from kconv.crd.modules import resources_in
from kconv.errors import UsageError
from tests.cli.conftest import Kconv
from tests.cluster.in_memory import answered_by

Json = dict[str, Any]
GROUP = "backup.acme.io"
pytestmark = pytest.mark.usefixtures("examples_on_path")


def backup(name: str, annotations: Json | None = None, **spec: Any) -> Json:
    metadata: Json = {"name": name, "namespace": "shop", "managedFields": [{"manager": "x"}]}
    base = {"schedule": "0 1 * * *", "target": "s3://b/daily", "secret": "s"}
    return {
        "apiVersion": f"{GROUP}/v1alpha1",
        "kind": "Backup",
        "metadata": metadata | ({"annotations": annotations} if annotations else {}),
        "spec": {key: value for key, value in (base | spec).items() if value is not None},
    }


def definition(
    *, stored: tuple[str, ...] = ("v1alpha1",), served: tuple[str, ...] = ("v1alpha1",), webhook: bool = False
) -> Json:
    versions = [{"name": each, "served": each in served, "storage": each == stored[-1]} for each in ("v1", "v1alpha1")]
    names = {"kind": "Backup", "plural": "backups"}
    spec: Json = {"group": GROUP, "scope": "Namespaced", "names": names, "versions": versions}
    if webhook:
        spec["conversion"] = {"strategy": "Webhook"}
    return {
        "metadata": {"name": f"backups.{GROUP}", "resourceVersion": "1"},
        "spec": spec,
        "status": {"storedVersions": [*stored]},
    }


def cluster(crd: Json | None, objects: list[Json]) -> Connection:
    """Lists two objects a page."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        if path.endswith(f"/customresourcedefinitions/backups.{GROUP}") and crd:
            return httpx2.Response(200, json=crd)
        if path != f"/apis/{GROUP}/v1alpha1/backups":
            return httpx2.Response(404, json={"message": f"{path} not found"})
        start = int(request.url.params.get("continue", 0))
        more = {"continue": str(start + 2)} if start + 2 < len(objects) else {}
        return httpx2.Response(200, json={"metadata": more, "items": objects[start : start + 2]})

    return answered_by(answer)


OBJECTS = [
    ("an object that every version has", backup("a"), "passes", {}),
    ("a value that only the stash keeps", backup("a", checksum="md5"), "stashed", {"stash": ["v1", "v1beta1"]}),
    ("a field that a rule drops", backup("a", verbose=True), "dropped", {"dropped": ["v1", "v1beta1"]}),
    ("a value that a rule cannot read", backup("a", target="ftp://x"), "invalid", {"misfits": ["v1", "v1beta1"], "invalid": ["v1", "v1alpha1", "v1beta1"]}),
    ("a field that no version has", backup("a", colour="red"), "invalid", {"invalid": ["v1alpha1"]}),
    ("a field that is missing", backup("a", secret=None), "invalid", {"invalid": ["v1", "v1alpha1", "v1beta1"]}),
    ("a stash for which there is no room", backup("a", {"x": "x" * 262_000}, checksum="md5"), "refused", {"why": ["v1", "v1beta1"]}),
    ("no spec", {**backup("a"), "spec": {}}, "invalid", {"invalid": ["v1", "v1alpha1", "v1beta1"]}),
    ("metadata that cannot be", {**backup("a"), "metadata": {"name": "a", "labels": {"a": 1}}}, "invalid", {"invalid": ["v1", "v1alpha1", "v1beta1"]}),
]  # fmt: skip


@pytest.mark.parametrize(("obj", "outcome", "found"), [row[1:] for row in OBJECTS], ids=[row[0] for row in OBJECTS])
def test_what_is_found_of_an_object(obj: Json, outcome: str, found: dict[str, list[str]]) -> None:
    (resource,) = resources_in("acme.backup")
    (tried,) = preflight(cluster(definition(), [obj]), resource)
    assert tried.outcome == outcome
    for what in ("misfits", "invalid", "stash", "dropped", "losses", "why"):
        versions = sorted(trial.version.partition("/")[2] for trial in tried.trials if getattr(trial, what))
        if what != "stash" or "stash" in found:  # a misfit has one, too
            assert versions == found.get(what, []), what


def test_every_page_is_read_and_no_object_is_changed() -> None:
    objects = [backup(f"o{at}", checksum="md5") for at in range(5)]
    before = json.dumps(objects)
    (resource,) = resources_in("acme.backup")
    tried = [*preflight(cluster(definition(), objects), resource)]
    assert [each.label for each in tried] == [f"shop/o{at}" for at in range(5)]
    assert json.dumps(objects) == before


READABLE = [
    ("one version is stored", definition(), "v1alpha1"),
    ("a webhook converts", definition(stored=("v1alpha1", "v1"), served=("v1", "v1alpha1"), webhook=True), "v1"),
    ("the storage version is not served", definition(stored=("v1alpha1", "v1"), webhook=True), "v1alpha1"),
]
UNREADABLE = [
    ("two are stored and nothing converts", definition(stored=("v1alpha1", "v1"), served=("v1", "v1alpha1")), "nothing converts between"),
    ("the stored one is not served", definition(stored=("v1",)), "which is not served"),
]  # fmt: skip


@pytest.mark.parametrize(("crd", "version"), [row[1:] for row in READABLE], ids=[row[0] for row in READABLE])
def test_objects_are_read_as_they_are_stored(crd: Json, version: str) -> None:
    assert readable(crd, definition_of(crd)) == version


@pytest.mark.parametrize(("crd", "message"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE])
def test_objects_that_cannot_be_read_as_they_are_are_refused(crd: Json, message: str) -> None:
    with pytest.raises(ClusterError, match=message):
        readable(crd, definition_of(crd))


def test_a_stored_version_that_is_not_declared_is_named() -> None:
    crd = definition()
    crd["spec"]["versions"].append({"name": "v1alpha0", "served": True, "storage": False})
    crd["status"]["storedVersions"] = ["v1alpha0"]
    (resource,) = resources_in("acme.backup")
    with pytest.raises(UsageError, match="v1alpha0 Backup is not declared"):
        [*preflight(cluster(crd, []), resource)]


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[Json]:
    """The objects of the cluster that the command connects to; empty for none, with a definition."""
    objects: list[Json] = []
    monkeypatch.setattr("kconv.cluster.connection.connect", lambda *_, **__: cluster(definition(), objects))
    return objects


def test_the_text_has_a_line_for_each_finding_and_the_counts(kconv: Kconv, reached: list[Json]) -> None:
    reached += [backup("a"), backup("b", target="ftp://x"), backup("c", checksum="md5")]
    ran = kconv("crd", "preflight", "acme.backup")
    assert ran.code == 1
    assert "shop/b  Backup  backup.acme.io/v1alpha1: invalid: spec.target: must match" in ran.out
    assert (
        "shop/b  Backup  through backup.acme.io/v1: no rule can read spec.target of backup.acme.io/v1alpha1" in ran.out
    )
    assert "shop/c" not in ran.out
    assert "Backup.backup.acme.io: 3 objects: 1 pass, 1 come back by the stash, 1 invalid\n" in ran.out
    assert (
        "shop/c  Backup  through backup.acme.io/v1: has a stash of"
        in kconv("crd", "preflight", "acme.backup", "-v").out
    )


def test_json_has_the_objects_that_do_not_just_pass(kconv: Kconv, reached: list[Json]) -> None:
    reached += [backup("a"), backup("b", verbose=True)]
    ran = kconv("crd", "preflight", "acme.backup", "--format", "json")
    value = json.loads(ran.out)
    assert (ran.code, [each["name"] for each in value["objects"]]) == (0, ["b"])
    assert value["summary"]["resources"]["Backup.backup.acme.io"]["dropped"] == 1


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_cluster_without_objects_has_nothing_to_report(format_: str, kconv: Kconv, reached: list[Json]) -> None:
    assert not reached
    ran = kconv("crd", "preflight", "acme.backup", "acme.route", "--format", format_)
    assert (ran.code, ran.err) == (0, "")
    assert "no objects" in ran.out or json.loads(ran.out)["objects"] == []


def test_a_cluster_without_the_definition_is_named_because_another_one_may_be_meant(
    kconv: Kconv, reached: list[Json]
) -> None:
    assert not reached
    for quiet in ([], ["--quiet"]):
        ran = kconv("crd", "preflight", "acme.backup", "acme.route", *quiet)
        said = "Route.net.acme.io: the cluster has no definition routes.net.acme.io, and no objects\n"
        assert (ran.code, ran.out) == (0, said if quiet else f"{said}Backup.backup.acme.io: no objects\n")
    ran = kconv("crd", "preflight", "acme.backup", "acme.route", "--format", "json")
    assert json.loads(ran.out)["summary"]["absent"] == ["Route.net.acme.io"]


def test_a_report_in_json_that_is_cut_off_is_no_json(kconv: Kconv, reached: list[Json]) -> None:
    reached += [backup("b", verbose=True), {"apiVersion": "x", "kind": "Backup", "metadata": {"name": "odd"}}]
    ran = kconv("crd", "preflight", "acme.backup", "--format", "json")
    assert ran.code == 2
    with pytest.raises(ValueError):
        json.loads(ran.out)


def test_the_command_is_declared_with_the_extras_that_it_needs() -> None:
    assert "kconv[cluster,crd]" in load("crd preflight").help
