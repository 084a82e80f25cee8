"""The fixtures: a file a format, a line a fixture, written once and never changed.

A line has the ``object``, and ``stashed``: what kconv made of it in another version, with its annotation. ``shows`` says
what it was looked for. An annotation may stand in a cluster or a repository for years: every kconv must read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kconv.engine.stash import FORMAT

HERE = Path(__file__).parent


class Fixture(NamedTuple):
    """An object, and what it was in another version."""

    shows: str
    object: dict[str, Any]
    stashed: dict[str, Any]

    @property
    def way(self) -> str:
        """The pair of versions, as ``search.Pair`` is written."""
        return f"{self.object['kind']}:{self.object['apiVersion']}-to-{self.stashed['apiVersion']}"

    def __str__(self) -> str:
        return f"{self.way}: {self.shows}"


def file(format_: int = FORMAT) -> Path:
    """The file of a format."""
    return HERE / f"format-{format_}.jsonl"


def formats() -> list[int]:
    """Every format that was ever written."""
    return sorted(int(path.stem.removeprefix("format-")) for path in HERE.glob("format-*.jsonl"))


def read(path: Path) -> Iterator[Fixture]:
    """The fixtures of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Fixture(**json.loads(line))


def add(path: Path, fixtures: Iterable[Fixture]) -> None:
    """Write fixtures behind those that are there."""
    with path.open("a", encoding="utf-8") as out:
        out.writelines(json.dumps(each._asdict(), separators=(",", ":")) + "\n" for each in fixtures)
