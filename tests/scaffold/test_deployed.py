"""A rendered project is deployed to a real API server as its README says, and its own e2e tests pass.

There is no kubelet: a process on this machine stands for the Pods. It has the arguments of the Deployment and the rights
of its ServiceAccount, and the Service leads to it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cluster.running import Cluster, running
from tests.peers import CLUSTER, why_skipped
from tests.scaffold.conftest import ROOT, Make, passes, replace

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(bool(why_skipped(CLUSTER, "cluster")), reason=why_skipped(CLUSTER, "cluster")),
]
PORT = 10250
NAMESPACE, NAME = "backups-system", "backups-webhook"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running() as found:
        yield found


def kubectl(cluster: Cluster, *args: str, stdin: str = "") -> str:
    done = cluster.kubectl(*args, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def pod(cluster: Cluster, folder: Path) -> Iterator[None]:
    """A process with the arguments of the Deployment and a token of its ServiceAccount."""
    [spec] = [
        each["spec"]["template"]["spec"]
        for each in yaml.safe_load_all((folder / "install.yaml").read_text())
        if each["kind"] == "Deployment"
    ]
    [container] = spec["containers"]
    args = [each.replace("$(NAMESPACE)", NAMESPACE) for each in container["args"]]
    config = yaml.safe_load(cluster.kubeconfig.read_text())
    token = kubectl(cluster, "-n", NAMESPACE, "create", "token", spec["serviceAccountName"]).strip()
    config["users"][0]["user"] = {"token": token}
    config["contexts"][0]["context"]["namespace"] = NAMESPACE
    own = cluster.state / "pod.kubeconfig"
    own.write_text(yaml.safe_dump(config))
    with (cluster.state / "pod.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kconv", *args, "--kubeconfig", str(own)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)


def until_armed(cluster: Cluster, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not bundle(cluster):
        log = (cluster.state / "pod.log").read_text()
        assert time.monotonic() < end, log[-3000:]
        time.sleep(0.1)


def bundle(cluster: Cluster) -> Any:
    crd = json.loads(kubectl(cluster, "get", "crd", "backups.example.com", "-o", "json"))
    return crd["spec"]["conversion"]["webhook"]["clientConfig"].get("caBundle")


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
    replace(folder / "crds/backups.example.com.yaml", "port: 443", f"port: {PORT}")
    replace(folder / "config/base/deployment.yaml", f"/{NAME}\n", f"/{NAME}:{PORT}\n")
    passes(folder, "kconv", "crd", "package", "config/default", "--install", "install.yaml")
    kubectl(cluster, "apply", "--server-side", "-k", str(folder / "config/default"))
    assert not bundle(cluster)
    with pod(cluster, folder):
        until_armed(cluster)
        passes(folder, "pytest", "-q", "-m", "e2e", "-p", "no:cacheprovider")
        kubectl(cluster, "apply", "--server-side", "-k", str(folder / "config/default"))
        assert bundle(cluster)
        passes(folder, "pytest", "-q", "-m", "e2e", "-p", "no:cacheprovider")
