"""Write tools/data/field-enums.tsv: the enums of Kubernetes' fields, from its source.

    python tools/refresh_enums.py [--modules DIR] 1.24.17 1.25.16 …

OpenAPI documents do not contain enums, except for that of 1.23, which is in the packages. The generated code from which
the documents are written contains them from 1.24 on. It is read from the Go modules k8s.io/kubernetes, as in
refresh_resources.py. The table keeps its rows for releases that are not named.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from published import renamed
from refresh_resources import MODULES, Row, write

SOURCE = "k8s.io/kubernetes@v{release}/pkg/generated/openapi/zz_generated.openapi.go"

# func schema_k8sio_api_core_v1_ContainerPort(ref … → package core, version v1, type ContainerPort
_FUNCTION = re.compile(r"func schema_\w+?_([a-z0-9]+)_(v\d\w*)_([A-Za-z0-9]+)\(")
_FIELD = re.compile(r'\t{5}"(\S+)": \{')
# Below the level of its field, it is the enum of the field's items or values, which have been opened before.
_ENUM = re.compile(r"(\t+)Enum: +\[\]interface\{\}\{(.*?)\}.*")
_BELOW = re.compile(r"\t{7}(Items|AdditionalProperties):.*\{")
_OWN_LEVEL = 7


def enums(source: Path) -> Iterator[Row]:
    """For each enum: definition, field, place in it ("", "items" or "additionalProperties") and the values as JSON."""
    definition = field = below = ""
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.startswith("func "):
            found = _FUNCTION.match(line)
            definition = f"{renamed(found[1])}.{found[2]}.{found[3]}" if found else ""
        elif found := _FIELD.fullmatch(line):
            field, below = found[1], ""
        elif found := _BELOW.fullmatch(line):
            below = found[1][0].lower() + found[1][1:]
        elif found := _ENUM.fullmatch(line):
            if not definition:
                raise SystemExit(f"an enum of {field} in a function that has no package, version and type in its name")
            where = "" if len(found[1]) == _OWN_LEVEL else below
            yield definition, field, where, json.dumps(sorted(set(json.loads(f"[{found[2]}]"))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", type=Path, default=MODULES, help="the Go module cache (go env GOMODCACHE)")
    parser.add_argument("releases", nargs="+", metavar="RELEASE")
    args = parser.parse_args()
    found: dict[Row, set[int]] = {}
    for release in args.releases:
        for row in enums(args.modules / SOURCE.format(release=release)):
            found.setdefault(row, set()).add(int(release.split(".")[1]))
    read = {int(release.split(".")[1]) for release in args.releases}
    write("field-enums.tsv", ("definition", "field", "where", "values"), found, read)


if __name__ == "__main__":
    main()
