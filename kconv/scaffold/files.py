"""Which files a project has depends on its options, and each must be worth its review: files.toml says why it is."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from kconv.errors import KconvError
from kconv.scaffold.answers import Answers

_HERE: Final = Path(__file__).parent
_PLACES: Final = (_HERE / "templates", _HERE.parents[1] / "crd-templates")
"""In a wheel, and in a checkout."""


class File(NamedTuple):
    """A file of a project: its path and its template, the version that it is about or "", and why it is there."""

    path: str
    template: str
    version: str
    why: str


def templates() -> Path:
    """The folder of the templates. Raises KconvError if it is missing."""
    for place in _PLACES:
        if (place / "files.toml").is_file():
            return place
    raise KconvError("the templates of `kconv new` are missing", hint="install kconv again")


@cache
def rows() -> tuple[dict[str, Any], ...]:
    """The rows of files.toml."""
    return tuple(tomllib.loads((templates() / "files.toml").read_text(encoding="utf-8"))["file"])


def files(answers: Answers) -> Iterator[File]:
    """The files of a project with these answers."""
    for row in rows():
        if all(getattr(answers, name) == value for name, value in row.get("when", {}).items()):
            for version in answers.versions if "VERSION" in row["path"] else ("",):
                yield File(_path(row["path"], answers, version), row["template"], version, row["why"])


def _path(text: str, answers: Answers, version: str) -> str:
    return text.replace("PACKAGE", answers.package).replace("PLURAL", answers.plural).replace("VERSION", version)
