"""Write tables in tools/data/ with the facts about each release in Kubernetes' own code and the public schema packages.

build_catalog.py builds the catalog offline. This tool requires the oracles, which are Go builds, or a package index,
and refresh_resources.py requires Kubernetes' source.
    python tools/refresh_catalog.py --oracle 1.17.17=BINARY … scheme.tsv: hubs shared, priority of versions
    python tools/refresh_catalog.py --packages DIR            served.tsv: kinds that kubernetes-validate lists
--oracle keeps the rows of scheme.tsv for releases that are not named. --packages writes all of served.tsv from the
packages that releases.tsv names, and downloads those that are missing into DIR.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import published

DATA = Path(__file__).parent / "data"

# Kinds that every group registers, and lists: kconv does not convert documents of these kinds.
META = {"DeleteOptions", "WatchEvent", "Status", "APIGroup", "APIGroupList", "APIResourceList", "APIVersions"}


def write(name: str, header: str, rows: Iterable[Iterable[str]]) -> None:
    """Write a table with its rows sorted, so that a second run gives the same bytes."""
    lines = sorted({"\t".join(row) for row in rows})
    (DATA / name).write_text("\n".join([header, *lines, ""]))
    print(f"{name}: {len(lines)} rows")


def minor(release: str) -> str:
    """1.17.17 → 1.17."""
    return ".".join(release.split(".")[:2])


def scheme(release: str, oracle: str) -> Iterator[tuple[str, str, str]]:
    """The rows `priority` (a group's versions, most preferred first) and `hub` (kinds that share one hub type)."""
    out = subprocess.run([oracle, "kinds"], check=True, capture_output=True, text=True).stdout
    seen = set()
    for line in out.splitlines():
        kind = json.loads(line)
        shared = tuple(sorted([f"{kind['apiVersion']}/{kind['kind']}", *kind["shares"]]))
        for row in (("priority", " ".join(kind["priority"])), ("hub", " ".join(shared))):
            if row not in seen and " " in row[1]:
                seen.add(row)
                yield (minor(release), *row)


def served(packages: Path) -> Iterator[tuple[str, str, str, str]]:
    """Group, version, kind and the minor releases whose schema package names the kind."""
    releases: dict[tuple[str, str, str], list[int]] = {}
    published.download(packages)
    for release in published.releases():
        for gvk in _kinds(published.definitions(packages, release)):
            releases.setdefault(gvk, []).append(release)
    for gvk, minors_of_kind in releases.items():
        yield (*gvk, " ".join(map(str, minors_of_kind)))


def _kinds(definitions: dict[str, published.Node]) -> set[tuple[str, str, str]]:
    named = (gvk for entry in definitions.values() for gvk in entry.get("x-kubernetes-group-version-kind", []))
    return {
        (gvk.get("group", ""), gvk["version"], gvk["kind"])
        for gvk in named
        if gvk["kind"] not in META and not gvk["kind"].endswith("List")
    }


def _pairs(values: list[str]) -> Iterator[tuple[str, str]]:
    for value in values:
        release, _, path = value.partition("=")
        yield release, path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--oracle", nargs="+", default=[], metavar="RELEASE=BINARY")
    parser.add_argument("--packages", type=Path, metavar="DIR")
    args = parser.parse_args()
    if args.oracle:
        pairs = list(_pairs(args.oracle))
        read = {minor(release) for release, _ in pairs}
        others = [line.split("\t") for line in (DATA / "scheme.tsv").read_text().splitlines()[1:]]
        kept = [row for row in others if row[0] not in read]
        write("scheme.tsv", "release\twhat\tnames", [*kept, *(row for pair in pairs for row in scheme(*pair))])
    if args.packages:
        write("served.tsv", "group\tversion\tkind\treleases", served(args.packages))


if __name__ == "__main__":
    main()
