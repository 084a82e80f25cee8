"""The new bytes of a file replace the old ones; those of standard input go to standard output.

A stream has no upper size and is never held: it is written while it is read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, BinaryIO

from kconv.errors import KconvError
from kconv.manifests import atomic
from kconv.manifests.deferred import DeferredReplacement
from kconv.manifests.scope import STDIN
from kconv.manifests.split import Block
from kconv.pipeline.migrate.file import Migration
from kconv.pipeline.migrate.outcomes import FileOutcome

if TYPE_CHECKING:
    from kconv.manifests.source import Seen


class Rewriting(Migration):
    """The migration of one file that is written in its place, or from standard input to standard output."""

    replaces = True
    out: BinaryIO | DeferredReplacement

    def interrupted(self, error: KconvError, report: FileOutcome) -> None:
        if self.found.path != STDIN:  # whose documents are on standard output already
            from kconv.pipeline.migrate.failure import unwritten

            unwritten(report, error)

    def finish(self, data: bytes, new: bytes | None, seen: Seen | None, report: FileOutcome) -> None:
        new = self.settled(data, new, report)
        if seen is None:
            sys.stdout.buffer.write(data if new is None else new)
            sys.stdout.buffer.flush()
        elif new is not None:
            try:
                atomic.replace(self.found.path, new, seen, self.found.root)
            except KconvError as error:
                self.interrupted(error, report)

    @contextmanager
    def streaming(self, stream: BinaryIO, seen: Seen | None) -> Iterator[None]:
        with super().streaming(stream, seen), ExitStack() as stack:
            self.out = sys.stdout.buffer if seen is None else DeferredReplacement(self.found, seen, stack)
            yield
            if self.conflict and isinstance(self.out, DeferredReplacement) and self.out.out:
                raise self.conflict.elsewhere()  # what was copied is dropped

    def passed(self, block: Block, new: bytes | None) -> None:
        if isinstance(self.out, DeferredReplacement) and new is not None:
            self.out.changes(block.offset)
        self.out.write(block.data if new is None else new)
