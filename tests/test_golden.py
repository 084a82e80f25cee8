"""kconv's conversions are Kubernetes' own: every registered kind gives the answers that Kubernetes' code gave.

Where one fails, `python tools/golden_rates.py --kind KIND --show 3` shows more of it.
"""

from __future__ import annotations

import pytest

from tests.golden.known import known
from tests.golden.rates import matches, rate
from tests.golden.registered import has_both
from tests.golden.vectors import Pair, golden

PAIRS = [pair for pair in sorted(golden()) if has_both(pair)]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_conversion_gives_kubernetes_answer(pair: Pair) -> None:
    score = rate(pair, golden()[pair])
    first = "\n".join(f"{name}\n    " + "\n    ".join(why[:5]) for name, why in score.misses[:3])
    assert not score.misses, f"{len(score.misses)} of {score.answers} answers differ; the first:\n{first}"


def test_answers_are_all_there() -> None:
    assert len(golden()) == 2 * 318
    assert sum(map(len, golden().values())) == 5088


def test_every_known_difference_still_exists() -> None:
    stale = [row for row in known() if not row.example and not matches(row, golden())]
    assert not stale, f"rows of differences.toml that match nothing: {stale}"


def test_every_known_difference_has_a_reason() -> None:
    assert all(row.reason.strip() for row in known())
