"""The example operator, without a cluster: what its handlers send, and what they write into a Backup."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import kopf
import pytest
import yaml

from tests.crd.conftest import EXAMPLES
from tests.kopf.reading import served

Json = Any
FOLDER = EXAMPLES.parent / "kopf-operator"


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch, examples_on_path: None) -> Iterator[ModuleType]:
    _ = examples_on_path
    monkeypatch.syspath_prepend(FOLDER)
    yield import_module("backup_operator")
    for name in ("backup_operator", "cron_job"):
        sys.modules.pop(name, None)


class Cluster:
    """What would be sent."""

    def __init__(self) -> None:
        self.applied: list[Json] = []
        self.deleted: list[tuple[str, str]] = []

    def apply(self, obj: Json, force: bool) -> None:
        assert force
        self.applied.append(obj.to_dict())

    def delete(self, resource: Json, name: str, namespace: str) -> None:
        assert resource.__name__ == "CronJob"
        self.deleted.append((namespace, name))


@pytest.fixture
def cluster(operator: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    found = Cluster()
    monkeypatch.setattr(operator, "client", lambda: found)
    return found


@pytest.fixture
def shown(operator: ModuleType) -> Json:
    """The Backup of the example as the operator reads it, with the stash of what v1 does not have."""
    manifest = yaml.safe_load((FOLDER / "backup.yaml").read_text())
    made = served(operator.BACKUP, manifest, "backup.acme.io/v1")
    made["metadata"] |= {"uid": "1-2", "labels": {"app": "shop"}}
    assert "kconv.dev/stash" in made["metadata"]["annotations"]
    return made


def test_a_backup_gets_a_cron_job_of_its_own(operator: ModuleType, cluster: Cluster, shown: Json) -> None:
    patch = kopf.Patch()
    operator.apply(body=kopf.Body(shown), patch=patch)
    (job,) = cluster.applied
    assert job["metadata"]["labels"] == {"app": "shop"}
    assert job["metadata"]["annotations"] == {"team": "shop"}
    (owner,) = job["metadata"]["ownerReferences"]
    assert (owner["apiVersion"], owner["kind"], owner["name"], owner["uid"]) == (
        "backup.acme.io/v1",
        "Backup",
        "shop",
        "1-2",
    )
    assert job["spec"]["schedule"] == "0 3 * * *"
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    assert [each["name"] for each in pod["initContainers"]] == ["freeze"]
    assert pod["containers"][0]["args"] == [
        "--bucket=copies",
        "--path=shop",
        "--keep=14",
        "--then=fsfreeze --unfreeze /data",
    ]
    assert patch == {"status": {"phase": "Pending"}}


def test_a_backup_that_runs_keeps_its_phase(operator: ModuleType, cluster: Cluster, shown: Json) -> None:
    patch = kopf.Patch()
    operator.apply(body=kopf.Body({**shown, "status": {"phase": "Running"}}), patch=patch)
    assert cluster.applied
    assert patch == {}


def test_a_backup_that_is_no_backup_is_reported_and_not_tried_again(
    operator: ModuleType, cluster: Cluster, shown: Json
) -> None:
    broken = copy.deepcopy(shown)
    broken["spec"]["retention"]["count"] = 0
    patch = kopf.Patch()
    with pytest.raises(kopf.PermanentError, match=r"spec\.retention\.count"):
        operator.apply(body=kopf.Body(broken), patch=patch)
    assert patch == {"status": {"phase": "Failed"}}
    assert not cluster.applied


def test_the_cron_job_goes_with_its_backup(operator: ModuleType, cluster: Cluster) -> None:
    operator.delete(name="shop", namespace="default")
    assert cluster.deleted == [("default", "shop")]


def test_the_operator_keeps_what_it_handled_in_the_hubs_form(operator: ModuleType) -> None:
    settings = kopf.OperatorSettings()
    operator.configure(settings=settings)
    assert type(settings.persistence.diffbase_storage).__name__ == "HubDiffBaseStorage"


@pytest.mark.full
def test_the_operator_type_checks() -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "backup_operator.py", "cron_job.py"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "MYPYPATH": str(EXAMPLES)}
    done = subprocess.run(command, cwd=FOLDER, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
