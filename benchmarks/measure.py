"""Runs of whole programs, measured from outside: wall seconds and peak memory as the kernel tells them.

The machines are shared and noisy, so two programs are never timed one after the other but in turn, A B A B, and what is
told is the median and the ratio of the pairs.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One finished run: wall seconds, peak resident bytes of the largest process, and the exit code."""

    seconds: float
    peak: int
    code: int


def run(command: Sequence[str], stdin: str | None = None) -> Run:
    """Run a command with its output thrown away."""
    with open(stdin or os.devnull, "rb") as source:  # noqa: PTH123 - /dev/null too
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(seconds, usage.ru_maxrss * 1024, process.returncode)


def in_turn(runs: int, *programs: Callable[[], Run]) -> list[list[Run]]:
    """Each program's runs, taken in turn after one run each that does not count."""
    for program in programs:
        program()
    rounds = [[program() for program in programs] for _ in range(runs)]
    return [list(column) for column in zip(*rounds, strict=True)]


def microseconds(call: Callable[[], object], runs: int = 7, times: int = 200) -> float:
    """The processor time of one call in this process: the median over runs of so many calls each."""
    call()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        for _ in range(times):
            call()
        taken.append((time.process_time() - start) / times)
    return statistics.median(taken) * 1e6


def seconds(runs: Sequence[Run]) -> float:
    """The median wall time."""
    return statistics.median(run.seconds for run in runs)


def ratio(runs: Sequence[Run], others: Sequence[Run]) -> float:
    """The median of the pairs' ratios of wall time."""
    return statistics.median(one.seconds / other.seconds for one, other in zip(runs, others, strict=True))


def peak(runs: Sequence[Run]) -> float:
    """The largest peak, in MB."""
    return max(run.peak for run in runs) / 1e6
