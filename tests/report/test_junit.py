"""A JUnit report is valid XML whatever its text, which is preserved."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple, get_args
from xml.etree import ElementTree

import pytest

from kconv.report.formats.junit import Case, FormatReport, Result
from kconv.report.style import NORMAL, plain
from tests.report.conftest import END


def written(*suites: tuple[str, list[Case]]) -> str:
    """The report of these suites."""
    parts: list[str] = []
    report = FormatReport(parts.append, command="test", level=NORMAL, paint=plain)
    for name, cases in suites:
        report.suite(name, cases)
    report.close(END)
    return "".join(parts)


class Odd(NamedTuple):
    name: str
    text: str
    read: str


ODD = [
    Odd("markup", '<a href="\'">&amp;]]>', '<a href="\'">&amp;]]>'),
    Odd("lines", "a\nb\tc\r\nd", "a\nb\tc\r\nd"),
    Odd("control characters", "\x00\x01\x1b[31m\x7f\x85", "\\x00\\x01\\x1b[31m\x7f\x85"),
    Odd("no characters", "\ufffe\uffff", "\\ufffe\\uffff"),
    Odd("half of a pair", "\ud800 \udcff", "\\ud800 \\udcff"),
    Odd("other scripts", "é語\U0001f600", "é語\U0001f600"),
]


@pytest.mark.parametrize("odd", ODD, ids=attrgetter("name"))
@pytest.mark.parametrize("result", get_args(Result))
def test_any_text_is_valid_xml_and_comes_back(odd: Odd, result: Result) -> None:
    text = written((odd.text, [Case(odd.text, odd.text, 3, result, odd.text, odd.text)]))
    assert text.isascii()
    [suite] = ElementTree.fromstring(text)
    [case] = suite
    assert suite.attrib["name"] == case.attrib["name"] == case.attrib["file"] == odd.read
    if result != "passed":
        assert case[0].attrib["message"] == odd.read
        assert (case[0].text or "").replace("\n", "") == odd.read.replace("\r", "").replace("\n", "")


@pytest.mark.full
def test_every_character_is_valid_xml() -> None:
    for start in range(0, 0x110000, 0x1000):
        text = "".join(map(chr, range(start, start + 0x1000)))
        ElementTree.fromstring(written((text, [Case(text, text, 1, "failure", text, text)])))


def test_a_suite_counts_its_cases() -> None:
    cases = [Case(result, "a.yaml", 1, result, "why") for result in (*get_args(Result), "failure")]
    [suite] = ElementTree.fromstring(written(("a.yaml", cases)))
    counts = {key: suite.attrib[key] for key in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "5", "failures": "2", "errors": "1", "skipped": "1"}
    assert [case[0].tag for case in suite] == ["system-out", "failure", "error", "skipped", "failure"]


def test_a_report_of_nothing_is_xml() -> None:
    assert list(ElementTree.fromstring(written())) == []
