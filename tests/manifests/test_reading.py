"""Where each part of a YAML document stands, and what of YAML Kubernetes' reader and this one refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kconv.errors import ManifestError
from kconv.manifests import edit, nodes, tree, yaml_tree
from kconv.manifests.nodes import Alias, Collection, Map, Node, child, crowded, find
from kconv.manifests.syntax import json, yaml
from kconv.manifests.values import Rare, read_json, read_yaml
from kconv.paths import same


def below(node: Node | None) -> Iterator[Node]:
    if node is not None:
        yield node
        for each in node.children if isinstance(node, Collection) else ():
            assert each.parent is node
            yield from below(each)


def parts(text: str) -> list[str]:
    """Each node's text, with its properties in front of `¦`; a key before `=`."""
    found = []
    for node in below(tree.parse(text).root):
        key = text[node.key.start : node.key.end] + "=" if node.key else ""
        properties = text[node.start : node.body] + "¦" if node.start != node.body else ""
        found.append(key + properties + text[node.body : node.end])
    return found


PARTS: list[tuple[str, str, list[str]]] = [
    ("a map", "a: 1\nb:\n  c: 2\n\n# d\n", ["a: 1\nb:\n  c: 2", "a=1", "b=c: 2", "c=2"]),
    ("a list", "- a\n-\n  - b # c\n- \n", ["- a\n-\n  - b # c\n-", "a", "- b", "b", ""]),
    ("brackets", "a: {b: [1, 2], c} # d\n", ["a: {b: [1, 2], c}", "a={b: [1, 2], c}", "b=[1, 2]", "1", "2", "c="]),
    ("quotes", "'a': \"b\n  c\"\nd: 'e'\n", ["'a': \"b\n  c\"\nd: 'e'", "'a'=\"b\n  c\"", "d='e'"]),
    ("a text over lines", "a: b\n  c\n\n  d\n\ne: 1\n", ["a: b\n  c\n\n  d\n\ne: 1", "a=b\n  c\n\n  d", "e=1"]),
    ("a scalar alone", "a # b\n", ["a"]),
    ("an anchor", "a: &x 1\nb: &y\n  c: *x\n", ["a: &x 1\nb: &y\n  c: *x", "a=&x ¦1", "b=&y\n  ¦c: *x", "c=*x"]),
    ("a tag", "a: !!str 1\nb: !x\n- 1\n", ["a: !!str 1\nb: !x\n- 1", "a=!!str ¦1", "b=!x\n¦- 1", "1"]),
    ("a tag and an anchor", "a: !!map &x # c\n  b: 1\n", ["a: !!map &x # c\n  b: 1", "a=!!map &x # c\n  ¦b: 1", "b=1"]),
    ("an anchor and a comment", "a: &x # b\n  # c\n\n  d\n", ["a: &x # b\n  # c\n\n  d", "a=&x # b\n  # c\n\n  ¦d"]),
    ("an anchor at nothing", "a: &x\nb: *x\n", ["a: &x\nb: *x", "a=&x¦", "b=*x"]),
    ("an anchor in brackets", "[&x {a: 1}, &y b, *x]\n", ["[&x {a: 1}, &y b, *x]", "&x ¦{a: 1}", "a=1", "&y ¦b", "*x"]),
    ("a block of text", "a: |\n  b\n  c\n\n\nd: 1\n", ["a: |\n  b\n  c\n\n\nd: 1", "a=|\n  b\n  c", "d=1"]),
    ("one that keeps its blank lines", "a: |+\n  b\n\n\nd: 1\n", ["a: |+\n  b\n\n\nd: 1", "a=|+\n  b\n\n", "d=1"]),
    ("one without its line break", "a: >-\n  b\n\nd: 1\n", ["a: >-\n  b\n\nd: 1", "a=>-\n  b", "d=1"]),
    ("one with a comment at its sign", "a: | # x + y\n  b\n\nd: 1\n", ["a: | # x + y\n  b\n\nd: 1", "a=| # x + y\n  b", "d=1"]),
    ("one that ends in white lines", "a: |\n  b\n    \n \nd: 1\n", ["a: |\n  b\n    \n \nd: 1", "a=|\n  b\n    ", "d=1"]),
    ("one without text", "a: |\n\nd: 1\n", ["a: |\n\nd: 1", "a=|", "d=1"]),
    ("one without a line", "a: |", ["a: |", "a=|"]),
    ("one without a last line break", "a: |\n  b", ["a: |\n  b", "a=|\n  b"]),
    ("one with a tag", "a: !!str |\n  b\nd: 1\n", ["a: !!str |\n  b\nd: 1", "a=!!str ¦|\n  b", "d=1"]),
    ("CRLF", "a: |\r\n  b\r\n\r\nc: d\r\n", ["a: |\r\n  b\r\n\r\nc: d", "a=|\r\n  b", "c=d"]),
    ("a kept one with CRLF", "a: |+\r\n  b\r\n\r\nc: d\r\n", ["a: |+\r\n  b\r\n\r\nc: d", "a=|+\r\n  b\r\n", "c=d"]),
    ("an empty one with CRLF", "a: |\r\n\r\nc: d\r\n", ["a: |\r\n\r\nc: d", "a=|", "c=d"]),
    ("letters of several bytes", "é: ü # ö\nß: [ä]\n", ["é: ü # ö\nß: [ä]", "é=ü", "ß=[ä]", "ä"]),
    ("a marker", "--- # x\na: 1\n...\n# y\n", ["a: 1", "a=1"]),
    ("a merge key", "a: &x {b: 1}\nc:\n  <<: *x\n", ["a: &x {b: 1}\nc:\n  <<: *x", "a=&x ¦{b: 1}", "b=1", "c=<<: *x", "<<=*x"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS])
def test_each_part_of_a_document_knows_where_it_stands(text: str, want: list[str]) -> None:
    assert parts(text) == want


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("a: 1\n", 0, 5),
        ("---\na: 1\n", 3, 9),
        ("--- # c\na: 1\n...\n# d\n", 3, 13),
        ("# c\n---\na: 1", 7, 12),
        ("a: 1\n...\n", 0, 5),
        ("# c\n", 0, 4),
        ("%YAML 1.1\n---\na: 1\n", 13, 19),
    ],
)
def test_a_document_begins_behind_its_marker_and_ends_before_its_last(text: str, begin: int, end: int) -> None:
    document = tree.parse(text)
    assert (document.begin, document.end, document.text) == (begin, end, text)


