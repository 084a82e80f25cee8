"""A unified diff as `git apply` and `patch -p1` read it, so that a migration can be reviewed before it is taken.

Lines end at a line feed and nowhere else: ``str.splitlines`` would also break at U+2028 inside a string.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kconv.report.style import Paint, plain

_CONTEXT = 3
_NO_END = "\n\\ No newline at end of file\n"
_LETTERS = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}
_ROLES = {"+": "add", "-": "remove", "@": "quiet"}


def unified(file: str, before: str, after: str, paint: Paint = plain) -> Iterator[str]:
    """The lines of the diff from one text to another, with their line feeds."""
    import difflib

    name = "stdin" if file == "-" else _from_here(file).lstrip("/")
    old, new, skipped = _different(_lines(before), _lines(after))
    yield from (paint(f"{line}\n", "name") for line in (f"--- {_named(f'a/{name}')}", f"+++ {_named(f'b/{name}')}"))
    hunks = list(difflib.unified_diff(old, new, n=_CONTEXT, lineterm="\n"))
    for line in hunks[2:]:
        shifted = _shift(line, skipped) if line.startswith("@@") else line
        yield _painted(shifted, paint)


def _named(path: str) -> str:
    """A name as git writes it: in C's quotes if it has a special character, followed by a tab if it has a space.

    Letters of any script stay, as with git's core.quotePath=false; bytes that are not UTF-8 and control characters do
    not. Before that tab GNU patch takes a name's own last space for its end.
    """
    inner = "".join(c if c.isprintable() and c not in '"\\' else _escaped(c) for c in path)
    bare = inner == path and not path.endswith(" ")
    return (path if bare else f'"{inner}"') + ("\t" if " " in inner else "")


def _escaped(character: str) -> str:
    codes = character.encode("utf-8", "surrogateescape")
    return "".join(f"\\{_LETTERS.get(code, f'{code:03o}')}" for code in codes)


def _from_here(file: str) -> str:
    """A path relative to the current folder, if it is below it: `git apply` accepts no other."""
    return file.removeprefix(f"{Path.cwd()}/").removeprefix("./")


def _different(old: list[str], new: list[str]) -> tuple[list[str], list[str], int]:
    """Cut equal lines at both ends, except for the context: difflib's time grows with the square of its input."""
    shortest = min(len(old), len(new))
    head = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    tail = next((at for at in range(shortest - head) if old[-1 - at] != new[-1 - at]), shortest - head)
    start, end = max(0, head - _CONTEXT), max(0, tail - _CONTEXT)
    return old[start : len(old) - end], new[start : len(new) - end], start


def _shift(hunk: str, lines: int) -> str:
    old, new = hunk[4:].split(" @@")[0].split(" +")
    return f"@@ -{_moved(old, lines)} +{_moved(new, lines)} @@\n"


def _moved(place: str, lines: int) -> str:
    start, comma, length = place.partition(",")
    return f"{int(start) + lines}{comma}{length}"


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop().removesuffix("\n")
    return [*lines, last] if last else lines


def _painted(line: str, paint: Paint) -> str:
    text, end = (line[:-1], "\n") if line.endswith("\n") else (line, _NO_END)
    role = _ROLES.get(line[0], "")
    return (paint(text, role) if role else text) + end
