"""docs/scaffold.md names every file of a project with its reason, in the words of files.toml."""

from __future__ import annotations

from kconv.scaffold import files
from tests.scaffold.conftest import ROOT


def test_the_page_has_every_file_in_its_own_words() -> None:
    lines = (ROOT / "docs" / "scaffold.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if line.startswith("| `")]
    there = {row[0].strip("|` "): row[1] for row in rows}
    assert {row["path"]: row["why"] for row in files.rows()}.items() <= there.items()
