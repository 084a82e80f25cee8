"""What a round trip does with the paths that it is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kconv.manifests.globs import NO_GLOBS, Globs
from kconv.pipeline.roundtrip import Asked, roundtrip
from tests.pipeline.asking import check_globs, check_jobs


def _ask(paths: list[str], include: Globs = NO_GLOBS, exclude: Globs = NO_GLOBS, **how: Any) -> Iterator[Any]:
    yield from roundtrip(Asked(tuple(paths), (), include, exclude), **how)


def test_globs_choose_files(tmp_path: Path) -> None:
    check_globs(_ask, tmp_path)


def test_several_processes_share_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_jobs(_ask, tmp_path, monkeypatch)
