"""The commands of docs/storage.md at a real API server: with the rights of the page's Job, and where lists expire."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
import yaml

from kconv.cluster.connection import connect
from kconv.cluster.errors import StatusError
from kconv.cluster.migration import migrate_storage
from kconv.cluster.pages import pages
from kconv.cluster.rewriting import Written
from kconv.engine.stash import LIMIT
from tests.cluster.running import Cluster
from tests.e2e.backups import Backups, visible
from tests.e2e.definitions import BACKUPS, GROUP, Definitions, declared, definition, stored_in, wait_until
from tests.e2e.processes import Webhook, kconv
from tests.e2e.stored import stored

pytestmark = pytest.mark.cluster
Json = Any
ROOT = Path(__file__).parents[2]
OLD = {"schedule": "0 3 * * *", "target": "s3://bucket/daily", "secret": "s3"}


def as_account(cluster: Cluster, folder: Path) -> Path:
    """The kubeconfig of the service account of the page's Job, with the rights that the page gives it."""
    page = (ROOT / "docs/storage.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"<!-- file: job.yaml -->\n```yaml\n(.*?)```", page, re.DOTALL)
    *rights, job = yaml.safe_load_all(text)
    for each in rights:
        done = cluster.kubectl("apply", "-f", "-", stdin=json.dumps(each))
        assert done.returncode == 0, done.stderr
    done = cluster.kubectl("apply", "--dry-run=server", "-f", "-", stdin=json.dumps(job))
    assert done.returncode == 0, done.stderr
    token = cluster.kubectl("create", "token", "storage", "-n", "acme").stdout.strip()
    config = yaml.safe_load(cluster.kubeconfig.read_text(encoding="utf-8"))
    config["users"][0]["user"] = {"token": token}
    file = folder / "kubeconfig"
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    return file


def test_the_rights_of_the_page_are_enough_and_not_more(
    old: Backups, cluster: Cluster, definitions: Definitions, own_webhook: Webhook, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        old.create("v1alpha1", OLD, name=name)
    account = as_account(cluster, tmp_path)
    definitions.change(definition(own_webhook))
    done = kconv(account, "migrate-storage", f"{GROUP}/Backup")
    assert (done.returncode, done.stderr) == (0, "")
    assert stored(cluster, old.namespace, "a")["apiVersion"] == f"{GROUP}/v1"
    retiring = kconv(account, "migrate-storage", f"{GROUP}/Backup", "--retire", "v1alpha1")
    assert retiring.returncode == 1
    assert "configmaps  refused: cannot be listed" in retiring.stdout
    other = kconv(account, "migrate-storage", "routes.net.acme.io")
    assert (other.returncode, "cannot get resource" in other.stderr) == (2, True)


def test_a_list_that_expires_and_a_server_that_is_restarted_are_nothing_but_a_delay(
    old: Backups, cluster: Cluster, definitions: Definitions, own_webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"b{at:02}" for at in range(30)]
    for name in names:
        old.create("v1alpha1", OLD, name=name)
    definitions.change(definition(own_webhook))
    monkeypatch.setattr("kconv.cluster.rewriting.pages", partial(pages, size=10))
    answered: list[int] = []

    def restart(each: Written) -> None:
        """etcd forgets old revisions after five minutes, and the API server's memory of them ends with it."""
        if each.name == names[5]:
            revision = definitions.server.request("GET", old.path("v1"))[1]["metadata"]["resourceVersion"]
            address = f"http://127.0.0.1:{cluster.ports[1]}/v3/kv/compaction"
            with urlopen(Request(address, json.dumps({"revision": revision, "physical": True}).encode())):
                pass
            cluster.stop()
            cluster.start()

    with connect(kubeconfig=str(cluster.kubeconfig)) as found:
        request = found.request

        def noted(*args: Any, **words: Any) -> Json:
            try:
                return request(*args, **words)
            except StatusError as error:
                answered.append(error.code)
                raise

        monkeypatch.setattr(found, "request", noted)
        done = migrate_storage(found, f"{GROUP}/Backup", rate=0, seen=restart)
    assert (done.done, done.objects["moved"], done.objects["gone"]) == (True, 30, 0)
    assert {stored(cluster, old.namespace, name)["apiVersion"] for name in names} == {f"{GROUP}/v1"}
    assert 410 in answered


def test_an_object_whose_annotations_are_full_is_not_made_to_lose_anything(
    old: Backups, cluster: Cluster, definitions: Definitions, own_webhook: Webhook
) -> None:
    full = {"filler": "x" * (LIMIT - 100)}
    old.create("v1alpha1", {**OLD, "checksum": "md5"}, name="full", annotations=full)
    old.create("v1alpha1", OLD, name="other")
    tried = kconv(cluster.kubeconfig, "crd", "preflight", "acme.backup", "-n", old.namespace)
    assert (tried.returncode, "full  Backup  through backup.acme.io/v1: cannot be converted" in tried.stdout) == (
        1,
        True,
    )
    definitions.change(definition(own_webhook))
    done = kconv(cluster.kubeconfig, "migrate-storage", f"{GROUP}/Backup")
    assert (done.returncode, "it would lose what its annotations have no room for" in done.stdout) == (1, True), done
    assert stored(cluster, old.namespace, "full")["spec"]["checksum"] == "md5"
    old.patch("v1alpha1", {"metadata": {"annotations": {"filler": None}}}, name="full")
    assert kconv(cluster.kubeconfig, "migrate-storage", f"{GROUP}/Backup").returncode == 0
    assert old.get("v1alpha1", "full")["spec"]["checksum"] == "md5"


def test_a_preflight_reads_what_is_stored_before_anything_converts(
    cluster: Cluster, definitions: Definitions, namespace: str
) -> None:
    """The second version's definition is there, and its webhook is not."""
    crd = stored_in(declared(), "v1alpha1")
    crd["spec"]["conversion"] = {"strategy": "None"}
    versions = {each["name"]: each for each in crd["spec"]["versions"]}
    lax = versions["v1alpha1"]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]["target"]
    pattern = lax.pop("pattern")
    definitions.require(crd)
    backups = Backups(definitions.server, namespace)
    backups.create("v1alpha1", OLD, name="good")
    backups.create("v1alpha1", {**OLD, "checksum": "md5"}, name="kept")
    backups.create("v1alpha1", {**OLD, "target": "ftp://x"}, name="odd")
    lax["pattern"] = pattern
    definitions.change(crd)
    before = {name: visible(backups.get("v1alpha1", name)) for name in ("good", "kept", "odd")}
    done = kconv(cluster.kubeconfig, "crd", "preflight", "acme.backup", "--format", "json", "-n", namespace)
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert {each["name"]: each["status"] for each in found["objects"]} == {"kept": "stashed", "odd": "invalid"}
    assert found["summary"]["resources"]["Backup.backup.acme.io"]["passes"] == 1
    assert {name: visible(backups.get("v1alpha1", name)) for name in before} == before
    definitions.change(stored_in(crd, "v1"))
    done = kconv(cluster.kubeconfig, "crd", "preflight", "acme.backup")
    assert (done.returncode, "nothing converts between them" in done.stderr) == (2, True)
    definitions.remove()
    wait_until(lambda: definitions.server.request("GET", BACKUPS)[0] == 404)
    done = kconv(cluster.kubeconfig, "crd", "preflight", "acme.backup")
    said = "Backup.backup.acme.io: the cluster has no definition backups.backup.acme.io, and no objects\n"
    assert (done.returncode, done.stdout) == (0, said)
