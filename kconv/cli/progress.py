"""A run of more than a second shows a progress bar.

rich is an extra (``pip install kconv[progress]``) and takes longer to import than most runs do: it is loaded
only on a terminal, and only once a run has lasted a second.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

_PATIENCE = 1.0
_EACH = 64
"""Files after which the bar is drawn again: rich's own clock is a thread, and what has threads must not fork."""
T = TypeVar("T")


def watched(items: Iterable[T]) -> Iterator[T]:
    """Pass the items on, with a count of them on standard error if that is a terminal."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield from items
        return
    bar = None
    start = time.monotonic()
    try:
        for count, item in enumerate(items, 1):
            if bar is None and time.monotonic() - start > _PATIENCE:
                start, bar = float("inf"), _bar()  # tried once, whether or not rich is installed
            if bar is not None:
                bar.update(bar.task_ids[0], completed=count, refresh=count % _EACH == 0)
            yield item
    finally:
        if bar is not None:
            bar.stop()


def _bar() -> Any:
    try:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn
    except ImportError:
        return None
    columns = (SpinnerColumn(), TextColumn("{task.completed:,} files"))
    # a report on the same terminal is printed above the bar; one that goes into a pipe is not touched
    redirect = sys.stdout.isatty()
    bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False, redirect_stdout=redirect)
    bar.add_task("files", total=None)
    bar.start()
    return bar
