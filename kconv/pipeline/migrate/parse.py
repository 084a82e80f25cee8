"""A document whose bytes alone do not say what is in it.

Its value is read in a third of the time that its tree takes. Only the tree can be edited, and only the tree knows the
line of everything.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kconv.manifests.split import RawDocument
from kconv.pipeline import reading

if TYPE_CHECKING:
    from kconv.manifests.tree import Document
    from kconv.pipeline.reading import Read


class Parsed:
    """A document's value, and its tree once something needs that. Raises ManifestError for what cannot be read."""

    def __init__(self, raw: RawDocument, file: str, read: Read) -> None:
        self.raw, self.file = raw, file
        self.value: Any = self.tree.value if read.rare else read.value

    @cached_property
    def _read(self) -> tuple[Document, int]:
        return reading.tree(self.raw, self.file)

    @property
    def tree(self) -> Document:
        """The tree, which a dry run can mostly do without."""
        return self._read[0]

    @property
    def start(self) -> int:
        """Where in the document's bytes the text of the tree starts."""
        return self._read[1]
