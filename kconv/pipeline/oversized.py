"""Kubernetes stores no object over 1.5 MiB: a document over the limit of ``split`` is passed on in pieces, unread.

It is reported if a piece holds what a command looks for: once, with the line on which the document begins.
"""

from __future__ import annotations

from collections.abc import Callable

from kconv.errors import ManifestError
from kconv.manifests.split import LIMIT, Block

_TAIL = 1024
"""Bytes that are read again with the next piece: a name may be cut in two."""


class Oversized:
    """The document whose pieces are passed on. ``undone`` is ``Visitor.oversized``."""

    def __init__(self, undone: Callable[[bytes], str]) -> None:
        self._undone = undone
        self._line, self._tail, self._reported = 0, b"", False

    def error(self, piece: Block) -> ManifestError | None:
        """The error to report at this piece of the document, if any."""
        self._line = self._line or piece.line
        undone = "" if self._reported else self._undone(self._tail + piece.data)
        line, self._tail = self._line, piece.data[-_TAIL:]
        self._reported = self._reported or bool(undone)
        if piece.ends:
            self._line, self._tail, self._reported = 0, b"", False
        if not undone:
            return None
        reason = f"a document of over {LIMIT >> 20} MiB: {undone}"
        return ManifestError(reason, line=line, hint="split it, for example into one file an object")
