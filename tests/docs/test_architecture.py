"""The drawing of docs/architecture.md says what the import contract says."""

from __future__ import annotations

from pathlib import Path

import gen_architecture
import pytest
from gen_architecture import WIDTH, drawing, layers, says

CONTRACT = ["cli | testing", "kinds : manifests", "engine"]


def test_each_layer_is_a_row_and_the_highest_is_on_top() -> None:
    rows = [line.strip("│").split() for line in drawing(layers(CONTRACT)) if line.startswith("│")]
    assert rows == [["cli", "│", "testing"], ["kinds", "╎", "manifests"], ["engine"]]


def test_lines_between_rooms_meet_the_edges() -> None:
    top, _, crossing, _, closing, _, bottom = drawing(layers(CONTRACT))
    assert ("┬" in top, "┼" in crossing, "┴" in closing) == (True, True, True)
    assert bottom.strip("└┘") == "─" * WIDTH


@pytest.mark.parametrize("file", ["room.py", "room/__init__.py"])
def test_a_room_is_described_by_the_first_sentence_of_its_docstring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    monkeypatch.setattr(gen_architecture, "ROOT", tmp_path)
    place = tmp_path / "kconv" / file
    place.parent.mkdir(parents=True)
    place.write_text('"""Says what\nit holds. And more.\n\nMore."""\n')
    assert says("kconv", "room") == "Says what it holds."
