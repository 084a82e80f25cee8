"""`kconv convert` prints what a file becomes, like `kubectl convert`, and writes no file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kconv.manifests import encoding
from kconv.manifests.walk import Found
from kconv.pipeline.migrate.file import Migration
from kconv.pipeline.migrate.outcomes import FileOutcome
from kconv.pipeline.migrate.run import Run

if TYPE_CHECKING:
    from kconv.manifests.source import Seen


class Printing(Migration):
    """The migration of one file that is only printed. ``text`` has all of its bytes, the new ones where they change."""

    holds_all = True

    def __init__(self, found: Found, run: Run) -> None:
        super().__init__(found, run)
        self.text = b""

    def finish(self, data: bytes, new: bytes | None, seen: Seen | None, report: FileOutcome) -> None:  # noqa: ARG002
        new = self.settled(data, new, report)
        if not encoding.wide(data):  # which cannot be printed as text
            self.text = data if new is None else new
