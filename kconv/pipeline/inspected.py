"""Who validates a million objects wants to read of those with a fault: the others are a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

Document = TypeVar("Document")


@dataclass(slots=True)
class InspectedFile(Generic[Document]):
    """What was found in one file, or in the next part of a large one (``continues``).

    ``documents`` has what a person may want to know; ``passed`` counts the other objects. ``skipped`` says why there
    are none.
    """

    file: str
    documents: list[Document] = field(default_factory=list)
    passed: int = 0
    skipped: str = ""
    continues: bool = False

    def is_empty(self) -> bool:
        """Whether no object was found."""
        return not self.documents and not self.passed
