"""JUnit XML, which build servers show as test results (Jenkins, GitLab, Azure Pipelines: the format of Ant's task).

Suites are written as they come and never collected. XML 1.0 has no way to write most control characters, halves of
surrogate pairs and U+FFFE, which file names and objects may hold: they are written as Python spells them in a string.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

Result = Literal["passed", "failure", "error", "skipped"]

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Case(NamedTuple):
    """One test case: ``message`` is one line, ``text`` what stands below it."""

    name: str
    file: str
    line: int
    result: Result = "passed"
    message: str = ""
    text: str = ""


class JUnit:
    """Writes ``<testsuites>``; without ``close`` the report is cut off and no XML, on purpose.

    What is not ASCII is written as a character reference, which is right in whatever encoding ``write`` has.
    """

    def __init__(self, write: Callable[[str], object], name: str) -> None:
        self._out = write
        self._opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites{_attributes(name=name)}>\n'

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
        self._write(f"<testsuite{_attributes(name=name, **counts)}>\n{''.join(map(_case, cases))}</testsuite>\n")

    def close(self) -> None:
        """Write the end."""
        self._open()
        self._write("</testsuites>\n")

    def _write(self, text: str) -> None:
        self._out(text.encode("ascii", "xmlcharrefreplace").decode())

    def _open(self) -> None:
        self._write(self._opening)
        self._opening = ""


def _case(case: Case) -> str:
    attributes = _attributes(name=case.name, classname=case.file, file=case.file, line=case.line)
    inside = "".join(_inside(case))
    return f"<testcase{attributes}>{inside}</testcase>\n" if inside else f"<testcase{attributes}/>\n"


def _inside(case: Case) -> Iterator[str]:
    if case.result != "passed":
        yield f"<{case.result}{_attributes(message=case.message)}>{escape(_xml(case.text))}</{case.result}>"
    elif case.message or case.text:
        told = "\n".join(part for part in (case.message, case.text) if part)
        yield f"<system-out>{escape(_xml(told))}</system-out>"


def _attributes(**values: object) -> str:
    # quoteattr keeps line ends from being read as spaces
    return "".join(f" {key}={quoteattr(_xml(str(value)))}" for key, value in values.items())


def _xml(text: str) -> str:
    return _NO_XML.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)
