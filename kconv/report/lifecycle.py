"""Removed is urgent and deprecated is not: a scan must tell them apart."""

from __future__ import annotations

from kconv.names import Release
from kconv.pipeline import DocumentOutcome


def lifecycle(document: DocumentOutcome, release: Release) -> str:
    """What a release makes of a document's version, "" where it has nothing against it."""
    removed = Release.parse(document.removed_in) if document.removed_in else None
    if document.status == "unchanged" or (document.status == "error" and not removed) or only_names(document):
        return ""
    if removed and removed <= release:
        return f"removed in {removed}"
    return f"deprecated, removed in {removed}" if removed else "deprecated"


def only_names(document: DocumentOutcome) -> bool:
    """Whether a document keeps its version, and only what it names moves."""
    return document.status in ("migrated", "fragment") and document.target == document.source
