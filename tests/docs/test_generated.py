"""A generated page that is out of date is named with the first wrong line and the command that writes it."""

from __future__ import annotations

from pathlib import Path

import pages
import pytest


@pytest.mark.parametrize(
    ("written", "line"), [("a\nb\n", 0), ("a\nx\n", 2), ("a\n", 2), ("a\nb\nc\n", 3), ("a\nb", 2), (None, 1)]
)
def test_the_first_line_that_differs_is_named(
    written: str | None, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page, script = tmp_path / "page.md", tmp_path / "tools/gen.py"
    if written is not None:
        page.write_text(written)
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    monkeypatch.setattr("sys.argv", [str(script), "--check"])
    code = pages.write_or_check(page, "a\nb\n", None)
    told = f"page.md:{line}: the page is not what the code gives: run python tools/gen.py\n" if line else ""
    assert (code, capsys.readouterr().out) == (int(bool(line)), told)
