"""A repository holds far more files than manifests, and some of them are not its own.

Vendored trees belong to another project, hidden folders to a tool, and a symlink may lead to a file that is not to be
changed. What is named on the command line is always read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from kconv.errors import UsageError
from kconv.manifests.globs import NO_GLOBS, Choice, Globs
from kconv.manifests.ignore import GITIGNORE, Ignore, inherited
from kconv.manifests.scope import READ, STDIN, bars, leaves
from kconv.manifests.unread import GIT, Reason, Unread, readable
from kconv.records import NamedTuple

_Entries: TypeAlias = "dict[str, os.DirEntry[str]]"


class Found(NamedTuple):
    """A file to read. ``root`` is the tree that a write must stay in, ``skipped`` why it is not to be read,
    ``problem`` why it cannot be."""

    path: str
    root: str = ""
    skipped: str = ""
    problem: str = ""


def walk(
    paths: Sequence[str], *, include: Globs = NO_GLOBS, exclude: Globs = NO_GLOBS, unread: Unread | None = None
) -> Iterator[Found]:
    """The files below ``paths``, each once, in the order of the paths and then of names.

    A path outside of the globs' folder is matched from itself on. ``unread`` counts what is skipped. Raises
    UsageError for a path that does not exist, before anything is read, and for an invalid glob.
    """
    for path in paths:
        if path != STDIN and not os.path.exists(path):
            raise UsageError("no such file or directory", file=path)
    globs = Choice.of(include, exclude)
    if len(paths) == 1:  # in one tree each file is found once; resolving its path would cost as much as finding it
        (path,) = paths
        yield from _below(path, globs, _Count(unread))
        return
    places = list(map(_place, paths)) if any(map(os.path.isdir, paths)) else paths
    named, begun, seen = frozenset(places), set[str](), set[str]()
    for path, place in zip(paths, places, strict=True):
        counting = _Count(None if place in begun else unread, named)
        begun.add(place)
        for found in _below(path, globs, counting):
            key = os.path.abspath(found.path)
            if key not in seen:
                seen.add(key)
                yield found


def _place(path: str) -> str:
    """Where a path lies; a symlink to a file is a place of its own."""
    if os.path.isdir(path):
        return os.path.realpath(path)
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(folder), name)


def _below(path: str, globs: Choice, count: _Count) -> Iterator[Found]:
    if path == STDIN:
        yield Found(path)
    elif os.path.isdir(path):
        yield from _Tree(path, globs, count).files()
    elif globs.take(path, os.path.dirname(os.path.abspath(path)), is_dir=False):
        yield Found(path, _tree_of(path))
    elif count.unread is not None:
        count.unread.file("excluded", path)


def _tree_of(path: str) -> str:
    """The tree of a file that is named: the working directory if it contains the file, else the file's own
    directory."""
    working, absolute = os.getcwd(), os.path.abspath(path)
    return working if absolute.startswith(working.rstrip(os.sep) + os.sep) else os.path.dirname(absolute)


class _Count:
    """Counts what a walk skips, if the caller needs it. What is ``named`` is walked itself and not counted."""

    def __init__(self, unread: Unread | None, named: frozenset[str] = frozenset()) -> None:
        self.unread, self.named = unread, named

    def file(self, reason: Reason, path: str, absolute: str) -> None:
        if self.unread is not None and absolute not in self.named:
            self.unread.file(reason, path)

    def others(self, here: str, below: str, names: list[str]) -> None:
        if self.unread is not None:
            mine = [name for name in names if below + name not in self.named] if self.named else names
            self.unread.others(here, mine)

    def folder(self, reason: Reason, path: str, absolute: str, ignore: Ignore) -> None:
        """Count what is below a folder that is not entered; what git ignores in a hidden or vendored one is ignored."""
        if self.unread is None or absolute in self.named or os.path.basename(path) == GIT:
            return
        kept = reason in ("hidden", "vendored")
        taken, left = readable(absolute, ignore if kept else None, READ, self.named)
        self.unread.folder(reason, path, taken)
        self.unread.folder("ignored" if kept else reason, path, left)

    def inside(self, absolute: str) -> _Count:
        """The count for a folder that is entered."""
        return _Count(None) if absolute in self.named else self


class _Tree:
    """One directory that was named, and what is below it."""

    def __init__(self, named: str, globs: Choice, count: _Count) -> None:
        self.named = named
        self.root = os.path.realpath(named)
        self.globs = globs
        self.count = count
        self.links: list[Found] = []

    def files(self) -> Iterator[Found]:
        start = "" if self.named == os.curdir else self.named
        yielded: list[str] = []
        for found in self._directory(start, self.root, inherited(self.root), self.count):
            yielded.append(found.path)
            yield found
        yield from self._links(yielded)

    def _links(self, yielded: list[str]) -> Iterator[Found]:
        """The links, last: most lead to a file that had its own turn."""
        real = {os.path.realpath(path) for path in yielded} if self.links else set()
        for link in self.links:
            target = os.path.realpath(link.path)
            if link.skipped or target not in real:
                yield link
            real.add(target)

    def _directory(self, path: str, absolute: str, ignore: Ignore, count: _Count) -> Iterator[Found]:
        try:
            with os.scandir(path or os.curdir) as listing:
                entries, others = _parted(listing)
        except OSError as error:
            yield Found(path, self.root, problem=f"cannot list the directory: {error.strerror}")
            return
        if GITIGNORE in others:
            ignore = ignore.below(absolute)
        here, below = os.path.join(path, ""), os.path.join(absolute, "")
        if count.unread is not None:
            self._others(others, here, below, ignore, count)
        for name in sorted(entries):
            entry, at, real = entries[name], here + name, below + name
            if entry.is_dir(follow_symlinks=False):
                if reason := bars(real, self.root, self.globs, ignore):
                    count.folder(reason, at, real, ignore)
                else:
                    yield from self._directory(at, real, ignore, count.inside(real))
            elif reason := leaves(real, self.root, self.globs, ignore):
                count.file(reason, at, real)
            elif entry.is_symlink():
                self._link(at, real, count)
            elif entry.is_file():
                yield Found(at, self.root)

    def _others(self, others: _Entries, here: str, below: str, ignore: Ignore, count: _Count) -> None:
        """Count the files whose names no manifest has, and the links to folders elsewhere."""
        count.others(here, below, [n for n, each in others.items() if each.is_file(follow_symlinks=False) and n != GIT])
        for name, each in others.items():
            if each.is_symlink() and self._is_outside(below + name) and each.is_dir():
                reason = leaves(below + name, self.root, self.globs, ignore)
                count.file(reason or "symlink", here + name, below + name)

    def _is_outside(self, path: str) -> bool:
        return not (os.path.realpath(path) + os.sep).startswith(self.root.rstrip(os.sep) + os.sep)

    def _link(self, path: str, absolute: str, count: _Count) -> None:
        if absolute in count.named:  # it is read itself, wherever it leads
            return
        outside = self._is_outside(absolute)
        if os.path.isdir(path):
            if outside:
                count.file("symlink", path, absolute)
            return
        why = "a symlink that leads out of the tree" if outside else ""
        if not os.path.isfile(path):
            why = "a symlink that leads to no file"
        if why and count.unread is not None:
            count.unread.link()
        self.links.append(Found(path, self.root, skipped=why))


def _parted(listing: Iterable[os.DirEntry[str]]) -> tuple[_Entries, _Entries]:
    """The folders and the names that manifests have, and everything else, which is the larger part."""
    entries: _Entries = {}
    others: _Entries = {}
    for entry in listing:
        name = entry.name
        (entries if name.endswith(READ) or entry.is_dir(follow_symlinks=False) else others)[name] = entry
    return entries, others
