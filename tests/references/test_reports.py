"""Every word of what is reported of the names in an object: path, what became of it, and what to do."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path

import pytest

from kconv.pipeline.migrate import migrate, scan
from tests.pipeline.reports import check, report
from tests.test_references import ALL, Case

REPORTS = Path(__file__).parent / "reports"


@pytest.mark.parametrize("case", ALL, ids=attrgetter("name"))
def test_what_an_object_names_is_reported_in_full(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {**case.others, case.file: case.before}.items():
        Path(name).write_text(text)
    text = report(migrate([case.file], case.options), scan([case.file], case.options))
    check(REPORTS / "names.txt", case.name, text)
