"""The report that a person reads: a line a document, and under it only what that person should know."""

from __future__ import annotations

from collections.abc import Callable

from kconv.pipeline import DocumentOutcome, FileOutcome
from kconv.report.style import Paint, plain, printable
from kconv.report.tally import CHANGES, REMAINS, UNSOLVED, Tally

QUIET, NORMAL, VERBOSE = -1, 0, 1
_ROLES = {**dict.fromkeys(CHANGES, "done"), **dict.fromkeys(REMAINS, "ask"), "decision": "ask", "error": "bad"}
_WORDS = {
    "unchanged": "unchanged",
    "fragment": "a fragment: structure only, no defaults",
    "decision": "left as it is, needs a decision",
    "templated": "templated, not migrated",
    "error": "left as it is, failed",
}
_MANY = 3


class TextReport:
    """Writes the report line by line. ``verb`` says what a run does to a document: "migrated", "to migrate"."""

    def __init__(
        self, write: Callable[[str], object], *, verb: str = "migrated", level: int = NORMAL, paint: Paint = plain
    ) -> None:
        self._write = write
        self._verb = verb
        self._level = level
        self._paint = paint

    def file(self, outcome: FileOutcome) -> None:
        """Write what a file's documents need a person to know."""
        if outcome.skipped:
            if self._level >= VERBOSE:
                self._line(f"{printable(outcome.file)}  skipped: {printable(outcome.skipped)}", "quiet")
            return
        for document in outcome.documents:
            if self._level >= _level_of(document):
                self._document(document)

    def close(self, tally: Tally) -> None:
        """Write the summary line."""
        if self._level > QUIET:
            self._line(summary(tally, self._verb), "name")

    def _document(self, document: DocumentOutcome) -> None:
        paint = self._paint
        name = f"{document.kind}/{document.name}" if document.name else document.kind
        parts = [
            paint(f"{printable(document.file)}:{document.line}", "place"),
            paint(printable(name), "name"),
            paint(printable(versions(document)), _ROLES.get(document.status, "quiet")),
            paint(_WORDS.get(document.status, ""), "quiet"),
        ]
        self._write("  ".join(part for part in parts if part) + "\n")
        for text in notes(document, every=self._level >= VERBOSE):
            self._line(f"    {printable(text)}")

    def _line(self, text: str, role: str = "") -> None:
        self._write((self._paint(text, role) if role else text) + "\n")


def _level_of(document: DocumentOutcome) -> int:
    """The lowest level at which a document is told: what waits for a person even with --quiet."""
    if document.status in (*UNSOLVED, *REMAINS):
        return QUIET
    return VERBOSE if document.status == "unchanged" else NORMAL


def versions(document: DocumentOutcome) -> str:
    """From which version to which; why there is no other."""
    removed = f"removed in {document.removed_in}" if document.removed_in else ""
    if document.status == "no-successor":
        return f"{document.source} → no successor" + (f" ({removed})" if removed else "")
    if not document.target or document.target == document.source:
        return document.source
    return f"{document.source} → {document.target}"


def notes(document: DocumentOutcome, *, every: bool = False) -> list[str]:
    """What to say under a document; many written defaults are one line unless every one is asked for."""
    defaults = [note for note in document.notes if note.kind == "default"]
    folded = len(defaults) > _MANY and not every
    lines = [
        f"{note.path}: {note.message}" if note.path else note.message
        for note in document.notes
        if not (folded and note.kind == "default")
    ]
    if folded:
        lines.append(f"{len(defaults)} defaults of {document.source} written: {', '.join(n.path for n in defaults)}")
    return [*lines, document.hint] if document.hint else lines


def summary(tally: Tally, verb: str = "migrated") -> str:
    """The closing line: what was done, what is left, what was passed over."""
    parts = [
        _count(tally.count(CHANGES), f"document {verb}", f"documents {verb}"),
        _some(tally.statuses["decision"], "needs a decision", "need a decision"),
        _some(tally.statuses["no-successor"], "has no successor", "have no successor"),
        _some(tally.statuses["templated"], "templated"),
        _some(tally.statuses["error"], "failed"),
        _some(tally.statuses["unchanged"], "unchanged"),
        _some(tally.skipped_files, "file skipped", "files skipped"),
    ]
    return f"{_count(tally.files, 'manifest', 'manifests')}: {', '.join(part for part in parts if part)}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one}"


def _some(number: int, one: str, many: str = "") -> str:
    return _count(number, one, many) if number else ""
