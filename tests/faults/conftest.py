"""A tree of old manifests, one of them in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.running import OLD


@pytest.fixture
def place(request: pytest.FixtureRequest) -> int:
    """Which file of a tree a run can be paused at."""
    return getattr(request, "param", 20)


@pytest.fixture
def tree(tmp_path: Path, place: int) -> Iterator[Path]:
    """Forty old manifests, more than two processes take at once; ``20mid.yaml`` is where a run can be paused."""
    folder = tmp_path / "tree"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}{'mid' if number == place else ''}.yaml").write_text(OLD)
    yield folder
    folder.chmod(0o755)


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """One old manifest in a folder of its own."""
    path = tmp_path / "one" / "web.yaml"
    path.parent.mkdir()
    path.write_text(OLD)
    return path
