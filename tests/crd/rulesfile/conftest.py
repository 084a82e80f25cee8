"""Commands run in the folder of a file of rules."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import kconv
from tests.crd.conftest import examples_on_path
from tests.crd.rulesfile.written import cup, definition, node, rules, write

__all__ = ["examples_on_path", "kconv"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with rules, a definition and a manifest of the older version, in which commands run."""
    monkeypatch.chdir(tmp_path)
    crd = definition(node("keep: integer"), node("count: integer"))
    write(tmp_path, rules("- move: {from: spec.keep, to: spec.count}"), crd)
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy/cup.yaml").write_text(yaml.safe_dump(cup("v1alpha1", keep=3)))
    return tmp_path
