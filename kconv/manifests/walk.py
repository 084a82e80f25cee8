"""A repository holds far more files than manifests, and some of them are not its own.

Vendored trees belong to another project, hidden folders to a tool, and a symlink may lead to a file that nobody
asked to change. What is named on the command line is always taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kconv.errors import UsageError
from kconv.manifests.ignore import GITIGNORE, Ignore, compile_globs, inherited

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".yaml", ".yml", ".json")
TEMPLATES = (".tpl", ".tmpl", ".gotmpl", ".template", ".j2", ".jinja", ".jinja2")
"""Names of files that are read for old versions and never rewritten, whatever is in them."""
_READ = SUFFIXES + TEMPLATES
VENDORED = frozenset({"bower_components", "node_modules", "site-packages", "vendor", "venv", "__pycache__"})
KUSTOMIZATION = "Kustomization"
"""A name without extension by which kustomize finds its file, too."""
STDIN = "-"


class Found(NamedTuple):
    """A file to read. ``root`` is the tree that a write must stay in, ``skipped`` why it is not to be read,
    ``problem`` why it cannot be."""

    path: str
    root: str = ""
    skipped: str = ""
    problem: str = ""


class Globs(NamedTuple):
    """Patterns in gitignore's notation, relative to a folder: ``base``, or the working directory where it is ""."""

    patterns: tuple[str, ...] = ()
    base: str = ""


NO_GLOBS = Globs()


def walk(paths: Sequence[str], *, include: Globs = NO_GLOBS, exclude: Globs = NO_GLOBS) -> Iterator[Found]:
    """The files below ``paths``, each once, in the order of the paths and then of names.

    A path outside of the globs' folder is matched from itself on. Raises UsageError for a path that does not exist,
    before anything is read, and for a glob that is none.
    """
    for path in paths:
        if path != STDIN and not os.path.exists(path):
            raise UsageError("no such file or directory", file=path)
    globs = _Choice(_Matcher.of(include), _Matcher.of(exclude))
    if len(paths) == 1:  # in one tree each file is met once; to ask where it lies would cost as much as to find it
        yield from _below(paths[0], globs)
        return
    seen: set[str] = set()
    for path in paths:
        for found in _below(path, globs):
            key = os.path.abspath(found.path)
            if key not in seen:
                seen.add(key)
                yield found


class Scope:
    """Which files a run over some paths reads."""

    def __init__(self, paths: Sequence[str], include: Globs = NO_GLOBS, exclude: Globs = NO_GLOBS) -> None:
        self._named = [os.path.realpath(path) for path in paths if path != STDIN]
        self._globs = _Choice(_Matcher.of(include), _Matcher.of(exclude))

    def reads(self, file: str) -> bool:
        """Whether a file, by its real path, is one of them."""
        return any(self._has(named, file) for named in self._named)

    def tree(self, file: str) -> str:
        """The folder that was named and has the file in it, "" where the file itself was."""
        return next((named for named in self._named if file.startswith(named.rstrip(os.sep) + os.sep)), "")

    def _has(self, named: str, file: str) -> bool:
        if file == named:
            return self._globs.take(file, os.path.dirname(file), is_dir=False)
        if not file.startswith(named.rstrip(os.sep) + os.sep):
            return False
        tree, ignore, at = _Tree(named, self._globs), inherited(named), named
        *folders, name = os.path.relpath(file, named).split(os.sep)
        for folder in folders:
            ignore, at = ignore.here(at), os.path.join(at, folder)
            if not tree.enters(folder, at, at, ignore):
                return False
        return is_read(name) and tree.takes(file, file, ignore.here(at))


def is_read(name: str) -> bool:
    """Whether files of this name are read where they are not named themselves."""
    return name.endswith(_READ) or name == KUSTOMIZATION


def _below(path: str, globs: _Choice) -> Iterator[Found]:
    if path == STDIN:
        yield Found(path)
    elif os.path.isdir(path):
        yield from _Tree(path, globs).files()
    elif globs.take(path, os.path.dirname(os.path.abspath(path)), is_dir=False):
        yield Found(path, _tree_of(path))


def _tree_of(path: str) -> str:
    """The tree of a file named by itself: the working directory where it lies in that, else its own directory."""
    working, absolute = os.getcwd(), os.path.abspath(path)
    return working if absolute.startswith(working.rstrip(os.sep) + os.sep) else os.path.dirname(absolute)


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


class _Choice(NamedTuple):
    """Which files to take, and which to leave out of them."""

    include: _Matcher | None
    exclude: _Matcher | None

    def take(self, path: str, root: str, *, is_dir: bool) -> bool:
        if self.include is None and self.exclude is None:
            return True
        absolute = os.path.abspath(path)
        if self.exclude and self.exclude.match(absolute, root, is_dir=is_dir):
            return False
        return is_dir or not self.include or self.include.match(absolute, root, is_dir=False)


class _Tree:
    """One directory that was named, and what is below it."""

    def __init__(self, named: str, globs: _Choice) -> None:
        self.named = named
        self.root = os.path.realpath(named)
        self.globs = globs
        self.links: list[Found] = []

    def files(self) -> Iterator[Found]:
        start = "" if self.named == os.curdir else self.named
        yielded: list[str] = []
        for found in self._directory(start, self.root, inherited(self.root)):
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

    def _directory(self, path: str, absolute: str, ignore: Ignore) -> Iterator[Found]:
        try:
            with os.scandir(path or os.curdir) as listing:
                entries = {entry.name: entry for entry in listing}
        except OSError as error:
            yield Found(path, self.root, problem=f"cannot list the directory: {error.strerror}")
            return
        if GITIGNORE in entries:
            ignore = ignore.below(absolute)
        here, below = os.path.join(path, ""), os.path.join(absolute, "")
        for name in sorted(entries):
            if entries[name].is_dir(follow_symlinks=False):
                if self.enters(name, here + name, below + name, ignore):
                    yield from self._directory(here + name, below + name, ignore)
            elif is_read(name) and self.takes(here + name, below + name, ignore):
                yield from self._file(entries[name], here + name)

    def _file(self, entry: os.DirEntry[str], path: str) -> Iterable[Found]:
        if entry.is_symlink():
            self._link(path)
        elif entry.is_file(follow_symlinks=False):
            return (Found(path, self.root),)
        return ()

    def enters(self, name: str, path: str, absolute: str, ignore: Ignore) -> bool:
        if name.startswith(".") or name in VENDORED:
            return False
        return not ignore.covers(absolute, is_dir=True) and self.globs.take(path, self.root, is_dir=True)

    def takes(self, path: str, absolute: str, ignore: Ignore) -> bool:
        return not ignore.covers(absolute, is_dir=False) and self.globs.take(path, self.root, is_dir=False)

    def _link(self, path: str) -> None:
        target = os.path.realpath(path)
        if os.path.isdir(target):
            return
        inside = target.startswith(self.root.rstrip(os.sep) + os.sep)
        why = "" if inside else "a symlink that leads out of the tree"
        if not os.path.isfile(target):
            why = "a symlink that leads to no file"
        self.links.append(Found(path, self.root, skipped=why))
