"""tools/data/ is what tools/refresh_resources.py reads from Kubernetes' own modules, where a machine has them.

The module cache that the oracles are built from holds some of the releases (.ci/build-peers).
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import release_packages

ROOT = Path(__file__).parents[2]
MODULES = Path(os.environ.get("GOMODCACHE") or Path.home() / "go/pkg/mod")
RELEASES = [row.kubernetes for row in release_packages.table() if row.kubernetes]


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "tools")
    return importlib.import_module("kubernetes_source")


def rows(name: str, minor: int) -> Iterator[list[str]]:
    """The cells of the table's rows that hold for a minor release, without the releases."""
    for line in (ROOT / "tools/data" / name).read_text().splitlines()[1:]:
        *cells, spans = line.split("\t")
        ends = (span.partition("-") for span in spans.split())
        if any(int(first) <= minor <= int(last or first) for first, _, last in ends):
            yield cells


@pytest.mark.parametrize("release", RELEASES)
def test_the_tables_are_what_the_source_says(release: str, source: ModuleType) -> None:
    minor = release.split(".")[1]
    needed = [f"kubernetes@v{release}", f"apiextensions-apiserver@v0.{minor}.*", f"kube-aggregator@v0.{minor}.*"]
    missing = [name for name in needed if not list((MODULES / "k8s.io").glob(name))]
    if missing:
        pytest.skip(f"no {', '.join(missing)} in {MODULES}")
    told = source.Source(release, MODULES)
    resources = told.resources()
    assert sorted(map(list, resources)) == sorted(rows("resources.tsv", int(minor)))
    orders = told.priorities(resources)
    assert sorted([group, " ".join(order)] for group, order in orders.items()) == sorted(
        rows("priority.tsv", int(minor))
    )


def test_two_sources_that_differ_end_the_run(source: ModuleType, tmp_path: Path) -> None:
    """etcd's integration test names one storage version, discovery's hash another."""
    root = tmp_path / "k8s.io/kubernetes@v1.99.0"
    for name in (
        "apiextensions-apiserver@v0.99.0",
        "kube-aggregator@v0.99.0",
        "kubernetes@v1.99.0/test/integration/etcd",
    ):
        (tmp_path / "k8s.io" / name).mkdir(parents=True)
    (root / "test/integration/etcd/data.go").write_text(
        '\t\tgvr("apps", "v1", "deployments"): {\n\t\t\tExpectedGVK: gvkP("apps", "v2", "Deployment"),\n\t\t},\n'
    )
    one = source.Resource(
        *("apps", "v1", "deployments", "Deployment", "Namespaced", "deploy", "all", "create get"), "8aSe+NMegvE=", "on"
    )
    with pytest.raises(SystemExit, match="discovery says apps/v1/Deployment, etcd's test apps/v2/Deployment"):
        source.Source("1.99.0", tmp_path).storage([one])
