"""What is wrong with a declaration: all of it at once, each with the line that is to be changed and what to write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kconv.crd.source import Place
from kconv.errors import UsageError


class Fault(NamedTuple):
    """One thing that cannot be, or as a warning one that is unlikely to be meant.

    ``path`` is the field, such as ``BackupSpec.timeout`` in the program or ``spec.timeout`` in a schema; ``advice``
    what to do.
    """

    place: Place
    path: str
    why: str
    advice: str = ""

    def __str__(self) -> str:
        file, line = self.place
        return str(UsageError(self.why, file=_near(file), line=line, path=self.path, hint=self.advice))


def _near(file: str) -> str:
    """A file's path as seen from the working directory, where it lies below."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else file


class DeclarationError(UsageError):
    """A custom resource that cannot be declared so; ``faults`` holds all reasons."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first, *others = dict.fromkeys(faults)
        place, path, why, advice = first
        super().__init__(why, file=place.file, line=place.line, path=path, hint=advice)
        self.faults = (first, *others)

    def __reduce__(self) -> tuple[type[DeclarationError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)

    @property
    def each(self) -> Sequence[str]:
        """The faults as texts."""
        return [str(fault) for fault in self.faults]

    def __str__(self) -> str:
        return "\n".join(self.each)
