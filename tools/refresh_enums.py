"""The enums of Kubernetes' fields, from its source, as tools/data/field-enums.tsv.

OpenAPI documents leave enums out (all but 1.23's), the generated code that they are written from has them:
    python tools/refresh_enums.py 1.28.15=DIR 1.33.13=DIR …   DIR: the release's source tree (a Go module cache has it)
The table is written whole: name every release in one run. Releases to 1.23 have no generated code to read.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from published import renamed

TABLE = Path(__file__).parent / "data/field-enums.tsv"
SOURCE = "pkg/generated/openapi/zz_generated.openapi.go"

# func schema_k8sio_api_core_v1_ContainerPort(ref … → package core, version v1, type ContainerPort
_FUNCTION = re.compile(r"func schema_\w+?_([a-z0-9]+)_(v\d\w*)_([A-Za-z0-9]+)\(")
_FIELD = re.compile(r'\t{5}"(\S+)": \{')
# Deeper than its own field's level, it is the enum of the field's items or values, which have been opened before.
_ENUM = re.compile(r"(\t+)Enum: +\[\]interface\{\}\{(.*)\},")
_BELOW = re.compile(r"\t{7}(Items|AdditionalProperties):.*\{")
_OWN_LEVEL = 7


def enums(source: Path) -> Iterator[tuple[str, str, str, list[str]]]:
    """Definition, field, where in it ("", "items" or "additionalProperties") and values, of each enum."""
    definition = field = below = ""
    for line in (source / SOURCE).read_text(encoding="utf-8").splitlines():
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
            yield definition, field, where, sorted(json.loads(f"[{found[2]}]"))


def main() -> int:
    if len(sys.argv) < 2 or "=" not in sys.argv[1]:
        print(__doc__)
        return 2
    rows = set()
    for argument in sys.argv[1:]:
        release, _, folder = argument.partition("=")
        for definition, field, where, values in enums(Path(folder)):
            rows.add((definition, field, where, release.split(".")[1], json.dumps(values)))
    lines = ["\t".join(row) for row in sorted(rows)]
    TABLE.write_text("\n".join(["definition\tfield\twhere\trelease\tvalues", *lines, ""]), encoding="utf-8")
    print(f"{TABLE.name}: {len(lines)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
