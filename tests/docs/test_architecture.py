"""The drawing of docs/architecture.md says what the import contract says."""

from __future__ import annotations

from pathlib import Path

import gen_architecture
import pytest
from gen_architecture import WIDTH, drawing, forbidden, layers, says

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


def test_cells_are_as_wide_as_long_names_need() -> None:
    contract = [" | ".join(["a_room_whose_name_is_long", *"bcdef"]), "below"]
    assert {len(line) for line in drawing(layers(contract))} == {WIDTH + 2}


def test_a_module_inside_a_room_is_described_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gen_architecture, "ROOT", tmp_path)
    (tmp_path / "kconv/room").mkdir(parents=True)
    (tmp_path / "kconv/room/part.py").write_text('"""One part."""\n')
    assert says("kconv", "room.part") == "One part."


def test_what_rooms_never_import_is_one_line() -> None:
    contract = {"name": "Pure", "source_modules": ["kconv.rules"], "forbidden_modules": ["kconv.a", "kconv.b"]}
    assert forbidden(contract) == "- Pure: `kconv.rules` import none of `kconv.a`, `kconv.b`."
