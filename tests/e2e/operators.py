"""Replicas of an operator, each a process that watches one version and says which of its handlers ran."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.cluster.running import Cluster
from tests.e2e.processes import EXAMPLES

REPLICA = Path(__file__).with_name("replica.py")


class Operator:
    """A replica that runs; what it said is in a file."""

    def __init__(self, process: subprocess.Popen[bytes], said: Path) -> None:
        self.process, self._said = process, said

    def said(self, handler: str, name: str) -> list[dict[str, Any]]:
        """What a handler said of an object, so far."""
        assert self.process.poll() is None, self._said.with_suffix(".err").read_text()[-2000:]
        lines = (line for line in self._said.read_text().splitlines(keepends=True) if line.endswith("\n"))
        found = [json.loads(line) for line in lines]
        return [each for each in found if (each["handler"], each["name"]) == (handler, name)]

    def seen(self, name: str) -> str:
        """The resourceVersion of an object when it was given to the replica last. kopf handles the events of one
        object one by one."""
        return next((str(each["version"]) for each in reversed(self.said("event", name))), "")


@contextmanager
def replica(cluster: Cluster, folder: Path, namespace: str, version: str, storage: str) -> Iterator[Operator]:
    """A replica that watches a version of the Backups in a namespace, and keeps its state in a storage."""
    said = folder / f"{version}-{storage}"
    with running(cluster, said, namespace, REPLICA, VERSION=version, STORAGE=storage) as process:
        yield Operator(process, said)


@contextmanager
def running(
    cluster: Cluster, said: Path, namespace: str, program: Path, **env: str
) -> Iterator[subprocess.Popen[bytes]]:
    """`kopf run` of a program, which finds the examples; ``said`` is the file of what it prints."""
    path = os.pathsep.join(filter(None, [str(EXAMPLES), str(EXAMPLES.parents[1]), os.environ.get("PYTHONPATH", "")]))
    command = [sys.executable, "-m", "kopf", "run", "--standalone", "--namespace", namespace, str(program)]
    own = os.environ | {"KUBECONFIG": str(cluster.kubeconfig), "PYTHONPATH": path} | env
    with said.open("wb") as out, said.with_suffix(".err").open("wb") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=said.parent, env=own)
        try:
            yield process
        finally:
            process.kill()
            process.wait()
