"""A manifest that holds a stash never puts old values back without a word, and nobody else notices the guard."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kconv.catalog import latest
from kconv.cluster.connection import connect
from kconv.cluster.migration import migrate_storage
from kconv.crd.definition import definitions_of
from kconv.crd.modules import resources_in
from kconv.crd.stash_guard import stash_guard
from kconv.engine.stash import ANNOTATION, LEFT_OUT, LIMIT
from tests.cluster.running import Cluster
from tests.e2e.backups import MERGE, SERVER_SET, Backups, Refused, backup
from tests.e2e.definitions import Definitions, definition, stored_in, wait_until
from tests.e2e.processes import EXAMPLES, Webhook
from tests.e2e.test_updates import EDITS, NEW, STATUS, by_apply, by_json_patch, by_merge_patch, by_put

pytestmark = pytest.mark.cluster
Json = Any
MESSAGE = f"the annotation {ANNOTATION} is not the one that the object has"


class Mode(NamedTuple):
    name: str
    flags: tuple[str, ...]


MODES = [Mode("client-side", ()), Mode("server-side", ("--server-side", "--force-conflicts", "--field-manager=git"))]


class Guarded(NamedTuple):
    """A namespace of backups behind the guard."""

    cluster: Cluster
    backups: Backups

    def apply(self, mode: Mode, obj: Json) -> Any:
        """What kubectl apply makes of a manifest."""
        place = ("-n", self.backups.namespace)
        return self.cluster.kubectl("apply", *mode.flags, *place, "-f", "-", stdin=json.dumps(obj))

    def manifest(self, version: str) -> Json:
        """What a person puts into Git who reads the object at a version."""
        obj = self.backups.get(version)
        metadata = {key: value for key, value in obj["metadata"].items() if key not in SERVER_SET}
        return {"apiVersion": obj["apiVersion"], "kind": obj["kind"], "metadata": metadata, "spec": obj["spec"]}


@pytest.fixture(scope="module")
def guard(cluster: Cluster) -> Iterator[None]:
    """The policy, as it is generated."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(EXAMPLES)
        (of_backups,) = definitions_of(*resources_in("acme.backup"))
    made = stash_guard(of_backups, latest())
    for each in made:
        done = cluster.kubectl("apply", "-f", "-", stdin=json.dumps(each))
        assert done.returncode == 0, done.stderr
    yield
    for each in reversed(made):
        cluster.kubectl("delete", each["kind"], each["metadata"]["name"])


@pytest.fixture
def guarded(guard: None, own_webhook: Webhook, cluster: Cluster, definitions: Definitions, namespace: str) -> Guarded:
    """Backups that are stored as v1, with the guard in force."""
    _ = guard
    definitions.require(definition(own_webhook))
    backups = Backups(definitions.server, namespace)
    backups.create("v1", NEW, name="probe")
    wait_until(lambda: refuses(backups))
    backups.delete("v1", "probe")
    return Guarded(cluster, backups)


def refuses(backups: Backups) -> bool:
    """Whether the guard is in force: the API server takes a moment."""
    change = {"metadata": {"annotations": {ANNOTATION: "{}"}}}
    path = backups.path("v1alpha1", "probe", "?dryRun=All")
    status, answer = backups.server.request("PATCH", path, json.dumps(change), MERGE)
    return status == 422 and MESSAGE in answer["message"]


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_a_stash_that_is_older_than_the_object_is_refused(mode: Mode, guarded: Guarded) -> None:
    guarded.backups.create("v1", NEW)
    manifest = guarded.manifest("v1alpha1")
    assert ANNOTATION in manifest["metadata"]["annotations"]
    done = guarded.apply(mode, manifest)
    assert done.returncode == 0, done.stderr
    assert guarded.apply(mode, manifest).returncode == 0
    guarded.backups.patch("v1", {"spec": {"retention": {"maxAge": "1h0m0s"}, "suspend": False}})
    before = guarded.backups.get("v1")
    done = guarded.apply(mode, manifest)
    assert done.returncode == 1
    assert MESSAGE in done.stderr
    assert guarded.backups.get("v1") == before


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_a_stash_for_an_object_that_has_none_is_refused(mode: Mode, guarded: Guarded) -> None:
    guarded.backups.create("v1", NEW)
    manifest = guarded.manifest("v1alpha1")
    guarded.backups.delete("v1")
    guarded.backups.create("v1alpha1", {"schedule": NEW["schedule"], "target": "s3://bucket/daily", "secret": "s3"})
    assert MESSAGE in guarded.apply(mode, manifest).stderr


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_a_manifest_without_a_stash_leaves_what_it_does_not_see(mode: Mode, guarded: Guarded) -> None:
    old = {"schedule": NEW["schedule"], "target": "s3://bucket/daily", "secret": "s3"}
    assert guarded.apply(mode, backup("v1alpha1", old)).returncode == 0
    guarded.backups.patch("v1", {"spec": {"retention": {"maxAge": "1h0m0s"}}})
    done = guarded.apply(mode, backup("v1alpha1", {**old, "keep": 3}))
    assert done.returncode == 0, done.stderr
    assert guarded.backups.get("v1")["spec"]["retention"] == {"count": 3, "maxAge": "1h0m0s"}


@pytest.mark.parametrize("way", [by_put, by_merge_patch, by_json_patch, by_apply])
@pytest.mark.parametrize("edit", EDITS)
def test_edits_pass(edit: str, way: Callable[[Backups, str, Json], None], guarded: Guarded) -> None:
    version, spec, change = EDITS[edit]
    guarded.backups.create("v1", NEW)
    before = guarded.backups.get("v1")["spec"]
    way(guarded.backups, version, spec)
    change(before)
    assert guarded.backups.get("v1")["spec"] == before


