"""A migration in words: the outcome of a document, its notes, and the line that sums up a run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kconv.names import Release
from kconv.notes import Note
from kconv.report.counts import Counts, counted
from kconv.report.results.statuses import CHANGES, UNSOLVED

if TYPE_CHECKING:
    from kconv.manifests.unread import Unread
    from kconv.pipeline.migrate import DocumentOutcome

_WRITTEN = "written, to act as before"
_STATES = {
    "unchanged": "unchanged",
    "fragment": "a fragment: structure only, no defaults",
    "decision": "left as it is, needs a decision",
    "templated": "templated, not migrated",
    "embedded": "inside another document, not migrated",
    "annotated": "has an annotation from a cluster",
    "encrypted": "encrypted, not migrated",
    "waits": "left as it is, waits",
    "error": "left as it is, failed",
}
_STATES_IN_A_SCAN = {**_STATES, "error": "cannot be migrated", "waits": "waits"}
"""A scan changes nothing, and need not report that."""


def versions(document: DocumentOutcome) -> str:
    """From which version to which."""
    if document.status == "no-successor":
        return f"{document.source} → no successor"
    if not document.target or document.target == document.source:
        return document.source
    return f"{document.source} → {document.target}"


def lifecycle(document: DocumentOutcome, release: Release) -> str:
    """What a release, or a definition, has done to a document's version, "" if nothing: removed is urgent, deprecated
    is not."""
    removed = Release.parse(document.removed_in) if document.removed_in else None
    if (
        document.status in ("unchanged", "annotated")
        or (document.status == "error" and not removed)
        or _only_names(document)
    ):
        return ""
    if document.unserved:
        return "not served"
    if removed and removed <= release:
        return f"removed in {removed}"
    return f"deprecated, removed in {removed}" if removed else "deprecated"


def _only_names(document: DocumentOutcome) -> bool:
    """Whether a document keeps its version, and only what it names moves."""
    return document.status in ("migrated", "fragment") and document.target == document.source


def remark(document: DocumentOutcome, lifecycle: str, *, dry: bool) -> str:
    """What became of a document, and what ``lifecycle`` says of its version."""
    states = _STATES_IN_A_SCAN if dry else _STATES
    parts = [
        lifecycle,
        states.get(document.status, ""),
        "only what it names" if _only_names(document) else "",
    ]
    return ", ".join(part for part in parts if part)


def details(document: DocumentOutcome, every: bool) -> list[str]:
    """The notes and the hint. With ``every``, each written default has a line, and so has each field that is left out
    and that the new version has a default for."""
    lines = [_sentence(note) for note in document.notes if note.kind not in ("default", "unset")]
    lines += [_sentence(note) for note in document.notes if note.kind == "unset" and every]
    written = [_sentence(note) for note in document.notes if note.kind == "default" and document.status not in UNSOLVED]
    lines += [f"{_WRITTEN}: {text}" for text in written] if every else _in_one_line(written)
    return [*lines, document.hint] if document.hint else lines


def _sentence(note: Note) -> str:
    return f"{note.path}: {note.message}" if not note.message.startswith(note.path) else note.message


def _in_one_line(defaults: list[str]) -> Iterator[str]:
    """The same default in every item of a list is written once."""
    counts: dict[str, int] = {}
    for text in defaults:
        text = re.sub(r"\[\d+\]", "[]", text)
        counts[text] = counts.get(text, 0) + 1
    if counts:
        texts = (text if count == 1 else f"{text} ({count} times)" for text, count in counts.items())
        yield f"{_WRITTEN}: {', '.join(texts)}"


def summary(counts: Counts, unread: Unread, verb: str) -> str:
    """The closing line: what was done (``verb``), what is left, what was passed over."""
    statuses, changes = counts.statuses, counts.count(CHANGES)
    parts = [
        counted(changes, f"document {verb}", f"documents {verb}"),
        counted(statuses["decision"], "needs a decision", "need a decision"),
        counted(statuses["no-successor"], "has no successor", "have no successor"),
        counted(statuses["templated"], "templated"),
        counted(statuses["embedded"], "inside other documents"),
        counted(statuses["annotated"], "annotation from a cluster", "annotations from a cluster"),
        counted(statuses["encrypted"], "encrypted"),
        counted(statuses["waits"], "waits for others", "wait for others"),
        counted(statuses["error"], "failed"),
        counted(statuses["unchanged"], "unchanged"),
        counted(counts.skipped_files - unread.links, "file without objects", "files without objects"),
    ]
    files = counted(counts.files, "manifest", "manifests") or "0 manifests"
    return f"{files}: {', '.join(part for part in parts if part) or 'nothing to do'}"
