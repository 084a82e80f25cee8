"""Write schemas/ from the facts in tools/data/, and hold the facts against each other.

No single source says what a release serves: markers in the API types, OpenAPI documents, discovery and the scheme each
know a part. The lifecycle table leads; where another source disagrees, tools/data/disagreements.tsv must say why.
    python tools/build_catalog.py           write schemas/
    python tools/build_catalog.py --check   exit 1 if schemas/ is not what tools/data/ gives (CI)
schemas/structure/ is written by build_structure.py; --check looks at its recorded sources and hash too.
Where the files of tools/data/ come from: refresh_catalog.py and docs/catalog.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import build_structure

from kconv.names import stability, version_order

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tools/data"
KNOWN = range(9, 38)
BETAS_OFF_SINCE = 24  # KEP-3136: new beta REST APIs are off by default from 1.24 on
KINDS = ["group", "version", "kind", "introduced", "deprecated", "removed", "replacement", "default", "family"]
KINDS += ["plural", "short", "scope", "storage"]

Row = dict[str, str]
Name = tuple[str, str, str]


def read(name: str) -> list[Row]:
    """A table's rows by the names in its first line."""
    header, *lines = (DATA / name).read_text().splitlines()
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def name_of(row: Row) -> Name:
    return (row["group"], row["version"], row["kind"])


def parse_name(text: str) -> Name:
    """Read "apps/v1 Deployment" or "apps/v1/Deployment"."""
    group_version, _, kind = text.replace(" ", "/").rpartition("/")
    group, _, version = group_version.rpartition("/")
    return (group, version, kind)


def show_name(name: Name) -> str:
    return f"{name[0]}/{name[1]} {name[2]}".lstrip("/")


def minor(release: str) -> int | None:
    return int(release.split(".")[1]) if release else None


def releases_of(row: Row) -> set[int]:
    """The releases, of those the sources know, that serve a row of the lifecycle table."""
    first, last = minor(row["introduced"]) or 0, minor(row["removed"]) or KNOWN.stop
    return {release for release in KNOWN if first <= release < last}


def families(names: Iterable[Name], links: Iterable[tuple[Name, ...]]) -> dict[Name, Name]:
    """Each kind → the newest kind that Kubernetes converts it to: kinds linked, directly or not, are one family."""
    sets = {name: {name} for name in names}
    for link in links:
        merged = set().union(*(sets[name] for name in link if name in sets))
        sets.update(dict.fromkeys(merged, merged))
    return {name: max(sets[name], key=lambda one: (version_order(one[1]), one)) for name in sets}


def storage_ranges(resources: list[Row]) -> dict[Name, str]:
    """A version → the releases that store its kind in it: where discovery tells, and between two that tell the same."""
    told: dict[tuple[str, str], dict[int, Name]] = {}
    for row in resources:
        if row["storage"]:
            told.setdefault((row["group"], row["kind"]), {})[minor(row["release"]) or 0] = parse_name(row["storage"])
    ranges = {}
    for answers in told.values():
        for name in set(answers.values()):
            mine = [release for release, told_name in answers.items() if told_name == name]
            if any(answers[r] != name for r in answers if min(mine) < r < max(mine)):
                raise SystemExit(f"{show_name(name)} is the storage version twice with another between")
            ranges[name] = f"{min(mine)}-{max(mine)}"
    return ranges


def default(row: Row, exceptions: dict[Name, str]) -> str:
    """Whether a kube-apiserver without --runtime-config serves the version."""
    level = stability(row["version"])
    new_beta = level == "beta" and (minor(row["introduced"]) or 0) >= BETAS_OFF_SINCE
    return exceptions.get(name_of(row), "off" if level == "alpha" or new_beta else "on")


