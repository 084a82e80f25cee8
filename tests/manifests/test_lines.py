"""Lines that move sideways, the comments among them, and what a document's own style is."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.manifests import lines, tree
from kconv.manifests.chunks import Chunks, line_start, next_line
from kconv.manifests.comments import comments
from kconv.manifests.nodes import find
from kconv.manifests.protocols import Style
from kconv.manifests.style import line_indent, style_of
from kconv.manifests.syntax import json, yaml
from kconv.paths import parse as path

SHIFTED: list[tuple[str, str, int, str]] = [
    ("right", "a\n  b\n", 2, "  a\n    b\n"),
    ("left", "    a\n      b\n", -2, "  a\n    b\n"),
    ("not at all", " a\n", 0, " a\n"),
    ("nothing", "", 2, ""),
    ("no blanks where there is no line", "a\n\n\nb", 1, " a\n\n\n b"),
    ("a line break of two bytes", "a\r\n\r\nb\r\n", 2, "  a\r\n\r\n  b\r\n"),
    ("white lines may be text", "a\n  \nb\n", 2, "  a\n    \n  b\n"),
    ("no text is cut off", "    a\n b\nc\n  \n", -2, "  a\nb\nc\n\n"),
    ("a tab is no blank", "   \ta\n", -4, "\ta\n"),
]


@pytest.mark.parametrize(("text", "columns", "want"), [r[1:] for r in SHIFTED], ids=[r[0] for r in SHIFTED])
def test_lines_move_by_columns(text: str, columns: int, want: str) -> None:
    assert lines.shift(text, columns) == want


@pytest.mark.parametrize(
    ("text", "old", "new", "want"),
    [
        ("{\n\ta\n}", "", "\t", "{\n\t\ta\n\t}"),
        ("{\n\t\ta\n\t}", "\t", "  ", "{\n  \ta\n  }"),
        ("{\n    a\n  }", "  ", "", "{\n  a\n}"),
        ("{\n  a\n b}", "  ", "    ", "{\n    a\n b}"),
        ("  a", "  ", "", "  a"),
        ("  a\n  b", "  ", "", "  a\nb"),
    ],
)
def test_the_first_line_of_a_flow_collection_is_not_indented(text: str, old: str, new: str, want: str) -> None:
    assert lines.reindent(text, old, new) == want


@pytest.mark.parametrize(
    ("text", "blank", "rest"),
    [
        ("\n  \n\t\r\na\n\n", "\n  \n\t\r\n", "a\n\n"),
        ("a\n\n", "", "a\n\n"),
        ("\n\n", "\n\n", ""),
        ("  ", "  ", ""),
        ("", "", ""),
        ("\n a", "\n", " a"),
    ],
)
def test_blank_lines_are_parted_from_a_text(text: str, blank: str, rest: str) -> None:
    assert lines.strip_blank(text) == (blank, rest)


@pytest.mark.parametrize(
    ("text", "column", "want"),
    [
        ("    # a\n    # b\n", 2, "  # a\n    # b\n"),
        ("\n    # a\n", 2, "\n  # a\n"),
        ("  # a\n", 2, "  # a\n"),
        (" # a\n", 2, " # a\n"),
        ("    a: 1 # b\n", 2, "    a: 1 # b\n"),
        ("", 2, ""),
    ],
)
def test_only_a_comment_at_the_start_moves_left(text: str, column: int, want: str) -> None:
    assert lines.clamp(text, column) == want


@pytest.mark.parametrize(
    ("text", "column", "want"),
    [
        ("  a: 1\n  b: 1\n", 0, "- a: 1\n  b: 1\n"),
        ("    a: 1\n", 2, "  - a: 1\n"),
        ("  # c\n  a: 1\n", 0, "# c\n- a: 1\n"),
        (" # c\n    a: 1\n", 2, " # c\n  - a: 1\n"),
        ("\n  a: 1\n", 0, "\n- a: 1\n"),
        ("  # c\n", 0, "# c\n"),
    ],
)
def test_a_dash_stands_over_the_first_line_that_is_no_comment(text: str, column: int, want: str) -> None:
    assert lines.put_dash(text, column) == want


def test_where_a_line_begins() -> None:
    assert [line_start("\na\nb", at) for at in range(5)] == [0, 1, 1, 3, 3]
    assert [next_line("\na\nb", at) for at in range(5)] == [1, 3, 3, 4, 4]


def test_comments_become_lines() -> None:
    assert lines.comment_lines(["# a", "# b"], 2, "\r\n") == "  # a\r\n  # b\r\n"
    assert lines.comment_lines([], 2, "\n") == ""


COMMENTS: list[tuple[str, str, list[tuple[int, str]]]] = [
    ("none", "a: 1\n", []),
    ("on lines of their own and behind values", "# a\nb: 1 # c \n  # d\t\n", [(0, "# a"), (9, "# c"), (16, "# d")]),
    ("at the end without a line break", "a: 1 # b", [(5, "# b")]),
    ("a sign in a comment", "# a # b\n", [(0, "# a # b")]),
    ("in strings", "a: 'x # y'\nb: \"# z\" # c\nd: x#y\n", [(20, "# c")]),
    ("in keys", "'# a': 1 # b\n", [(9, "# b")]),
    ("in a block of text", "a: | # head\n  # text\n\n# b\n", [(5, "# head"), (22, "# b")]),
    ("behind an anchor", "a: &x # b\n  c: 1\nd: &y # e\n  f\n", [(6, "# b"), (23, "# e")]),
    ("behind a tag", "a: !x # b\n  1\nc: !!str &d # e\n\n  # f\n  |\n  # g\n", [(6, "# b"), (26, "# e"), (33, "# f")]),
    ("of an anchor", "a: &x 1 # b\nc: 2 # &d\n", [(8, "# b"), (17, "# &d")]),
    ("in brackets", "a: [1, # b\n  '# c'] # d\n", [(7, "# b"), (20, "# d")]),
    ("an empty block of text", "a: |\nb: 1 # c\n", [(10, "# c")]),
    ("a block of text without a line", "a: | # b", [(5, "# b")]),
    ("only comments", "# a\n# b\n", [(0, "# a"), (4, "# b")]),
    ("CRLF", "a: 1 # b\r\n# c\r\n", [(5, "# b"), (10, "# c")]),
    ("an alias", "a: &x 1\nb: *x # c\n", [(14, "# c")]),
    ("a folded text", "a: >\n  # b\nc: # d\n  e\n", [(14, "# d")]),
]


@pytest.mark.parametrize(("text", "want"), [row[1:] for row in COMMENTS], ids=[row[0] for row in COMMENTS])
def test_a_comment_is_what_yaml_takes_for_one(text: str, want: list[tuple[int, str]]) -> None:
    found = comments(text, tree.parse(text).root)
    assert found == want
    assert all(text.startswith(comment, at) for at, comment in found)


STYLES: list[tuple[str, str, dict[str, Any]]] = [
    ("Kubernetes' own", "a: 1\n", {}),
    ("no object", "", {}),
    ("four blanks", "a:\n    b:\n        c: 1\n", {"step": 4, "unit": "    "}),
    ("most count", "a:\n    b: 1\nc:\n  d: 1\ne:\n  f: 1\n", {}),
    ("items are not asked", "a:\n- b: 1\n-   c: 1\n", {}),
    ("a list that is indented", "a:\n  - b\n", {"dash": 2}),
    ("most lists", "a:\n  - b\nc:\n- d\ne:\n- f\n", {}),
    ("single quotes", "a: 'b'\n'c': \"d\"\ne: 'f'\n", {"quote": "'", "quote_strings": True}),
    ("most strings are plain", "a: 'b'\nc: d\n", {"quote": "'"}),
    ("numbers are no strings", "a: 'b'\nc: 1\nd: true\n", {"quote": "'", "quote_strings": True}),
    ("a block of text has no quotes", "a: |\n  b\nc: 'd'\n", {"quote": "'", "quote_strings": True}),
    ("CRLF", "a: 1\r\nb: 1\r\n", {"eol": "\r\n"}),
    ("the first line break counts", "a: 1\nb: 1\r\n", {}),
    ("keys in quotes", "'a': 1\n'b': 1\nc: 1\n", {"key_quote": "'"}),
    ("most keys", "'a': 1\nb: 1\nc: 1\n", {}),
    ("keys in brackets do not count", "a: {'b': 1, 'c': 1}\n", {}),
    ("a colon without blanks", 'a: {"b":1, "c": 2}\n', {"colon": ":", "quote_keys": True}),
    ("a colon with more", "a: {b :  1}\n", {"colon": " :  "}),
    ("a colon over two lines", "a: {b:\n  1}\n", {}),
    ("a key alone", "a: {b, c: 1}\n", {}),
    ("a comma without blanks", "a: [1,2,3]\n", {"comma": ","}),
    ("a comma with blanks before it", "a: [1 , 2 , 3]\n", {}),
    ("most commas", "a: [1,2, 3, 4]\n", {}),
    ("a comma at a line's end", "a: [1,\n  2,3]\n", {"comma": ","}),
    ("blanks in brackets", "a: { b: 1 }\nc: [ 1 ]\nd: [1]\n", {"pad": " "}),
    ("a bracket that ends its line", "a: {\n    b: 1\n  }\n", {"unit": "    "}),
    ("a bracket in a map", "a:\n  b: [\n      1\n  ]\n", {"unit": "    "}),
    ("tabs", "{\n\ta: [\n\t\t1\n\t]\n}\n", {"unit": "\t"}),
    ("empty brackets say nothing", "a: {}\nb: [ ]\n", {}),
    ("a map without brackets", "a: [ b: 1 ]\n", {"pad": " "}),
    ("words in brackets vote", "a: ['b', 'c', d]\n", {"quote": "'", "quote_strings": True}),
    ("no blanks at all", "a: 'b'\nc: {d:  'e', f: 'g'}\n", {"quote": "'", "quote_strings": True, "colon": ":  "}),
    ("JSON in YAML", '{"a": 1, b: 2}\n', {"syntax": json.SYNTAX, "quote_keys": True}),
    ("brackets with plain keys", "{a: 1, \"b\": 2}\n", {}),
    ("a list in brackets", '["a"]\n', {"quote_strings": True}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), [row[1:] for row in STYLES], ids=[row[0] for row in STYLES])
def test_the_style_of_a_document_is_what_most_of_it_has(text: str, want: dict[str, Any]) -> None:
    assert style_of(tree.parse(text), text) == Style(**{"syntax": yaml.SYNTAX, **want})


def test_json_keeps_its_syntax() -> None:
    text = '{"a": ["b"]}'
    style = style_of(tree.parse(text, syntax=json.SYNTAX), text)
    assert style == Style(json.SYNTAX, quote_strings=True, quote_keys=True)


def test_the_indentation_of_a_line_is_its_blanks_and_tabs() -> None:
    text = "a\n \t b c\n\n  d"
    assert [line_indent(text, at) for at in (0, 2, 5, 6, 8, 9, len(text))] == ["", " \t ", " \t ", " \t ", " \t ", "", "  "]  # fmt: skip


TEXT = "# top\na: 1 # one\n\n# b\nb: # bb\n  # c\n  c: 2\n    # deeper\n  # end of b\n\n# l\nl:\n- x\n  # of x\n# y\n-   k: 1\n    w: 2\n# m\nm: {n: 1}\n# end\n"  # fmt: skip
OWNED: list[tuple[str, int, tuple[str, str, str]]] = [
    ("a", 0, ("# top\n", "a: 1 # one\n", "")),
    ("b", 0, ("\n# b\n", "b: # bb\n  # c\n  c: 2\n    # deeper\n  # end of b\n", "")),
    ("b.c", 2, ("  # c\n", "  c: 2\n", "    # deeper\n")),
    ("l", 0, ("\n# l\n", "l:\n- x\n  # of x\n# y\n-   k: 1\n    w: 2\n", "")),
    ("l[0]", 0, ("", "- x\n", "  # of x\n")),
    ("l[1]", 0, ("# y\n", "-   k: 1\n    w: 2\n", "")),
    ("l[1].k", 4, ("", "k: 1\n", "")),
    ("l[1].w", 4, ("", "    w: 2\n", "")),
    ("m", 0, ("# m\n", "m: {n: 1}\n", "")),
]


@pytest.mark.parametrize("field", [row[0] for row in OWNED])
def test_an_entry_owns_whole_lines(field: str) -> None:
    column, (above, own, behind) = next(row[1:] for row in OWNED if row[0] == field)
    node = find(tree.parse(TEXT).root, path(field))
    assert node is not None
    chunk = Chunks(tree.parse(TEXT), TEXT).of(node)
    head = chunk.head - (column if field != "l[1].k" else 0)
    assert chunk.column == column
    assert (TEXT[chunk.top : head], TEXT[head : chunk.post], TEXT[chunk.post : chunk.stop]) == (above, own, behind)
