"""What a validation did not check, or may have checked wrongly: said once a kind at the end, not at every object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kconv.report.entries import Words

if TYPE_CHECKING:
    from kconv.pipeline.validate.outcomes import Validated


class Doubts:
    """Collects them from the documents that pass by."""

    def __init__(self) -> None:
        self._without_schema: Counter[str] = Counter()
        self._unchecked: dict[str, None] = {}
        self._warnings: dict[str, None] = {}

    def add(self, document: Validated) -> None:
        """Collect those of one document."""
        name = f"{document.api_version} {document.kind}"
        if document.status == "skipped":
            self._without_schema[name] += 1
        self._unchecked |= dict.fromkeys(f"{rule} of {name}" for rule in document.unchecked)
        self._warnings |= dict.fromkeys(document.warnings)

    def remarks(self) -> Iterator[Words]:
        """The lines that say so."""
        for warning in self._warnings:
            yield (f"warning: {warning}", "ask")
        if self._without_schema:
            kinds = ", ".join(f"{number:,} {name}" for name, number in self._without_schema.items())
            yield (f"not checked: {kinds}", "quiet")
        if self._unchecked:
            yield (f"left to the server: {', '.join(self._unchecked)}", "quiet")
