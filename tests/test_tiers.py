"""The fast tier leaves out what it says, says what it leaves out, and runs wherever pytest does."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.tiers import ROWS, examples, spread

pytest_plugins = "pytester"
ROOT = Path(__file__).parents[1]
SUITE = f"""
import os
import pytest
from hypothesis import settings
from tests.tiers import examples

@pytest.mark.parametrize("row", range({ROWS * 3}))
def test_table(row): ...

@pytest.mark.full
def test_long(): ...

def test_hypothesis_draws_as_often_as_the_tier_says():
    assert examples(100) == settings.default.max_examples == int(os.environ["DRAWN"])
"""
LEFT_OUT = [
    f"fast tier: {ROWS + 1} of {ROWS * 3 + 2} tests, with a tenth of Hypothesis' examples; not run are",
    f"  rows of tables that have more than {ROWS}: {ROWS * 2}",
    "  tests marked full, cluster, oracle, corpus or slow: 1",
    "to run all: python -m pytest --all",
]


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder of tests under the same plugin, in a process of its own: the tier is the process's."""
    for name in ("PYTEST_ADDOPTS", "CI", "BUILD_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest('pytest_plugins = ["tests.tiers"]\n')
    pytester.makeini("[pytest]\nmarkers = full\naddopts = --strict-markers\n")
    pytester.makepyfile(test_suite=SUITE)
    return pytester


WAYS = {
    "by itself": [],
    "in one process": ["-n", "0"],
    "without xdist": ["-p", "no:xdist"],
    "debugged": ["-x", "--pdb"],
}


@pytest.mark.full
@pytest.mark.parametrize("options", WAYS.values(), ids=WAYS.keys())
def test_a_folder_is_the_fast_tier_and_says_what_it_leaves_out(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.setenv("DRAWN", "10")
    result = suite.runpytest_subprocess(*options)
    result.assert_outcomes(passed=ROWS + 1, deselected=0 if not options else ROWS * 2 + 1)
    result.stdout.fnmatch_lines(LEFT_OUT)


@pytest.mark.full
@pytest.mark.parametrize("arguments", [["--all"], ["test_suite.py"]], ids=["all", "a file that is named"])
def test_everything_runs_where_it_is_asked_for(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("DRAWN", "100")
    result = suite.runpytest_subprocess(*arguments, "-p", "no:xdist")
    result.assert_outcomes(passed=ROWS * 3 + 2)
    result.stdout.no_fnmatch_line("*fast tier*")


@pytest.mark.parametrize("rows", [1, ROWS, ROWS + 1, ROWS * 7, ROWS * 7 + 1])
def test_rows_are_taken_at_equal_distances(rows: int) -> None:
    chosen = spread(list(range(rows)))
    assert 0 < len(chosen) <= ROWS
    assert len(chosen) == rows or rows > ROWS
    assert {after - before for before, after in pairwise(chosen)} <= {-(-rows // ROWS)}


@pytest.mark.parametrize("full", [1, 9, 25, 150])
def test_fewer_examples_are_at_least_one(full: int) -> None:
    assert 1 <= examples(full) <= full