def test_status_updates_of_a_controller_pass(guarded: Guarded) -> None:
    guarded.backups.create("v1", NEW)
    for version, status in (("v1", STATUS), ("v1alpha1", {"state": "Done"})):
        obj = guarded.backups.get(version)
        guarded.backups.put(version, {**obj, "status": status}, tail="/status")
    assert guarded.backups.get("v1")["status"] == {"phase": "Done", "conditions": STATUS["conditions"]}


def test_a_migration_of_the_storage_passes(guarded: Guarded, definitions: Definitions, own_webhook: Webhook) -> None:
    guarded.backups.create("v1", NEW)
    before = guarded.backups.get("v1")["spec"]
    try:
        for storage in ("v1alpha1", "v1"):
            definitions.change(stored_in(definition(own_webhook), storage))
            with connect(kubeconfig=str(guarded.cluster.kubeconfig)) as cluster:
                assert migrate_storage(cluster, "backup.acme.io/Backup", rate=0).done
    finally:
        definitions.change(definition(own_webhook))
    assert guarded.backups.get("v1")["spec"] == before


def test_the_annotation_cannot_be_removed_but_can_be_emptied(guarded: Guarded) -> None:
    guarded.backups.create("v1", NEW)
    with pytest.raises(Refused, match=MESSAGE):
        guarded.backups.patch("v1alpha1", {"metadata": {"annotations": {ANNOTATION: None}}})
    guarded.backups.patch("v1alpha1", {"metadata": {"annotations": {ANNOTATION: ""}}})
    assert guarded.backups.get("v1")["spec"]["retention"] == {"count": 14}


def test_the_way_out_of_a_manifest_with_a_stash_keeps_everything(guarded: Guarded, tmp_path: Path) -> None:
    """Client-side apply: the copy of what was last applied forgets the annotation first."""
    guarded.backups.create("v1", NEW)
    manifest = guarded.manifest("v1alpha1")
    assert guarded.apply(MODES[0], manifest).returncode == 0
    guarded.backups.patch("v1", {"spec": {"retention": {"maxAge": "1h0m0s"}}})
    del manifest["metadata"]["annotations"][ANNOTATION]
    assert MESSAGE in guarded.apply(MODES[0], manifest).stderr
    file, place = tmp_path / "backup.json", ("-n", guarded.backups.namespace)
    file.write_text(json.dumps(manifest))
    done = guarded.cluster.kubectl("apply", "set-last-applied", *place, "-f", str(file))
    assert done.returncode == 0, done.stderr
    done = guarded.apply(MODES[0], manifest)
    assert done.returncode == 0, done.stderr
    assert guarded.backups.get("v1")["spec"]["retention"] == {"count": 14, "maxAge": "1h0m0s"}


def test_the_way_out_of_server_side_apply_keeps_everything(guarded: Guarded) -> None:
    """If only the manifest owns the annotation, another manager owns it, too, before the manifest gives it up."""
    guarded.backups.create("v1", NEW)
    manifest = guarded.manifest("v1alpha1")
    guarded.backups.delete("v1")
    assert guarded.apply(MODES[1], manifest).returncode == 0
    before, held = guarded.backups.get("v1")["spec"], manifest["metadata"].pop("annotations")
    assert before == NEW
    assert MESSAGE in guarded.apply(MODES[1], manifest).stderr
    only = {**manifest, "metadata": {"name": "one", "annotations": held}}
    del only["spec"]
    done = guarded.apply(Mode("keeper", ("--server-side", "--field-manager=stash")), only)
    assert done.returncode == 0, done.stderr
    done = guarded.apply(MODES[1], manifest)
    assert done.returncode == 0, done.stderr
    assert guarded.backups.get("v1")["spec"] == before


def test_server_side_apply_may_leave_out_a_stash_that_somebody_else_has_changed(guarded: Guarded) -> None:
    guarded.backups.create("v1", NEW)
    manifest = guarded.manifest("v1alpha1")
    assert guarded.apply(MODES[1], manifest).returncode == 0
    guarded.backups.patch("v1", {"spec": {"retention": {"maxAge": "1h0m0s"}}})
    del manifest["metadata"]["annotations"]
    done = guarded.apply(MODES[1], manifest)
    assert done.returncode == 0, done.stderr
    assert guarded.backups.get("v1")["spec"]["retention"] == {"count": 14, "maxAge": "1h0m0s"}


def test_an_object_without_room_for_its_stash_is_written_in_the_version_that_has_all_and_deleted_in_any(
    guarded: Guarded,
) -> None:
    backups = guarded.backups
    backups.create("v1", NEW)
    backups.patch("v1", {"metadata": {"annotations": {"full": "x" * (LIMIT - 200)}}})
    before = backups.get("v1")
    seen = backups.get("v1alpha1")
    assert LEFT_OUT in seen["metadata"]["annotations"]
    with pytest.raises(Refused, match=LEFT_OUT):
        backups.put("v1alpha1", {**seen, "spec": {**seen["spec"], "keep": 3}})
    with pytest.raises(Refused, match=LEFT_OUT):
        backups.put("v1alpha1", {**seen, "status": {"state": "Done"}}, tail="/status")
    assert backups.get("v1") == before
    backups.patch("v1", {"spec": {"suspend": False}})
    backups.delete("v1alpha1")
