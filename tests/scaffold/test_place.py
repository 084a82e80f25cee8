"""A project is written whole or not at all, and never over somebody's file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kconv.errors import KconvError, UsageError
from kconv.scaffold import project
from kconv.scaffold.answers import answers_of
from kconv.scaffold.place import BESIDE
from kconv.scaffold.project import create
from tests.scaffold.conftest import ROOT

ANSWERS = answers_of("backups.example.com", {})


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what takes a second, and has its own tests."""
    monkeypatch.setattr(project, "_generate", lambda *_: None)
    monkeypatch.setattr(project.kustomize, "is_installed", lambda: False)


@pytest.mark.usefixtures("quick")
def test_a_folder_with_files_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    with pytest.raises(UsageError, match="not empty") as error:
        create(ANSWERS, tmp_path, force=False)
    assert "--force" in error.value.hint
    assert tree(tmp_path) == {"mine": b"x"}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("make", ["file", "link"])
def test_a_place_that_is_no_folder_is_refused(tmp_path: Path, make: str) -> None:
    place = tmp_path / "place"
    place.write_text("x") if make == "file" else place.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="is a file" if make == "file" else "leads nowhere"):
        create(ANSWERS, place, force=True)


@pytest.mark.usefixtures("quick")
def test_an_empty_folder_stays_the_same_folder(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    before = place.stat().st_ino
    create(ANSWERS, place, force=False)
    assert place.stat().st_ino == before
    assert (place / "Makefile").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


@pytest.mark.usefixtures("quick")
def test_force_writes_beside_what_differs_and_never_over_it(tmp_path: Path) -> None:
    create(ANSWERS, tmp_path / "new", force=False)
    new = tree(tmp_path / "new")
    place = tmp_path / "place"
    (place / "config" / "base").mkdir(parents=True)
    (place / "Makefile").write_text("mine")
    (place / "config" / "base" / "service.yaml").write_text("mine")
    (place / "Dockerfile").write_bytes(new["Dockerfile"])
    created = create(ANSWERS, place, force=True)
    beside = {
        f"Makefile{BESIDE}": new["Makefile"],
        f"config/base/service.yaml{BESIDE}": new["config/base/service.yaml"],
    }
    assert tree(place) == {**new, "Makefile": b"mine", "config/base/service.yaml": b"mine", **beside}
    assert sorted(created.beside) == sorted(place / path for path in beside)
    assert create(ANSWERS, place, force=True).beside == []


@pytest.mark.usefixtures("quick")
def test_force_refuses_what_would_replace_an_earlier_file_beside(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text("mine")
    (tmp_path / f"Makefile{BESIDE}").write_text("merged by half")
    before = tree(tmp_path)
    with pytest.raises(UsageError, match="earlier run"):
        create(ANSWERS, tmp_path, force=True)
    assert tree(tmp_path) == before


@pytest.mark.usefixtures("quick")
def test_a_file_where_the_project_has_a_folder_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "tests").write_text("mine")
    with pytest.raises(UsageError, match="has a folder of that name"):
        create(ANSWERS, tmp_path, force=True)
    assert tree(tmp_path) == {"tests": b"mine"}


@pytest.mark.parametrize(
    "error", [KconvError("no"), KeyboardInterrupt(), SystemExit(143), OSError(28, "No space left")]
)
@pytest.mark.usefixtures("quick")
def test_nothing_is_left_after_an_error_or_an_interrupt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fails(*_: Any) -> None:
        raise error

    monkeypatch.setattr(project, "_generate", fails)
    with pytest.raises(type(error)):
        create(ANSWERS, tmp_path / "deep" / "place", force=False)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_run_leaves_no_project(tmp_path: Path) -> None:
    code = """
import os, signal, sys
from pathlib import Path
from kconv.scaffold import project
from kconv.scaffold.answers import answers_of
project._generate = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
project.create(answers_of("backups.example.com", {}), Path("place"), force=False)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=False)
    assert ran.returncode == -signal.SIGKILL
    assert [path for path in tmp_path.iterdir() if not path.name.startswith(".place.kconv-")] == []
