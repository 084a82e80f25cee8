"""A process of its own for a share of the files, forked from the first one, which has imported and read what it needs.

Pipes tell each side of the other's end: whoever waits for work reads that there will be none, and the answer of a
process that was killed stops short.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, NoReturn

from kconv.errors import KconvError

Work = Callable[[Any], Any]
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Worker:
    """A process that answers one task at a time: so never does each side wait for the other to read.

    ``others`` are those that were started before it. Raises OSError where the system gives no further process.
    """

    def __init__(self, work: Work, others: Iterable[Worker] = ()) -> None:
        reads, writes = zip(*(os.pipe() for _ in range(3)), strict=True)
        tasks, self._answers, lives = reads[0], os.fdopen(reads[1], "rb"), reads[2]
        self._tasks, answers, self._alive = os.fdopen(writes[0], "wb"), writes[1], writes[2]
        try:
            self._process = _fork()
            if not self._process:
                _serve(work, tasks, answers, lives, (self, *others))
        except OSError:
            self._close()
            raise
        finally:
            for handle in (tasks, answers, lives):
                os.close(handle)

    def fileno(self) -> int:
        """For ``select``: what can be read once there is an answer."""
        return self._answers.fileno()

    def give(self, task: Any) -> None:
        """Hand over a task. Raises KconvError if the process is no more."""
        try:
            pickle.dump(task, self._tasks)
            self._tasks.flush()
        except OSError as error:
            raise _killed() from error

    def take(self) -> Any:
        """Wait for the answer. Raises what the work raised, and KconvError if the process is no more."""
        try:
            answer, fault = pickle.load(self._answers)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise _killed() from error
        if fault is not None:
            raise fault
        return answer

    def end(self) -> None:
        """Wait until the process has ended, which it does once it has answered."""
        with suppress(OSError):
            self._tasks.close()
        with suppress(OSError):
            while self._answers.read(1 << 16):
                pass
            os.waitpid(self._process, 0)
        self._close()

    def _close(self) -> None:
        with suppress(OSError):  # of a task that could not be handed over
            self._tasks.close()
        self._answers.close()
        os.close(self._alive)


def _fork() -> int:
    """As ``os.fork``. What ends a program may reach all processes of it: the new one leaves it to the first."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        process = os.fork()
        if not process:
            for number in _ENDING:
                signal.signal(number, signal.SIG_IGN)
        return process
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(work: Work, tasks: int, answers: int, lives: int, family: Iterable[Worker]) -> NoReturn:
    """The life of the new process, of which nothing may get back into the program that it is a copy of."""
    import threading

    try:
        for each in family:  # else no pipe ends before the last process does
            each._close()
        threading.Thread(target=_end_with_first, args=(lives,), daemon=True).start()
        with os.fdopen(tasks, "rb") as source, os.fdopen(answers, "wb") as sink:
            while True:
                pickle.dump(_answer(work, pickle.load(source)), sink)
                sink.flush()
    finally:
        os._exit(0)


def _end_with_first(lives: int) -> None:
    """A first process that was killed tells nobody: what it was given as work must not go on without it."""
    os.read(lives, 1)
    os._exit(1)


def _answer(work: Work, task: Any) -> tuple[Any, Exception | None]:
    try:
        return work(task), None
    except Exception as fault:
        import traceback

        fault.add_note(traceback.format_exc())  # of which a pickle has nothing
        return None, fault


def _killed() -> KconvError:
    reason = "a process of this run was ended from outside, perhaps for want of memory"
    return KconvError(reason, hint="every file is whole, the old or the new one; run again with -j 1")
