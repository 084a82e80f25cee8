"""The golden answers are six objects a kind; fresh ones, filled with another seed, must come out as Kubernetes' own too.

`.ci/long` does the same with a seed of its own and as many objects as one has time for.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.golden.known import known
from tests.golden.pack import pack
from tests.golden.rates import matches, rate
from tests.golden.registered import has_both
from tests.golden.vectors import Answer, Pair, read
from tests.peers import ORACLES, bin_dir, why_skipped

pytestmark = pytest.mark.oracle
SEED = "777"
OBJECTS = "10"
SCRIPT = Path(__file__).parent / "oracle" / "vectors.sh"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[Pair, list[Answer]]:
    reason = why_skipped(ORACLES, "oracle")
    if reason:
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("vectors")
    subprocess.run(["bash", SCRIPT, bin_dir(), folder, SEED, OBJECTS, OBJECTS], check=True, stdin=subprocess.DEVNULL)
    pack(folder, folder / "packed")
    return read(folder / "packed")


def test_fresh_objects_get_kubernetes_answers(answers: dict[Pair, list[Answer]]) -> None:
    scores = [rate(pair, answers[pair]) for pair in sorted(answers) if has_both(pair)]
    wrong = [f"{score.pair} {name} (seed {SEED}): {why[0]}" for score in scores for name, why in score.misses[:1]]
    assert scores
    assert not wrong, "\n".join(wrong)


def test_every_difference_that_only_fresh_objects_show_still_exists(answers: dict[Pair, list[Answer]]) -> None:
    stale = [row for row in known() if row.fresh and not matches(row, answers)]
    assert not stale, f"rows of differences.toml that match nothing with seed {SEED}: {stale}"
