"""A rendered project is deployed to a real API server as its README says, and its own e2e tests pass.

There is no kubelet: a process on this machine stands for the Pods. It has the arguments of the Deployment and the rights
of its ServiceAccount, and the Service leads to it.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from kconv.scaffold.answers import record_in
from kconv.scaffold.words import generate_command
from tests.cluster.running import Cluster, running
from tests.peers import CLUSTER, why_skipped
from tests.scaffold.conftest import ROOT, Make, passes, replace

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(bool(why_skipped(CLUSTER, "cluster")), reason=why_skipped(CLUSTER, "cluster")),
]
PORT = 10250


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running() as found:
        yield found


def kubectl(cluster: Cluster, *args: str, stdin: str = "") -> str:
    done = cluster.kubectl(*args, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Project:
    """A project that is deployed again and again, each time as a release."""

    def __init__(self, cluster: Cluster, folder: Path, crd: str) -> None:
        self.cluster, self.folder, self.crd = cluster, folder, crd
        self.answers = record_in(folder).answers
        self.namespace, arm = self.answers.namespace, f"/{self.answers.webhook}"
        replace(folder / "config/base/deployment.yaml", f"{arm}\n", f"{arm}:{PORT}\n")

    def release(self) -> None:
        """Generate, package and deploy it, as its Makefile does."""
        passes(self.folder, "kconv", *generate_command(self.answers))
        replace(self.folder / "crds" / f"{self.crd}.yaml", "port: 443", f"port: {PORT}")
        passes(self.folder, "kconv", "crd", "package", "config/default", "--install", "install.yaml")
        kubectl(self.cluster, "apply", "--server-side", "-k", str(self.folder / "config/default"))

    @contextmanager
    def pod(self) -> Iterator[None]:
        """A process with the arguments of the Deployment and a token of its ServiceAccount."""
        [spec] = [
            each["spec"]["template"]["spec"]
            for each in yaml.safe_load_all((self.folder / "install.yaml").read_text())
            if each["kind"] == "Deployment"
        ]
        [container] = spec["containers"]
        args = [each.replace("$(NAMESPACE)", self.namespace) for each in container["args"]]
        command = [
            sys.executable,
            "-m",
            "kconv",
            *args,
            "--kubeconfig",
            str(self._kubeconfig(spec["serviceAccountName"])),
        ]
        with self.log.open("w") as log:
            process = subprocess.Popen(
                command, cwd=self.folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
            )
            try:
                yield
            finally:
                process.terminate()
                process.wait(30)

    def _kubeconfig(self, account: str) -> Path:
        config = yaml.safe_load(self.cluster.kubeconfig.read_text())
        token = kubectl(self.cluster, "-n", self.namespace, "create", "token", account).strip()
        config["users"][0]["user"] = {"token": token}
        config["contexts"][0]["context"]["namespace"] = self.namespace
        own = self.cluster.state / "pod.kubeconfig"
        own.write_text(yaml.safe_dump(config))
        return own

    @property
    def log(self) -> Path:
        """What the process writes."""
        return self.cluster.state / "pod.log"

    def definition(self) -> Any:
        """The definition in the cluster."""
        return json.loads(kubectl(self.cluster, "get", "crd", self.crd, "-o", "json"))

    def bundle(self) -> Any:
        """The caBundle of the definition."""
        return self.definition()["spec"]["conversion"]["webhook"]["clientConfig"].get("caBundle")

    def stored(self) -> list[str]:
        """The versions in which objects may be stored."""
        return sorted(self.definition()["status"]["storedVersions"])

    def objects(self) -> list[Any]:
        """The objects, in the version that is preferred."""
        flags = ("-o", "json", "--show-managed-fields")
        listed: list[Any] = json.loads(kubectl(self.cluster, "get", self.crd, "-A", *flags))["items"]
        return sorted(listed, key=lambda each: str(each["metadata"]["name"]))

    def managed(self) -> set[str]:
        """The versions that the objects' managedFields name."""
        return {entry["apiVersion"] for each in self.objects() for entry in each["metadata"]["managedFields"]}

    def until_armed(self, seconds: float = 60) -> None:
        """Wait until the process answers and the definition trusts it."""
        end = time.monotonic() + seconds
        while not (self.bundle() and self._answers()):
            assert time.monotonic() < end, self.log.read_text()[-3000:]
            time.sleep(0.1)

    def _answers(self) -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", PORT)) == 0


