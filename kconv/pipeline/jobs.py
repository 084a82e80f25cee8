"""Files are independent of each other, so that several processes can share them; the report keeps their order.

What is under way at once is bounded: a repository of a million files must not stand in memory.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any, TypeVar

from kconv.errors import KconvError
from kconv.manifests.walk import STDIN, Found

Outcome = TypeVar("Outcome")
Handle = Callable[[Found], Iterator[Outcome]]
"""What is done with one file."""

LEAST, MOST = 8, 32
"""Files that a process is given at once: few at first, so that each has some, then more, as handing over costs."""
AHEAD = 16
"""Batches a process that may wait, done or not: behind one with large files the others must not run dry."""

_work: Handle[Any] | None = None


def run(files: Iterable[Found], begin: Callable[[], Handle[Outcome]], jobs: int) -> Iterator[Outcome]:
    """The outcomes of all files in their order; ``jobs`` processes (0: one a core), one for a handful of files.

    ``begin`` gives each process what it does with a file; it is pickled, what it gives is not.
    """
    jobs = jobs or os.cpu_count() or 1
    rest = iter(files)
    head = list(islice(rest, LEAST)) if jobs > 1 else []
    if len(head) < LEAST or any(found.path == STDIN for found in head):
        handle = begin()
        for found in chain(head, rest):
            yield from handle(found)
    else:
        yield from _shared(chain(head, rest), begin, jobs)


def _shared(files: Iterator[Found], begin: Callable[[], Handle[Outcome]], jobs: int) -> Iterator[Outcome]:
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    waiting: deque[Future[list[Outcome]]] = deque()
    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(begin,))
    try:
        for batch in _batches(files, jobs):
            waiting.append(pool.submit(_batch, batch))
            if len(waiting) >= jobs * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        reason = "a process of this run was ended from outside, perhaps for want of memory"
        raise KconvError(reason, hint="every file is whole, the old or the new one; run again with -j 1") from error
    finally:  # after Ctrl-C: what is under way is finished, for a file is written whole, and the rest is not begun
        pool.shutdown(wait=True, cancel_futures=True)


def _batches(files: Iterator[Found], jobs: int) -> Iterator[list[Found]]:
    taken = 0
    while batch := list(islice(files, max(LEAST, min(MOST, taken // (2 * jobs))))):
        taken += len(batch)
        yield batch


def _begin(begin: Callable[[], Handle[Any]]) -> None:
    import threading

    global _work
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # they may reach every process; the first one ends the others
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work = begin()


def _end_with_parent() -> None:
    """A parent that was killed ends nobody: without this its processes would wait for ever for work."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _batch(files: list[Found]) -> list[Any]:
    if _work is None:
        raise RuntimeError("the process was not begun")
    return [outcome for found in files for outcome in _work(found)]
