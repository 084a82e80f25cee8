"""What every command does with the paths that it is given: globs, what is skipped, and how many processes share it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kconv.manifests.globs import Globs
from kconv.manifests.unread import Unread
from kconv.pipeline import jobs

MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"
Ask = Callable[..., Iterator[Any]]
"""Runs a command on paths, with ``include``, ``exclude``, ``unread`` and ``jobs``."""


def check_globs(ask: Ask, root: Path) -> None:
    """A command reads what is included and not excluded, in order, and counts the others."""
    for name in ("a.yaml", "b.yaml", "c.yaml", "d.txt"):
        (root / name).write_text(MAP)
    unread = Unread(listed=True)
    folder = str(root)
    files = ask([folder], include=Globs(("[ab].yaml",), folder), exclude=Globs(("b.yaml",), folder), unread=unread)
    assert [Path(each.file).name for each in files] == ["a.yaml"]
    assert (unread.counts["excluded"], unread.counts["extension"]) == (2, 1)


def check_jobs(ask: Ask, root: Path, monkeypatch: pytest.MonkeyPatch, alone: int = jobs.LEAST) -> None:
    """A command hands over to other processes what it does not do alone."""
    for at in range(alone + 3):
        (root / f"{at:03}.yaml").write_text(MAP)
    handed: list[tuple[int, int]] = []

    def share(batches: Iterator[list[Any]], handle: Any, number: int) -> Iterator[Any]:
        for batch in batches:
            handed.append((number, len(batch)))
            for each in batch:
                yield from handle(each)

    monkeypatch.setattr(jobs, "_shared", share)
    files = [Path(each.file).name for each in ask([str(root)], jobs=3)]
    assert files == [f"{at:03}.yaml" for at in range(alone + 3)]
    assert handed == [(3, 3)]
    handed.clear()
    list(ask([str(root)]))
    assert handed == []
