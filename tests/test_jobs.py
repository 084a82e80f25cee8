"""Several processes for one run: the order of their outcomes, their faults, and their end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kconv.errors import KconvError
from kconv.manifests.walk import Found
from kconv.names import Release
from kconv.pipeline import jobs
from kconv.pipeline.migrate import Options, scan
from kconv.pipeline.worker import Worker

OLD = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\nmetadata:\n  name: reader\n"
BROKEN = f"{OLD}rules: a: b\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """More files than a scan does alone, of several kinds, the outcomes of one larger than a pipe."""
    texts = [OLD, "kind: none\n", BROKEN, f"---\n{OLD}" * 3]
    for number in range(300):
        (tmp_path / f"{number:03}.yaml").write_text(texts[number % len(texts)])
    (tmp_path / "200.yaml").write_text(f"---\n{OLD}" * 5000)
    return tmp_path


@pytest.mark.full
@pytest.mark.parametrize("number", [0, 2, 5])
def test_a_scan_tells_the_same_whoever_does_it(tree: Path, number: int) -> None:
    options = Options(target=Release(32))
    assert list(scan([str(tree)], options, jobs=number)) == list(scan([str(tree)], options))


def shared(tree: Path, number: int = 3) -> list[tuple[str, int]]:
    """The name of each file, and the process that did it."""

    def handle(found: Found) -> Iterator[tuple[str, int]]:
        yield Path(found.path).name, os.getpid()

    return list(jobs.run([str(tree)], handle, number))


def test_every_file_is_done_once_and_told_in_order_by_several(tree: Path) -> None:
    done = shared(tree)
    assert [name for name, _ in done] == sorted(path.name for path in tree.iterdir())
    assert len({process for _, process in done}) > 1


def test_a_file_that_another_process_defers_is_done_by_the_first_in_its_place(tree: Path) -> None:
    first = os.getpid()

    def handle(found: Found) -> Iterator[tuple[int, bool]]:
        number = int(Path(found.path).stem)
        yield number, os.getpid() == first
        if number % 3 == 0 and os.getpid() != first:
            raise jobs.Deferred
        yield number, os.getpid() == first

    done = list(jobs.run([str(tree)], handle, 2))
    assert [number for number, _ in done] == [number for number in range(300) for _ in range(2)]
    assert all(here for number, here in done if number % 3 == 0)
    assert not all(here for _, here in done)


def test_where_nothing_can_be_forked_one_process_does_it_all(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    assert {process for _, process in shared(tree)} == {os.getpid()}
    monkeypatch.delattr(os, "fork")
    assert {process for _, process in shared(tree)} == {os.getpid()}


def test_a_fault_in_another_process_is_raised_with_its_traceback(tree: Path) -> None:
    def handle(found: Found) -> Iterator[str]:
        if found.path.endswith("010.yaml"):
            raise ZeroDivisionError(found.path)
        yield found.path

    with pytest.raises(ZeroDivisionError, match="010") as raised:
        list(jobs.run([str(tree)], handle, 2))
    assert "in handle" in raised.value.__notes__[0]


def test_who_stops_listening_ends_every_process(tree: Path) -> None:
    def handle(found: Found) -> Iterator[tuple[str, int]]:
        yield found.path, os.getpid()

    outcomes = jobs.run([str(tree)], handle, 4)
    others = {process for (_, process), _ in zip(outcomes, range(250), strict=False)} - {os.getpid()}
    outcomes.close()  # type: ignore[attr-defined]
    assert others
    for process in others:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_process_that_was_killed_is_an_error_and_no_gap() -> None:
    worker = Worker(lambda _: os.kill(os.getpid(), signal.SIGKILL))
    worker.give([])
    with pytest.raises(KconvError, match="was killed"):
        worker.take()
    worker.end()


def test_tasks_and_answers_larger_than_a_pipe_never_wait_for_each_other() -> None:
    worker = Worker(lambda task: task * 2)
    tasks = [letter * 1_000_000 for letter in "abc"]
    for task in tasks:
        worker.give(task)
    assert [worker.take() for _ in tasks] == [task * 2 for task in tasks]
    worker.end()


def test_at_its_end_a_process_finishes_what_it_is_at_and_drops_the_rest(tmp_path: Path) -> None:
    go = tmp_path / "go"

    def work(name: str) -> None:
        (tmp_path / f"{name} begun").touch()
        while not go.exists():
            time.sleep(0.001)
        (tmp_path / f"{name} done").touch()

    worker = Worker(work)
    for name in ("first", "second"):
        worker.give(name)
    while not (tmp_path / "first begun").exists():
        time.sleep(0.001)
    threading.Timer(0.1, go.touch).start()
    worker.end()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first begun", "first done", "go"]


def test_a_task_that_was_cut_short_keeps_nobody_waiting() -> None:
    worker = Worker(lambda task: task)
    os.write(worker._tasks, (100).to_bytes(8, "little") + b"not a hundred")
    ending = threading.Thread(target=worker.end, daemon=True)
    ending.start()
    ending.join(60)
    assert not ending.is_alive()


def test_a_process_does_not_outlive_the_first_one(tmp_path: Path) -> None:
    """The first one is killed while another is at a file that never ends."""
    script = tmp_path / "first.py"
    script.write_text(
        "import os, time\n"
        "from kconv.pipeline.worker import Worker\n"
        "worker = Worker(lambda _: time.sleep(1000))\n"
        "worker.give(0)\n"
        "print(worker._process, flush=True)\n"
        "time.sleep(1000)\n"
    )
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        other = int(first.stdout.readline())
        first.kill()
    for _ in range(1000):
        try:
            os.kill(other, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{other}/stat").exists() and Path(f"/proc/{other}/stat").read_text().split()[2] == "Z":
            return  # it has ended, and nobody has asked how
        time.sleep(0.01)
    pytest.fail("it goes on")
