"""The globs that select files: one on the command line is relative to the working directory, one in the settings to the
folder of the settings.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kconv.manifests.ignore import compile_globs
from kconv.records import NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Globs(NamedTuple):
    """Patterns in gitignore's notation, relative to a folder: ``base``, or the working directory where it is ""."""

    patterns: tuple[str, ...] = ()
    base: str = ""


NO_GLOBS = Globs()


class _Matcher(NamedTuple):
    """Globs, ready to match; ``base`` is absolute."""

    spec: GitIgnoreSpec
    base: str

    @classmethod
    def of(cls, globs: Globs) -> _Matcher | None:
        return cls(compile_globs(globs.patterns), globs.base or os.getcwd()) if globs.patterns else None

    def match(self, absolute: str, root: str, *, is_dir: bool) -> bool:
        base = self.base if absolute.startswith(self.base.rstrip(os.sep) + os.sep) else root
        relative = os.path.relpath(absolute, base).replace(os.sep, "/") + ("/" if is_dir else "")
        return self.spec.match_file(relative)


class Choice(NamedTuple):
    """Which files to take, and which to leave out of them."""

    include: _Matcher | None
    exclude: _Matcher | None

    @classmethod
    def of(cls, include: Globs, exclude: Globs) -> Choice:
        """The globs, ready to match. Raises UsageError for an invalid one."""
        return cls(_Matcher.of(include), _Matcher.of(exclude))

    def take(self, path: str, root: str, *, is_dir: bool) -> bool:
        """Whether to read a file, or to enter a directory, of the tree ``root``."""
        if self.include is None and self.exclude is None:
            return True
        absolute = os.path.abspath(path)
        if self.exclude and self.exclude.match(absolute, root, is_dir=is_dir):
            return False
        return is_dir or not self.include or self.include.match(absolute, root, is_dir=False)
