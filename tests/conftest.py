"""What several rooms' tests share: the tiers of the suite, the corpus of real manifests, and a real API server."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.apiserver import ApiServer
from tests.cluster.running import running_cluster
from tests.peers import CLUSTER, why_skipped

pytest_plugins = ["tests.tiers"]

ROOT = Path(__file__).parents[1]


def corpus_archive() -> Path:
    """$KCONV_CORPUS, else the folder beside the checkout: the corpus is other people's files and no part of kconv."""
    return Path(os.environ.get("KCONV_CORPUS") or ROOT.parent / "shared" / "corpus") / "visible.tar.gz"


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, unpacked. Read only: a test that migrates it takes a copy."""
    archive = corpus_archive()
    if not archive.is_file():
        pytest.skip(f"no corpus at {archive}: set KCONV_CORPUS to the folder that holds visible.tar.gz")
    folder = tmp_path_factory.mktemp("corpus")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "visible"


@pytest.fixture(scope="session")
def corpus_truth() -> Path:
    """The table of everything in the corpus that 1.32 no longer serves."""
    return corpus_archive().parent / "truth.tsv"


@pytest.fixture(scope="session")
def apiserver() -> Iterator[ApiServer]:
    """A real kube-apiserver of the release that tests/oracle pins, one for all tests that ask for it."""
    reason = why_skipped(CLUSTER, "cluster")
    if reason:
        pytest.skip(reason)
    with running_cluster() as server:
        yield server
