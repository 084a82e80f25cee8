"""By hand: as many fresh objects as one has time for. Exit code 1 when a single answer is missed."""

from __future__ import annotations

import argparse
import sys
import time

from kconv.testing.checking import fresh_seed
from tests.differential.fuzz import run
from tests.differential.oracles import oracles
from tests.differential.tell import told


def main() -> int:
    """Print the count of each kind, and the smallest object of each failing pair."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.differential")
    parser.add_argument("--objects", type=int, default=200, help="fresh objects of every pair (default 200)")
    parser.add_argument("--seed", type=int, help="default: another one every time, printed")
    parser.add_argument("--kind", action="append", default=[], help="only this kind (may be repeated)")
    options = parser.parse_args()
    seed = fresh_seed() if options.seed is None else options.seed
    print(f"seed {seed}, {options.objects} objects a pair", flush=True)
    start = time.monotonic()
    tally = run(oracles(), seed, options.objects, frozenset(options.kind))
    by_kind: dict[str, list[int]] = {}
    for pair, answers in tally.answers.items():
        by_kind.setdefault(pair.kind, []).append(answers)
    for kind, counts in sorted(by_kind.items()):
        print(f"{kind:34}{len(counts):5} pair-modes{sum(counts):9} answers")
    print(told(tally.misses, seed), end="")
    total = sum(tally.answers.values())
    print(f"{total} answers, {len(tally.misses)} missed, {time.monotonic() - start:.0f} s")
    return 2 if not total else int(bool(tally.misses))


if __name__ == "__main__":
    sys.exit(main())