def test_the_kinds_of_nodes() -> None:
    document = tree.parse("a: &x !!str 'b'\nc: *x\n'd': [1]\n<<: {e: 1}\n")
    root = document.root
    assert isinstance(root, Map)
    assert document.aliased
    assert not tree.parse("a: 1\n").aliased
    a, c, d, merge = root.children
    assert (a.anchor, a.tag, a.style, a.value) == ("x", "tag:yaml.org,2002:str", "'", "b")
    assert (type(c), c.anchor, c.value) == (Alias, "x", "b")
    assert d.key is not None
    assert (d.key.style, d.key.merge, d.style, d.anchor) == ("'", False, "", None)
    assert merge.key is not None
    assert merge.key.merge
    assert isinstance(d, Collection)
    assert (root.flow, d.flow) == (False, True)
    assert a.key is not None
    assert (a.key.style, d.children[0].style, c.style, root.style) == ("", "", "", "")
    assert (child(root, "a"), child(root, "e"), child(root, "<<"), child(d, 0), child(d, 1)) == (a, None, None, d.children[0], None)  # fmt: skip
    assert (child(d, "a"), child(a, 0), child(None, "a")) == (None, None, None)
    assert find(root, ("d", 0)) is d.children[0]
    assert find(root, ("e", "f")) is None


