"""The examples are a company's own packages: a test imports them as its developers do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples" / "custom-resources"
_EXECUTED: dict[str, ModuleType] = {}


@pytest.fixture
def examples_on_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """With the examples' packages to import; no other test sees them. They are executed once: it takes a third of a
    second to make their models."""
    monkeypatch.syspath_prepend(EXAMPLES)
    before = set(sys.modules)
    sys.modules.update(_EXECUTED)
    yield
    for name in set(sys.modules) - before:
        if name == "widgets" or name.partition(".")[0] == "acme":
            _EXECUTED[name] = sys.modules.pop(name)
