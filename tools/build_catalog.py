"""Write schemas/ from the facts in tools/data/, and check that the facts agree.

No single source describes what a release serves: the markers in the API types, the OpenAPI documents, discovery and the
scheme each contain a part. The lifecycle table takes precedence. If another source disagrees,
tools/data/disagreements.tsv must give the reason.
    python tools/build_catalog.py           write schemas/
    python tools/build_catalog.py --check   exit 1 if schemas/ is not what tools/data/ gives (CI)
build_structure.py writes schemas/structure/; --check also checks its recorded sources and hash.
docs/catalog.md lists the sources of the files in tools/data/.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import build_structure
import published

from kconv.names import stability, version_order

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tools/data"
KNOWN = published.releases()
BETAS_OFF_SINCE = 24  # KEP-3136: new beta REST APIs are off by default from 1.24 on
LIFECYCLE = ["group", "version", "kind", "introduced", "deprecated", "removed", "replacement", "source"]
KINDS = ["group", "version", "kind", "introduced", "deprecated", "removed", "replacement", "default", "family"]
KINDS += ["plural", "short", "scope"]
RESOURCES = ["group", "version", "name", "kind", "scope", "short", "categories", "verbs", "storage", "releases"]

Row = dict[str, str]
Name = tuple[str, str, str]


def read(name: str) -> list[Row]:
    """The rows of a table, by the names in its first line."""
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
    """The releases, among those that the sources know, that serve a row of the lifecycle table."""
    first, last = minor(row["introduced"]) or 0, minor(row["removed"]) or KNOWN.stop
    return {release for release in KNOWN if first <= release < last}


def families(names: Iterable[Name], links: Iterable[tuple[Name, ...]]) -> dict[Name, Name]:
    """Each kind → the newest kind to which Kubernetes converts it, directly or through others: one family."""
    sets = {name: {name} for name in names}
    for link in links:
        merged = set().union(*(sets[name] for name in link if name in sets))
        sets.update(dict.fromkeys(merged, merged))
    return {name: max(sets[name], key=lambda one: (version_order(one[1]), one)) for name in sets}


def minors(row: Row) -> set[int]:
    """The releases of a row: "16-18 20" → {16, 17, 18, 20}; "9-" lasts to the newest."""
    spans = (text.partition("-") for text in row["releases"].split())
    ends = ((int(first), int(last or (to and KNOWN[-1]) or first)) for first, to, last in spans)
    return {minor for first, last in ends for minor in range(first, last + 1)}


def default(row: Row, exceptions: dict[Name, str]) -> str:
    """Whether a kube-apiserver without --runtime-config serves the version."""
    level = stability(row["version"])
    new_beta = level == "beta" and (minor(row["introduced"]) or 0) >= BETAS_OFF_SINCE
    return exceptions.get(name_of(row), "off" if level == "alpha" or new_beta else "on")


def main_resources() -> list[Row]:
    """The rows of resources.tsv that are not subresources, those of the latest release last."""
    return sorted((row for row in read("resources.tsv") if "/" not in row["name"]), key=lambda row: max(minors(row)))


def kinds() -> Iterator[tuple[str, ...]]:
    """The rows of schemas/kinds.tsv."""
    lifecycle = read("lifecycle.tsv")
    links = [tuple(map(parse_name, row["names"].split())) for row in read("scheme.tsv") if row["what"] == "hub"]
    links += [(name_of(row), parse_name(row["replacement"])) for row in lifecycle if row["replacement"]]
    family = families(map(name_of, lifecycle), links)
    exceptions = {name_of(row): row["default"] for row in read("defaults.tsv")}
    words = {(family.get(name_of(row)), row["kind"]): row for row in main_resources()}
    nothing = dict.fromkeys(("name", "short", "scope"), "")
    for row in lifecycle:
        name = name_of(row)
        said = words.get((family[name], row["kind"]), nothing)
        times = (str(minor(row[key]) or 0) if row[key] else "" for key in ("introduced", "deprecated", "removed"))
        yield (
            *(*name, *times, row["replacement"], default(row, exceptions), show_name(family[name])),
            *(said["name"], said["short"], said["scope"]),
        )


def priority() -> Iterator[tuple[str, ...]]:
    """The rows of schemas/priority.tsv: groups with an unusual order, and the releases that publish it."""
    for row in read("priority.tsv"):
        versions = row["versions"].split()
        if versions != sorted(versions, key=version_order, reverse=True):
            for first, _, last in (span.partition("-") for span in row["releases"].split()):
                yield (row["group"], first, last or first, row["versions"])


def resources() -> Iterator[tuple[str, ...]]:
    """The rows of schemas/resources.tsv, without what is on by default, which is in kinds.tsv."""
    facts: dict[tuple[str, ...], set[int]] = {}
    for row in read("resources.tsv"):
        facts.setdefault(tuple(row[cell] for cell in RESOURCES[:-1]), set()).update(minors(row))
    return ((*fact, _ranges(told)) for fact, told in facts.items())


def targets() -> Iterator[tuple[str, ...]]:
    """The rows of schemas/releases.tsv: the releases whose source was read, which can be targets."""
    return ((str(minor(row["release"])),) for row in read("releases.tsv") if row["kubernetes"])


def roles() -> Iterator[tuple[str, ...]]:
    """The rows of schemas/roles.tsv."""
    return (tuple(row.values()) for row in read("roles.tsv"))


def disagreements() -> Iterator[str]:
    """Disagreements of another source with the lifecycle table for which no reason is given."""
    known = {
        (row["source"], name): minors(row) for row in read("disagreements.tsv") for name in row["kinds"].split(", ")
    }
    for source, differences in (("packages", kinds_of_packages()), ("discovery", resources_of_releases())):
        for name, releases in differences:
            if releases != known.pop((source, show_name(name)), set()):
                differ = _ranges(releases) or "no release (any more)"
                yield f"{source} and lifecycle.tsv differ on {show_name(name)} in {differ}"
    for group, releases in orders_of_schemes():
        if releases != known.pop(("scheme", group), set()):
            yield f"the scheme lists the versions of {group} in another order than discovery in {_ranges(releases)}"
    yield from other_defaults()
    yield from (f"disagreements.tsv: {source} does not disagree about {name}" for source, name in known)


def kinds_of_packages() -> Iterator[tuple[Name, set[int]]]:
    """Each kind, and the releases in which only one of the schema packages and the lifecycle table has it."""
    lifecycle = {name_of(row): releases_of(row) for row in read("lifecycle.tsv")}
    told = {name_of(row): set(map(int, row["releases"].split())) for row in read("served.tsv")}
    return ((name, lifecycle.get(name, set()) ^ told.get(name, set())) for name in sorted({*lifecycle, *told}))


def resources_of_releases() -> Iterator[tuple[Name, set[int]]]:
    """The same for the resources of the releases whose source was read. A kind with a role needs no resource."""
    roles_of = {(row["group"], row["kind"]) for row in read("roles.tsv")}
    lifecycle = {name_of(row): releases_of(row) for row in read("lifecycle.tsv")}
    told: dict[Name, set[int]] = {}
    for row in main_resources():
        told.setdefault(name_of(row), set()).update(minors(row))
    window = set().union(*told.values())
    for name in sorted({*lifecycle, *told}):
        if (name[0], name[2]) not in roles_of:
            yield name, (lifecycle.get(name, set()) & window) ^ told.get(name, set())


def orders_of_schemes() -> Iterator[tuple[str, set[int]]]:
    """Groups whose versions have another order in a scheme, which determines what is stored, than in discovery."""
    published = [(row["group"], row["versions"].split(), minors(row)) for row in read("priority.tsv")]
    found: dict[str, set[int]] = {}
    for row in (row for row in read("scheme.tsv") if row["what"] == "priority"):
        release, listed = minor(row["release"]) or 0, [parse_name(f"{name} -")[:2] for name in row["names"].split()]
        for group, order, releases in published:
            both = [version for name, version in listed if name == group and version in order]
            if release in releases and both != [version for version in order if version in both]:
                found.setdefault(group, set()).add(release)
    return iter(sorted(found.items()))


def other_defaults() -> Iterator[str]:
    """Versions that are on or off by default in the source of a release, contrary to our rule; none is known."""
    exceptions = {name_of(row): row["default"] for row in read("defaults.tsv")}
    lifecycle = {name_of(row): row for row in read("lifecycle.tsv")}
    for row in main_resources():
        ours = lifecycle.get(name_of(row))
        releases = minors(row) & releases_of(ours) if ours else set()
        if ours and releases and row["default"] != default(ours, exceptions):
            name, told = show_name(name_of(row)), row["default"]
            yield f"Kubernetes' source says that {name} is {told} by default in {_ranges(releases)}"


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
        "releases.tsv": (("minor",), targets()),
        "resources.tsv": (RESOURCES, resources()),
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
