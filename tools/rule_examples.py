"""The examples of docs/rules.md: manifests before and after, converted again by kconv so that no example can be wrong.

An example is two blocks of YAML with a line between them that begins with `becomes` and may have flags in it:

    becomes, with `--decide ingress.port=number`:

The apiVersion of the second block is the version to migrate to. A `text` block after it shows what the report says of
the object.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kconv.cli.app import run
from kconv.cli.commands import OK

_EXAMPLE = re.compile(
    r"```yaml\n(?P<before>(?:(?!```).*\n)*)```\n\n"
    r"(?P<how>becomes[^\n]*:)\n\n"
    r"```yaml\n(?P<after>(?:(?!```).*\n)*)```\n"
    r"(?:\n```text\n(?P<report>(?:(?!```).*\n)*)```\n)?"
)
_FLAGS = re.compile(r"`(--[^`]+)`")
_API_VERSION = re.compile(r"^apiVersion: (\S+)$", re.MULTILINE)


class WrongExampleError(Exception):
    """An example that kconv does not convert as its text says."""


@dataclass(frozen=True, slots=True)
class Example:
    """A manifest, the version that it is migrated to, and the flags of that migration."""

    before: str
    target: str
    flags: tuple[str, ...] = ()

    def decisions(self) -> Iterator[str]:
        """The names of the questions that the flags answer."""
        for flag, value in zip(self.flags, self.flags[1:], strict=False):
            if flag == "--decide":
                yield value.partition("=")[0]


def examples(text: str) -> Iterator[Example]:
    """The examples in a part of the page, in order."""
    return (_example(found) for found in _EXAMPLE.finditer(text))


def rewritten(page: str) -> str:
    """The page with what kconv makes of each example. Raises WrongExampleError."""
    return _EXAMPLE.sub(_rewritten, page)


def _example(found: re.Match[str]) -> Example:
    target = _API_VERSION.search(found["after"])
    if target is None:
        raise WrongExampleError(f"the block after `becomes` has no apiVersion:\n{found['after']}")
    flags = tuple(word for flag in _FLAGS.findall(found["how"]) for word in flag.split())
    return Example(found["before"], target[1], flags)


def _rewritten(found: re.Match[str]) -> str:
    after, report = converted(_example(found))
    text = f"```yaml\n{found['before']}```\n\n{found['how']}\n\n```yaml\n{after}```\n"
    return text if found["report"] is None else f"{text}\n```text\n{report}```\n"


def converted(example: Example) -> tuple[str, str]:
    """The manifest after its migration, and what the report says of it. Raises WrongExampleError."""
    for name in example.decisions():
        _, text, printed = _migrate(example.before, example.target)
        if text != example.before or name not in printed:
            raise WrongExampleError(f"kconv does not ask for {name}:\n{example.before}{printed}")
    code, text, printed = _migrate(example.before, example.target, *example.flags)
    if code != OK or f"apiVersion: {example.target}\n" not in text:
        raise WrongExampleError(f"kconv does not migrate to {example.target}:\n{example.before}{printed}")
    return text, "".join(line[4:] for line in printed.splitlines(keepends=True) if line.startswith("    "))


def _migrate(text: str, target: str, *flags: str) -> tuple[int, str, str]:
    """The exit code of `kconv migrate`, the file after it, and the report."""
    with tempfile.TemporaryDirectory(prefix="kconv-rules-") as folder:
        file = Path(folder, "manifest.yaml")
        file.write_text(text, encoding="utf-8")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            code = run(None, "kconv", ["migrate", "--to", target, *flags, str(file)])
        return code, file.read_text(encoding="utf-8"), printed.getvalue()
