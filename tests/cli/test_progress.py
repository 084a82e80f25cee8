"""A progress bar appears only on a terminal, and only for long runs."""

from __future__ import annotations

import sys

import pytest

from kconv.cli import progress


class Bar:
    """Remembers what it was told."""

    task_ids = (0,)

    def __init__(self) -> None:
        self.told: list[int | str] = []

    def update(self, task: int, completed: int, refresh: bool) -> None:
        assert (task, refresh) == (0, completed % 64 == 0)
        self.told.append(completed)

    def stop(self) -> None:
        self.told.append("stopped")


@pytest.fixture
def bar(monkeypatch: pytest.MonkeyPatch) -> Bar:
    """A bar that would be shown at once."""
    shown = Bar()
    monkeypatch.setattr(progress, "_PATIENCE", -1.0)
    monkeypatch.setattr(progress, "_bar", lambda: shown)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return shown


def test_a_long_run_on_a_terminal_is_counted(bar: Bar) -> None:
    assert list(progress.watched("abc")) == ["a", "b", "c"]
    assert bar.told == [1, 2, 3, "stopped"]


def test_a_short_run_shows_none(bar: Bar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 3600.0)
    assert list(progress.watched("abc")) == ["a", "b", "c"]
    assert bar.told == []


def test_a_pipe_shows_none(bar: Bar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    assert list(progress.watched("abc")) == ["a", "b", "c"]
    assert bar.told == []


def test_the_bar_is_gone_after_an_error(bar: Bar) -> None:
    def items() -> object:
        yield "a"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(progress.watched(items()))  # type: ignore[call-overload]
    assert bar.told == [1, "stopped"]


def test_without_rich_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert progress._bar() is None
