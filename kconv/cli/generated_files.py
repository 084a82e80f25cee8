"""Generated files are kept in a repository, so CI must see one that is out of date, and one that nothing generates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from kconv.cli.commands import FINDINGS, OK
from kconv.cli.screen import out
from kconv.errors import UsageError
from kconv.manifests import atomic

STDOUT: Final = "-"


def written(texts: Mapping[str, str], folder: Path, heads: Collection[str], *, quiet: bool) -> int:
    """Write the files that differ, each whole or not at all. What is no longer declared is reported and left there.

    ``heads`` are the first lines of files that were made from the same declarations.

    Raises UsageError for a folder that is a file, and ManifestError for a file that is read-only, or a link that leads
    out of the folder.
    """
    _not_a_file(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        file = folder / name
        same = _read(file) == text
        if not same:
            file.parent.mkdir(parents=True, exist_ok=True)
            atomic.create_or_replace(str(file), text.encode(), str(folder))
        if not quiet:
            out(f"{file}: {'up to date' if same else 'written'}\n")
    for file in _undeclared(texts, folder, heads):
        out(f"{file}: no longer declared, delete it\n")
    return OK


def compared(texts: Mapping[str, str], folder: Path, heads: Collection[str], *, quiet: bool) -> int:
    """Report the files that differ: then the exit code is 1. Raises UsageError for a folder that is a file."""
    _not_a_file(folder)
    code = OK
    for name, text in texts.items():
        found = _read(folder / name)
        state = "up to date" if found == text else "missing" if found is None else "not up to date"
        if found != text:
            code = FINDINGS
        if found != text or not quiet:
            out(f"{folder / name}: {state}\n")
    for file in _undeclared(texts, folder, heads):
        code = FINDINGS
        out(f"{file}: no longer declared, delete it\n")
    return code


def _not_a_file(folder: Path) -> None:
    for part in (folder, *folder.parents):
        if part.exists() and not part.is_dir():
            raise UsageError(
                "this is a file, and files are written into a folder", file=str(part), hint="name a folder"
            )


def _undeclared(texts: Mapping[str, str], folder: Path, heads: Collection[str]) -> list[Path]:
    """The files beside those that are made which begin like them: what they were made from is gone."""
    folders = sorted({(folder / name).parent for name in texts} | {folder})
    files = (file for each in folders for file in sorted(each.glob("*.yaml")))
    others = (file for file in files if file.relative_to(folder).as_posix() not in texts)
    return [file for file in others if (_read(file) or "").startswith(tuple(heads))]


def _read(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return None
