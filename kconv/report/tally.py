"""The sums at the end of a run: the exit code and every format's summary come from the same counts."""

from __future__ import annotations

from kconv.manifests.unread import Unread
from kconv.pipeline import FileOutcome

CHANGES = ("migrated", "fragment")
"""Statuses of documents that got, or would get, another version."""
REMAINS = ("no-successor", "templated", "embedded", "encrypted", "waits")
"""Statuses of documents that stay at an old version whatever is answered: findings in every mode."""
UNSOLVED = ("decision", "error")
"""Statuses of documents that wait for a person."""
FINDINGS = (*CHANGES, *REMAINS, *UNSOLVED)


class Tally:
    """Counts what passes by: files that are manifests, files that are none, documents by status.

    ``unread`` has what the walk passed over, once that is at its end.
    """

    def __init__(self, unread: Unread | None = None) -> None:
        self.unread = Unread() if unread is None else unread
        self.files = 0
        self.changed_files = 0
        self.skipped_files = 0
        self._counted = False  # whether the file of which this is another part has changed already
        self.statuses = dict.fromkeys(("unchanged", *FINDINGS), 0)

    def add(self, outcome: FileOutcome) -> None:
        """Count one file and its documents; those that need nothing may come as a number only."""
        if outcome.skipped:
            self.skipped_files += 1
            return
        self.files += not outcome.continues
        self.changed_files += outcome.changed and not (outcome.continues and self._counted)
        self._counted = outcome.changed or (outcome.continues and self._counted)
        for document in outcome.documents:
            self.statuses[document.status] += 1
        # the items of a List have their list's index, and what stands inside of a document its holder's
        told = len({document.index for document in outcome.documents if document.status != "embedded"})
        self.statuses["unchanged"] += max(0, outcome.manifests - told)

    def count(self, statuses: tuple[str, ...]) -> int:
        """How many documents have one of these statuses."""
        return sum(self.statuses[status] for status in statuses)