VALUES: list[tuple[str, str, Any]] = [
    ("what a `<<` brings stands behind what is before it", "a: 1\n<<: {b: 2, c: 3}\nd: 4\n", {"a": 1, "b": 2, "c": 3, "d": 4}),
    ("an override of what a `<<` brings", "<<: {b: 2, c: 3}\nb: 4\n", {"b": 4, "c": 3}),
    ("a list of maps, of which the first wins", "x: &x {a: 1, b: 1}\n<<: [*x, {b: 2, c: 2}]\n", {"x": {"a": 1, "b": 1}, "b": 1, "c": 2, "a": 1}),
    ("a `<<` of a block", "<<:\n  a: 1\n  b:\n    c: 2\nd: 3\n", {"a": 1, "b": {"c": 2}, "d": 3}),
    ("an empty list of maps", "<<: []\na: 1\n", {"a": 1}),
    ("an alias of a map that has a `<<`", "x: &x {a: 1}\nb: &b\n  <<: *x\nc: *b\n", {"x": {"a": 1}, "b": {"a": 1}, "c": {"a": 1}}),
    ("an alias in a list", "- &x [1]\n- *x\n", [[1], [1]]),
    ("a scalar alone", "on\n", True),
    ("an alias of null", "a: &x\nb: *x\n", {"a": None, "b": None}),
    ("keys that are equal only to Python", "1: a\ntrue: b\n'1.0': c\n", {"1": "a", "true": "b", "1.0": "c"}),
    ("a question mark at the start of a text", "a: ?b\n", {"a": "?b"}),
    ("a question mark in brackets", "[a ?, b]\n", ["a ?", "b"]),
    ("a question mark in quotes", "a: '? b'\nc: \"x\n  ? y\"\n", {"a": "? b", "c": "x ? y"}),
    ("a folded text", "a: >\n  b\n  c\n\n  d\n", {"a": "b c\nd\n"}),
    ("tags of maps and lists", "a: !!map {b: 1}\nc: !!seq [1]\n", {"a": {"b": 1}, "c": [1]}),
    ("a tag of a text", "a: !!str\nb: ! 1\n", {"a": "", "b": "1"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), [row[1:] for row in VALUES], ids=[row[0] for row in VALUES])
def test_the_value_of_a_document(text: str, value: Any) -> None:
    found = tree.parse(text).value
    assert same(found, value)
    assert not isinstance(value, dict) or list(found) == list(value)


REFUSED: list[tuple[str, str, int, int, str]] = [
    ("a key that is a map", "a: 1\n{b: 1}: 2\n", 2, 1, "plain or quoted word"),
    ("a key that is a list in brackets", "{[a]: 1}\n", 1, 2, "plain or quoted word"),
    ("a key that is an alias", "a: &x b\n*x : 1\n", 2, 1, "plain or quoted word"),
    ("an explicit key", "a: 1\n? b\n", 2, 3, "plain or quoted word"),
    ("an explicit key first", "? b\n: 1\n", 1, 3, "plain or quoted word"),
    ("an explicit key in brackets", "{? b : 1}\n", 1, 4, "plain or quoted word"),
    ("an explicit key behind a value with a comment", "a: 1 # c\n? # d\n  b\n: 1\n", 3, 3, "plain or quoted word"),
    ("a key with a tag", "!!str a: 1\n", 1, 1, "anchor or tag"),
    ("a key with an anchor", "a: 1\n&x b: 1\n", 2, 1, "anchor or tag"),
    ("a key that is infinite", ".inf: 1\n", 1, 1, "infinity"),
    ("a key that is null", "a:\n  null: 1\n", 2, 3, "null cannot be a map key"),
    ("a key that stands twice", "a:\n  b: 1\n  'b': 2\n", 3, 3, "duplicate key 'b', in lines 2 and 3"),
    ("a key that stands twice in brackets", "{a: 1,\n a: 2}\n", 2, 2, "duplicate key 'a', in lines 1 and 2"),
    ("a key that stands three times", "a: 1\nb: 1\nc: 1\nb: 2\nb: 3\n", 4, 1, "duplicate key 'b', in lines 2 and 4"),
    ("a key that overrides a `<<` twice", "<<: {b: 0}\nb: 1\nc: 1\nb: 2\n", 4, 1, "duplicate key 'b', in lines 2 and 4"),
    ("two merge keys", "<<: {a: 1}\n<<: {b: 1}\n", 2, 1, "duplicate key '<<', in lines 1 and 2"),
    ("a key before a `<<` that has it too", "a:\n  b: 1\n  <<: {b: 2}\n", 3, 7, "'b' comes before a `<<`"),
    ("a merge of a list of words", "a:\n  <<: [b]\n", 2, 7, "`<<` needs a map"),
    ("a merge of nothing", "a:\n  <<:\nb: 1\n", 2, 6, "`<<` needs a map"),
    ("a merge in brackets", "a: {b: 1, <<: {c: 1}}\n", 1, 11, "inside {…}"),
    ("an alias without an anchor", "a:\n- *x\n", 2, 3, "the alias *x has no anchor before it"),
    ("an alias below a blank line", "\n- *x\n", 2, 3, "no anchor before it"),
    ("an alias above its anchor", "a: *x\nb: &x 1\n", 1, 4, "no anchor before it"),
    ("an anchor that contains itself", "a: &x\n  b:\n  - *x\n", 3, 5, "&x contains itself"),
    ("a value that is infinite", "a:\n- .inf\n", 2, 3, "infinity and NaN"),
    ("a tag that does not fit", "a:\n- !!int x\n", 2, 3, "cannot be read as !!int"),
    ("an anchored value that is infinite", "a: &x .nan\n", 1, 4, "infinity and NaN"),
    ("a second document behind the end", "a: 1\n...\n---\nb: 1\n", 2, 1, "a second document"),
    ("a control character", "a: 1\nb: x\x07\n", 2, 5, "control characters"),
    ("half a surrogate pair", "a: 1\nb: \ud800\n", 2, 4, "half of a surrogate pair"),
    ("a level too much", "a:\n  " + "[" * 100 + "]" * 100 + "\n", 2, 102, "nested deeper than 100 levels"),
    ("a level too much of maps", "".join("  " * at + "a:\n" for at in range(101)) + "  " * 101 + "b\n", 101, 201, "nested deeper"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "column", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_cannot_be_read_is_refused_at_its_place(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(ManifestError) as raised:
        tree.parse(text, file="f", first_line=11)
    error = raised.value
    found = error.reason.replace("lines 12 and 13", "lines 2 and 3").replace("lines 11 and 12", "lines 1 and 2")
    assert says in found.replace("lines 12 and 14", "lines 2 and 4")
    assert (error.file, error.line, error.column) == ("f", line + 10, column)


HINTS: list[tuple[str, str]] = [
    ("&x a: 1\n", "write the key without it"),
    ("? a\n", "write it as `key: value`"),
    ("{a: b}: 1\n", "write it as `key: value`"),
    ("a: &x {}\nb: {<<: *x}\n", "write the map as a block"),
    ("a: 1\na: 2\n", "remove one of the two: readers disagree on which one counts"),
    ("a: 1\n<<: {a: 2}\n", "move the `<<` line to the top of its map"),
    ("a: 1\n---\nb: 1\n", "start each document with a `---` line"),
    ("a: \x01\n", "remove it, or write it as an escape in double quotes"),
]


@pytest.mark.parametrize(("text", "hint"), HINTS, ids=[ascii(row[0]) for row in HINTS])
def test_a_refusal_says_what_to_do(text: str, hint: str) -> None:
    with pytest.raises(ManifestError) as raised:
        tree.parse(text)
    assert raised.value.hint == hint


def test_a_hundred_levels_are_read() -> None:
    for text in ("[" * 100 + "]" * 100, "".join("  " * at + "a:\n" for at in range(100)) + "  " * 100 + "b\n"):
        assert tree.parse(text).root is not None
    wide = "- [a, {b: [c]}]\n" * 200
    assert len(tree.parse(wide).value) == 200


def test_aliases_of_aliases_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &a [1, 2, 3]\nb: [*a, *a]\n"
    monkeypatch.setattr(yaml_tree, "MAX_ALIASED", 8)
    assert tree.parse(text).value["b"] == [[1, 2, 3]] * 2
    monkeypatch.setattr(yaml_tree, "MAX_ALIASED", 7)
    with pytest.raises(ManifestError, match="more than 7 values") as raised:
        tree.parse(text)
    assert (raised.value.line, raised.value.column) == (2, 9)


def test_aliases_of_aliases_nest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "MAX_DEPTH", 4)
    text = "- &a [[[1]]]\n- &b [[*a]]\n- [[*b]]\n"
    with pytest.raises(ManifestError, match="nested deeper than 4") as raised:
        tree.parse(text)
    assert (raised.value.line, raised.value.column) == (3, 5)
    assert tree.parse("- &a [[[1]]]\n- &b [*a]\n- [*b]\n").value[2] == [[[[[1]]]]]
    assert tree.parse("- &a [[[1]]]\n- *a\n").value[1] == [[[1]]]
    assert tree.parse("- &a {b: {c: {d: 1}}}\n- *a\n").value[1] == {"b": {"c": {"d": 1}}}


def test_a_document_with_too_many_entries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MAX_ENTRIES", 20)
    assert [crowded(text) for text in ("a: [1, 2, {b: 3}]\n", "\n" * 20, "\n" * 21, "x" * 40 + "," * 20)] == [False, False, True, False]  # fmt: skip
    assert all(crowded(sign * 21) and crowded(sign.encode() * 21) for sign in "\n,[{")
    assert not any(crowded("x" * 30 + sign * 20) or crowded(sign.encode() * 20 + b"]" * 30) for sign in "\n,[{")
    with pytest.raises(ManifestError, match="a document of more than") as raised:
        tree.parse("a\n" * 21, file="f", first_line=3)
    assert (raised.value.file, raised.value.line) == ("f", 3)


QUICK_YAML = [
    "a: 1\n", "- a\n- {b: [c, null]}\n", "a: b?\n", "x: '<<'\n", "a: 'no'\nb: no\n", "---\na:\n...\n", "", "# c\n", "word\n", "'?'\n", "a?: b\n", "[[], {}]\n",
]  # fmt: skip
ONLY_THE_TREE = [
    "<<: {}\n", "'<<': 1\n", "a: &x 1\n", "- &x [1]\n", "- &x {}\n", "- !!map {}\n", "- !!seq []\n", "a: !x 1\n", "- *x\n", "1: a\n", "~: a\n", "on: a\n", "{a: 1, a: 2}\n", "[a]: b\n", "? a\n", "?\n", "- ? a\n",
    "[? a]\n", "{? a: b}\n", "a: .nan\n", "a: [\n", "\ud800", "a\n---\nb\n", "[" * 101 + "]" * 101, "a: b: c\n", "\x01",
]  # fmt: skip


@pytest.mark.parametrize("text", QUICK_YAML)
def test_most_documents_are_read_without_a_tree(text: str) -> None:
    assert same(read_yaml(text), tree.parse(text).value)


@pytest.mark.parametrize("text", ONLY_THE_TREE, ids=ascii)
def test_what_only_the_tree_can_judge(text: str) -> None:
    with pytest.raises(Rare):
        read_yaml(text)


def test_the_deepest_documents_that_are_read_without_a_tree() -> None:
    assert read_yaml("[" * 100 + "]" * 100) is not None
    assert read_json("[" * 100 + "]" * 100) is not None
    for text in ("[" * 101 + "]" * 101, '{"a":' * 100 + "[]" + "}" * 100):
        with pytest.raises(Rare):
            read_json(text)
    assert read_json("[" + "[]," * 200 + '{"a": {"b": [1]}}]') is not None


@pytest.mark.parametrize("text", ['"\\uD800"', '"\\udbff"', '"\\uDfff"', "[NaN]", "[" * 99999, "", '{"a": 1, "a": 1}'])
def test_json_that_only_its_tree_can_judge(text: str) -> None:
    with pytest.raises(Rare):
        read_json(text)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("a: 1", "a: 1\n"),
        ("a: 1\n", "a: 1\n"),
        ("a: 1\r\nb: 1", "a: 1\r\nb: 1\r\n"),
        ("a: |\n  b", "a: |-\n  b\n"),
        ("a: >\n  b", "a: >-\n  b\n"),
        ("a: |-\n  b", "a: |-\n  b\n"),
        ("a:\n- |2\n   b", "a:\n- |-2\n   b\n"),
        ("a: |\n  b\n", "a: |\n  b\n"),
        ("a: |\n  b\nc: d", "a: |\n  b\nc: d\n"),
        ("a: {}", "a: {}\n"),
        ("a: 'b'", "a: 'b'\n"),
        ("# c", "# c\n"),
        ("a: |+\n  b\n ", "a: |+\n  b\n \n"),
    ],
)
def test_the_last_line_is_closed_and_no_value_changes(text: str, closed: str) -> None:
    document = tree.parse(text)
    assert edit.closed(document) == closed
    assert same(tree.parse(closed).value, document.value) or text.startswith("a: |+")


@pytest.mark.parametrize(
    ("text", "name"),
    [('{"a": 1, b: 2}\n', "json"), ("{'a': 1}\n", "yaml"), ("{a: 1}\n", "yaml"), ("{}\n", "yaml"), ('["a"]\n', "yaml"), ('"a": 1\n', "yaml"), ("# c\n", "yaml")],
)  # fmt: skip
def test_new_values_are_written_as_json_where_the_first_key_is(text: str, name: str) -> None:
    assert yaml.SYNTAX.writes(tree.parse(text).root).name == name
    assert json.SYNTAX.writes(None).name == "json"
