"""The report that a person reads: a line a document, and under it only what that person should know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kconv.pipeline import DocumentOutcome, FileOutcome
from kconv.report.lifecycle import lifecycle, only_names
from kconv.report.style import NORMAL, QUIET, VERBOSE, Paint, plain, printable
from kconv.report.tally import CHANGES, REMAINS, UNSOLVED, Tally

if TYPE_CHECKING:
    from kconv.engine.conversion import Note
    from kconv.manifests.unread import Unread
    from kconv.names import Release

_WRITTEN = "written, to act as before"
_ROLES = {**dict.fromkeys(CHANGES, "done"), **dict.fromkeys(REMAINS, "ask"), "decision": "ask", "error": "bad"}
_WORDS = {
    "unchanged": "unchanged",
    "fragment": "a fragment: structure only, no defaults",
    "decision": "left as it is, needs a decision",
    "templated": "templated, not migrated",
    "embedded": "inside another document, not migrated",
    "encrypted": "encrypted, not migrated",
    "waits": "left as it is, waits",
    "error": "left as it is, failed",
}
_WORDS_OF_SCAN = {"error": "cannot be migrated", "waits": "waits"}


class TextReport:
    """Writes the report line by line.

    ``verb`` says what a run does to a document: "migrated", "to migrate"; ``command`` is kconv's that runs. With a
    ``release`` each document is told with what that release makes of its version.
    """

    def __init__(
        self,
        write: Callable[[str], object],
        *,
        verb: str = "migrated",
        command: str = "migrate",
        level: int = NORMAL,
        paint: Paint = plain,
        release: Release | None = None,
    ) -> None:
        self._write = write
        self._verb = verb
        self._command = command
        self._level = level
        self._paint = paint
        self._release = release

    def file(self, outcome: FileOutcome) -> None:
        """Write what a file's documents need a person to know."""
        if self._level >= VERBOSE and (outcome.skipped or not outcome.documents):
            what = f"skipped: {outcome.skipped}" if outcome.skipped else "unchanged"
            self._line(f"{printable(outcome.file)}  {printable(what)}", "quiet")
        for document in outcome.documents:
            if self._level >= self._level_of(document):
                self._document(document)

    def close(self, tally: Tally) -> None:
        """Write the summary line, and what was not read."""
        told = _unread(tally.unread, self._command) if tally.unread.any() else []
        for text in told[:-1]:
            self._line(text, "quiet")
        if self._level > QUIET:
            self._line(summary(tally, self._verb), "name")
            for text in told[-1:]:
                self._line(text, "quiet")

    def _document(self, document: DocumentOutcome) -> None:
        paint = self._paint
        name = f"{document.kind}/{document.name}" if document.name else document.kind
        parts = [
            paint(f"{printable(document.file)}:{document.line}", "place"),
            paint(printable(name), "name"),
            paint(printable(versions(document)), _ROLES.get(document.status, "quiet")),
            paint(self._remark(document), "quiet"),
        ]
        self._write("  ".join(part for part in parts if part) + "\n")
        for text in notes(document, every=self._level >= VERBOSE):
            self._line(f"    {printable(text)}")

    def _level_of(self, document: DocumentOutcome) -> int:
        """The lowest level at which a document is reported: what waits for a person, and what a scan finds, even with
        --quiet."""
        if document.status in (*UNSOLVED, *REMAINS) or (self._release and document.status in CHANGES):
            return QUIET
        return VERBOSE if document.status == "unchanged" and not document.notes else NORMAL

    def _remark(self, document: DocumentOutcome) -> str:
        told = "only what it names" if only_names(document) else ""
        words = [lifecycle(document, self._release) if self._release else "", self._state(document.status), told]
        return ", ".join(word for word in words if word)

    def _state(self, status: str) -> str:
        """A scan leaves everything as it is, and need not say so."""
        return _WORDS_OF_SCAN.get(status, _WORDS.get(status, "")) if self._release else _WORDS.get(status, "")

    def _line(self, text: str, role: str = "") -> None:
        self._write((self._paint(text, role) if role else text) + "\n")


def _unread(unread: Unread, command: str) -> list[str]:
    """What was not read, name by name if that was asked for, and the line that counts it."""
    from kconv.report.unread import line, listed

    return [*listed(unread), line(unread, command)]


def versions(document: DocumentOutcome) -> str:
    """From which version to which."""
    if document.status == "no-successor":
        return f"{document.source} → no successor"
    if not document.target or document.target == document.source:
        return document.source
    return f"{document.source} → {document.target}"


def notes(document: DocumentOutcome, *, every: bool = False) -> list[str]:
    """What to say under a document; all written defaults are one line unless every one is asked for."""
    told = [note for note in document.notes if note.kind != "default" or document.status not in UNSOLVED]
    lines = [_sentence(note) for note in told if note.kind != "default"]
    written = [_sentence(note) for note in told if note.kind == "default"]
    lines += [f"{_WRITTEN}: {text}" for text in written] if every else _written(written)
    return [*lines, document.hint] if document.hint else lines


def _sentence(note: Note) -> str:
    return f"{note.path}: {note.message}" if not note.message.startswith(note.path) else note.message


def _written(defaults: list[str]) -> Iterator[str]:
    """The same default in every item of a list is told once."""
    counts: dict[str, int] = {}
    for text in defaults:
        text = re.sub(r"\[\d+\]", "[]", text)
        counts[text] = counts.get(text, 0) + 1
    if counts:
        told = (text if count == 1 else f"{text} ({count} times)" for text, count in counts.items())
        yield f"{_WRITTEN}: {', '.join(told)}"


def summary(tally: Tally, verb: str = "migrated") -> str:
    """The closing line: what was done, what is left, what was passed over."""
    parts = [
        _some(tally.count(CHANGES), f"document {verb}", f"documents {verb}"),
        _some(tally.statuses["decision"], "needs a decision", "need a decision"),
        _some(tally.statuses["no-successor"], "has no successor", "have no successor"),
        _some(tally.statuses["templated"], "templated"),
        _some(tally.statuses["embedded"], "inside other documents"),
        _some(tally.statuses["encrypted"], "encrypted"),
        _some(tally.statuses["waits"], "waits for others", "wait for others"),
        _some(tally.statuses["error"], "failed"),
        _some(tally.statuses["unchanged"], "unchanged"),
        _some(tally.skipped_files - tally.unread.links, "file without objects", "files without objects"),
    ]
    told = ", ".join(part for part in parts if part) or "nothing to do"
    return f"{_count(tally.files, 'manifest', 'manifests')}: {told}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one}"


def _some(number: int, one: str, many: str = "") -> str:
    return _count(number, one, many) if number else ""
