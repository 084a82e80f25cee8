"""Kubernetes' own answers, as `tests/oracle` wrote them: one fuzzed object a line, with its conversions to every version.

A vector is ``:int:`` when the object was filled in the hub (what an API server could hold) and ``:ext:`` when it was
filled in its own version (often invalid). ``plain`` answers are meaningful for the first alone: on ``:ext:`` objects Go
turns absent pointers into zeros that no server ever shows.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
ANSWERS = {"none": "plain", "all": "defaulted"}


class Pair(NamedTuple):
    """One directed conversion under one policy for defaults: what a test is named after."""

    kind: str
    source: str
    target: str
    mode: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.source}-to-{self.target}:{self.mode}"


class Answer(NamedTuple):
    """What Kubernetes made of one object."""

    id: str
    source: dict[str, Any]
    expected: dict[str, Any]


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.glob("builtin-*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def read(folder: Path) -> dict[Pair, list[Answer]]:
    """Every answer in a folder of vectors, by pair."""
    answers: dict[Pair, list[Answer]] = {}
    for vector in _lines(folder):
        filled_in_hub = ":int:" in vector["id"]
        source = vector["source"]
        for target, result in vector["results"].items():
            for mode, key in ANSWERS.items():
                # Without an answer the object was one that Kubernetes cannot convert; the result has its error.
                if result.get(key) is not None and (filled_in_hub or mode == "all"):
                    pair = Pair(source["kind"], source["apiVersion"], target, mode)
                    answers.setdefault(pair, []).append(Answer(vector["id"], source, result[key]))
    return answers


@cache
def golden() -> dict[Pair, list[Answer]]:
    """The committed answers, by pair."""
    return read(HERE)
