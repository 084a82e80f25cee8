"""The differences from Kubernetes that kconv keeps on purpose, each with its reason, in one table.

`differences.toml` is that table. A row that no longer matches anything is wrong, and `tests/test_golden.py` says so; a
row that no golden answer shows has an example, of which `tests/differential` asks Kubernetes' own code.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kconv.paths import EACH, parse
from tests.golden.compare import Difference
from tests.golden.vectors import Pair

TABLE = Path(__file__).parent / "differences.toml"


@dataclass(frozen=True, slots=True)
class Known:
    """One row: ``"*"`` stands for every source, target, mode and for every key of a path; a path covers what is below it."""

    kind: str
    source: str
    target: str
    mode: str
    path: str
    reason: str
    example: str = ""

    def concerns(self, pair: Pair) -> bool:
        """Whether the row is about this pair at all."""
        wanted = (self.kind, self.source, self.target, self.mode)
        return all(row in ("*", value) for row, value in zip(wanted, pair, strict=True))

    def covers(self, difference: Difference) -> bool:
        """Whether the row explains this difference."""
        pattern = parse(self.path)
        return len(pattern) <= len(difference.path) and all(map(_same, pattern, difference.path))


def _same(wanted: object, part: object) -> bool:
    return wanted in (part, "*") or (wanted is EACH and isinstance(part, int))


@cache
def known() -> tuple[Known, ...]:
    """All rows of the table."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8")).get("difference", [])
    return tuple(
        Known(
            kind=row["kind"],
            source=row["from"],
            target=row["to"],
            mode=row["mode"],
            path=row["path"],
            reason=row["reason"],
            example=row.get("example", ""),
        )
        for row in rows
    )


def unexplained(pair: Pair, found: list[Difference]) -> list[Difference]:
    """The differences that no row of the table explains."""
    rows = [row for row in known() if row.concerns(pair)]
    return [one for one in found if not any(row.covers(one) for row in rows)]
