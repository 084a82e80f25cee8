"""Files are independent of each other, so that several processes can share them; the report keeps their order.

The number of files in progress is bounded: a repository of a million files must not be held in memory.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from kconv.manifests.globs import NO_GLOBS, Globs
from kconv.manifests.scope import STDIN
from kconv.manifests.unread import Unread
from kconv.manifests.walk import Found, walk

if TYPE_CHECKING:
    from kconv.pipeline.worker import Worker

Outcome = TypeVar("Outcome")
Handle = Callable[[Found], Iterator[Outcome]]
"""What is done with one file."""

LEAST, MOST = 8, 32
"""Files in a batch: few at first, so that each process has some, then more, because handing over has a cost."""
EACH = 2
"""Batches that another process holds, so that it need not idle while the first process works on a file of its own."""
AHEAD = 16
"""Finished batches per process that may wait for their turn: a batch of large files must not stop the others."""


class Deferred(BaseException):
    """Raised by what handles a file in another process, to leave the file to the first one. It is no error, and nothing
    that handles errors may take it for one."""


def run(
    paths: Sequence[str],
    handle: Handle[Outcome],
    jobs: int,
    *,
    include: Globs = NO_GLOBS,
    exclude: Globs = NO_GLOBS,
    unread: Unread | None = None,
    alone: int = LEAST,
) -> Iterator[Outcome]:
    """The outcomes of all files below the paths, in their order, by up to ``jobs`` processes (0: one per core).

    One process handles the first ``alone`` files, so that the others start with everything it has imported by then. It
    handles all files if standard input is read or the system cannot fork, and those for which ``handle`` raises
    ``Deferred`` in another process. ``unread`` takes what the walk skips.
    """
    files = walk(paths, include=include, exclude=exclude, unread=unread)
    jobs = 1 if STDIN in paths or not hasattr(os, "fork") else jobs or _cores()
    for found in files if jobs == 1 else islice(files, alone):
        yield from handle(found)
    yield from _shared(_batches(files, jobs), handle, jobs)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _batches(files: Iterator[Found], jobs: int) -> Iterator[list[Found]]:
    taken = 0
    while batch := list(islice(files, max(LEAST, min(MOST, taken // (2 * jobs))))):
        taken += len(batch)
        yield batch


def _shared(batches: Iterator[list[Found]], handle: Handle[Outcome], jobs: int) -> Iterator[Outcome]:
    """The outcomes of all batches in their order. This process handles what the others have no time for."""
    crew, own = _Crew(handle, jobs - 1), _Own(handle)
    done: dict[int, list[Outcome]] = {}
    given = turn = 0
    batch = next(batches, None)
    try:
        while batch or given > turn:
            done.update(crew.answers(wait=not own.files and turn not in done))
            done.update(own.step())
            while batch and given - turn < jobs * AHEAD and (crew.give(given, batch) or own.give(given, batch)):
                given += 1
                batch = next(batches, None)
            if turn in done:
                yield from done.pop(turn)
                turn += 1
    finally:  # after Ctrl-C too: files in progress are finished, as a file is written whole, and no other is started
        crew.end()


class _Own:
    """The batch of the first process, which hands batches to the others between two of its files."""

    number: int
    """Of the batch that it has."""

    def __init__(self, handle: Handle[Any]) -> None:
        self.handle = handle
        self.files: list[Found] = []
        self.outcomes: list[Any] = []

    def give(self, number: int, batch: list[Found]) -> bool:
        """Take a batch; False if it still has one."""
        if self.files:
            return False
        self.number, self.files, self.outcomes = number, batch[::-1], []
        return True

    def step(self) -> Iterator[tuple[int, list[Any]]]:
        """Handle one file. Yields the outcomes of the batch, with its number, after its last file."""
        if self.files:
            self.outcomes += self.handle(self.files.pop())
            if not self.files:
                yield self.number, self.outcomes


class _Crew:
    """The other processes, up to ``most``: another is started when a batch waits and each has returned one."""

    def __init__(self, handle: Handle[Any], most: int) -> None:
        self.handle, self.most = handle, most
        self.all: dict[Worker, deque[int]] = {}
        self.answered = 0

    def give(self, number: int, batch: list[Found]) -> bool:
        """Hand over a batch; False if every process that may be started holds as many as it may."""
        if all(self.all.values()) and len(self.all) < min(self.most, self.answered + 1):
            self._grow()
        worker = min(self.all, key=lambda each: len(self.all[each]), default=None)
        if worker is None or len(self.all[worker]) == EACH:
            return False
        worker.give(batch)
        self.all[worker].append(number)
        return True

    def _grow(self) -> None:
        from kconv.pipeline.worker import Worker

        try:
            self.all[Worker(self._work, self.all)] = deque()
        except OSError:  # the system cannot start another
            self.most = len(self.all)

    def _work(self, batch: list[Found]) -> list[Any]:
        """The outcomes of a batch, with each file that is deferred in the place of its outcomes."""
        outcomes: list[Any] = []
        for found in batch:
            try:
                outcomes += list(self.handle(found))
            except Deferred:
                outcomes.append(found)
        return outcomes

    def _complete(self, outcomes: list[Any]) -> Iterator[Any]:
        for each in outcomes:
            if isinstance(each, Found):
                yield from self.handle(each)
            else:
                yield each

    def answers(self, *, wait: bool) -> Iterator[tuple[int, list[Any]]]:
        """The finished batches, by number. With ``wait``, wait for one."""
        busy = [worker for worker, numbers in self.all.items() if numbers]
        if not busy:
            return
        import select

        ready, _, _ = select.select(busy, [], [], None if wait else 0)
        for worker in ready:
            outcomes = worker.take()
            self.answered += 1
            yield self.all[worker].popleft(), list(self._complete(outcomes))

    def end(self) -> None:
        """Hand over no more batches, and wait for all processes."""
        for worker in self.all:
            worker.end()