def kinds() -> Iterator[tuple[str, ...]]:
    """The rows of schemas/kinds.tsv."""
    lifecycle, resources = read("lifecycle.tsv"), read("resources.tsv")
    links = [tuple(map(parse_name, row["names"].split())) for row in read("scheme.tsv") if row["what"] == "hub"]
    links += [(name_of(row), parse_name(row["replacement"])) for row in lifecycle if row["replacement"]]
    family = families(map(name_of, lifecycle), links)
    exceptions = {name_of(row): row["default"] for row in read("defaults.tsv")}
    storage = storage_ranges(resources)
    words = {(family.get(name_of(row)), row["kind"]): row for row in resources}  # the latest release's words stand
    nothing = dict.fromkeys(("plural", "short", "scope"), "")
    for row in lifecycle:
        name = name_of(row)
        said = words.get((family[name], row["kind"]), nothing)
        times = (str(minor(row[key]) or 0) if row[key] else "" for key in ("introduced", "deprecated", "removed"))
        yield (
            *(*name, *times, row["replacement"], default(row, exceptions), show_name(family[name])),
            *(said["plural"], said["short"], said["scope"], storage.get(name, "")),
        )


def priority() -> Iterator[tuple[str, ...]]:
    """The rows of schemas/priority.tsv: groups whose order is not the usual one, up to the release that tells it."""
    told = [row for row in read("scheme.tsv") if row["what"] == "priority"]
    anchors = sorted({minor(row["release"]) or 0 for row in told})
    for row in told:
        last = minor(row["release"]) or 0
        first = max((a for a in anchors if a < last), default=KNOWN.start - 1) + 1
        group = row["names"].split()[0].rpartition("/")[0]
        versions = [name.rpartition("/")[2] for name in row["names"].split()]
        if versions != sorted(versions, key=version_order, reverse=True):
            yield (group, str(first), str(last), " ".join(versions))


def roles() -> Iterator[tuple[str, ...]]:
    """The rows of schemas/roles.tsv."""
    return (tuple(row.values()) for row in read("roles.tsv"))


def disagreements() -> Iterator[str]:
    """What another source says differently from the lifecycle table, without the reason being known."""
    roles_of = {(row["group"], row["kind"]): row["role"] for row in read("roles.tsv")}
    lifecycle = {name_of(row): releases_of(row) for row in read("lifecycle.tsv")}
    served = {name_of(row): set(map(int, row["releases"].split())) for row in read("served.tsv")}
    discovered: dict[Name, set[int]] = {}
    for row in read("resources.tsv"):
        discovered.setdefault(name_of(row), set()).add(minor(row["release"]) or 0)
    known = {
        (row["source"], kind): row["releases"] for row in read("disagreements.tsv") for kind in row["kinds"].split(", ")
    }
    anchors = set().union(*discovered.values())
    for source, told, window in (("packages", served, set(KNOWN)), ("discovery", discovered, anchors)):
        for name in sorted({*lifecycle, *told}):
            if source == "discovery" and (name[0], name[2]) in roles_of:
                continue
            differ = _ranges((lifecycle.get(name, set()) & window) ^ told.get(name, set()))
            if differ != known.pop((source, show_name(name)), ""):
                yield f"{source} and lifecycle.tsv differ on {show_name(name)} in {differ or 'no release (any more)'}"
    yield from (f"disagreements.tsv: {kind} is no kind of {source}" for source, kind in known)


def _ranges(releases: set[int]) -> str:
    """{9, 10, 12} → "9-10 12"."""
    starts = sorted(r for r in releases if r - 1 not in releases)
    ends = sorted(r for r in releases if r + 1 not in releases)
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True))


def build() -> dict[str, str]:
    """The files of schemas/ and their contents."""
    tables = {
        "kinds.tsv": (KINDS, kinds()),
        "priority.tsv": (("group", "first", "last", "versions"), priority()),
        "roles.tsv": (("group", "kind", "role"), roles()),
    }
    return {
        name: "\n".join(["\t".join(header), *sorted("\t".join(row) for row in rows), ""])
        for name, (header, rows) in tables.items()
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    problems = [*disagreements(), *(build_structure.problems() if check else ())]
    for name, text in build().items():
        path = ROOT / "schemas" / name
        if not check:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            problems.append(f"schemas/{name} is not what tools/build_catalog.py writes: run it")
    print("\n".join(problems) or "schemas/ agrees with tools/data/")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
