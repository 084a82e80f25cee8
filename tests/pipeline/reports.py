"""Whole reports of migrations as text that a person can read: every field of every outcome.

They stand in files named ``reports/<table>.txt`` beside the tests. To write them anew, and look at the difference:
``KCONV_WRITE_REPORTS=1 python -m pytest --all -n0 tests/pipeline tests/overlays tests/references``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kconv.pipeline.migrate import DocumentOutcome, FileOutcome

_WRITE = bool(os.environ.get("KCONV_WRITE_REPORTS"))
_TITLE = "=== "


def report(migrated: Iterable[FileOutcome], scanned: Iterable[FileOutcome] = ()) -> str:
    """A line for each file and document, and one for each note and hint below it; of a scan what it reports else."""
    lines = [line for outcome in migrated for line in _file(outcome)]
    others = [line for outcome in scanned for line in _file(outcome) if line[0] == " " and line not in lines]
    return "".join(f"{line}\n" for line in (*lines, *(["scan", *others] if others else ())))


def _file(outcome: FileOutcome) -> Iterable[str]:
    if not outcome.documents and not outcome.changed:
        return
    said = [f"{outcome.manifests} manifests", "changed" * outcome.changed, "continues" * outcome.continues]
    yield f"{outcome.file}: {', '.join(filter(None, [*said, outcome.skipped]))}"
    for document in outcome.documents:
        yield from _document(document, outcome.file)


def _document(document: DocumentOutcome, file: str) -> Iterable[str]:
    place = (
        f"{document.line}#{document.index}"
        if document.file == file
        else f"{document.file}:{document.line}#{document.index}"
    )
    gone = f", removed in {document.removed_in}" if document.removed_in else ""
    versions = f"{document.source} → {document.target}{gone}"
    yield f"  {place} {document.kind}/{document.name} {document.status}: {versions}"
    yield from (f"    {note.kind} {note.path or '-'}: {note.message}" for note in document.notes)
    if document.hint:
        yield f"    ({document.hint})"


def check(table: Path, name: str, text: str) -> None:
    """Compare a report with what the file of its table has under a name."""
    known = read(table)
    if _WRITE:
        known[name] = text
        table.parent.mkdir(exist_ok=True)
        table.write_text("".join(f"{_TITLE}{title}\n{body}" for title, body in known.items()), encoding="utf-8")
    assert text == known.get(name)


def read(table: Path) -> dict[str, str]:
    """The reports of a table, by name."""
    text = table.read_text(encoding="utf-8") if table.exists() else ""
    parts = [part.partition("\n") for part in f"\n{text}".split(f"\n{_TITLE}")[1:]]
    return {name: body if body.endswith("\n") or not body else f"{body}\n" for name, _, body in parts}
