"""How batches of files are handed to processes, without any process: who gets which, how many, and when it is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

import pytest

from kconv.manifests.walk import Found
from kconv.pipeline import jobs, worker

BATCHES = [[Found(f"{at}.yaml")] for at in range(100)]


_WORKER = worker.Worker


class FakeWorker:
    """A process that answers when it is told to."""

    started: list[FakeWorker]
    most = 10

    def __init__(self, work: Any, others: Any = ()) -> None:
        if len(FakeWorker.started) == FakeWorker.most:
            raise OSError(11, "Resource temporarily unavailable")
        self.work, self.others, self.given, self.ended = work, list(others), list[Any](), False
        self.out, self.into = os.pipe()
        FakeWorker.started.append(self)

    def fileno(self) -> int:
        return self.out

    def give(self, task: Any) -> None:
        self.given.append(task)

    def answer(self) -> None:
        os.write(self.into, b"x")

    def take(self) -> Any:
        os.read(self.out, 1)
        return self.work(self.given.pop(0))

    def end(self) -> None:
        self.ended = True
        os.close(self.out)
        os.close(self.into)


@pytest.fixture(autouse=True)
def fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    FakeWorker.started, FakeWorker.most = [], 10
    monkeypatch.setattr(worker, "Worker", FakeWorker)


def crew(most: int) -> jobs._Crew:
    return jobs._Crew(lambda found: iter([found.path]), most)


def test_another_process_starts_when_one_has_answered() -> None:
    found = crew(2)
    assert [found.give(at, BATCHES[at]) for at in range(3)] == [True, True, False]
    (first,) = FakeWorker.started
    assert first.given == BATCHES[:2]
    assert list(found.answers(wait=False)) == []
    first.answer()
    assert list(found.answers(wait=False)) == [(0, ["0.yaml"])]
    assert found.give(2, BATCHES[2])
    assert found.give(3, BATCHES[3])
    second = FakeWorker.started[1]
    assert second.others == [first]
    assert [each.given for each in FakeWorker.started] == [[BATCHES[1], BATCHES[3]], [BATCHES[2]]]
    assert [found.give(at, BATCHES[at]) for at in (4, 5)] == [True, False]
    assert len(FakeWorker.started) == 2
    first.answer()
    second.answer()
    assert sorted(found.answers(wait=True)) == [(1, ["1.yaml"]), (2, ["2.yaml"])]
    found.end()
    assert all(each.ended for each in FakeWorker.started)


def test_where_the_system_starts_no_more_the_others_do_it() -> None:
    FakeWorker.most = 0
    found = crew(3)
    assert not found.give(0, BATCHES[0])
    assert found.most == 0
    assert list(found.answers(wait=True)) == []
    FakeWorker.most = 10
    assert not found.give(0, BATCHES[0])


def test_no_process_is_asked_for_where_one_is_all() -> None:
    assert not crew(0).give(0, BATCHES[0])
    assert FakeWorker.started == []


class Slow:
    """A crew that takes everything and answers only who waits for it, the last batch first."""

    most_waiting = 0

    def __init__(self, handle: Any, most: int) -> None:
        self.handle, self.most, self.given, self.ended = handle, most, list[tuple[int, Any]](), False
        Slow.last = self

    last: Slow

    def give(self, number: int, batch: Any) -> bool:
        self.given.append((number, batch))
        Slow.most_waiting = max(Slow.most_waiting, len(self.given))
        return True

    def answers(self, *, wait: bool) -> Iterator[tuple[int, list[Any]]]:
        if wait and self.given:
            number, batch = self.given.pop()
            yield number, [each.path for each in batch]

    def end(self) -> None:
        self.ended = True


def test_a_batch_that_takes_long_does_not_let_the_others_run_far_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_Crew", Slow)
    Slow.most_waiting = 0
    outcomes = jobs._shared(iter(BATCHES), lambda found: iter([found.path]), 3)
    assert list(outcomes) == [f"{at}.yaml" for at in range(100)]
    assert Slow.most_waiting == 3 * jobs.AHEAD == 48
    assert (Slow.last.most, Slow.last.ended) == (2, True)


def test_who_stops_listening_ends_the_crew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_Crew", Slow)
    outcomes = jobs._shared(iter(BATCHES), lambda found: iter([found.path]), 2)
    assert next(outcomes) == "0.yaml"
    outcomes.close()  # type: ignore[attr-defined]
    assert Slow.last.ended


def test_the_first_process_works_where_no_other_has_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Slow, "give", lambda *_: False)
    monkeypatch.setattr(jobs, "_Crew", Slow)
    outcomes = jobs._shared(iter(BATCHES), lambda found: iter([found.path]), 3)
    assert list(outcomes) == [f"{at}.yaml" for at in range(100)]


def test_the_first_process_waits_for_no_other_while_it_has_files(monkeypatch: pytest.MonkeyPatch) -> None:
    handled, waited = list[str](), set[int]()

    class One(Slow):
        def give(self, number: int, batch: Any) -> bool:
            return not self.given and super().give(number, batch)

        def answers(self, *, wait: bool) -> Iterator[tuple[int, list[Any]]]:
            waited.update([len(handled)] if wait else [])
            return super().answers(wait=wait)

    def handle(found: Found) -> Iterator[str]:
        handled.append(found.path)
        return iter([found.path])

    monkeypatch.setattr(jobs, "_Crew", One)
    batches = [[Found("a")], [Found("b"), Found("c"), Found("d")]]
    assert list(jobs._shared(iter(batches), handle, 2)) == ["a", "b", "c", "d"]
    assert waited == {0, 3}


def test_frames_are_read_whole() -> None:
    out, into = os.pipe()
    worker._send(into, b"abc")
    worker._send(into, b"")
    worker._send(into, b"d" * 300)
    assert [worker._receive(out) for _ in range(3)] == [b"abc", b"", b"d" * 300]
    os.write(into, (5).to_bytes(worker._LENGTH, "little") + b"ab")
    os.close(into)
    with pytest.raises(EOFError):
        worker._receive(out)
    with pytest.raises(EOFError):
        worker._receive(out)
    os.close(out)


def test_what_work_raises_is_its_answer() -> None:
    def fail(_: Any) -> Any:
        raise ValueError("no")

    assert worker._answer(lambda task: task * 2, 4) == (8, None)
    answer, fault = worker._answer(fail, 4)
    assert answer is None
    assert isinstance(fault, ValueError)
    assert "Traceback" in fault.__notes__[0]
    assert "fail" in fault.__notes__[0]


def test_a_process_that_cannot_start_leaves_no_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise OSError(11, "Resource temporarily unavailable")

    opened: list[int] = []
    pipe = os.pipe
    monkeypatch.setattr(os, "pipe", lambda: opened.extend(ends := pipe()) or ends)
    monkeypatch.setattr(worker, "_fork", refuse)
    with pytest.raises(OSError, match="temporarily"):
        _WORKER(len)
    assert len(opened) == 4
    for end in opened:
        with pytest.raises(OSError, match="Bad file"):
            os.fstat(end)


def test_a_process_that_is_to_end_drops_what_waits() -> None:
    out, into = os.pipe()
    for frame in (b"a", b"b", b""):
        worker._send(into, frame)
    waiting: SimpleQueue[bytes] = SimpleQueue()
    worker._listen(out, waiting)
    assert (waiting.get(), waiting.empty()) == (b"", True)
    os.close(into)
    os.close(out)


def test_a_process_ends_at_once_where_the_first_one_has_died(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended(BaseException):
        pass

    def end(status: int) -> None:
        raise Ended(status)

    out, into = os.pipe()
    os.close(into)
    monkeypatch.setattr(os, "_exit", end)
    with pytest.raises(Ended) as ended:
        worker._listen(out, SimpleQueue())
    assert ended.value.args == (1,)
    os.close(out)
