"""The report for people: one line per finding, which an editor can jump to, and its explanation below."""

from __future__ import annotations

from collections.abc import Callable

from kconv.report.entries import Document, End, File, Finding
from kconv.report.style import QUIET, VERBOSE, Paint, printable


class FormatReport:
    """Writes the report line by line."""

    def __init__(self, write: Callable[[str], object], *, command: str, level: int, paint: Paint) -> None:
        self._write, self._command, self._level, self._paint = write, command, level, paint

    def file(self, file: File) -> None:
        """Write the findings that are shown at this level."""
        remark = f"skipped: {file.skipped}" if file.skipped else "" if file.documents else file.remark
        if remark and self._level >= VERBOSE:
            self._line(f"{printable(file.file)}  {printable(remark)}", "quiet")
        for document in file.documents:
            for finding in document.findings:
                if self._level >= finding.level:
                    self._finding(document, finding)

    def close(self, end: End) -> None:
        """Write the remarks, the summary line, and what was not read."""
        listed, unread = _unread(end, self._command) if end.unread.any() else ([], "")
        for text in listed:
            self._line(text, "quiet")
        if self._level <= QUIET:
            return
        for text, role in end.remarks:
            self._line(printable(text), role)
        self._line(end.summary, "name")
        if unread:
            self._line(unread, "quiet")

    def _finding(self, document: Document, finding: Finding) -> None:
        column = f":{finding.column}" if finding.column else ""
        place = f"{printable(document.file)}:{finding.line}{column}"
        parts = [
            self._painted(place, "place"),
            self._painted(printable(document.label), "name"),
            *(self._painted(printable(text), role) for text, role in finding.headline),
        ]
        self._write("  ".join(part for part in parts if part) + "\n")
        for text in finding.details(self._level >= VERBOSE):
            self._line(f"    {printable(text)}")

    def _line(self, text: str, role: str = "") -> None:
        self._write(self._painted(text, role) + "\n")

    def _painted(self, text: str, role: str) -> str:
        return self._paint(text, role) if role else text


def _unread(end: End, command: str) -> tuple[list[str], str]:
    """What was not read: each path, if those are to be listed, and the line that counts them."""
    from kconv.report.unread import line, listed

    return list(listed(end.unread)), line(end.unread, command)
