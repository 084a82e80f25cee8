"""Add the versions that a release introduces, deprecates and removes to tools/data/lifecycle.tsv.

    python tools/refresh_lifecycle.py [--modules DIR] 1.31.14 1.32.13   the differences between the first and the second

Kubernetes' API types have markers (`+k8s:prerelease-lifecycle-gen`), from which code in its modules is generated. Some
markers are wrong, in which case the table follows the deprecation guide. Therefore the tool uses only the differences
between the markers of a release and those of the previous one. What the markers do not contain comes from served.tsv
and resources.tsv (whether a kind exists) and from scheme.tsv: the newest version with the same hub replaces a version.
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
    """The markers of each kind in one release, without lists, as cells of the table."""
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
    """`1, 22` → 1.22; a kind → its name. (The marker of IngressClass v1beta1 names IngressClassList as replacement.)"""
    gvk = _GVK.search(value)
    return show_name((gvk[1], gvk[2], gvk[3].removesuffix("List"))) if gvk else value.replace(", ", ".")


class Lifecycle:
    """The rows of the table while one release is added."""

    def __init__(self, rows: list[Row], release: int) -> None:
        self.rows = {name_of(row): row for row in rows}
        self.release = f"1.{release}"

    def mark(self, before: dict[Name, Row], after: dict[Name, Row]) -> None:
        """Apply the differences between the markers and those of the previous release."""
        for name, row in self.rows.items():
            if name in after:
                row["source"] = "markers"
            for cell in CELLS[1:] if name in after else ():
                told = after[name].get(cell, "")
                if told != before.get(name, {}).get(cell, ""):
                    row[cell] = told

    def add(self, there: set[Name], after: dict[Name, Row]) -> None:
        """Add a row for each version of a kind that the release introduces."""
        for name in there - self.rows.keys():
            told = after.get(name, {})
            cells = [*name, self.release, *(told.get(cell, "") for cell in CELLS[1:]), "markers" if told else "schemas"]
            self.rows[name] = dict(zip(build_catalog.LIFECYCLE, cells, strict=True))

    def end(self, gone: set[Name]) -> None:
        """Mark the versions of the previous release that this one does not have as removed."""
        for name in gone & self.rows.keys():
            row = self.rows[name]
            row["removed"] = min(row["removed"] or self.release, self.release, key=lambda release: minor(release) or 0)

    def replace(self, hubs: list[tuple[Name, ...]]) -> None:
        """Make the newest version with a hub the replacement of the older ones, and of those that they replaced."""
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
    """The kinds that the packages list for a release, or that are its resources."""
    return {
        *(name_of(row) for row in build_catalog.read("served.tsv") if str(release) in row["releases"].split()),
        *(name_of(row) for row in build_catalog.main_resources() if release in build_catalog.minors(row)),
    }


def hubs() -> Iterator[tuple[Name, ...]]:
    """The kinds that share one hub type in any release of scheme.tsv."""
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
