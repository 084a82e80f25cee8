"""A run may be killed between any two bytes: a new project is written beside its place, and is there whole or not.

A folder that somebody has files in is theirs: what differs from a file of theirs is put beside it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kconv.errors import UsageError
from kconv.manifests.atomic import beside

BESIDE: Final = ".kconv-new"
"""Ends the name of a file that is written beside one that differs."""


@contextmanager
def staging(place: Path) -> Iterator[Path]:
    """A folder on the same disk as a place, which is gone afterwards if it was not moved there."""
    parent = _existing(place.absolute().parent)
    folder = Path(beside(str(parent / place.absolute().name)))
    try:  # from before it is there: Ctrl-C comes between any two steps
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


def refuse_taken(place: Path, *, force: bool) -> None:
    """Raises UsageError for a place that is a file, or a folder with files unless ``force`` is given."""
    if place.is_symlink() and not place.exists():
        raise UsageError("leads nowhere", file=str(place), hint="name another folder with --output")
    if place.exists() and not place.is_dir():
        raise UsageError("is a file", file=str(place), hint="name another folder with --output")
    if place.is_dir() and any(place.iterdir()) and not force:
        hint = f"name another folder with --output, or write beside your files with --force: FILE{BESIDE}"
        raise UsageError("the folder is not empty", file=str(place), hint=hint)


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files into a folder that is nobody else's yet."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def move(made: Path, place: Path) -> list[Path]:
    """Put a project in its place, and return the files that differ from files there, by their names beside them.

    A folder that is not there appears in one step. One that is there stays the same folder, because it may be the
    current one of a shell: its files appear one by one.
    """
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        made.rename(place)
        return []
    moves = {file: _free(place / file.relative_to(made), file.read_bytes()) for file in _files(made)}
    for file, target in moves.items():
        if target is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            file.rename(target)
    return [target for target in moves.values() if target and target.name.endswith(BESIDE)]


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _free(target: Path, data: bytes) -> Path | None:
    """Where a file can be put without replacing another; None if its content is there already."""
    in_the_way = next((part for part in target.parents if os.path.lexists(part) and not part.is_dir()), None)
    if in_the_way:
        raise UsageError(
            "is a file, and the project has a folder of that name", file=str(in_the_way), hint="move it away"
        )
    if not os.path.lexists(target):
        return target
    if _has(target, data):
        return None
    other = target.with_name(target.name + BESIDE)
    if os.path.lexists(other) and not _has(other, data):
        raise UsageError("is there from an earlier run", file=str(other), hint="merge it and delete it, and run again")
    return None if os.path.lexists(other) else other


def _has(file: Path, data: bytes) -> bool:
    return file.is_file() and file.read_bytes() == data
