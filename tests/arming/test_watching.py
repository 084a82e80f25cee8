"""Whatever happens to an object wakes the upkeep, and nothing that fails ends it."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Queue
from typing import Any, cast

import httpx2
import pytest

from kconv.cluster.arming import watching
from kconv.cluster.arming.upkeep import Upkeep
from kconv.cluster.arming.watching import Watching
from kconv.cluster.connection import Connection
from kconv.cluster.errors import StatusError, UnreachableError
from kconv.errors import UsageError
from tests.cluster.in_memory import answered_by

WAIT = 30.0
OBJECT = ("/apis/x/v1/things", "one")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "FIRST", 0.0)


class Steps:
    """An upkeep that reports each look, and fails with what is given to it."""

    def __init__(self, *failures: Exception) -> None:
        self.failures, self.looks = list(failures), Queue[int]()
        self.count = 0

    def step(self) -> None:
        self.count += 1
        self.looks.put(self.count)
        if self.failures:
            raise self.failures.pop(0)


class Events:
    """A cluster whose events a test gives; an exception ends the watch, and a new one begins."""

    def __init__(self) -> None:
        self.given, self.watches = Queue[str | Exception](), Queue[tuple[str, str]]()

    def changes(self, *which: str) -> Iterator[str]:
        self.watches.put(cast("tuple[str, str]", which))
        while True:
            event = self.given.get()
            if isinstance(event, Exception):
                raise event
            yield event


def started(steps: Steps, events: Events) -> Watching:
    made = Watching(cast("Connection", events), cast("Upkeep", steps), [OBJECT])
    made.start()
    return made


def test_it_looks_once_and_then_at_each_change() -> None:
    steps, events = Steps(), Events()
    running = started(steps, events)
    assert steps.looks.get(timeout=WAIT) == 1
    assert events.watches.get(timeout=WAIT) == OBJECT
    events.given.put("MODIFIED")
    assert steps.looks.get(timeout=WAIT) == 2
    running.stop()
    running.join()


@pytest.mark.parametrize("failure", [UsageError("no"), StatusError(403, {}), ZeroDivisionError("a defect")])
def test_a_look_that_fails_is_taken_again(failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    steps, events = Steps(failure, failure), Events()
    running = started(steps, events)
    assert [steps.looks.get(timeout=WAIT) for _ in range(3)] == [1, 2, 3]
    running.stop()
    running.join()
    assert [bool(record.exc_info) for record in caplog.records] == [isinstance(failure, ZeroDivisionError)] * 2


@pytest.mark.parametrize("failure", [StatusError(500, {}), UnreachableError("a", "b", OSError("gone"))])
def test_a_watch_that_ends_is_made_anew(failure: Exception) -> None:
    steps, events = Steps(), Events()
    running = started(steps, events)
    assert steps.looks.get(timeout=WAIT) == 1
    events.given.put(failure)
    events.given.put("ADDED")
    assert [events.watches.get(timeout=WAIT) for _ in range(2)] == [OBJECT, OBJECT]
    assert steps.looks.get(timeout=WAIT) == 2
    running.stop()
    running.join()


def test_after_it_is_closed_nobody_looks() -> None:
    steps, events = Steps(), Events()
    running = started(steps, events)
    assert steps.looks.get(timeout=WAIT) == 1
    running.stop()
    running.join()
    events.given.put("MODIFIED")
    events.given.put(StatusError(500, {}))
    assert steps.looks.empty()
    assert steps.count == 1


def answering(answer: httpx2.Response, seen: list[httpx2.Request]) -> Connection:
    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return answer

    return answered_by(handle)


def test_a_watch_asks_for_one_name_and_no_more_than_metadata() -> None:
    seen: list[httpx2.Request] = []
    lines = b'{"type": "ADDED", "object": {}}\n{"type": "MODIFIED", "object": {}}\n'
    cluster = answering(httpx2.Response(200, content=lines), seen)
    assert list(cluster.changes(*OBJECT)) == ["ADDED", "MODIFIED"]
    assert seen[0].url.params["fieldSelector"] == "metadata.name=one"
    assert "PartialObjectMetadata" in seen[0].headers["Accept"]


BROKEN: list[tuple[httpx2.Response, type[Exception]]] = [
    (httpx2.Response(403, json={"message": "no"}), StatusError),
    (httpx2.Response(200, content=b'{"type": "AD'), UnreachableError),
    (httpx2.Response(502, content=b"<html>"), StatusError),
]


@pytest.mark.parametrize(("answer", "error"), BROKEN, ids=["refused", "cut off", "a proxy"])
def test_a_watch_that_is_refused_or_cut_off(answer: httpx2.Response, error: type[Exception]) -> None:
    seen: list[Any] = []
    with pytest.raises(error):
        list(answering(answer, seen).changes(*OBJECT))


def test_one_that_is_stopped_before_it_began_looks_at_nothing() -> None:
    """A signal may come before a server is ready."""
    steps = Steps()
    running = Watching(cast("Connection", Events()), cast("Upkeep", steps), [OBJECT])
    running.stop()
    running.join()
    running.start()
    running.join()
    assert steps.count == 0


def test_the_end_waits_for_the_last_look_alone() -> None:
    """A watch ends when the API server says something."""
    waits: list[float | None] = []

    class Looking:
        def is_alive(self) -> bool:
            return not waits

        def join(self, timeout: float | None = None) -> None:
            waits.append(timeout)

    running = Watching(cast("Connection", Events()), cast("Upkeep", Steps()), [OBJECT])
    running._threads[0] = cast("Any", Looking())
    running.join()
    running.join()
    assert waits == [watching.MOST]
