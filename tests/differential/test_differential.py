"""Fresh objects must come out as Kubernetes' own code has them: 200 of every pair, from a seed that is printed."""

from __future__ import annotations

import os

import pytest
import yaml

from kconv.testing.checking import SEED, fresh_seed
from tests.differential.fuzz import answers, run, ways
from tests.differential.oracles import Oracle, Versions, oracles
from tests.differential.tell import told
from tests.golden.compare import differences
from tests.golden.known import Known, known
from tests.golden.rates import convert
from tests.golden.registered import has_both
from tests.golden.vectors import Answer, Pair
from tests.peers import ORACLES, why_skipped

pytestmark = pytest.mark.oracle
OBJECTS = int(os.environ.get("KCONV_OBJECTS", "200"))


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    reason = why_skipped(ORACLES, "oracle")
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="module")
def every() -> list[Oracle]:
    return oracles()


def test_fresh_objects_get_kubernetes_answers(every: list[Oracle]) -> None:
    seed = fresh_seed()
    print(f"{SEED}={seed}")
    tally = run(every, seed, OBJECTS)
    assert tally.answers
    assert not tally.misses, told(tally.misses, seed)
    wanted = {Pair(*versions, "none") for versions in ways(every)}
    assert {pair for pair in wanted if has_both(pair)} <= tally.answers.keys(), "every pair was seen"


@pytest.mark.parametrize("row", [row for row in known() if row.example], ids=lambda row: f"{row.kind}-{row.path}")
def test_a_difference_that_no_golden_answer_shows_is_there(row: Known, every: list[Oracle]) -> None:
    obj = yaml.safe_load(row.example)
    pair = Pair(row.kind, obj["apiVersion"], row.target, row.mode)
    assert row.concerns(pair)
    (expected,) = answers(ways(every)[Versions(*pair[:3])], pair, [obj])
    assert expected is not None
    found = differences(obj, expected, convert(Answer("", obj, expected), pair))
    assert any(map(row.covers, found)), found
