"""One API server for the tests of arming, with a Service that leads to this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.arming.on_server import Server
from tests.cluster.running import lead_to_this_machine, running
from tests.peers import CLUSTER, why_skipped


@pytest.fixture(scope="session")
def started() -> Iterator[Server]:
    """etcd and kube-apiserver, with the namespace acme."""
    if reason := why_skipped(CLUSTER, "cluster"):
        pytest.skip(reason)
    with running() as found:
        server = Server(found)
        lead_to_this_machine(server.api)
        yield server


@pytest.fixture
def server(started: Server) -> Iterator[Server]:
    """The same without anything that an earlier test made."""
    yield started
    started.clean()
