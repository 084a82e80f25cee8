"""A walk skips files that belong to git, a tool or another project, and file names that no manifest has: a report is
reliable only if it shows how many were skipped, and where.

Names are kept only if each is to be listed: a repository can have a hundred thousand of them.
"""

from __future__ import annotations

import os
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Literal, get_args

from kconv.manifests.ignore import GITIGNORE, Ignore

Reason = Literal["hidden", "vendored", "ignored", "excluded", "extension", "symlink"]
REASONS: tuple[Reason, ...] = get_args(Reason)
Left = tuple[str, Reason, int]
"""A path and why it was not read; for a file 0, for a folder the number of files that would have been read."""
GIT = ".git"
"""Git's own folder: never entered, and never reported."""


class Unread:
    """The files that a walk did not read, counted by reason; with ``listed``, ``each`` lists them all.

    ``folders`` maps the name of each hidden or vendored folder to the first path with that name. ``links`` counts the
    symlinks that have outcomes of their own.
    """

    def __init__(self, *, listed: bool = False) -> None:
        self.counts: dict[Reason, int] = dict.fromkeys(REASONS, 0)
        self.folders: dict[Reason, dict[str, str]] = {"hidden": {}, "vendored": {}}
        self.each: list[Left] | None = [] if listed else None
        self.links = 0

    def any(self) -> bool:
        """Whether there are any."""
        return any(self.counts.values())

    def file(self, reason: Reason, path: str) -> None:
        """Count one file."""
        self.counts[reason] += 1
        if self.each is not None:
            self.each.append((path, reason, 0))

    def others(self, here: str, names: list[str]) -> None:
        """Count the files of a folder that are not named like a manifest; ``here`` is the prefix of their paths."""
        self.counts["extension"] += len(names)
        if self.each is not None:
            self.each += [(here + name, "extension", 0) for name in sorted(names)]

    def link(self) -> None:
        """Count a symlink that has an outcome of its own, and is listed by that."""
        self.counts["symlink"] += 1
        self.links += 1

    def folder(self, reason: Reason, path: str, files: int) -> None:
        """Count the files of a folder that was not entered."""
        if not files:
            return
        self.counts[reason] += files
        if reason in self.folders:
            self.folders[reason].setdefault(path.rpartition(os.sep)[2], path)
        if self.each is not None:
            self.each.append((path, reason, files))


def readable(
    folder: str, ignore: Ignore | None, suffixes: tuple[str, ...], named: AbstractSet[str] = frozenset()
) -> tuple[int, int]:
    """The number of files below an absolute folder that would be read by their names, and of such that git ignores.

    If ``ignore`` is None, git ignores all of them. Paths in ``named`` are not counted, because they are walked
    themselves. A folder that cannot be listed counts as empty.
    """
    taken = left = 0
    waiting = [(folder, ignore or Ignore(), ignore is None)]
    while waiting:
        path, ignore, covered = waiting.pop()
        entries: list[os.DirEntry[str]] = []
        with suppress(OSError), os.scandir(path) as listing:
            entries += listing
        if not covered and any(entry.name == GITIGNORE for entry in entries):
            ignore = ignore.below(path)
        for entry in entries:
            folded = entry.is_dir(follow_symlinks=False)
            if not (folded or entry.name.endswith(suffixes)) or entry.name == GIT or entry.path in named:
                continue
            here = covered or (bool(ignore.levels) and ignore.covers(entry.path, is_dir=folded))
            if folded:
                waiting.append((entry.path, ignore, here))
            elif entry.is_file(follow_symlinks=False):
                taken, left = (taken, left + 1) if here else (taken + 1, left)
    return taken, left
