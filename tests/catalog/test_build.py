"""tools/build_catalog.py compares the sources: a disagreement without a reason stops the build."""

from __future__ import annotations

import importlib.util
import shutil
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from kconv import catalog
from tests.peers import ORACLES

TOOLS = Path(__file__).parents[2] / "tools"
LAST = catalog.latest().minor
SCHEMES = sorted(int(oracle.split(".")[1]) for oracle in ORACLES)


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool on a copy of its data."""
    monkeypatch.syspath_prepend(TOOLS)
    spec = importlib.util.spec_from_file_location("build_catalog", TOOLS / "build_catalog.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "DATA", shutil.copytree(TOOLS / "data", tmp_path / "data"))
    return module


class Change(NamedTuple):
    name: str
    file: str
    before: str
    after: str
    says: str


CHANGES = [
    Change(
        *("a resource is gone", "resources.tsv", "\tjobs\tJob\t", "\tjobs\tWork\t"),
        f"discovery and lifecycle.tsv differ on batch/v1 Job in 16-{LAST}",
    ),
    Change(
        *("a version is off", "resources.tsv", "apps/v1/DaemonSet\ton\t", "apps/v1/DaemonSet\toff\t"),
        f"Kubernetes' source says that apps/v1 DaemonSet is off by default in 16-{LAST}",
    ),
    Change(
        *("discovery prefers another", "priority.tsv", "autoscaling\tv2 v1\t", "autoscaling\tv1 v2\t"),
        "the scheme lists the versions of autoscaling in another order than discovery in "
        + " ".join(str(release) for release in SCHEMES if release >= 23),  # autoscaling/v2 came in 1.23,
    ),
    Change(
        *("a package lacks a kind", "served.tsv", "batch\tv1\tJob\t9 ", "batch\tv1\tJob\t"),
        "packages and lifecycle.tsv differ on batch/v1 Job in 9",
    ),
    Change(
        *("a reason without its difference", "disagreements.tsv", "policy/v1beta1 Eviction", "policy/v1beta1 Evict"),
        "disagreements.tsv: packages does not disagree about policy/v1beta1 Evict",
    ),
]


def test_the_sources_agree(build: ModuleType) -> None:
    assert list(build.disagreements()) == []


@pytest.mark.parametrize("case", CHANGES, ids=attrgetter("name"))
def test_a_difference_is_told(case: Change, build: ModuleType) -> None:
    file = build.DATA / case.file
    text = file.read_text()
    assert case.before in text
    file.write_text(text.replace(case.before, case.after))
    assert case.says in list(build.disagreements())


def test_releases_that_tell_the_same_are_one_row(build: ModuleType) -> None:
    rows = [row for row in build.resources() if row[:3] == ("apps", "v1", "deployments")]
    assert [row[-1] for row in rows] == [f"16-{LAST}"]
