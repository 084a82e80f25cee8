"""One API server for all tests that ask for one; they are skipped, with the command that helps, where it is not built."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.apiserver import ApiServer
from tests.cluster.running import running_cluster
from tests.peers import CLUSTER, why_skipped


@pytest.fixture(scope="session")
def apiserver() -> Iterator[ApiServer]:
    """A real kube-apiserver of the release that tests/oracle pins."""
    reason = why_skipped(CLUSTER, "cluster")
    if reason:
        pytest.skip(reason)
    with running_cluster() as server:
        yield server
