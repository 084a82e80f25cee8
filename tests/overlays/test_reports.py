"""Every word of what is reported of objects under kustomizations: line, place, reason, and what to do."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path

import pytest

from kconv.pipeline.migrate import migrate, scan
from tests.overlays.more import MORE
from tests.overlays.test_waits import CASES, Case
from tests.pipeline.reports import check, report

REPORTS = Path(__file__).parent / "reports"


def _run(case: Case, table: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / ".git").mkdir()
    for name, text in case.tree.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.chdir(root)
    text = report(migrate(case.paths, case.options), scan(case.paths, case.options))
    check(REPORTS / table, case.name, text)


@pytest.mark.parametrize("case", MORE, ids=attrgetter("name"))
def test_a_kustomization_that_shows_one_thing(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(case, "more.txt", tmp_path, monkeypatch)


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_what_waits_is_reported_in_full(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(case, "waits.txt", tmp_path, monkeypatch)
