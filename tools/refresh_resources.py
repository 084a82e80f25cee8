"""What each release serves, as tables in tools/data/: names, verbs, storage versions, defaults, order of versions.

    python tools/refresh_resources.py [--modules DIR] 1.16.15 1.17.17 … 1.37.2

Reads Kubernetes' own Go modules, which `go mod download` brings into the module cache: k8s.io/kubernetes of each
release named, and the newest k8s.io/apiextensions-apiserver and k8s.io/kube-aggregator of the same minor release that
the cache has (0.37.2 for 1.37.2). Each table is written whole, with its rows sorted: name every release in one run, the
newest patch of each that the Go proxy has.
    resources.tsv   a resource or subresource, with the minor releases in which all its cells are the same
    priority.tsv    a group's versions, the most preferred first, with the minor releases that publish them so
Two sources that tell the same thing differently end the run: kubernetes_source.py holds discovery against the OpenAPI
document, etcd's integration test and the aggregator's priorities.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path

from kubernetes_source import Resource, Source

DATA = Path(__file__).parent / "data"
MODULES = Path.home() / "go/pkg/mod"

Row = tuple[str, ...]


def ranges(minors: Iterable[int]) -> str:
    """{9, 10, 12} → "9-10 12"."""
    told = sorted(minors)
    starts = [minor for minor in told if minor - 1 not in told]
    ends = [minor for minor in told if minor + 1 not in told]
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True))


def write(name: str, header: Row, facts: Mapping[Row, set[int]]) -> None:
    """Write a table: each fact's cells, and the releases it holds for."""
    lines = sorted("\t".join((*fact, ranges(minors))) for fact, minors in facts.items())
    (DATA / name).write_text("\n".join(["\t".join((*header, "releases")), *lines, ""]))
    print(f"{name}: {len(lines)} rows")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", type=Path, default=MODULES, help="the Go module cache (go env GOMODCACHE)")
    parser.add_argument("releases", nargs="+", metavar="RELEASE")
    args = parser.parse_args()
    resources: dict[Row, set[int]] = {}
    orders: dict[Row, set[int]] = {}
    for release in args.releases:
        source, minor = Source(release, args.modules), int(release.split(".")[1])
        found = source.resources()
        for one in found:
            resources.setdefault(one, set()).add(minor)
        for group, versions in source.priorities(found).items():
            orders.setdefault((group, " ".join(versions)), set()).add(minor)
    write("resources.tsv", Resource._fields, resources)
    write("priority.tsv", ("group", "versions"), orders)


if __name__ == "__main__":
    main()