def as_on_this_machine(folder: Path) -> None:
    """The Service leads to a process on this machine: an ExternalName keeps the port of the one who calls."""
    service = folder / "config/base/service.yaml"
    loaded = yaml.safe_load(service.read_text())
    loaded["spec"] = {"type": "ExternalName", "externalName": "localhost"}
    service.write_text(yaml.safe_dump(loaded))


def test_a_project_is_deployed_armed_and_passes_its_own_e2e_tests(
    make: Make, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUBECONFIG", str(cluster.kubeconfig))
    folder = make(certificates="self-signed", port=str(PORT))
    as_on_this_machine(folder)
    project = Project(cluster, folder, "backups.example.com")
    project.release()
    assert not project.bundle()
    with project.pod():
        project.until_armed()
        passes(folder, "pytest", "-q", "-m", "e2e", "-p", "no:cacheprovider")
        project.release()
        assert project.bundle()
        passes(folder, "pytest", "-q", "-m", "e2e", "-p", "no:cacheprovider")


def test_the_runbook_leads_from_one_stored_version_to_the_next(
    make: Make, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUBECONFIG", str(cluster.kubeconfig))
    folder = make("copies.example.org", certificates="self-signed", port=str(PORT), package="copies")
    as_on_this_machine(folder)
    project, table = Project(cluster, folder, "copies.example.org"), folder / "copies/__init__.py"
    project.release()
    with project.pod():
        project.until_armed()
        kubectl(cluster, "apply", "-f", str(folder / "config/samples"))
        assert project.stored() == ["v1"]

    passes(folder, "kconv", "new", "version", "Copy", "v2")  # 1. known
    for old, new in (
        ("    suspend: bool", "    paused: bool"),
        ("import Rule", "import Move, Rule"),
        ("list[Rule] = []", 'list[Rule] = [Move("spec.suspend", "spec.paused")]'),
    ):
        replace(folder / "copies/v2.py", old, new)
    replace(folder / "tests/fixtures/v2.yaml", "suspend:", "paused:")
    assert "rules=v2.RULES, served=False" in table.read_text()
    project.release()
    with project.pod():
        project.until_armed()
        passes(folder, "pytest", "-q", "-m", "e2e", "-p", "no:cacheprovider")

    replace(table, ", served=False", "")
    project.release()  # 2. served
    with project.pod():
        project.until_armed()
        passes(folder, "pytest", "-q", "-m", "e2e", "-p", "no:cacheprovider")
        passes(folder, "pytest", "-q", "-p", "no:cacheprovider", "--kconv-examples", "5")
        kubectl(cluster, "apply", "-f", str(folder / "config/samples"))
        passes(folder, "kconv", "crd", "preflight", "copies")  # 3. checked

    replace(table, ", storage=True", "")
    replace(table, "rules=v2.RULES", "rules=v2.RULES, storage=True")
    project.release()  # 4. stored
    with project.pod():
        project.until_armed()
        assert project.stored() == ["v1", "v2"]
        passes(folder, "kconv", "migrate-storage", "example.org/Copy")  # 5. migrated
        assert project.stored() == ["v2"]

    replace(table, "Version(v1alpha1.Copy)", "Version(v1alpha1.Copy, deprecated=True)")
    project.release()  # 6. announced
    replace(table, "Version(v1alpha1.Copy, deprecated=True)", "Version(v1alpha1.Copy, served=False)")
    project.release()  # 7. unserved
    with project.pod():
        project.until_armed()
        assert "example.org/v1alpha1" in project.managed()
        passes(folder, "kconv", "migrate-storage", "example.org/Copy", "--retire", "v1alpha1")  # 8. retired
        assert "example.org/v1alpha1" not in project.managed()

    replace(table, "    Version(v1alpha1.Copy, served=False),\n", "")
    replace(table, ", since=v1alpha1.Copy, rules=v1.RULES", "")
    replace(table, "import v1, v1alpha1, v2", "import v1, v2")
    for gone in ("copies/v1alpha1.py", "config/samples/v1alpha1.yaml", "tests/fixtures/v1alpha1.yaml"):
        (folder / gone).unlink()
    project.release()  # 9. gone
    with project.pod():
        project.until_armed()
        assert [each["metadata"]["name"] for each in project.objects()] == ["sample-v1", "sample-v1alpha1", "sample-v2"]
        kubectl(cluster, "apply", "--server-side", "--force-conflicts", "-f", str(folder / "config/samples"))
        passes(folder, "pytest", "-q", "-m", "e2e", "-p", "no:cacheprovider")
