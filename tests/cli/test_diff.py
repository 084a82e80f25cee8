"""The diff is one that git and patch take."""

from __future__ import annotations

import shutil
import subprocess
import sys
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.report.diff import unified

GIT, PATCH = shutil.which("git"), shutil.which("patch")
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


class Name(NamedTuple):
    """A file's name, and the line of the diff that says what it was."""

    name: str
    file: str
    line: str


NAMES = [
    Name("plain", "web.yaml", "--- a/web.yaml\n"),
    Name("a tab", "x\ty.yaml", '--- "a/x\\ty.yaml"\n'),
    Name("a tab at the end", "x\t", '--- "a/x\\t"\n'),
    Name("a newline", "x\ny.yaml", '--- "a/x\\ny.yaml"\n'),
    Name("a newline and a hunk", "x\n@@ -1 +1 @@.yaml", '--- "a/x\\n@@ -1 +1 @@.yaml"\t\n'),
    Name("a carriage return", "x\ry.yaml", '--- "a/x\\ry.yaml"\n'),
    Name("a carriage return at the end", "x\r", '--- "a/x\\r"\n'),
    Name("a double quote", 'x"y.yaml', '--- "a/x\\"y.yaml"\n'),
    Name("double quotes around it", '"x.yaml"', '--- "a/\\"x.yaml\\""\n'),
    Name("a single quote", "x'y.yaml", "--- a/x'y.yaml\n"),
    Name("a backslash", "x\\y.yaml", '--- "a/x\\\\y.yaml"\n'),
    Name("a backslash and a t", "x\\ty.yaml", '--- "a/x\\\\ty.yaml"\n'),
    Name("a space", "x y.yaml", "--- a/x y.yaml\t\n"),
    Name("a space at the start", " x", "--- a/ x\t\n"),
    Name("a space at the end", "x ", '--- "a/x "\t\n'),
    Name("spaces and a tab", "x  y\tz.yaml", '--- "a/x  y\\tz.yaml"\t\n'),
    Name("what looks like a time", "x 2020-01-01 00:00:00", "--- a/x 2020-01-01 00:00:00\t\n"),
    Name("a folder with a space and a quote", 'a "b"/c d.yaml', '--- "a/a \\"b\\"/c d.yaml"\t\n'),
    Name("letters of many scripts", "wéb-网-веб.yaml", "--- a/wéb-网-веб.yaml\n"),
    Name("letters and a tab", "wéb\t网.yaml", '--- "a/wéb\\t网.yaml"\n'),
    Name("bytes that are no UTF-8", "w\udce9b.yaml", '--- "a/w\\351b.yaml"\n'),
    Name("such bytes, a quote and digits", '\udcff"7\udcfe12.yaml', '--- "a/\\377\\"7\\37612.yaml"\n'),
    Name("a dash first", "-x.yaml", "--- a/-x.yaml\n"),
    Name("two dashes first", "--- x.yaml", "--- a/--- x.yaml\t\n"),
    Name("an escape", "x\x1b[31my.yaml", '--- "a/x\\033[31my.yaml"\n'),
    Name("every other control character", "".join(map(chr, [*range(1, 32), 127])), '--- "a/\\001\\002\\003\\004\\005\\006\\a\\b\\t\\n\\v\\f\\r\\016\\017\\020\\021\\022\\023\\024\\025\\026\\027\\030\\031\\032\\033\\034\\035\\036\\037\\177"\n'),
    Name("a control character of Unicode", "x\x9by.yaml", '--- "a/x\\302\\233y.yaml"\n'),
    Name("a line break of Unicode", "x\u2028y.yaml", '--- "a/x\\342\\200\\250y.yaml"\n'),
    Name("a text that turns round", "x\u202ey.yaml", '--- "a/x\\342\\200\\256y.yaml"\n'),
    Name("a dollar, a star and a colon", "C:$x*?.yaml", "--- a/C:$x*?.yaml\n"),
]  # fmt: skip
OLD = "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata:\n  name: web\n"
NEW = OLD.replace("extensions", "networking.k8s.io")


def written(folder: Path, file: str, text: str) -> Path:
    path = folder / file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    except OSError:
        pytest.skip("the file system takes no such name")
    return path


@pytest.mark.parametrize("name", NAMES, ids=attrgetter("name"))
@pytest.mark.parametrize("tool", ["git", "patch"])
def test_a_file_of_any_name_is_found_by_git_and_patch(tool: str, name: Name, tmp_path: Path) -> None:
    lines = list(unified(name.file, OLD, NEW))
    assert lines[:2] == [name.line, name.line.replace("---", "+++", 1).replace("a/", "b/", 1)]
    command = {"git": GIT and [GIT, "apply"], "patch": PATCH and [PATCH, "-p1"]}[tool]
    if command is None:
        pytest.skip(f"{tool} is not installed")
    path = written(tmp_path, name.file, OLD)
    diff = "".join(lines).encode("utf-8", "surrogateescape")
    done = subprocess.run(command, input=diff, cwd=tmp_path, check=False, capture_output=True)
    assert done.returncode == 0, done
    assert path.read_text() == NEW


@pytest.mark.skipif(GIT is None, reason="git is not installed")
@given(st.binary(max_size=12) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(str.encode))
def test_a_name_is_one_that_git_reads(words: bytes) -> None:
    name = b"x" + words.replace(b"/", b"").replace(b"\0", b"")
    diff = "".join(unified(name.decode("utf-8", "surrogateescape"), OLD, NEW)).encode("utf-8", "surrogateescape")
    done = subprocess.run([str(GIT), "apply", "--numstat", "-z"], input=diff, check=True, capture_output=True)
    assert done.stdout == b"1\t1\t" + name + b"\0"


@pytest.mark.skipif(GIT is None, reason="git is not installed")
def test_one_diff_of_many_files_is_what_migrate_would_write(tmp_path: Path) -> None:
    files = [f"{at}/{name.file}" + ("" if name.file.endswith(".yaml") else ".yaml") for at, name in enumerate(NAMES)]
    for folder in ("before", "after"):
        for file in files:
            written(tmp_path / folder, file, OLD)
    command = [sys.executable, "-m", "kconv", "migrate", ".", "--target", "1.32"]
    diff = subprocess.run([*command, "--diff"], cwd=tmp_path / "before", check=False, capture_output=True).stdout
    subprocess.run(command, cwd=tmp_path / "after", check=True, capture_output=True)
    subprocess.run([str(GIT), "apply"], input=diff, cwd=tmp_path / "before", check=True, capture_output=True)
    texts = [[(tmp_path / folder / file).read_text() for file in files] for folder in ("before", "after")]
    assert texts[0] == texts[1]
    assert OLD not in texts[1]
