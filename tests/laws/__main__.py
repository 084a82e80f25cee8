"""Hold every registered kind to every law with as many objects as are asked for, and count.

    python -m tests.laws [--objects 10000] [--seed S] [-j N] [KIND …]

``--objects`` are those of a kind and law, shared out over its choices of versions.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from kconv.testing.checking import fresh_seed
from kconv.testing.laws import every
from tests.laws.kinds import failures, several_versions, subject


class Counted(NamedTuple):
    kind: str
    trials: int
    objects: int
    seconds: float
    broken: list[str]


def count(index: int, objects: int, seed: int) -> Counted:
    kind, started, trials, tried = several_versions()[index], time.process_time(), 0, 0
    broken: list[str] = []
    for law in every():
        legs = list(law.legs(subject(kind)))
        examples = -(-objects // len(legs)) if legs else 0
        broken += failures(kind, law, examples, seed)
        trials, tried = trials + len(legs), tried + examples * len(legs)
    return Counted(kind.name, trials, tried, time.process_time() - started, broken)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=fresh_seed())
    parser.add_argument("-j", "--jobs", type=int, default=1)
    parser.add_argument("kinds", nargs="*")
    asked = parser.parse_args()
    names = [kind.name for kind in several_versions()]
    chosen = [index for index, name in enumerate(names) if not asked.kinds or name in asked.kinds]
    print(f"seed {asked.seed}, {asked.objects} objects of each kind and law", flush=True)
    totals, broken = [0, 0], 0
    with ProcessPoolExecutor(asked.jobs) as pool:
        for one in pool.map(count, chosen, [asked.objects] * len(chosen), [asked.seed] * len(chosen)):
            print(f"{one.kind:36}{one.trials:5} trials {one.objects:9,} objects {one.seconds:8.1f} s", flush=True)
            for text in one.broken:
                print(text, flush=True)
            totals, broken = [totals[0] + one.trials, totals[1] + one.objects], broken + len(one.broken)
    print(f"{totals[0]:,} trials, {totals[1]:,} objects, {broken} broken")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
