"""The company of the examples, which keeps its manifests and its declarations in one repository."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, kconv
from tests.crd.conftest import EXAMPLES, examples_on_path

__all__ = ["Command", "Ran", "examples_on_path", "kconv"]

Command = Callable[..., Ran]


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, examples_on_path: None) -> Path:  # noqa: ARG001
    """An empty folder for manifests; commands run where the declarations are."""
    monkeypatch.chdir(EXAMPLES)
    return tmp_path
