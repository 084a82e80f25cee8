"""Keep each directed pair of versions from the newest release that has it: releases differ in small ways.

python -m tests.golden.pack VECTORS-DIR OUT-DIR
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Pairs = set[tuple[str, str, str]]


def pack(source: Path, out: Path) -> None:
    """Write OUT/builtin-RELEASE.jsonl.gz for every file of that name in the source folder."""
    out.mkdir(parents=True, exist_ok=True)
    taken: Pairs = set()
    for file in sorted(source.glob("builtin-*.jsonl.gz"), key=_release, reverse=True):
        own: Pairs = set()
        lines = list(_kept(file, taken, own))
        (out / file.name).write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))
        taken |= own
        print(f"{file.name}: {len(lines)} vectors, {len(own)} pairs")


def _kept(file: Path, taken: Pairs, own: Pairs) -> Iterator[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            vector: dict[str, Any] = json.loads(line)
            kind, version = vector["source"]["kind"], vector["source"]["apiVersion"]
            left = {to: result for to, result in vector["results"].items() if (kind, version, to) not in taken}
            if left:
                own |= {(kind, version, to) for to in left}
                vector["results"] = left
                yield json.dumps(vector, separators=(",", ":")) + "\n"


def _release(file: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in file.name.split("-")[1].split(".")[:3])


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]))
