"""Commands run in this process, with the pipeline replaced by outcomes that a test gives."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kconv.cli.app import run
from kconv.manifests.unread import Unread
from kconv.pipeline.migrate import DocumentOutcome, FileOutcome
from tests.crd.conftest import examples_on_path as examples_on_path  # a fixture here, too


@dataclass(frozen=True)
class Ran:
    """What a command left: exit code and both outputs."""

    code: int
    out: str
    err: str


Kconv = Callable[..., Ran]


@pytest.fixture
def kconv(capsys: pytest.CaptureFixture[str]) -> Kconv:
    """Run the program with arguments."""

    def call(*args: str, command: str | None = None) -> Ran:
        capsys.readouterr()
        with _own_logging():
            code = run(command, "kconv", args)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@contextmanager
def _own_logging() -> Iterator[None]:
    """A server's logging lasts as long as its process, which here goes on."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


@dataclass
class Fake:
    """A pipeline that yields what it was given and remembers how it was called."""

    outcomes: list[FileOutcome]
    calls: list[dict[str, Any]]

    def __call__(self, paths: tuple[str, ...], options: Any, *, unread: Unread, **rest: Any) -> Any:
        assert isinstance(unread, Unread)
        self.calls.append({"paths": paths, "options": options, **rest})
        yield from self.outcomes


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Fake:
    """Stand in for migrate and scan, in an empty folder without settings."""
    monkeypatch.chdir(tmp_path)
    stand_in = Fake([], [])
    monkeypatch.setattr("kconv.pipeline.migrate.migrate", stand_in, raising=False)
    monkeypatch.setattr("kconv.pipeline.migrate.scan", stand_in, raising=False)
    return stand_in


def document(status: str = "migrated", **changes: Any) -> DocumentOutcome:
    """An outcome like a Deployment's."""
    values: dict[str, Any] = {
        "file": "web.yaml",
        "line": 1,
        "index": 0,
        "kind": "Deployment",
        "name": "web",
        "source": "extensions/v1beta1",
        "target": "apps/v1",
        "status": status,
    }
    return DocumentOutcome(**(values | changes))
