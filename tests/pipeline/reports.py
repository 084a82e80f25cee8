"""Whole reports of migrations as text that a person can read: every field of every outcome.

They stand in files named ``reports/<table>.txt`` beside the tests. To write them anew, and look at the difference:
``KCONV_WRITE_REPORTS=1 python -m pytest --all -n0 tests/pipeline tests/overlays tests/references``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kconv.pipeline.migrate import DocumentOutcome, FileOutcome
from kconv.pipeline.roundtrip import FileTried
from kconv.pipeline.validate import ValidatedFile

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


def validation(files: Iterable[ValidatedFile]) -> str:
    """What a validation reports: a line for each file and object, and one for each fault and reason below it."""
    return "".join(f"{line}\n" for file in files for line in _validated(file))


def _validated(file: ValidatedFile) -> Iterable[str]:
    yield f"{file.file}: {file.passed} passed{file.skipped and ', '}{file.skipped}"
    for each in file.documents:
        yield f"  {each.line}#{each.position} {each.api_version} {each.kind}/{each.name} {each.status}"
        for fault in each.faults:
            where = f"{fault.line}:{fault.column} {fault.rule} {fault.path or '-'}"
            yield f"    {where}: {fault.message}{fault.hint and f' ({fault.hint})'}"
        if each.why or each.hint:
            yield f"    {each.why} ({each.hint})"
        yield from (f"    left to the server: {text}" for text in each.unchecked)
        yield from (f"    warning: {text}" for text in each.warnings)


def trips(files: Iterable[FileTried]) -> str:
    """What a round trip reports: a line for each file, object and version, and one for each loss and reason."""
    return "".join(f"{line}\n" for file in files for line in _tried(file))


def _tried(file: FileTried) -> Iterable[str]:
    yield f"{file.file}: {file.passed} passed{file.skipped and ', '}{file.skipped}"
    for each in file.documents:
        yield f"  {each.line}#{each.index} {each.api_version} {each.kind}/{each.name} {each.status}"
        if each.why or each.hint:
            yield f"    {each.why} ({each.hint})"
        for trip in each.trips:
            yield f"    {trip.through} {trip.outcome}, {trip.stash} of {trip.annotations} bytes"
            yield from (f"      lost {loss.path}: {loss.before} → {loss.after}" for loss in trip.losses)
            yield from (f"      kept {path}" for path in trip.kept)
            yield from (f"      said {path}" for path in trip.said)
            yield from (f"      {note}" for note in trip.notes)
            if trip.why or trip.hint:
                yield f"      {trip.why} ({trip.hint})"


def check(table: Path, name: str, text: str) -> None:
    """Compare a report with what the file of its table has under a name."""
    known = read(table)
    if _WRITE:  # by one process: -n0
        known[name] = text
        table.parent.mkdir(exist_ok=True)
        table.write_text("".join(f"{_TITLE}{title}\n{body}" for title, body in known.items()), encoding="utf-8")
    assert text == known.get(name)


def read(table: Path) -> dict[str, str]:
    """The reports of a table, by name."""
    text = table.read_text(encoding="utf-8") if table.exists() else ""
    parts = [part.partition("\n") for part in f"\n{text}".split(f"\n{_TITLE}")[1:]]
    return {name: body if body.endswith("\n") or not body else f"{body}\n" for name, _, body in parts}
