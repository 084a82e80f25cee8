"""The diff is one that git and patch take."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.report.diff import unified

PATCH = shutil.which("patch")
LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "\n", "- x\n", "+ y\n", "-- z\n", " \u2028 \n"]), max_size=30)


def applied(before: str, lines: list[str]) -> str:
    """A second reading of the unified format: the text after the hunks are applied."""
    old, new, at = before.split("\n"), [], 0
    for line in lines[2:]:
        mark, rest = line[0], line[1:].split("\n")[0]
        if mark == "@":
            start = int(line.split("-")[1].split(",")[0].split(" ")[0]) - 1
            new += old[at : max(start, 0)]
            at = max(start, 0)
        elif mark == "+":
            new.append(rest)
        else:
            assert old[at] == rest
            at += 1
            new += [rest] if mark == " " else []
    return "\n".join(new + old[at:])


@given(LINES, LINES, LINES, LINES)
def test_applying_the_diff_gives_the_new_text(head: list[str], old: list[str], new: list[str], tail: list[str]) -> None:
    before, after = "".join(head + old + tail + ["end\n"]), "".join(head + new + tail + ["end\n"])
    assert applied(before, list(unified("x", before, after))) == after


def test_only_the_changed_lines_and_their_neighbours_are_shown() -> None:
    before = "".join(f"line {n}\n" for n in range(100))
    lines = list(unified("deploy/web.yaml", before, before.replace("line 50\n", "line fifty\n")))
    assert lines[:3] == ["--- a/deploy/web.yaml\n", "+++ b/deploy/web.yaml\n", "@@ -48,7 +48,7 @@\n"]
    assert lines[3:] == [
        *(f" line {n}\n" for n in (47, 48, 49)),
        "-line 50\n",
        "+line fifty\n",
        *(f" line {n}\n" for n in (51, 52, 53)),
    ]


@pytest.mark.skipif(PATCH is None, reason="patch is not installed")
@pytest.mark.parametrize("end", ["", "\n", "\r\n"], ids=["no final newline", "newline", "CRLF"])
def test_patch_takes_it(end: str, tmp_path: Path) -> None:
    before, after = f"a\nb\nc\nold{end}", f"a\nB\nc\nnew{end}"
    (tmp_path / "x.yaml").write_bytes(before.encode())
    diff = "".join(unified("x.yaml", before, after)).encode()
    subprocess.run([str(PATCH), "-p1", "--binary"], input=diff, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "x.yaml").read_bytes() == after.encode()


@pytest.mark.parametrize(
    ("file", "shown"),
    [("{here}/deploy/web.yaml", "deploy/web.yaml"), ("./web.yaml", "web.yaml"), ("/x/web.yaml", "x/web.yaml")],
    ids=["absolute, below the folder", "with a dot", "absolute, elsewhere"],
)
def test_a_file_is_named_as_git_apply_wants_it(file: str, shown: str) -> None:
    assert list(unified(file.format(here=Path.cwd()), "a\n", "b\n"))[:2] == [f"--- a/{shown}\n", f"+++ b/{shown}\n"]
