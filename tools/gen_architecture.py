"""Write docs/architecture.md from the import contract in pyproject.toml and the docstring that opens each room.

python tools/gen_architecture.py            write the file
python tools/gen_architecture.py --check    exit 1 if the file is not what the contract gives (CI)
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

from pages import ROOT, write_or_check

HEAD = """# Architecture

Written by tools/gen_architecture.py from the import contract in pyproject.toml and the first sentence of each room; do
not edit. How the parts work together: [design.md](design.md).

A room may import what stands below it, and nothing above it. `lint-imports` fails when an import points up, and when a
room is missing from the contract. Rooms in one row do not import each other where the line between them is solid
(`│`), and may where it is dashed (`╎`).
"""
WIDTH = 76
SOLID, DASHED = "│", "╎"


class Layer(NamedTuple):
    """One row of the contract. Independent rooms do not import each other."""

    rooms: list[str]
    independent: bool


def layers(contract: list[str]) -> list[Layer]:
    """import-linter's notation: `a | b` are independent siblings, `a : b` may import each other."""
    return [Layer(re.split(r"\s*[|:]\s*", row), ":" not in row) for row in contract]


def drawing(rows: list[Layer]) -> Iterator[str]:
    """The rows as boxes, the highest on top."""
    above: set[int] = set()
    for place, row in enumerate(rows):
        below = _divisions(row)
        yield _edge(above, below, "┌┐" if place == 0 else "├┤")
        yield _cells(row)
        above = below
    yield _edge(above, set(), "└┘")


def _widths(row: Layer) -> list[int]:
    """Cells of equal width, or as wide as their names need where one of those would not fit."""
    room = WIDTH - len(row.rooms) + 1
    equal = _shared(room, [0] * len(row.rooms))
    lengths = [len(name) for name in row.rooms]
    fit = all(length <= width for length, width in zip(lengths, equal, strict=True))
    return equal if fit else _shared(room - sum(lengths), lengths)


def _shared(room: int, lengths: list[int]) -> list[int]:
    share, rest = divmod(room, len(lengths))
    return [length + share + (place < rest) for place, length in enumerate(lengths)]


def _divisions(row: Layer) -> set[int]:
    widths = _widths(row)
    return {sum(widths[: place + 1]) + place for place in range(len(widths) - 1)}


def _cells(row: Layer) -> str:
    divider = SOLID if row.independent else DASHED
    cells = (name.center(width) for name, width in zip(row.rooms, _widths(row), strict=True))
    return f"{SOLID}{divider.join(cells)}{SOLID}"


def _edge(above: set[int], below: set[int], corners: str) -> str:
    signs = {(True, True): "┼", (True, False): "┴", (False, True): "┬", (False, False): "─"}
    return corners[0] + "".join(signs[at in above, at in below] for at in range(WIDTH)) + corners[1]


def says(container: str, room: str) -> str:
    """The first sentence of a room's docstring."""
    folder = ROOT.joinpath(*container.split("."), *room.split("."))
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    paragraph = " ".join(text.split("\n\n")[0].split())
    return re.split(r"(?<=[.!?]) (?=[A-Z])", paragraph)[0].replace("|", "\\|")


def section(contract: dict[str, Any]) -> Iterator[str]:
    """One contract: its picture, and a table of its rooms."""
    (container,) = contract["containers"]
    rows = layers(contract["layers"])
    yield f"## {contract['name']}: `{container}`\n"
    yield from ["```text", *drawing(rows), "```\n", "| room | what it holds |", "|---|---|"]
    yield from (f"| `{room}` | {says(container, room)} |" for row in rows for room in row.rooms)
    yield ""


def forbidden(contract: dict[str, Any]) -> str:
    """A contract about single rooms, in one line."""
    sources, others = (_listed(contract[key]) for key in ("source_modules", "forbidden_modules"))
    return f"- {contract['name']}: {sources} import none of {others}."


def _listed(modules: list[str]) -> str:
    return ", ".join(f"`{module}`" for module in modules)


def reference() -> str:
    """The whole page."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    drawn = [line for one in contracts if one["type"] == "layers" for line in section(one)]
    single = [forbidden(one) for one in contracts if one["type"] == "forbidden"]
    return "\n".join([HEAD, *drawn, "## What single rooms never import\n", *single, ""])


if __name__ == "__main__":
    sys.exit(write_or_check(ROOT / "docs/architecture.md", reference(), __doc__))
