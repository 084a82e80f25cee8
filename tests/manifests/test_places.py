"""Where a field stands, as an editor counts lines and columns, and which keys stand twice."""

from __future__ import annotations

import pytest

from kconv.manifests import places, tree
from kconv.manifests.syntax import json
from kconv.paths import parse as path

TEXT = "a:\n  b: &x [1, {c: é, d: 2}]\n  e: *x\nf:\n- g: 1\n- !!str h\ni: |\n  j\n  k\n\nl: 'm'\n"
OF: list[tuple[str, tuple[int, int], tuple[int, int]]] = [
    ("", (1, 1), (1, 1)),
    ("a", (2, 3), (1, 1)),
    ("a.b", (2, 9), (2, 3)),
    ("a.b[0]", (2, 10), (2, 10)),
    ("a.b[1].d", (2, 23), (2, 20)),
    ("a.b[7]", (2, 3), (2, 3)),
    ("a.e", (3, 6), (3, 3)),
    ("a.e[0]", (3, 3), (3, 3)),
    ("a.none.deeper", (1, 1), (1, 1)),
    ("none", (1, 1), (1, 1)),
    ("f[0]", (5, 3), (5, 3)),
    ("f[0].none", (5, 3), (5, 3)),
    ("f[1]", (6, 9), (6, 9)),
]


@pytest.mark.parametrize(("field", "value", "key"), OF)
def test_the_place_of_a_field(field: str, value: tuple[int, int], key: tuple[int, int]) -> None:
    found = places.read(TEXT, first_line=11)
    assert found.of(path(field)) == (value[0] + 10, value[1])
    assert found.of(path(field), key=True) == (key[0] + 10, key[1])


def test_without_an_object_every_place_is_the_first_line() -> None:
    assert places.read("# c\n", first_line=7).of(("a",)) == (7, 1)


@pytest.mark.parametrize(
    ("written", "want"),
    [
        ("on", "on"),
        ("0777", "0777"),
        ("1_000", "1_000"),
        ("1.0", "1.0"),
        ("1e3", "1e3"),
        ("True", ""),
        ("true", ""),
        ("1", ""),
        ("1.5", ""),
        ("'on'", ""),
        ("text", ""),
        ("null", ""),
        ("~", ""),
        ("{}", ""),
        ("[on]", ""),
        ("&x on", "on"),
    ],
)
def test_the_spelling_of_what_does_not_look_like_its_value(written: str, want: str) -> None:
    assert places.read(f"a:\n  b: {written}\n").spelling(("a", "b")) == want


def test_what_is_not_there_has_no_spelling() -> None:
    assert places.read("a: on\n").spelling(("b",)) == ""


def test_every_key_that_stands_twice_is_found_with_its_place() -> None:
    text = "a: 1\nb:\n- c: 1\n  c: 2\n  d: {x: 0, e: 1, e: 2}\n- {}\n- f: 1\n  f: 2\na: 2\na: 3\n"
    found = places.read(text, first_line=3)
    assert [(each.path, tuple(each.place), tuple(each.first)) for each in found.twice()] == [
        (("b", 0, "c"), (6, 3), (5, 3)),
        (("b", 0, "d", "e"), (7, 19), (7, 13)),
        (("b", 2, "f"), (10, 3), (9, 3)),
        (("a",), (11, 1), (3, 1)),
        (("a",), (12, 1), (3, 1)),
    ]
    assert found.document.value["a"] == 3
    assert found.of(("a",)) == (12, 4)


def test_a_key_stands_twice_in_json_too() -> None:
    found = places.read('{"a": 1,\n "a": {"b": 1}}', file="f", syntax=json.SYNTAX)
    assert [(each.path, tuple(each.place)) for each in found.twice()] == [(("a",), (2, 2))]
    assert found.of(("a", "b")) == (2, 13)
    assert found.document.source.file == "f"


LINES: list[tuple[str, int, range]] = [
    ("", 1, range(1, 12)),
    ("a", 1, range(1, 4)),
    ("a.b", 2, range(2, 3)),
    ("a.b[1].d", 2, range(2, 3)),
    ("a.e[0]", 3, range(0)),
    ("f", 4, range(4, 7)),
    ("f[0]", 5, range(5, 6)),
    ("i", 7, range(7, 10)),
    ("l", 11, range(11, 12)),
    ("none.x", 1, range(0)),
]


@pytest.mark.parametrize(("field", "line", "lines"), LINES)
def test_the_lines_of_a_field(field: str, line: int, lines: range) -> None:
    document = tree.parse(TEXT, first_line=11)
    assert document.line_of(path(field)) == line + 10
    assert document.lines_of(path(field)) == (range(lines.start + 10, lines.stop + 10) if lines else range(0))


def test_a_line_of_a_block_of_text_has_a_line_in_the_file() -> None:
    document = tree.parse(TEXT, first_line=11)
    assert [document.text_line(path("i"), at) for at in (1, 2)] == [18, 19]
    assert [document.text_line(path(field), 2) for field in ("l", "a.b", "none")] == [21, 12, 11]


def test_an_empty_document_is_on_its_first_line() -> None:
    document = tree.parse("# c\n", first_line=7)
    assert (document.line_of(("a",)), document.lines_of(("a",)), document.value) == (7, range(0), None)
    assert document.text_line(("a",), 1) == 7
