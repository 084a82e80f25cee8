"""A walk over all objects of a cluster takes minutes: a terminal shows how far it is, and so does the log of a Job."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from kconv.cli.screen import err

_ON_SCREEN, _IN_LOG = 0.2, 10.0
"""Seconds between two signs of life."""


def counting(*, quiet: bool) -> Callable[[int], None]:
    """A function to call for each object, with the number of those to come; standard error has the count."""
    if quiet:
        return lambda _: None
    screen = sys.stderr.isatty()
    every, done = (_ON_SCREEN if screen else _IN_LOG), 0
    due = time.monotonic() + every

    def count(remaining: int) -> None:
        nonlocal done, due
        done += 1
        now = time.monotonic()
        if now < due:
            return
        due = now + every
        text = f"{done:,} of {done + remaining:,} objects"
        err(f"\r{text}\x1b[K\r" if screen else f"{text}\n")

    return count
