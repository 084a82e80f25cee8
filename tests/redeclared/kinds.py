"""The kinds, by name, and where their answers are."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any, Final

from kconv.engine import Kind
from tests.redeclared import clusterqueue, localqueue, machinehealthcheck, multikueuecluster, workload

Json = Any
HERE: Final = Path(__file__).parent
KINDS: Final[dict[str, Kind]] = {
    module.KIND.name: module.KIND
    for module in (clusterqueue, localqueue, machinehealthcheck, multikueuecluster, workload)
}


def answers(name: str) -> list[tuple[Json, Json]]:
    """Objects of a kind, each with what the Go webhook made of it."""
    with gzip.open(HERE / f"answers/{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [tuple(json.loads(line)) for line in lines]
