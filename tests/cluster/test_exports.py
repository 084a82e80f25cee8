"""What an operator imports of a cluster is there, and costs nothing before it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kconv.cluster


@pytest.mark.parametrize("name", kconv.cluster.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(kconv.cluster, name).__name__ == name


def test_the_extra_is_imported_by_a_connection_only() -> None:
    code = "import sys, kconv.cluster; kconv.cluster.migrate_storage; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"lightkube", "httpx2", "pydantic", "cryptography"}.isdisjoint(done.stdout.split())
