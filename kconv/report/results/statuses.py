"""What a migration's statuses have in common: exit code, colour and level of a finding follow from these groups."""

from __future__ import annotations

CHANGES = ("migrated", "fragment")
"""Of documents that got, or would get, another version."""
REMAINS = ("no-successor", "templated", "embedded", "annotated", "encrypted", "waits")
"""Of documents that stay at an old version whatever is answered: findings in every mode."""
PARTS = ("embedded", "annotated")
"""Of what a document has in it: the document may have an outcome of its own."""
UNSOLVED = ("decision", "error")
"""The statuses of documents that require attention."""
STATUSES = ("unchanged", *CHANGES, *REMAINS, *UNSOLVED)
