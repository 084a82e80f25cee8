"""A run that is ended, disturbed or doubled in its middle: every file is the old or the new one, whole."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.faults.running import NEW, OLD, kconv, names, paused

RUNS = pytest.mark.parametrize(
    ("jobs", "place"),
    [
        pytest.param("1", 20, id="one process"),
        pytest.param("2", 20, id="two, in the first"),
        pytest.param("2", 10, id="two, in the other"),
    ],
    indirect=["place"],
)


def whole(tree: Path) -> list[str]:
    """The texts of all manifests, each of which must be one of two."""
    texts = [(tree / name).read_text() for name in names(tree) if not name.startswith(".")]
    assert set(texts) <= {OLD, NEW}
    return texts


@pytest.mark.full
@RUNS
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
@pytest.mark.parametrize("all_of_them", [False, True], ids=["to the first process", "to the whole group"])
def test_a_signal_leaves_whole_files_and_nothing_beside_them(
    tree: Path, tmp_path: Path, number: signal.Signals, jobs: str, all_of_them: bool
) -> None:
    before = names(tree)
    with paused(tree, tmp_path / "pipes", "-j", jobs) as run:
        assert len(names(tree)) > len(before), "the new text is being written"
        (os.killpg if all_of_them else os.kill)(run.process.pid, number)
        ran = run.go_on()
    assert ran.code == 128 + number
    assert "Traceback" not in ran.err
    assert names(tree) == before
    left = whole(tree)
    assert jobs == "2" or left == [NEW] * 20 + [OLD] * 20, "a second process may have done the rest meanwhile"
    assert kconv("migrate", tree).code == 0
    assert set(whole(tree)) == {NEW}


@pytest.mark.full
@RUNS
def test_a_kill_leaves_whole_files_no_process_and_nothing_in_the_way(
    tree: Path, tmp_path: Path, jobs: str, place: int
) -> None:
    with paused(tree, tmp_path / "pipes", "-j", jobs) as run:
        run.process.kill()
        run.process.communicate(timeout=30)  # ends with the last process that holds the output
    assert run.process.returncode == -signal.SIGKILL
    assert (tree / f"{place}mid.yaml").read_text() == OLD
    assert OLD in whole(tree)
    again = kconv("migrate", tree)
    assert again.code == 0, again.told
    assert set(whole(tree)) == {NEW}


@pytest.mark.full
@pytest.mark.parametrize("place", [10, 20], indirect=True)
def test_a_killed_worker_is_told(tree: Path, tmp_path: Path) -> None:
    with paused(tree, tmp_path / "pipes", "-j", "2") as run:
        for child in children(run.process.pid):
            os.kill(child, signal.SIGKILL)
        ran = run.go_on()
    assert ran.code == 2
    assert "a process of this run was killed" in ran.told
    assert OLD in whole(tree)
    assert kconv("migrate", tree, "-j", "2").code == 0
    assert set(whole(tree)) == {NEW}


def children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    if not listed.exists():
        pytest.skip("the system does not list a process's children")
    return [int(number) for number in listed.read_text().split()]


def test_two_runs_at_once_do_not_disturb_each_other(tree: Path, tmp_path: Path) -> None:
    before = names(tree)
    with paused(tree, tmp_path / "pipes") as run:
        second = kconv("migrate", tree)
        assert second.code == 0
        assert set(whole(tree)) == {NEW}
        first = run.go_on()
    assert first.code == 2
    assert "20mid.yaml:2" in first.told
    assert "changed on disk since it was read; not overwritten" in first.told
    assert names(tree) == before
    assert set(whole(tree)) == {NEW}


def test_a_file_that_changes_during_the_run_keeps_the_change(tree: Path, tmp_path: Path) -> None:
    before = names(tree)
    with paused(tree, tmp_path / "pipes") as run:
        (tree / "20mid.yaml").write_text(OLD + "# edited meanwhile\n")
        ran = run.go_on()
    assert ran.code == 2
    assert "20mid.yaml:2" in ran.told
    assert "changed on disk" in ran.told
    assert (tree / "20mid.yaml").read_text() == OLD + "# edited meanwhile\n"
    assert (tree / "39.yaml").read_text() == NEW, "the others are done"
    assert names(tree) == before


def test_a_file_that_goes_away_during_the_run_stays_away(tree: Path, tmp_path: Path) -> None:
    with paused(tree, tmp_path / "pipes") as run:
        (tree / "20mid.yaml").unlink()
        ran = run.go_on()
    assert ran.code == 2
    assert "20mid.yaml:2" in ran.told
    assert "No such file" in ran.told
    assert "20mid.yaml" not in names(tree)
    assert len(names(tree)) == 39
