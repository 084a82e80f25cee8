"""docs/hello.md is the first thing that a new user does: its blocks are run as they stand, on a real API server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kconv.serving.sockets import listening
from tests.cluster.apiserver import ApiServer
from tests.cluster.running import Cluster, free_port
from tests.e2e.definitions import CRDS
from tests.peers import bin_dir
from tools.check_docs import BASH, Block, blocks

pytestmark = pytest.mark.cluster
ROOT = Path(__file__).parents[2]
NAME = "greetings.example.com"
PAGE = list(blocks((ROOT / "docs/hello.md").read_text()))


def _block(language: str, begin: str) -> Block:
    [found] = [each for each in PAGE if each.language == language and each.text.startswith(begin)]
    return found


@pytest.fixture
def folder(tmp_path: Path, cluster: Cluster) -> Iterator[Path]:
    """A folder with the file of the page; the definition is gone afterwards."""
    [declared] = [each for each in PAGE if each.marks.get("file") == "hello.py"]
    (tmp_path / "hello.py").write_text(declared.text)
    yield tmp_path
    cluster.kubectl("delete", "crd", NAME, "--ignore-not-found")


def _environment(cluster: Cluster) -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), str(bin_dir()), os.environ["PATH"]])
    return os.environ | {"PATH": path, "KUBECONFIG": str(cluster.kubeconfig), "PYTHONPATH": str(ROOT)}


@contextmanager
def _served(folder: Path, cluster: Cluster, *flags: str) -> Iterator[subprocess.Popen[str]]:
    """The command of the page, on a free port, once it is ready."""
    command = [*_block("sh", "kconv serve").text.split(), "--port", str(free_port()), "--drain", "0", *flags]
    log = folder / "log"
    with (
        log.open("w") as err,
        subprocess.Popen(
            command, cwd=folder, env=_environment(cluster), stdout=subprocess.PIPE, stderr=err, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("  kubectl get greetings.v1alpha1."):
                    break
            else:
                pytest.fail(log.read_text())
            yield process
        finally:
            process.kill()


def test_the_page_leads_from_nothing_to_two_versions(folder: Path, cluster: Cluster) -> None:
    with _served(folder, cluster) as process:
        ran = _run(_block("sh", "kubectl create").text, cluster)
        assert (ran.stdout, ran.stderr) == (_block("text", "greeting").text, "")
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert f"delete crd {NAME}" in said
    assert cluster.kubectl("get", "crd", NAME).returncode == 0
    removed = _run(_block("sh", "kubectl delete").text, cluster)
    assert removed.returncode == 0, removed.stderr


def test_it_starts_again_over_its_own_definition(folder: Path, cluster: Cluster) -> None:
    for _ in range(2):
        with _served(folder, cluster):
            pass


def test_a_definition_of_somebody_else_stays_unless_forced(folder: Path, cluster: Cluster) -> None:
    names = {"plural": "greetings", "singular": "greeting", "kind": "Greeting", "listKind": "GreetingList"}
    schema = {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}
    version = {"name": "v1", "served": True, "storage": True, "schema": schema}
    spec = {"group": "example.com", "names": names, "scope": "Namespaced", "versions": [version]}
    head = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition"}
    crd = {**head, "metadata": {"name": NAME}, "spec": spec}
    server = ApiServer(cluster.kubeconfig)
    assert server.request("POST", CRDS, json.dumps(crd))[0] == 201
    command = f"cd {folder} && {_block('sh', 'kconv serve').text.strip()} --port {free_port()}"
    ran = _run(command, cluster)
    assert ran.returncode == 2
    assert f"has a CustomResourceDefinition {NAME} that --dev did not make" in ran.stderr
    assert ran.stdout == ""
    with _served(folder, cluster, "--force"):
        assert "v1alpha1" in cluster.kubectl("get", "crd", NAME, "-o", "jsonpath={.spec.versions[*].name}").stdout


def test_a_port_that_is_taken_leaves_the_cluster_as_it_was(folder: Path, cluster: Cluster) -> None:
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        ran = _run(f"cd {folder} && {_block('sh', 'kconv serve').text.strip()} --port {port}", cluster)
    assert ran.returncode == 2
    assert f"error: cannot listen on 127.0.0.1:{port}" in ran.stderr
    assert cluster.kubectl("get", "crd", NAME).returncode != 0


def test_two_resources_in_one_file_are_both_installed(folder: Path, cluster: Cluster) -> None:
    file = folder / "hello.py"
    farewell = '\n\n@api_version("example.com/v1")\nclass Farewell(Resource):\n    spec: Spec\n'
    file.write_text(file.read_text() + farewell)
    with _served(folder, cluster):
        assert cluster.kubectl("get", "greetings,farewells").returncode == 0
    cluster.kubectl("delete", "crd", "farewells.example.com")


def _run(script: str, cluster: Cluster) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*BASH, script], env=_environment(cluster), capture_output=True, text=True, check=False)
