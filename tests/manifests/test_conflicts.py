"""A merge that git could not finish encloses both sides between lines of seven signs."""

from __future__ import annotations

import pytest

from kconv.errors import ManifestError
from kconv.manifests import conflicts, tree

OURS = b"<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b\n"
FOUND: list[tuple[str, bytes, list[tuple[int, int, str, int]]]] = [
    ("one", OURS, [(0, 40, "<<<<<<< HEAD", 1)]),
    ("behind other lines", b"x: 1\ny: 2\n" + OURS, [(10, 50, "<<<<<<< HEAD", 3)]),
    ("two", OURS + b"x: 1\n" + OURS, [(0, 40, "<<<<<<< HEAD", 1), (46, 86, "<<<<<<< HEAD", 7)]),
    ("without labels and a last line break", b"<<<<<<<\n>>>>>>>", [(0, 15, "<<<<<<<", 1)]),
    ("CRLF", b"<<<<<<< HEAD\r\n>>>>>>> b\r\n", [(0, 24, "<<<<<<< HEAD", 1)]),
    ("a BOM is not of the marker", b"\xef\xbb\xbf<<<<<<< a\n>>>>>>> b\n", [(3, 22, "<<<<<<< a", 1)]),
    ("a label that is not UTF-8", b"<<<<<<< \xe9\n>>>>>>> b\n", [(0, 19, "<<<<<<< \ufffd", 1)]),
    ("a line of eight signs", b"<<<<<<<< HEAD\n>>>>>>>> b\n", []),
    ("a line of six signs", b"<<<<<< HEAD\n>>>>>> b\n", []),
    ("the first line only", b"<<<<<<< HEAD\na: 1\n", []),
    ("the last line before the first", b">>>>>>> b\n<<<<<<< HEAD\n", []),
    ("in a block of text", b"a: |\n  <<<<<<< HEAD\n  >>>>>>> b\n", []),
]


@pytest.mark.parametrize(("data", "want"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_a_conflict_is_what_the_first_and_the_last_of_its_lines_enclose(
    data: bytes, want: list[tuple[int, int, str, int]]
) -> None:
    assert [tuple(each) for each in conflicts.conflicts(data)] == want
    assert [each.line for each in conflicts.conflicts(data, 11)] == [line + 10 for *_, line in want]


def test_a_conflict_meets_what_it_reaches_into() -> None:
    (found,) = conflicts.conflicts(b"x: 1\n" + OURS + b"y: 1\n")
    parts = [(0, 5), (0, 6), (44, 45), (45, 52), (10, 12), (0, 60)]
    assert [found.meets(*part) for part in parts] == [False, True, True, False, True, True]


def test_the_errors_name_the_conflicts_line() -> None:
    (found,) = conflicts.conflicts(OURS, 4)
    error, other = found.error(), found.elsewhere()
    assert (error.line, error.column, error.hint) == (4, 1, conflicts.HINT)
    assert "<<<<<<< HEAD" in error.reason
    assert (other.line, other.hint) == (4, conflicts.HINT)
    assert "line 4" in other.reason


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("<<<<<<< HEAD\na: 1\n", 1, 1),
        ("a: 1\n>>>>>>> b\nb: 2\n", 2, 1),
        ("a: 1\n||||||| c\nb: 2\n", 2, 1),
        ("a: 1\n=======\nb: 2\n", 2, 1),
        ("a: 1\n=======\r\nb: 2\r\n", 2, 1),
    ],
)
def test_a_line_that_a_conflict_has_left_is_the_error_of_a_text_that_cannot_be_read(
    text: str, line: int, column: int
) -> None:
    with pytest.raises(ManifestError, match="a line that a merge conflict has left") as raised:
        tree.parse(text)
    assert (raised.value.line, raised.value.column, raised.value.hint) == (line, column, conflicts.HINT)


@pytest.mark.parametrize(
    ("text", "start", "want"),
    [
        ("a: 1\n>>>>>>> b\n", 0, 5),
        ("a: 1\n=======\n", 5, 5),
        ("a: 1\n=======\n", 0, -1),
        ("a: 1\n======= x\n", 5, -1),
        ("a: 1\n >>>>>>> b\n", 0, -1),
        ("a: 1\n>>>>>>>b\n", 0, -1),
        ("a: 1\n>>>>>>>", 0, 5),
    ],
)
def test_what_may_underline_a_heading_counts_only_where_the_parser_stopped(text: str, start: int, want: int) -> None:
    assert conflicts.left(text, start) == want
