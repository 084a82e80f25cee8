"""Starts a two-process Kubernetes for as long as it is needed, on ports that nobody else uses."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cluster.apiserver import ApiServer
from tests.peers import bin_dir

# Kinds whose gate is closed by default in the pinned release.
_GATES = os.environ | {"KCONV_APISERVER_FLAGS": "--feature-gates=GenericWorkload=true"}
SCRIPT = Path(__file__).parents[1] / "oracle" / "cluster.sh"


@contextmanager
def running_cluster() -> Iterator[ApiServer]:
    """An API server that is ready; it and its data are gone afterwards. Raises RuntimeError when it does not start."""
    api, etcd = _free_ports()
    with tempfile.TemporaryDirectory(prefix="kconv-cluster-") as state:
        start = ["bash", str(SCRIPT), "start", str(bin_dir()), state, str(api), str(etcd)]
        # The servers outlive the script and would hold a pipe open: it writes to files.
        with (Path(state) / "start.out").open("w+") as out, (Path(state) / "start.err").open("w+") as err:
            done = subprocess.run(start, stdin=subprocess.DEVNULL, stdout=out, stderr=err, check=False, env=_GATES)
            err.seek(0)
            if done.returncode:
                raise RuntimeError(f"cluster.sh start failed: {err.read()[-2000:]}")
        try:
            yield ApiServer(Path(state) / "kubeconfig")
        finally:
            subprocess.run(["bash", str(SCRIPT), "stop", state], check=True, capture_output=True)


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
