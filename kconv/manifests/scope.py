"""Not every file of a tree is the user's own manifest: only files with the name of a manifest or template are read.

Vendored trees belong to another project and hidden folders to a tool; git ignores build output, and the user excludes
files by glob.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from kconv.manifests.globs import NO_GLOBS, Choice, Globs
from kconv.manifests.ignore import Ignore, inherited
from kconv.manifests.unread import GIT, Reason

SUFFIXES = (".yaml", ".yml", ".json")
TEMPLATES = (".tpl", ".tmpl", ".gotmpl", ".template", ".j2", ".jinja", ".jinja2", ".erb", ".tftpl")
"""Names of files that are read for old versions and never rewritten, whatever is in them."""
READ = (*SUFFIXES, *TEMPLATES, "Kustomization")
"""How the names of all files end that are read; the last is one by which kustomize finds its file, too."""
VENDORED = frozenset({"bower_components", "node_modules", "site-packages", "vendor", "venv", "__pycache__"})
STDIN = "-"


def bars(absolute: str, root: str, globs: Choice, ignore: Ignore) -> Reason | None:
    """Why a folder is not entered: rules for this folder come before those for its name."""
    name = os.path.basename(absolute)
    if name == GIT:
        return "hidden"
    reason = leaves(absolute, root, globs, ignore, is_dir=True)
    return reason or ("hidden" if name.startswith(".") else "vendored" if name in VENDORED else None)


def leaves(absolute: str, root: str, globs: Choice, ignore: Ignore, *, is_dir: bool = False) -> Reason | None:
    """Why a file, or a folder, is left out by name; None if it is not."""
    if not globs.take(absolute, root, is_dir=is_dir):
        return "excluded"
    return "ignored" if ignore.covers(absolute, is_dir=is_dir) else None


class Scope:
    """The files that a run over some paths reads."""

    def __init__(self, paths: Sequence[str], include: Globs = NO_GLOBS, exclude: Globs = NO_GLOBS) -> None:
        self._named = [os.path.realpath(path) for path in paths if path != STDIN]
        self._globs = Choice.of(include, exclude)

    def reads(self, file: str) -> bool:
        """Whether a file, by its real path, is one of them."""
        return any(self._has(named, file) for named in self._named)

    def tree(self, folder: str) -> str:
        """The path given for a folder (by its real path) or one around it; "" if only a file in it was given."""
        return next((named for named in self._named if folder == named or _is_below(folder, named)), "")

    def _has(self, named: str, file: str) -> bool:
        if file == named:
            return self._globs.take(file, os.path.dirname(file), is_dir=False)
        if not _is_below(file, named):
            return False
        ignore, at = inherited(named), named
        *folders, name = os.path.relpath(file, named).split(os.sep)
        for folder in folders:
            ignore, at = ignore.here(at), os.path.join(at, folder)
            if bars(at, named, self._globs, ignore):
                return False
        return name.endswith(READ) and not leaves(file, named, self._globs, ignore.here(at))


def _is_below(file: str, folder: str) -> bool:
    return file.startswith(folder.rstrip(os.sep) + os.sep)
