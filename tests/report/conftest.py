"""Reports of outcomes that a test gives, in any format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kconv.manifests.unread import Unread
from kconv.report import formats
from kconv.report.entries import End
from kconv.report.protocols import Results
from kconv.report.style import NORMAL, Paint, plain
from tests.cli.conftest import kconv

__all__ = ["END", "kconv", "written"]

END = End({}, summary="", severity="ok", unread=Unread())


def written(
    format_: str,
    outcomes: Iterable[Any],
    results: Results[Any],
    *,
    command: str,
    level: int = NORMAL,
    paint: Paint = plain,
) -> str:
    """The whole report."""
    parts: list[str] = []
    report = formats.load(format_)(parts.append, command=command, level=level, paint=paint)
    for outcome in outcomes:
        report.file(results.file(outcome))
    report.close(results.end())
    return "".join(parts)
