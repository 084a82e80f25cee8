"""What a validation tells: a line a fault that an editor can jump to, and for programs the same as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, get_args

from kconv.manifests.unread import Unread
from kconv.pipeline.validation.outcomes import Fault, Validated, ValidatedFile, Validity
from kconv.report.stream import JsonStream
from kconv.report.style import NORMAL, QUIET, VERBOSE, Paint, plain, printable
from kconv.report.unread import line, listed

STATUSES: tuple[str, ...] = get_args(Validity)
_WORDS = {
    "fragment": "a kustomize patch: what it has is right, what is required is not asked for",
    "skipped": "not checked",
    "templated": "a template, not checked",
}


class Counts:
    """The sums at the end of a run, from which the exit code and every format's summary come.

    ``unread`` has what the walk passed over, once that is at its end.
    """

    def __init__(self, unread: Unread | None = None) -> None:
        self.unread = Unread() if unread is None else unread
        self.files = self.skipped_files = self.faults = 0
        self.statuses = dict.fromkeys(STATUSES, 0)
        self.unknown: Counter[str] = Counter()
        self.unchecked: dict[str, None] = {}
        self.warnings: dict[str, None] = {}

    def add(self, outcome: ValidatedFile) -> None:
        """Count one file and what is in it."""
        if outcome.skipped:
            self.skipped_files += 1
            return
        self.files += not outcome.continues
        self.statuses["valid"] += outcome.passed
        for document in outcome.documents:
            self.statuses[document.status] += 1
            self.faults += len(document.faults)
            name = f"{document.api_version} {document.kind}"
            if document.status == "skipped":
                self.unknown[name] += 1
            for what in document.unchecked:
                self.unchecked[f"{what} of {name}"] = None
            self.warnings |= dict.fromkeys(document.warnings)


class ValidityText:
    """Writes the report line by line."""

    def __init__(self, write: Callable[[str], object], *, level: int = NORMAL, paint: Paint = plain) -> None:
        self._write, self._level, self._paint = write, level, paint

    def file(self, outcome: ValidatedFile) -> None:
        """Write what a person needs to know of a file's documents."""
        if self._level >= VERBOSE and (outcome.skipped or not outcome.documents):
            told = f"skipped: {outcome.skipped}" if outcome.skipped else f"{outcome.passed} valid"
            self._line(f"{printable(outcome.file)}  {printable(told)}", "quiet")
        for document in outcome.documents:
            for fault in document.faults:
                self._fault(document, fault)
            if self._level >= _level_of(document):
                self._document(document)

    def close(self, counts: Counts) -> None:
        """Write the summary."""
        for text in listed(counts.unread):
            self._line(text, "quiet")
        if self._level <= QUIET:
            return
        for warning in counts.warnings:
            self._line(f"warning: {printable(warning)}", "ask")
        for text in _left(counts):
            self._line(printable(text), "quiet")
        self._line(summary(counts), "name")
        if told := line(counts.unread, "validate"):
            self._line(told, "quiet")

    def _fault(self, document: Validated, fault: Fault) -> None:
        place = f"{printable(document.file)}:{fault.line}:{fault.column}"
        message = f"{fault.path}: {fault.message}" if fault.path else fault.message
        parts = [
            self._paint(place, "place"),
            self._paint(printable(_name(document)), "name"),
            self._paint(printable(message), "bad"),
        ]
        self._write("  ".join(part for part in parts if part) + "\n")
        if fault.hint:
            self._line(f"    {printable(fault.hint)}")

    def _document(self, document: Validated) -> None:
        words = [_WORDS[document.status], document.why] if document.status in _WORDS else [document.status]
        told = ": ".join(word for word in words if word)
        parts = [
            self._paint(f"{printable(document.file)}:{document.line}", "place"),
            self._paint(printable(_name(document)), "name"),
            printable(document.api_version),
            self._paint(printable(told), "ask" if document.status == "templated" else "quiet"),
        ]
        self._write("  ".join(part for part in parts if part) + "\n")
        for text in (*(f"left to the server: {each}" for each in document.unchecked), document.hint):
            if text:
                self._line(f"    {printable(text)}")

    def _line(self, text: str, role: str = "") -> None:
        self._write((self._paint(text, role) if role else text) + "\n")


class ValidityJson:
    """One document a line, and the summary; valid ones are counted and not listed."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._stream = JsonStream(write)

    def file(self, outcome: ValidatedFile) -> None:
        """Write a file's documents."""
        for document in outcome.documents:
            self._stream.document(as_json(document))

    def close(self, counts: Counts) -> None:
        """Write the summary."""
        files = {"files": counts.files, "skippedFiles": counts.skipped_files}
        total = {"documents": sum(counts.statuses.values()), **counts.statuses, "faults": counts.faults}
        self._stream.close(files | total | {"notRead": counts.unread.counts})


def as_json(document: Validated) -> dict[str, Any]:
    """One document's entry in the report."""
    told = [("warning", each) for each in document.warnings] + [("unchecked", each) for each in document.unchecked]
    told += [("info", document.why), ("hint", document.hint)]
    faults: list[dict[str, Any]] = [fault._asdict() for fault in document.faults]
    return {
        "file": document.file,
        "line": document.line,
        "index": document.position,
        "kind": document.kind,
        "name": document.name,
        "apiVersion": document.api_version,
        "status": document.status,
        "faults": faults,
        "notes": [{"kind": kind, "path": "", "message": message} for kind, message in told if message],
    }


def summary(counts: Counts) -> str:
    """The closing line."""
    said = {"invalid": "wrong", "fragment": "kustomize patches", "skipped": "without a schema", "error": "failed"}
    parts = [f"{number:,} {said.get(status, status)}" for status, number in counts.statuses.items() if number]
    if bare := counts.skipped_files - counts.unread.links:
        parts.append(f"{bare:,} {'file' if bare == 1 else 'files'} without objects")
    total = sum(counts.statuses.values())
    return f"{total:,} {'object' if total == 1 else 'objects'}: {', '.join(parts) or 'nothing to check'}"


def _left(counts: Counts) -> Iterator[str]:
    """What was not checked, each kind once."""
    if counts.unknown:
        told = ", ".join(f"{number:,} {name}" for name, number in counts.unknown.items())
        yield f"not checked: {told}"
    if counts.unchecked:
        yield f"left to the server: {', '.join(counts.unchecked)}"


def _level_of(document: Validated) -> int:
    """The lowest level at which a document without faults is told."""
    if document.status == "templated":
        return QUIET
    return VERBOSE if document.status not in ("invalid", "error") else VERBOSE + 1


def _name(document: Validated) -> str:
    return f"{document.kind}/{document.name}" if document.name else document.kind
