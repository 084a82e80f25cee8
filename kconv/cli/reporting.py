"""From outcomes to words and an exit code; the same for every command, so that a hook can rely on it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from kconv.cli.app import FAILED, FINDINGS, OK
from kconv.cli.progress import watched
from kconv.cli.screen import err, out, paint_for
from kconv.pipeline import FileOutcome, Unread
from kconv.report.tally import CHANGES, REMAINS, UNSOLVED, Tally

if TYPE_CHECKING:
    from kconv.names import Release
    from kconv.report.json import JsonReport
    from kconv.report.text import TextReport

Each = Callable[[FileOutcome], object]


def report_for(
    format_: str, *, aside: bool, level: int, verb: str, command: str, release: Release | None = None
) -> JsonReport | TextReport:
    """The report in a format; ``aside`` sends text to standard error, because standard output has other work."""
    if format_ == "json":
        from kconv.report.json import JsonReport

        return JsonReport(out, release=release)
    from kconv.report.text import TextReport

    stream = sys.stderr if aside else sys.stdout
    write, paint = err if aside else out, paint_for(stream)
    return TextReport(write, verb=verb, command=command, level=level, paint=paint, release=release)


def told(
    outcomes: Iterable[FileOutcome], report: JsonReport | TextReport, unread: Unread, each: Each | None = None
) -> Tally:
    """Report the outcomes as they come, with ``each`` done after every one; the counts of them all.

    ``unread`` is what their walk counts in.
    """
    tally = Tally(unread)
    for outcome in watched(outcomes):
        tally.add(outcome)
        report.file(outcome)
        if each:
            each(outcome)
    report.close(tally)
    return tally


def exit_code(tally: Tally, *, dry: bool) -> int:
    """2 where something failed or waits for a decision, 1 for findings: with ``dry`` what would change is one too."""
    if tally.count(UNSOLVED):
        return FAILED
    return FINDINGS if tally.count((*REMAINS, *CHANGES) if dry else REMAINS) else OK
