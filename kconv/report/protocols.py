"""The two sides of a report's shape: a command's results fill it in, a format writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from kconv.report.entries import End, File
from kconv.report.style import Paint

Outcome = TypeVar("Outcome", contravariant=True)


class Results(Protocol[Outcome]):
    """A command's outcomes in this shape, counted as they come."""

    def file(self, outcome: Outcome) -> File:
        """What was found in one file."""

    def end(self) -> End:
        """The end, once every file has come."""


class Report(Protocol):
    """A report that is being written: its ``command``, its ``level`` of detail and its colours."""

    def __init__(self, write: Callable[[str], object], *, command: str, level: int, paint: Paint) -> None: ...

    def file(self, file: File) -> None:
        """Write what was found in a file."""

    def close(self, end: End) -> None:
        """Write the end; without it the report is cut off."""
