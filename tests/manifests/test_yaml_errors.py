"""The error of a text that is not YAML explains what is wrong, at the place to look at."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from kconv.errors import ManifestError
from kconv.manifests.tree import parse
from kconv.manifests.yaml_errors import TABLE


class Case(NamedTuple):
    """A text, the place that is named, and what is said of it."""

    text: str
    line: int
    column: int
    reason: str
    hint: str


CASES = [
    Case("a:\n\tb: 1\n", 2, 1, "a tab where only spaces may indent", "spaces"),
    Case("a:\n  b: 1\n\tc: 2\n", 3, 1, "a tab where only spaces may indent", "spaces"),
    Case("a: |\n  b\n\tc\n", 3, 1, "a tab where only spaces may indent", "spaces"),
    Case("a: @x\n", 1, 4, "a value cannot begin with @", "put it in quotes"),
    Case("a: @x\nb: %PORT%\n", 1, 4, "a value cannot begin with @", "put it in quotes"),
    Case("a: %PORT%\n", 1, 4, "a value cannot begin with %", "a placeholder must be rendered first, or put in quotes"),
    Case("a: [@PORT@]\n", 1, 5, "a value cannot begin with @", "a placeholder must be rendered first, or put in quotes"),
    Case("a: `x`\n", 1, 4, "a value cannot begin with `", "quotes"),
    Case("a: b: c\n", 1, 5, "a colon makes this a key", "quotes"),
    Case("a: 1\n  b: 2\n", 2, 4, "a colon makes this a key", "indent"),
    Case("a: b\nc d\ne: f\n", 2, 1, "not `key: value`", "complete it"),
    Case("a: - b\n", 1, 4, "a list cannot begin here", "a line of its own"),
    Case("# é\n- a\nb: c\n", 3, 1, "not an item of the list that begins in line 2", "dash"),
    Case("x:\n    b: 1\n  c: 2\n", 3, 3, "not a key of the map that begins in line 1", "indent"),
    Case("a: 'it's'\n", 1, 8, "not a key of the map that begins in line 1", "closing quote"),
    Case("a: 1\nb: 'c\nd: e\n", 2, 4, "the quote that opens here is not closed", "close it"),
    Case("a: 'b\n--- x\n", 1, 4, "the quote that opens here is not closed", "close it"),
    Case('a: "é\\d"\n', 1, 6, "\\d is not an escape in double quotes", "backslash"),
    Case('a: "\\xzz"\n', 1, 7, "without its digits", "backslash"),
    Case('a: "\\x\t"\n', 1, 7, "without its digits", "backslash"),
    Case('a: "\\uD800"\n', 1, 7, "an escape in double quotes that is not a character", "backslash"),
    Case("a: [b, c\nd: e\n", 2, 2, "a comma is expected, or the end of what opens with [ in line 1", "comma"),
    Case("a: {b: c d: e}\n", 1, 11, "a comma is expected, or the end of what opens with { in line 1", "comma"),
    Case("a: [,]\n", 1, 5, "a value is missing", "quotes"),
    Case("a: *.example.com\n", 1, 4, "a value cannot begin with *", "quotes"),
    Case("a: !x!y z\n", 1, 4, "a value cannot begin with !", "quotes"),
    Case("a: | b\n", 1, 6, "beside the sign for a block of text", "next line"),
    Case("a: | %PORT%\n", 1, 6, "beside the sign for a block of text", "begin it on the next line"),
    Case("'a' 'b'\n", 1, 5, "the document has ended", "`---`"),
    Case("=======\n- a\nb: 1\n", 1, 1, "a line that a merge conflict has left", "resolve the conflict"),
    Case("a: |0\n  b\n", 1, 5, "while scanning a block scalar, found an indentation indicator equal to 0", ""),
    Case("a: \x01\n", 1, 4, "control characters are not allowed", "remove it"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case.text))
def test_it_says_what_is_wrong_where_and_what_to_do(case: Case) -> None:
    with pytest.raises(ManifestError) as raised:
        parse(case.text, file="a.yaml")
    error = raised.value
    assert (error.line, error.column) == (case.line, case.column)
    assert case.reason in error.reason
    assert error.reason.startswith("not valid YAML: ")
    assert case.hint in error.hint


def test_a_hint_to_render_is_for_placeholders_alone() -> None:
    for text, hint in (
        ("a: @x\n", "put it in quotes"),
        ("a: @x\nb: %P%\n", "put it in quotes"),
        ("a: %P%\n", "a placeholder must be rendered first, or put in quotes"),
    ):
        with pytest.raises(ManifestError) as raised:
            parse(text)
        assert raised.value.hint == hint


def test_a_sign_is_named_alone() -> None:
    assert _reason("a: @xy\n") == "not valid YAML: a value cannot begin with @"


def test_an_escape_is_named_as_it_stands() -> None:
    assert _reason('a: "é\\d"\n') == "not valid YAML: \\d is not an escape in double quotes"


def test_lines_are_those_of_the_file() -> None:
    with pytest.raises(ManifestError, match="begins in line 11") as raised:
        parse("a: 1\n- b\n", file="a.yaml", first_line=11)
    assert raised.value.line == 12


@pytest.mark.parametrize("words", TABLE, ids=lambda words: words.said)
def test_every_sentence_has_its_case(words: object) -> None:
    reason = words.reason.split("{")[0]  # type: ignore[attr-defined]
    assert any(_reason(case.text).startswith(f"not valid YAML: {reason}") for case in CASES)


def _reason(text: str) -> str:
    with pytest.raises(ManifestError) as raised:
        parse(text)
    return raised.value.reason
