"""Projects as `kconv new crd` makes them, and programs that are run in them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kconv.scaffold.answers import answers_of
from kconv.scaffold.project import create
from kconv.scaffold.render import digest
from tests.peers import bin_dir

ROOT = Path(__file__).parents[2]
Make = Callable[..., Path]


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of Python's in a project, as its Makefile does."""
    path = os.pathsep.join([str(bin_dir()), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = (sys.executable, "-m", *command) if command[0] in ("kconv", "mypy", "pytest", "ruff") else command
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def passes(folder: Path, *command: str) -> None:
    """Run a program that must succeed."""
    ran = run(folder, *command)
    assert ran.returncode == 0, f"{' '.join(command)}: {ran.returncode}\n{ran.stdout}{ran.stderr}"


def git(folder: Path, *args: str) -> str:
    """Run Git, as somebody."""
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "a"), ("EMAIL", "a@b.c"))
    }
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    ran = subprocess.run(["git", *args], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def replace(file: Path, old: str, new: str) -> None:
    """Edit a file as a person does."""
    text = file.read_text()
    assert old in text, file
    file.write_text(text.replace(old, new))


@pytest.fixture(scope="session")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes a project of some answers once in a run of the tests: it takes a second."""
    folder = tmp_path_factory.mktemp("projects")

    def original(name: str, **given: Any) -> Path:
        answers = answers_of(name, given)
        place = folder / digest(repr(answers).encode()) / answers.plural
        if not place.exists():
            create(answers, place, force=False)
        return place

    return original


@pytest.fixture
def make(originals: Make, tmp_path: Path) -> Make:
    """A project of some answers, to be changed."""

    def made(name: str = "backups.example.com", **given: Any) -> Path:
        original = originals(name, **given)
        return Path(shutil.copytree(original, tmp_path / original.name))

    return made


@pytest.fixture(autouse=True)
def _committer(monkeypatch: pytest.MonkeyPatch) -> None:
    """`kconv new update` commits: the machine's own name and settings have no part in it."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "a")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@b.c")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
