"""What the pages promise of statuses, notes and exit codes is all of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from kconv.engine.conversion import Note
from kconv.pipeline import roundtrip
from kconv.pipeline.migrate import Status

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("status", get_args(Status))
@pytest.mark.parametrize("page", ["json-report.md", "exit-codes.md"])
def test_every_status_is_documented(status: str, page: str) -> None:
    assert f"`{status}`" in (DOCS / page).read_text()


@pytest.mark.parametrize("status", [*get_args(roundtrip.Status), *get_args(roundtrip.Outcome)])
def test_every_status_of_a_round_trip_is_documented(status: str) -> None:
    assert f"| `{status}` |" in (DOCS / "json-report.md").read_text()


@pytest.mark.parametrize("kind", re.findall(r'"([a-z]+)"', Note.__doc__ or ""))
def test_every_kind_of_note_is_documented(kind: str) -> None:
    assert f"| `{kind}` |" in (DOCS / "json-report.md").read_text()
