"""A run reports file by file, and a dump of a cluster may be one file with a million objects: it comes in parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

Document = TypeVar("Document")


@dataclass(slots=True)
class FileReport(Generic[Document]):
    """What is reported of one file, or of the next part of a large one (``continues``).

    ``skipped`` says why none of its documents was looked at.
    """

    file: str
    documents: list[Document] = field(default_factory=list)
    skipped: str = ""
    continues: bool = False

    def is_empty(self) -> bool:
        """Whether no object was found."""
        return not self.documents


@dataclass(slots=True)
class FileInspection(FileReport[Document]):
    """What was found in one file, or in the next part of a large one (``continues``).

    ``documents`` has what a person may want to know; ``passed`` counts the other objects.
    """

    passed: int = 0

    def is_empty(self) -> bool:
        """Whether no object was found."""
        return not self.documents and not self.passed
