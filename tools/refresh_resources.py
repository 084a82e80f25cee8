"""Write tables in tools/data/ of what each release serves: names, verbs, storage versions, defaults, order of versions.

    python tools/refresh_resources.py [--modules DIR] 1.16.15 1.17.17 …

Reads Kubernetes' own Go modules, which `go mod download` adds to the module cache: k8s.io/kubernetes of each given
release, and the newest k8s.io/apiextensions-apiserver and k8s.io/kube-aggregator of the same minor release in the cache
(0.17.17 for 1.17.17). The tables keep their rows for other releases.
    resources.tsv   a resource or subresource, with the minor releases in which all its cells are the same
    priority.tsv    a group's versions, the most preferred first, with the minor releases that publish them so
The run ends if two sources disagree: kubernetes_source.py compares discovery with the OpenAPI document, etcd's
integration test and the priorities of the aggregator.
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


def minors(spans: str) -> set[int]:
    """The reverse of ``ranges``."""
    ends = (span.partition("-") for span in spans.split())
    return {minor for first, _, last in ends for minor in range(int(first), int(last or first) + 1)}


def write(name: str, header: Row, facts: Mapping[Row, set[int]], read: set[int]) -> None:
    """Write a table: the cells of each fact, and its releases. Releases that were not read keep their facts."""
    merged = {fact: set(told) for fact, told in facts.items()}
    for line in (DATA / name).read_text().splitlines()[1:]:
        *cells, spans = line.split("\t")
        if kept := minors(spans) - read:
            merged.setdefault(tuple(cells), set()).update(kept)
    lines = sorted("\t".join((*fact, ranges(told))) for fact, told in merged.items())
    (DATA / name).write_text("\n".join(["\t".join((*header, "releases")), *lines, ""]))
    print(f"{name}: {len(lines)} rows")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", type=Path, default=MODULES, help="the Go module cache (go env GOMODCACHE)")
    parser.add_argument("releases", nargs="+", metavar="RELEASE")
    args = parser.parse_args()
    resources: dict[Row, set[int]] = {}
    orders: dict[Row, set[int]] = {}
    read = {int(release.split(".")[1]) for release in args.releases}
    for release in args.releases:
        source, minor = Source(release, args.modules), int(release.split(".")[1])
        found = source.resources()
        for one in found:
            resources.setdefault(one, set()).add(minor)
        for group, versions in source.priorities(found).items():
            orders.setdefault((group, " ".join(versions)), set()).add(minor)
    write("resources.tsv", Resource._fields, resources, read)
    write("priority.tsv", ("group", "versions"), orders, read)


if __name__ == "__main__":
    main()
