"""A large file is rewritten as it is read, but most large files need no change, and then nothing is copied."""

from __future__ import annotations

from contextlib import ExitStack
from typing import BinaryIO

from kconv.manifests import atomic, source
from kconv.manifests.walk import Found


class DeferredReplacement:
    """The replacement of a file, begun with the first change in it."""

    def __init__(self, found: Found, seen: source.Seen, stack: ExitStack) -> None:
        self.found, self.seen, self.stack = found, seen, stack
        self.out: BinaryIO | None = None

    def changes(self, offset: int) -> None:
        """Start the copy with everything before ``offset``."""
        if self.out is not None:
            return
        self.out = self.stack.enter_context(atomic.replacing(self.found.path, self.seen, self.found.root))
        with open(self.found.path, "rb") as stream:  # noqa: PTH123
            while piece := stream.read(min(offset, source.PIECE)):
                self.out.write(piece)
                offset -= len(piece)

    def write(self, data: bytes) -> None:
        """Copy on, if a copy has been started."""
        if self.out is not None:
            self.out.write(data)
