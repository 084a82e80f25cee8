"""JUnit XML, which build servers show as test results (Jenkins, GitLab, Azure Pipelines: the format of Ant's task).

A suite is a file, or a part of a large one, and a case a finding. Suites are written as they come and never collected.
XML 1.0 has no way to write most control characters, halves of surrogate pairs and U+FFFE, which file names and objects
may hold: they are written as Python spells them in a string.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from kconv.records import NamedTuple
from kconv.report.entries import Document, End, File, Finding, Severity
from kconv.report.style import Paint

Result = Literal["passed", "failure", "error", "skipped"]

_RESULTS: dict[Severity, Result] = {
    "ok": "passed",
    "note": "passed",
    "skipped": "skipped",
    "finding": "failure",
    "failed": "error",
}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Case(NamedTuple):
    """One test case: ``message`` is one line, ``text`` the lines below it. ``group`` is its class, "" for the file."""

    name: str
    file: str
    line: int
    result: Result = "passed"
    message: str = ""
    text: str = ""
    group: str = ""


class FormatReport:
    """Writes ``<testsuites>``.

    What is not ASCII is written as a character reference, which is right in whatever encoding ``write`` has.
    """

    def __init__(self, write: Callable[[str], object], *, command: str, level: int, paint: Paint) -> None:  # noqa: ARG002
        self._out = write
        self._opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites{_attributes(name=f"kconv {command}")}>\n'

    def file(self, file: File) -> None:
        """Write a file's suite; a file without findings has one case, if there is something to report."""
        cases = [_case(document, finding) for document in file.documents for finding in document.findings]
        if not cases and file.remark and not file.skipped:
            cases = [Case(file.file, file.file, 1, message=file.remark)]
        if cases:
            self.suite(file.file, cases)

    def close(self, end: End | None = None) -> None:  # noqa: ARG002 - a suite has its own counts
        """Write the end; without it the report is deliberately not XML."""
        self._open()
        self._write("</testsuites>\n")

    def suite(self, name: str, cases: Sequence[Case]) -> None:
        """Write one suite."""
        self._open()
        results = [case.result for case in cases]
        counts = {
            "tests": len(cases),
            "failures": results.count("failure"),
            "errors": results.count("error"),
            "skipped": results.count("skipped"),
        }
        self._write(f"<testsuite{_attributes(name=name, **counts)}>\n{''.join(map(_element, cases))}</testsuite>\n")

    def _write(self, text: str) -> None:
        self._out(text.encode("ascii", "xmlcharrefreplace").decode())

    def _open(self) -> None:
        self._write(self._opening)
        self._opening = ""


def _case(document: Document, finding: Finding) -> Case:
    name = f"{document.api_version} {document.label}".strip() or "document"
    message = "" if finding.severity == "ok" else finding.message
    return Case(
        name=f"{name} {finding.about}" if finding.about else name,
        file=document.file,
        line=finding.line,
        result=_RESULTS[finding.severity],
        message=message,
        text="\n".join(finding.details(True)),
    )


def _element(case: Case) -> str:
    attributes = _attributes(name=case.name, classname=case.group or case.file, file=case.file, line=case.line)
    inside = "".join(_inside(case))
    return f"<testcase{attributes}>{inside}</testcase>\n" if inside else f"<testcase{attributes}/>\n"


def _inside(case: Case) -> Iterator[str]:
    if case.result != "passed":
        yield f"<{case.result}{_attributes(message=case.message)}>{escape(_xml(case.text))}</{case.result}>"
    elif case.message or case.text:
        output = "\n".join(part for part in (case.message, case.text) if part)
        yield f"<system-out>{escape(_xml(output))}</system-out>"


def _attributes(**values: object) -> str:
    # quoteattr keeps line ends from being read as spaces
    return "".join(f" {key}={quoteattr(_xml(str(value)))}" for key, value in values.items())


def _xml(text: str) -> str:
    return _NO_XML.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)
