"""Check that the commands, flags, outputs and links on the pages are right, by running the code blocks.

    python tools/check_docs.py [FILE…]            check these pages, by default all of them
    python tools/check_docs.py --run NAME         run the block of README.md that is marked `run: NAME`, for .ci/run

The blocks of a page run in order, in a separate folder with a copy of examples/. `sh` blocks are run by bash. In
`console` blocks the lines after `$ ` are run, and the other lines are the output, in which `...` stands for any lines.
`python` blocks are run, as a doctest if they start with `>>>`. A comment in the line above a block changes that:

    <!-- exit: 2 -->        the exit code of the block is 2 instead of 0
    <!-- output -->         the block is the output of the block before it
    <!-- file: NAME -->     the block is written to a file with this name, for later blocks
    <!-- add: NAME -->      the block is added to the end of that file
    <!-- skip: reason -->   the block is not run
    <!-- run: NAME -->      the block is run by .ci/run, under this name
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

_FENCE = re.compile(r"^(?P<quote> {0,3})(?P<fence>```+)(?P<language>[\w-]*)[^\n]*$")
_MARK = re.compile(r"<!-- (exit|output|file|add|skip|run)(?:: *(.*?))? -->")
_SPAN = re.compile(r"(?<!`)`(kconv [^`\n]+)`(?!`)")
_LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
BASH = ["bash", "-euo", "pipefail", "-c"]
_RUN = ("sh", "bash", "shell", "console", "python", "pycon")


class WrongError(Exception):
    """Something on a page is wrong."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, the number of its first line, and the marks above it."""

    language: str
    text: str
    line: int
    marks: dict[str, str]


def blocks(page: str) -> Iterator[Block]:
    """All fenced blocks of a page."""
    lines = page.splitlines()
    at = 0
    while at < len(lines):
        opened = _FENCE.match(lines[at])
        if not opened:
            at += 1
            continue
        end = next((n for n in range(at + 1, len(lines)) if lines[n].strip() == opened["fence"]), len(lines))
        above = next((line for line in reversed(lines[:at]) if line.strip()), "")
        body = [line.removeprefix(opened["quote"]) for line in lines[at + 1 : end]]
        yield Block(opened["language"], "\n".join(body) + "\n", at + 2, dict(_MARK.findall(above)))
        at = end + 1


def check(page: Path) -> Iterator[str]:
    """All faults of a page."""
    text = page.read_text(encoding="utf-8")
    yield from _links(page, text)
    for number, line in enumerate(text.splitlines(), 1):
        for command in _SPAN.findall(line):
            yield from (f"{_name(page)}:{number}: `{command}`: {fault}" for fault in _unknown(command))
        if line.startswith("    kconv "):
            yield f"{_name(page)}:{number}: an indented command is not run: put it into a fenced block"
    with tempfile.TemporaryDirectory(prefix="kconv-docs-") as folder:
        if (ROOT / "examples").is_dir():
            shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        printed = ""
        for block in blocks(text):
            try:
                printed = _check_block(block, Path(folder), printed)
            except WrongError as wrong:
                yield f"{_name(page)}:{block.line}: {wrong}"


