"""The reads of idle.py, which go on beside all other tests; this one is the last (conftest.py)."""

from __future__ import annotations

import pytest

from tests.e2e.idle import READS, Reads

pytestmark = pytest.mark.cluster


def test_an_idle_connection_is_kept_until_its_client_closes_it(idle_reads: Reads) -> None:
    idle_reads.join()
    assert idle_reads.count == READS
    assert not idle_reads.errors
    first, *_, last = idle_reads.connections
    assert last
    assert last <= first, "it was closed, and the server has opened another"
