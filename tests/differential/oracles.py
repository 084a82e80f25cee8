"""The oracles as Python sees them: which release converts which pair, fresh objects, and answers to questions."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

from tests.peers import ORACLES, bin_dir

Json = dict[str, Any]


class Versions(NamedTuple):
    """One directed pair of a kind's versions, as api versions."""

    kind: str
    source: str
    target: str


class Question(NamedTuple):
    """An object to convert; with ``defaults`` those of its own version are filled in before."""

    obj: Json
    to: str
    defaults: bool


class Filled(NamedTuple):
    """A fresh object. ``of_hub`` tells that it was filled in the hub: an API server could hold it."""

    id: str
    obj: Json
    of_hub: bool
    answers: dict[str, Json]


@dataclass(frozen=True)
class Oracle:
    """Kubernetes' code of one release; the newest has the age 0."""

    program: Path
    age: int = 0

    @property
    def release(self) -> str:
        """Such as 1.33.13."""
        return self.program.name.removeprefix("oracle-")

    @cached_property
    def pairs(self) -> frozenset[Versions]:
        """Every pair that this release converts."""
        told = [json.loads(line) for line in self._run("kinds").splitlines()]
        found: set[Versions] = set()
        for one in told:
            for other in one["shares"]:
                version, _, kind = other.rpartition("/")
                if kind == one["kind"]:
                    found |= {Versions(kind, *way) for way in permutations((one["apiVersion"], version))}
        return frozenset(found)

    def fill(self, seed: int, count: int, kinds: Iterable[str], *, of_hub: bool) -> Iterator[Filled]:
        """``count`` objects of each of ``kinds`` ("apps/v1/Deployment"), with the release's own answers."""
        only = ",".join(sorted(kinds))
        words = [self.program, "fuzz", "--seed", str(seed), "--per-kind", str(count), "--only", only]
        with subprocess.Popen([*words, *(() if of_hub else ("--external",))], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for line in process.stdout:
                told = json.loads(line)
                yield Filled(told["id"], told["source"], of_hub, told["results"])
        if process.returncode:
            raise RuntimeError(f"{self.program.name} fuzz ended with {process.returncode}")

    def convert(self, questions: list[Question]) -> list[Json | None]:
        """The answers in their order; None where Kubernetes converts not."""
        asked = ({"object": obj, "to": to, "defaults": defaults} for obj, to, defaults in questions)
        answers = self._run("convert", "".join(json.dumps(one) + "\n" for one in asked)).splitlines()
        assert len(answers) == len(questions)
        return [json.loads(line).get("object") for line in answers]

    def _run(self, command: str, text: str = "") -> str:
        ran = subprocess.run([self.program, command], input=text, capture_output=True, text=True, check=True)
        return ran.stdout


def oracles() -> list[Oracle]:
    """All that the project pins, the newest release first: releases differ in small ways, and the newest is right."""
    return [Oracle(bin_dir() / name, age) for age, name in enumerate(reversed(ORACLES))]
