"""Starts a two-process Kubernetes for as long as it is needed, on ports that nobody else uses."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.cluster.apiserver import ApiServer
from tests.peers import bin_dir

# Kinds whose gate is closed by default in the pinned release.
_GATES = os.environ | {"KCONV_APISERVER_FLAGS": "--feature-gates=GenericWorkload=true"}
SCRIPT = Path(__file__).parents[1] / "oracle" / "cluster.sh"
CONTROLLERS = ("namespace-controller", "garbage-collector-controller", "storage-version-migrator-controller")
"""Those of kube-controller-manager that touch every object of every kind."""
_NAMESPACE = {"metadata": {"name": "acme"}}
_SERVICE = {"metadata": {"name": "webhook"}, "spec": {"type": "ExternalName", "externalName": "localhost"}}


class Cluster(NamedTuple):
    """A cluster in a folder. ``controllers`` are run by a third process beside etcd and the API server."""

    state: Path
    ports: tuple[int, int]
    controllers: Sequence[str] = ()

    @property
    def kubeconfig(self) -> Path:
        """The administrator's."""
        return self.state / "kubeconfig"

    def start(self) -> None:
        """Start it, or start it again: what is stored stays. Raises RuntimeError when it does not start."""
        start = ["bash", str(SCRIPT), "start", str(bin_dir()), str(self.state), *map(str, self.ports)]
        env = _GATES | {"KCONV_CONTROLLERS": ",".join(self.controllers)}
        # The servers outlive the script and would hold a pipe open: it writes to files.
        with (self.state / "start.out").open("w+") as out, (self.state / "start.err").open("w+") as err:
            done = subprocess.run(start, stdin=subprocess.DEVNULL, stdout=out, stderr=err, check=False, env=env)
            err.seek(0)
            if done.returncode:
                raise RuntimeError(f"cluster.sh start failed: {err.read()[-2000:]}")

    def stop(self) -> None:
        """End its processes."""
        subprocess.run(["bash", str(SCRIPT), "stop", str(self.state)], check=True, capture_output=True)

    def kubectl(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run kubectl as the administrator."""
        command = [str(bin_dir() / "kubectl"), "--kubeconfig", str(self.kubeconfig), *arguments]
        return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


@contextmanager
def running(controllers: Sequence[str] = ()) -> Iterator[Cluster]:
    """A cluster whose API server is ready; it and its data are gone afterwards. Raises RuntimeError if it does not start."""
    with tempfile.TemporaryDirectory(prefix="kconv-cluster-") as state:
        cluster = Cluster(Path(state), _free_ports(), controllers)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()


@contextmanager
def running_cluster() -> Iterator[ApiServer]:
    """The API server of such a cluster."""
    with running() as cluster:
        yield ApiServer(cluster.kubeconfig)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def lead_to_this_machine(server: ApiServer) -> None:
    """Make the Service acme/webhook, behind which a process on this machine answers as a Pod."""
    for path, body in (("", _NAMESPACE), ("/acme/services", _SERVICE)):
        status, answer = server.request("POST", f"/api/v1/namespaces{path}", json.dumps(body))
        assert status == 201, answer


def _free_ports() -> tuple[int, int]:
    """A port for the API server, and one for etcd whose neighbour is free too: its peers talk there."""
    for _ in range(50):
        with socket.socket() as api, socket.socket() as etcd, socket.socket() as peer:
            api.bind(("127.0.0.1", 0))
            etcd.bind(("127.0.0.1", 0))
            port: int = etcd.getsockname()[1]
            try:
                peer.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return api.getsockname()[1], port
    raise RuntimeError("no two free neighbouring ports on 127.0.0.1")