def _check_block(block: Block, folder: Path, printed: str) -> str:
    """Run one block; returns its output, or that of the block before if this one is not run."""
    marks = block.marks
    if "skip" in marks or "run" in marks:
        if "skip" in marks and not marks["skip"]:
            raise WrongError("a block is skipped without a reason")
        return ""
    if "file" in marks:
        target = folder / marks["file"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(block.text, encoding="utf-8")
    elif "add" in marks:
        target = folder / marks["add"]
        target.write_text(target.read_text(encoding="utf-8") + "\n\n" + block.text, encoding="utf-8")
    elif "output" in marks:
        _same(block.text, printed)
    elif block.language in ("console", "pycon") or block.text.startswith(">>>"):
        return _session(block, folder)
    elif block.language in _RUN:
        code = int(marks.get("exit") or 0)
        if block.language == "python":  # below blank lines, so that a traceback has the page's line numbers
            return _run([sys.executable, "-c", "\n" * (block.line - 1) + block.text], folder, code)
        return _run([*BASH, block.text], folder, code)
    return printed


def _session(block: Block, folder: Path) -> str:
    if ">>>" in block.text:
        (folder / "page.txt").write_text(block.text, encoding="utf-8")
        return _run([sys.executable, "-m", "doctest", "page.txt"], folder, 0)
    parts = re.split(r"^\$ (.*(?:\\\n.*)*)\n", block.text, flags=re.MULTILINE)[1:]
    for command, expected in zip(parts[::2], parts[1::2], strict=True):
        last = len(parts) == 2 or command == parts[-2]
        code = int(block.marks.get("exit") or 0) if last else None
        _same(expected, _run([*BASH, command], folder, code))
    if not parts:
        raise WrongError("a console block without a line that starts with `$ `")
    return ""


def _run(command: list[str], folder: Path, code: int | None) -> str:
    bin_folder = str(Path(sys.executable).parent)
    path = os.pathsep.join([bin_folder, os.environ["PATH"]])
    # The shell of a reader does not have the gate's settings for pytest.
    own = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS")}
    environment = own | {"PATH": path, "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, input="", text=True, capture_output=True, timeout=300, check=False
    )
    if code is not None and done.returncode != code:
        raise WrongError(f"ended with {done.returncode}, not {code}:\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    return done.stdout


def _same(expected: str, printed: str) -> None:
    """Raise WrongError if the output differs; a line `...` stands for any number of lines."""
    wanted = [re.escape(line.rstrip()) for line in expected.strip().splitlines()]
    pattern = "\n".join("(?:.*\n)*?.*" if line == re.escape("...") else line for line in wanted)
    tidy = "\n".join(line.rstrip() for line in printed.strip().splitlines())
    if not re.fullmatch(pattern, tidy):
        raise WrongError(f"the output shown is not what it prints:\n{printed}")


def _unknown(command: str) -> Iterator[str]:
    """The commands and flags in running text that kconv does not have."""
    from kconv.cli.commands import GROUPS, leading, load

    words = command.split()[1:]
    if not words or not re.fullmatch(r"[a-z][a-z-]*", words[0]) or words in ([group] for group in GROUPS):
        return
    name = leading(words)
    if not name:
        yield f"there is no command {' '.join(words[:2])}"
        return
    known = {name for option in load(name).params for flag in option.flags for name in flag.split("/")}
    for word in words[len(name.split()) :]:
        flag = word.split("=")[0].strip("[]")
        if re.fullmatch(r"--[a-z][\w-]*|-[a-zA-Z]", flag) and flag not in known | {"--help", "-h"}:
            yield f"there is no flag {flag}"


def _links(page: Path, text: str) -> Iterator[str]:
    for number, line in enumerate(_prose(text).splitlines(), 1):
        for target, anchor in links(line):
            file = page.parent / target if target else page
            if not file.exists():
                yield f"{_name(page)}:{number}: links to {target}, which is not there"
            elif anchor and anchor not in _anchors(file.read_text(encoding="utf-8")):
                yield f"{_name(page)}:{number}: links to {target}#{anchor}, which has no such heading"


def links(text: str) -> Iterator[tuple[str, str]]:
    """File and anchor of each link that stays in the repository; either may be empty."""
    return ((target, anchor) for target, anchor in _LINK.findall(_prose(text)) if ":" not in target)


def _prose(text: str) -> str:
    """The text without its fenced blocks, whose lines are left empty."""
    return re.sub(r"```.*?```", lambda block: "\n" * block[0].count("\n"), text, flags=re.DOTALL)


def _anchors(text: str) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in _HEADING.findall(_prose(text))}


def _name(page: Path) -> str:
    return os.path.relpath(page, ROOT)


def run_block(name: str) -> int:
    """Run the block of README.md with this name in the checkout, so that .ci/run runs the same command as a reader."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = [block for block in blocks(readme) if block.marks.get("run") == name]
    if len(found) != 1:
        print(f"README.md has {len(found)} blocks marked <!-- run: {name} -->, not one", file=sys.stderr)
        return 1
    expected = int(found[0].marks.get("exit") or 0)
    print(found[0].text, flush=True)
    code = subprocess.run([*BASH, found[0].text], cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode
    if code != expected:
        print(f"ended with {code}, not {expected}", file=sys.stderr)
    return int(code != expected)


def main() -> int:
    """0 if the pages are right, else 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--run", metavar="NAME", help="run README's block of that name")
    options = parser.parse_args()
    if options.run:
        return run_block(options.run)
    below = (page for folder in ("docs", "examples", "benchmarks") for page in sorted((ROOT / folder).rglob("*.md")))
    pages = [*sorted(ROOT.glob("*.md")), *below]
    faults = 0
    for page in options.files or pages:
        found = list(check(page.resolve()))
        faults += len(found)
        print("".join(f"{fault}\n" for fault in found), end="")
        print(f"{_name(page)}: {'wrong' if found else 'ok'}")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
