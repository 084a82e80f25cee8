"""A worker handles a share of the files. It is forked from the first process, which has imported and read what it
needs.

Both sides send frames, length first; an empty frame ends a process. A pipe shows each side that the other
has died: a process that waits for work reads the end of its tasks, and the answer of a process that was killed is cut
short.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

from kconv.errors import KconvError

if TYPE_CHECKING:
    from queue import SimpleQueue

Work = Callable[[Any], Any]
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LENGTH = 8  # bytes of a frame's length


class Worker:
    """A process that answers tasks in their order. It accepts more while it works, so that giving never blocks.

    ``others`` were started before it. Raises OSError if the system does not start another process.
    """

    def __init__(self, work: Work, others: Iterable[Worker] = ()) -> None:
        (tasks, self._tasks), (self._answers, answers) = os.pipe(), os.pipe()
        try:
            self._process = _fork()
            if not self._process:
                _serve(work, tasks, answers, (self, *others))
        except OSError:
            self._close()
            raise
        finally:
            os.close(tasks)
            os.close(answers)

    def fileno(self) -> int:
        """For ``select``: what can be read once there is an answer."""
        return self._answers

    def give(self, task: Any) -> None:
        """Hand over a task. Raises KconvError if the process has died."""
        try:
            _send(self._tasks, pickle.dumps(task))
        except OSError as error:
            raise _killed() from error

    def take(self) -> Any:
        """Wait for the next answer. Raises what the work raised, and KconvError if the process has died."""
        try:
            answer, fault = pickle.loads(_receive(self._answers))
        except (EOFError, OSError) as error:
            raise _killed() from error
        if fault is not None:
            raise fault
        return answer

    def end(self) -> None:
        """Wait until the process has ended. It answers the task in hand first, and drops the rest."""
        with suppress(OSError):
            _send(self._tasks, b"")
        os.close(self._tasks)  # which also ends a process that Ctrl-C left with half a task
        with suppress(OSError):
            while os.read(self._answers, 1 << 16):
                pass
            os.waitpid(self._process, 0)
        os.close(self._answers)

    def _close(self) -> None:
        os.close(self._tasks)
        os.close(self._answers)


def _send(pipe: int, frame: bytes) -> None:
    rest = memoryview(len(frame).to_bytes(_LENGTH, "little") + frame)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _receive(pipe: int) -> bytes:
    """The next frame. Raises EOFError if it is missing or incomplete."""
    return _read(pipe, int.from_bytes(_read(pipe, _LENGTH), "little"))


def _read(pipe: int, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = os.read(pipe, size - len(data))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


def _fork() -> int:
    """``os.fork``. A signal that ends a program may reach all its processes: the new one leaves it to the first."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        process = os.fork()
        if not process:
            for number in _ENDING:
                signal.signal(number, signal.SIG_IGN)
        return process
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(work: Work, tasks: int, answers: int, family: Iterable[Worker]) -> NoReturn:
    """Run the new process, which must not return into the program that it is a copy of."""
    import queue
    import threading

    try:
        for each in family:  # else no pipe ends before the last process does
            each._close()
        waiting: SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(tasks, waiting)).start()
        while task := waiting.get():
            _send(answers, pickle.dumps(_answer(work, pickle.loads(task))))
    finally:
        os._exit(0)


def _listen(tasks: int, waiting: SimpleQueue[bytes]) -> None:
    """Accept tasks until the first process sends the empty frame, or dies."""
    try:
        while task := _receive(tasks):
            waiting.put(task)
    except EOFError:  # it was killed: its work must not go on without it
        os._exit(1)
    while not waiting.empty():
        waiting.get()
    waiting.put(b"")


def _answer(work: Work, task: Any) -> tuple[Any, Exception | None]:
    try:
        return work(task), None
    except Exception as fault:
        import traceback

        fault.add_note(traceback.format_exc())  # which a pickle leaves out
        return None, fault


def _killed() -> KconvError:
    reason = "a process of this run was killed, perhaps because memory ran out"
    return KconvError(reason, hint="every file is complete, in its old or new form; run again with -j 1")
