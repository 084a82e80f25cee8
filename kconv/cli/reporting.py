"""From outcomes to a report and an exit code; the same for every command, so that a hook can rely on it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from kconv.cli.commands import FAILED, FINDINGS, OK
from kconv.cli.progress import watched
from kconv.cli.screen import err, out, paint_for
from kconv.report import formats

if TYPE_CHECKING:
    from kconv.report.entries import Severity
    from kconv.report.protocols import Report, Results

Outcome = TypeVar("Outcome")
_EXIT_CODES: dict[Severity, int] = {"ok": OK, "note": OK, "skipped": OK, "finding": FINDINGS, "failed": FAILED}


def open_report(format_: str, *, command: str, level: int, to_stderr: bool = False) -> Report:
    """The report of a command in a format; ``to_stderr`` for text while standard output has a program's reader."""
    write, stream = (err, sys.stderr) if to_stderr else (out, sys.stdout)
    return formats.load(format_)(write, command=command, level=level, paint=paint_for(stream))


def write_report(
    outcomes: Iterable[Outcome],
    results: Results[Outcome],
    report: Report,
    after_each: Callable[[Outcome], object] | None = None,
) -> int:
    """Report the outcomes as they come, with ``after_each`` called on each of them, and return the exit code."""
    for outcome in watched(outcomes):
        report.file(results.file(outcome))
        if after_each:
            after_each(outcome)
    end = results.end()
    report.close(end)
    return _EXIT_CODES[end.severity]
