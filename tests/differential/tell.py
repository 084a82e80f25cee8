"""A failure as a person reads it: the smallest object, where the two sides differ, and how to see it again."""

from __future__ import annotations

from collections.abc import Iterable

from tests.differential.fuzz import Miss
from tests.golden.rates import convert
from tests.golden.vectors import Answer, Pair


def told(misses: Iterable[Miss], seed: int) -> str:
    """The first failure of each pair, shrunk."""
    first: dict[Pair, Miss] = {}
    counts: dict[Pair, int] = {}
    for miss in misses:
        first.setdefault(miss.pair, miss)
        counts[miss.pair] = counts.get(miss.pair, 0) + 1
    return "".join(f"\n{counts[pair]} of {pair}, seed {seed}\n{_one(miss.smallest())}" for pair, miss in first.items())


def _one(miss: Miss) -> str:
    import yaml
    from deepdiff import DeepDiff

    releases = miss.way.first.release
    if miss.way.second is not None:
        releases += f", from {miss.way.through} on {miss.way.second.release}"
    lines = [f"  {miss.id}, Kubernetes {releases}; the smallest object that shows it:"]
    lines += ["    " + line for line in yaml.safe_dump(miss.source, sort_keys=False).splitlines()]
    lines += ["  " + reason for reason in miss.reasons]
    try:
        got = convert(Answer("", miss.source, miss.expected), miss.pair)
    except Exception:  # the reasons say what was raised
        return "\n".join(lines) + "\n"
    lines += ["  from Kubernetes' answer to kconv's:"]
    lines += ["    " + line for line in DeepDiff(miss.expected, got, verbose_level=2).pretty().splitlines()]
    return "\n".join(lines) + "\n"
