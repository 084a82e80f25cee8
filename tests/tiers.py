"""Two tiers of one suite: the fast one for each edit, the full one for the gate. A pytest plugin, loaded by conftest.py.

A test waits minutes for Kubernetes' own code, or runs once for each of thousands of pairs of versions; whoever edits a
rule has one minute. `pytest` on folders is the fast tier, by these rules and no list of tests:

- a test with one of ``MARKS`` is left out: ``full`` is for functions whose rows together take over a second and a half,
- of a test's table with more than ``ROWS`` rows, rows at equal distances run, ``ROWS`` at most,
- Hypothesis, and each test that asks ``examples``, draws a tenth.

`pytest --all` runs everything; so does a file or a test that is named. The end of a run counts what was left out.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

MARKS = ("full", "cluster", "oracle", "corpus", "slow")
ROWS = 12

settings.register_profile("full", deadline=None, print_blob=True, max_examples=100)
settings.register_profile("fast", settings.get_profile("full"), max_examples=10)


def examples(full: int) -> int:
    """How many objects to draw where the full tier draws so many."""
    return -(-full * settings.default.max_examples // 100)


class LeftOut(NamedTuple):
    """What the fast tier does not run: of how many tests, how many by their marks, how many as rows of tables."""

    tests: int = 0
    marked: int = 0
    rows: int = 0


_LEFT_OUT: pytest.StashKey[LeftOut] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """--all."""
    parser.addoption("--all", action="store_true", help="run the full tier: every test, every row, every example")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Folders are shared out between the cores, where pytest-xdist is there to do it; a debugger needs one process."""
    workers = getattr(config.option, "numprocesses", 0)
    if workers is None and not hasattr(config, "workerinput") and not config.option.collectonly and _folders(config):
        config.option.numprocesses = "auto"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are cores: some tests wait for a server or a process, and leave theirs idle.

    In the full tier each has an API server of its own, which fills the gaps.
    """
    return (os.cpu_count() or 1) + _fast(config)


def _folders(config: pytest.Config) -> bool:
    return all(Path(config.invocation_params.dir, arg).is_dir() for arg in config.args)


def _fast(config: pytest.Config) -> bool:
    return _folders(config) and not config.option.all


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is imported: they ask ``examples`` while they are."""
    settings.load_profile("fast" if _fast(config) else "full")
    gc.disable()  # what is collected stays to the end: to look through it again and again takes a quarter of the time


def pytest_collection_finish() -> None:
    """From here on only what tests leave behind is looked through."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for the full tier. It is the last to choose: what -k leaves of a table counts as the table."""
    if not _fast(config):
        return
    unmarked = [item for item in items if not any(map(item.get_closest_marker, MARKS))]
    chosen = [item for _, table in groupby(unmarked, _function) for item in spread(list(table))]
    config.stash[_LEFT_OUT] = LeftOut(len(items), len(items) - len(unmarked), len(unmarked) - len(chosen))
    left_out = set(items).difference(chosen)
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = chosen


def _function(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def spread(table: list[Any]) -> list[Any]:
    """Rows at equal distances, the first among them, ``ROWS`` at most."""
    return table[:: -(-len(table) // ROWS)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands its counts to the session that it works for."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left out"] = tuple(session.config.stash.get(_LEFT_OUT, LeftOut()))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """pytest-xdist: all workers choose the same tests, so that any one's counts are the session's."""
    counts = getattr(node, "workeroutput", {}).get("left out")  # a worker that crashed has none
    if counts is not None:
        node.config.stash[_LEFT_OUT] = LeftOut(*counts)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Nobody may take the fast tier for the whole."""
    if _fast(config):
        for line in _said(config.stash.get(_LEFT_OUT, LeftOut())):
            terminalreporter.write_line(line)


def _said(left_out: LeftOut) -> Iterator[str]:
    runs = left_out.tests - left_out.marked - left_out.rows
    yield f"fast tier: {runs:,} of {left_out.tests:,} tests, with a tenth of Hypothesis' examples; not run are"
    yield f"  rows of tables that have more than {ROWS}: {left_out.rows:,}"
    yield f"  tests marked {', '.join(MARKS[:-1])} or {MARKS[-1]}: {left_out.marked:,}"
    yield "to run all: python -m pytest --all"
