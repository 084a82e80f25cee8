"""Git leaves build output and copies of other projects out of a repository; a migration must not rewrite them either.

The rules are gitignore's: the last matching pattern of the deepest file decides, and nothing below an ignored
directory can be taken in again (https://git-scm.com/docs/gitignore).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kconv.errors import UsageError
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

GITIGNORE = ".gitignore"


def compile_globs(patterns: Sequence[str]) -> GitIgnoreSpec:
    """Patterns in gitignore's notation; ``**`` spans directories, a pattern without slash matches at any depth.

    Raises UsageError for an invalid one.
    """
    from pathspec import GitIgnoreSpec  # 10 ms that most runs need not pay

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise UsageError(f"invalid glob: {error}", hint="write it as in .gitignore, such as deploy/**") from error


class Ignore(NamedTuple):
    """The .gitignore files that hold in one directory, the deepest first."""

    levels: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def below(self, directory: str) -> Ignore:
        """What holds inside ``directory`` (absolute), which has a .gitignore of its own."""
        spec = _read(directory)
        return Ignore(((directory, spec), *self.levels)) if spec is not None else self

    def here(self, directory: str) -> Ignore:
        """What holds inside ``directory`` (absolute), which may have a .gitignore of its own."""
        return self.below(directory) if os.path.exists(os.path.join(directory, GITIGNORE)) else self

    def covers(self, path: str, *, is_dir: bool) -> bool:
        """Whether git would leave out ``path`` (absolute)."""
        for directory, spec in self.levels:
            relative = path[len(directory) :].lstrip(os.sep).replace(os.sep, "/")
            verdict = spec.check_file(relative + "/" if is_dir else relative).include
            if verdict is not None:
                return verdict
        return False


def inherited(directory: str) -> Ignore:
    """The rules of the repository around ``directory`` for its files; none if it ignores the whole directory."""
    top = repository(directory)
    if top is None or top == directory:
        return Ignore()
    chain = [top]
    for part in os.path.relpath(directory, top).split(os.sep)[:-1]:
        chain.append(os.path.join(chain[-1], part))
    ignore = Ignore()
    for level in chain:
        ignore = ignore.below(level)
    return Ignore() if ignore.covers(directory, is_dir=True) else ignore


@lru_cache(maxsize=4096)
def repository(directory: str) -> str | None:
    """The root of the git repository around a directory, or None."""
    if os.path.exists(os.path.join(directory, ".git")):
        return directory
    parent = os.path.dirname(directory)
    return None if parent == directory else repository(parent)


@lru_cache(maxsize=1024)
def _read(directory: str) -> GitIgnoreSpec | None:
    try:
        with open(os.path.join(directory, GITIGNORE), "rb") as file:
            lines = file.read().decode(errors="replace").splitlines()
    except OSError:  # git also ignores a .gitignore that is absent or cannot be read
        return None
    try:
        return compile_globs(lines)
    except UsageError:
        return compile_globs([line for line in lines if _is_glob(line)])


def _is_glob(line: str) -> bool:
    """Whether a line is a pattern; git skips those that are not."""
    try:
        compile_globs([line])
    except UsageError:
        return False
    return True
