"""What a release brings, deprecates and takes away, written into tools/data/lifecycle.tsv.

    python tools/refresh_lifecycle.py [--modules DIR] 1.31.14 1.32.13   what the second has otherwise than the first

Kubernetes' API types carry markers (`+k8s:prerelease-lifecycle-gen`), from which its modules have generated code. Some
markers are wrong, and the table has what the deprecation guide says; so only what a release's markers say otherwise
than those of the release before is taken. What the markers leave out comes from served.tsv and resources.tsv (a kind is
there, or is no more) and from scheme.tsv: a version is replaced by the newest that it shares its hub with.
Run it after refresh_catalog.py and refresh_resources.py, which write these tables.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import build_catalog
from build_catalog import DATA, Name, Row, minor, name_of, parse_name, show_name
from refresh_resources import MODULES

from kconv.names import stability, version_order

SOURCES = {"api": "*/v*", "apiextensions-apiserver": "pkg/apis/*/v*", "kube-aggregator": "pkg/apis/*/v*"}
CELLS = ("introduced", "deprecated", "removed", "replacement")

_GROUP = re.compile(r'\bGroupName\s*=\s*"(.*)"')
_MARKER = re.compile(r"^func \(in \*(\w+)\) APILifecycle(\w+)\(\) .*\{\n\treturn (.*)$", re.MULTILINE)
_GVK = re.compile(r'Group: "(.*?)", Version: "(.*?)", Kind: "(.*?)"')


def markers(release: str, modules: Path) -> dict[Name, Row]:
    """What each kind's markers say in one release, lists left out: the cells of the table that they fill."""
    found: dict[Name, Row] = {}
    for module, folders in SOURCES.items():
        root = modules / f"k8s.io/{module}@v0.{release.partition('.')[2]}"
        if not root.is_dir():
            raise SystemExit(f"{root} is not there: go mod download fetches it")
        for file in sorted(root.glob(f"{folders}/zz_generated.prerelease-lifecycle.go")):
            group, version = _group(file.parent), file.parent.name
            for kind, what, value in _MARKER.findall(file.read_text(encoding="utf-8")):
                if not kind.endswith("List"):
                    found.setdefault((group, version, kind), {})[what.lower()] = _cell(value)
    return found


def _group(folder: Path) -> str:
    for file in (folder / "register.go", folder.parent / "register.go"):
        if file.exists() and (found := _GROUP.search(file.read_text(encoding="utf-8"))):
            return found[1]
    raise SystemExit(f"{folder} names no group")


def _cell(value: str) -> str:
    """`1, 22` → 1.22; a kind → its name. (IngressClass of v1beta1 is said to be replaced by IngressClassList.)"""
    gvk = _GVK.search(value)
    return show_name((gvk[1], gvk[2], gvk[3].removesuffix("List"))) if gvk else value.replace(", ", ".")


class Lifecycle:
    """The table's rows while one release is written into them."""

    def __init__(self, rows: list[Row], release: int) -> None:
        self.rows = {name_of(row): row for row in rows}
        self.release = f"1.{release}"

    def mark(self, before: dict[Name, Row], after: dict[Name, Row]) -> None:
        """Take what the markers say otherwise than those of the release before."""
        for name, row in self.rows.items():
            if name in after:
                row["source"] = "markers"
            for cell in CELLS[1:] if name in after else ():
                told = after[name].get(cell, "")
                if told != before.get(name, {}).get(cell, ""):
                    row[cell] = told

    def add(self, there: set[Name], after: dict[Name, Row]) -> None:
        """A row for each kind's version that the release is the first to have."""
        for name in there - self.rows.keys():
            told = after.get(name, {})
            cells = [*name, self.release, *(told.get(cell, "") for cell in CELLS[1:]), "markers" if told else "schemas"]
            self.rows[name] = dict(zip(build_catalog.LIFECYCLE, cells, strict=True))

    def end(self, gone: set[Name]) -> None:
        """What the release before still had, and this one has not, was removed."""
        for name in gone & self.rows.keys():
            row = self.rows[name]
            row["removed"] = min(row["removed"] or self.release, self.release, key=lambda release: minor(release) or 0)

    def replace(self, hubs: list[tuple[Name, ...]]) -> None:
        """The newest version of the same hub replaces those before it, and what they replaced themselves."""
        family = build_catalog.families(self.rows, hubs)
        new = [name for name, row in self.rows.items() if row["introduced"] == self.release]
        for name in (one for one in new if stability(one[1]) != "alpha"):
            for other, row in self.rows.items():
                same = (other[0], other[2], family[other]) == (name[0], name[2], family[name])
                if same and stability(other[1]) != "stable" and version_order(other[1]) < version_order(name[1]):
                    row["replacement"] = show_name(name)
        for row in self.rows.values():
            while next_one := self._replacement(row["replacement"]):
                row["replacement"] = next_one

    def _replacement(self, text: str) -> str:
        return self.rows.get(parse_name(text), {}).get("replacement", "") if text else ""

    def table(self) -> str:
        """The table's text."""
        lines = sorted("\t".join(row[cell] for cell in build_catalog.LIFECYCLE) for row in self.rows.values())
        return "\n".join(["\t".join(build_catalog.LIFECYCLE), *lines, ""])


def there(release: int) -> set[Name]:
    """The kinds that the packages list for a release, or that are resources of it."""
    return {
        *(name_of(row) for row in build_catalog.read("served.tsv") if str(release) in row["releases"].split()),
        *(name_of(row) for row in build_catalog.main_resources() if release in build_catalog.minors(row)),
    }


def hubs() -> Iterator[tuple[Name, ...]]:
    """The kinds that share one hub type, in any release that tells."""
    for row in build_catalog.read("scheme.tsv"):
        if row["what"] == "hub":
            yield tuple(map(parse_name, row["names"].split()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", type=Path, default=MODULES, help="the Go module cache (go env GOMODCACHE)")
    parser.add_argument("before", metavar="BEFORE")
    parser.add_argument("release", metavar="RELEASE")
    args = parser.parse_args()
    release = minor(args.release)
    assert release
    found, after = there(release), markers(args.release, args.modules)
    lifecycle = Lifecycle(build_catalog.read("lifecycle.tsv"), release)
    lifecycle.mark(markers(args.before, args.modules), after)
    lifecycle.end(there(release - 1) - found)
    lifecycle.add(found, after)
    lifecycle.replace(list(hubs()))
    (DATA / "lifecycle.tsv").write_text(lifecycle.table(), encoding="utf-8")
    print(f"lifecycle.tsv: {len(lifecycle.rows)} rows")


if __name__ == "__main__":
    main()
