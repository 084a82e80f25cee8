"""A server that closes an idle connection at the moment in which its client uses it again loses the request.

uvicorn closes them after five seconds. With that, a read through a webhook every five seconds failed 11 times in 100.
"""

from __future__ import annotations

import os
import random
import threading
from pathlib import Path
from typing import Any

from tests.cluster.apiserver import ApiServer

Json = Any
GAP, JITTER = 5.0, 0.005
"""Seconds between two reads."""
READS = 200 if os.environ.get("KCONV_LONG") else 20


class Reads(threading.Thread):
    """Reads an object at a version in which it is not stored, with pauses. ``errors`` are the answers that are none,
    ``connections`` those that the webhook has after each read."""

    def __init__(self, server: ApiServer, path: str, port: int) -> None:
        super().__init__(daemon=True)
        self.server, self.path, self.port = server, path, port
        self.count, self.errors, self.connections = 0, list[str](), list[set[str]]()
        self._draw, self._ended = random.Random(1), threading.Event()

    def run(self) -> None:
        while self.count < READS:
            status, answer = self.server.request("GET", self.path)
            self.count += 1
            self.connections.append(established(self.port))
            if status != 200:
                self.errors.append(f"read {self.count}: {answer.get('message')}")
            if self._ended.wait(self._draw.uniform(GAP - JITTER, GAP + JITTER)):
                return

    def end(self) -> None:
        """Stop where it is."""
        self._ended.set()


def established(port: int) -> set[str]:
    """The addresses of the clients that are connected to a port of this machine, as the kernel writes them."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return {remote for _, local, remote, state, *_ in rows if state == "01" and local.endswith(f":{port:04X}")}
