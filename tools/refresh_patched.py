"""Write tools/data/patched.tsv: the changes of patch releases in the published structure.

    python tools/refresh_patched.py [--modules DIR] [--packages DIR] 1.16.15 1.17.17 …

The packages describe the first version of each minor release. The newest patch often corrects a wrong `required` (the
podFailurePolicy of a Job required onPodConditions up to 1.28.0). The tool compares Kubernetes' own OpenAPI document of
that patch, in the Go module k8s.io/kubernetes, with the packages, and writes the differences. It is also a check,
because a patch is the only difference between the two. The table keeps its rows for releases that are not named.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import published
from published import Node
from refresh_resources import MODULES

DOCUMENT = "k8s.io/kubernetes@v{release}/api/openapi-spec/swagger.json"
HEADER = ("definition", "field", "release", "required", "node")


def document(source: Path) -> dict[str, Node]:
    """The definitions of an OpenAPI document in the packages' form."""
    found = json.loads(source.read_text(encoding="utf-8"))["definitions"]
    for node in found.values():
        for field in node.get("properties", {}).values():
            field.pop("default", None)
    return found


def patched(before: dict[str, Node], after: dict[str, Node]) -> Iterator[tuple[str, str, str, str]]:
    """The differences: definition, field, "required" or "", and node as JSON ("" for a removed one)."""
    if before.keys() != after.keys():
        raise SystemExit(f"a patch brings or takes definitions: {sorted(before.keys() ^ after.keys())}")
    for name in sorted(before):
        old, new = _fields(before[name]), _fields(after[name])
        for field in sorted(old.keys() | new.keys()):
            if old.get(field) != new.get(field):
                node, required = new.get(field, ({}, False))
                yield name, field, "required" if required else "", json.dumps(node, sort_keys=True) if node else ""


def _fields(definition: Node) -> dict[str, tuple[Node, bool]]:
    """Field → its node without the enum, which only some documents have, and whether it is required."""
    fields: dict[str, Node] = definition.get("fields", {})
    required: set[str] = definition.get("required", set())
    return {
        name: ({key: value for key, value in node.items() if key != "enum"}, name in required)
        for name, node in fields.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", type=Path, default=MODULES, help="the Go module cache (go env GOMODCACHE)")
    parser.add_argument("--packages", type=Path, help="where the packages are, or are brought to")
    parser.add_argument("releases", nargs="+", metavar="RELEASE")
    args = parser.parse_args()
    read = {release.split(".")[1] for release in args.releases}
    rows = [line for line in published.PATCHED.read_text().splitlines()[1:] if line.split("\t")[2] not in read]
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.packages or Path(temporary)
        published.download(folder)
        for release in args.releases:
            minor = int(release.split(".")[1])
            fresh = published.one_form(document(args.modules / DOCUMENT.format(release=release)))
            for name, field, *told in patched(published.one_form(published.definitions(folder, minor)), fresh):
                rows.append("\t".join((name, field, str(minor), *told)))
    published.PATCHED.write_text("\n".join(["\t".join(HEADER), *sorted(rows), ""]), encoding="utf-8")
    print(f"{published.PATCHED.name}: {len(rows)} rows")


if __name__ == "__main__":
    main()
