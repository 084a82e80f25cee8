"""The check of the documentation finds each way in which a page can be wrong, and nothing in a right one."""

from __future__ import annotations

from pathlib import Path

import pytest
from check_docs import blocks, check

FENCE = "```"


def page(*parts: str) -> str:
    return "\n".join(parts).replace("~~~", FENCE) + "\n"


RIGHT = {
    "a command and its output": page("~~~sh", "echo hi", "~~~", "<!-- output -->", "~~~text", "hi", "~~~"),
    "an exit code": page("<!-- exit: 3 -->", "~~~sh", "exit 3", "~~~"),
    "a session with a gap": page("~~~console", "$ printf '1\\n2\\n3\\n'", "1", "...", "3", "$ true", "~~~"),
    "a file for a later block": page("<!-- file: d/a -->", "~~~toml", "x = 1", "~~~", "~~~sh", "grep x d/a", "~~~"),
    "the examples are there": page("~~~sh", "test -d examples", "~~~"),
    "python": page("~~~python", "import json", "~~~"),
    "a doctest": page("~~~python", ">>> 1 + 1", "2", "~~~"),
    "a block that is skipped with its reason": page("<!-- skip: needs a cluster -->", "~~~sh", "false", "~~~"),
    "anchors": page("# A page", "[Below](#how-its-done)", "## How it's `done`"),
    "a flag in the text": "Give `kconv migrate --target 1.32` a release.\n",
}
WRONG = {
    "a command that fails": (page("~~~sh", "false", "~~~"), "ended with 1, not 0"),
    "a failing command before the last": (page("~~~sh", "false", "true", "~~~"), "ended with 1"),
    "another output": (page("~~~console", "$ echo a", "b", "~~~"), "the output shown"),
    "another output of a block": (
        page("~~~sh", "echo a", "~~~", "<!-- output -->", "~~~text", "b", "~~~"),
        "the output shown",
    ),
    "python that raises": (page("~~~python", "", "1 / 0", "~~~"), "line 3, in <module>"),
    "a doctest that is wrong": (page("~~~python", ">>> 1 + 1", "3", "~~~"), "ended with 1"),
    "a flag that is not there": ("Use `kconv migrate --bogus`.\n", "there is no flag --bogus"),
    "a command that is not there": ("Use `kconv upgrade DIR`.\n", "there is no command upgrade"),
    "a dead link": (page("~~~text", "two", "~~~", "See [this](nowhere.md)."), "page.md:4: links to nowhere.md"),
    "a dead anchor": ("# A page\nSee [below](#there).\n", "page.md:2: links to #there, which has no such heading"),
    "a skip without a reason": (page("<!-- skip: -->", "~~~sh", "false", "~~~"), "without a reason"),
    "a command that is never run": (page("Do this:", "", "    kconv migrate"), "put it into a fenced block"),
}


def faults(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "page.md"
    file.write_text(text)
    return list(check(file))


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_right_page_passes(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text) == []


@pytest.mark.parametrize(("text", "fault"), WRONG.values(), ids=WRONG.keys())
def test_wrong_page_is_caught(tmp_path: Path, text: str, fault: str) -> None:
    found = faults(tmp_path, text)
    assert len(found) == 1
    assert fault in found[0]


def test_block_knows_its_line_and_marks() -> None:
    (block,) = blocks(page("# Title", "", "<!-- run: test -->", "~~~sh", "pytest", "~~~"))
    assert (block.language, block.text, block.line, block.marks) == ("sh", "pytest\n", 5, {"run": "test"})
