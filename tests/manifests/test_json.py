"""JSON in a file, in a stream without `---`, and in a text such as an annotation."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.errors import ManifestError
from kconv.manifests import json_stream, json_text, tree
from kconv.manifests.nodes import Collection, Node, Source
from kconv.manifests.split import Block
from kconv.manifests.syntax import json
from kconv.manifests.values import Rare
from kconv.paths import MISSING, same

STREAMS: list[tuple[str, str, list[tuple[int, int, str]]]] = [
    ("one object", '{"a": 1}\n', [(1, 0, '{"a": 1}\n')]),
    ("objects on one line", '{"a": 1}{"b": 2}', [(1, 0, '{"a": 1}'), (1, 8, '{"b": 2}')]),
    ("objects on lines", '{"a":\n 1}\n\n{"b": 2}\n \n', [(1, 0, '{"a":\n 1}'), (4, 11, '{"b": 2}\n \n')]),
    ("blanks before", ' \r\n\t{"a": 1}', [(2, 4, '{"a": 1}')]),
    ("a BOM right before it", '\ufeff{"a": 1}', [(1, 3, '{"a": 1}')]),
    ("a BOM before two objects", '\ufeff{"a": 1}{"b": 2}', [(1, 3, '{"a": 1}'), (1, 11, '{"b": 2}')]),
    ("a BOM", '\ufeff\n{"a": 1}', [(2, 4, '{"a": 1}')]),
    ("letters of two bytes", '{"é": 1}\n{"b": "é"}\n{"c": 1}', [(1, 0, '{"é": 1}'), (2, 10, '{"b": "é"}'), (3, 22, '{"c": 1}')]),
    ("three objects", '{}\n{}\n{}', [(1, 0, "{}"), (2, 3, "{}"), (3, 6, "{}")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), [row[1:] for row in STREAMS], ids=[row[0] for row in STREAMS])
def test_objects_of_json_follow_each_other(text: str, want: list[tuple[int, int, str]]) -> None:
    found = json_stream.documents(Block(11, 100, text.encode()), 3)
    rows = [(each.index, each.line, each.offset, each.data.decode()) for each in found]
    assert rows == [(3 + at, line + 10, offset + 100, data) for at, (line, offset, data) in enumerate(want)]


@pytest.mark.parametrize(
    "data",
    [b'{"a": 1}\n---\n{"b": 1}', b'{"a": 1}\n# c\n', b"{a: 1}\n", b'{"a": "\xe9"}', b"{" * 5000, b'{"a":' * 9999],
)
def test_what_is_not_all_json_is_read_as_yaml(data: bytes) -> None:
    assert json_stream.split_json(Block(1, 0, data)) is None
    assert b"".join(each.data for each in json_stream.documents(Block(1, 0, data))) == data


@pytest.mark.parametrize(
    ("data", "want"),
    [
        (b'{"a": 1}', True),
        (b' \t\r\n{"a": 1}', True),
        (b'\xef\xbb\xbf {"a": 1}', True),
        (b"a: {}\n", False),
        (b"[{}]", False),
        (b"", False),
        (b"x\xef\xbb\xbf{", False),
    ],
)
def test_an_object_of_json_begins_with_a_brace(data: bytes, want: bool) -> None:
    assert json_stream.looks_json(data) == want


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (b'{"a": 1}', 0),
        (b'---\n{"a": 1}', 4),
        (b'--- \t\r\n{"a": 1}', 7),
        (b'----\n{"a": 1}', None),
        (b'--- {"a": 1}', None),
        (b"a: 1", None),
        (b"---\na: 1", None),
        (b" " * 1023 + b"{}", 0),
        (b" " * 1024 + b"{}", None),
    ],
)
def test_a_marker_may_stand_before_json(data: bytes, start: int | None) -> None:
    assert json.SYNTAX.start(data) == start


def test_all_of_a_text_is_json_or_none_is() -> None:
    assert json.SYNTAX.accepts('{"a": [1, null]}')
    assert not any(map(json.SYNTAX.accepts, ("{a: 1}", '{"a": 1} x', "[" * 99999, "")))


VALUES: list[tuple[str, Any]] = [
    ('{"a": {"b": [1, {"c": []}], "d": {}}, "e": "f"}', {"a": {"b": [1, {"c": []}], "d": {}}, "e": "f"}),
    ("[true, false, null]", [True, False, None]),
    ('"text"', "text"),
    ("1", 1),
    ("[-1, 0, 1.0, 1.5, 1e3, 1E-2, -0.5]", [-1, 0, 1.0, 1.5, 1000.0, 0.01, -0.5]),
    ("9223372036854775807", 2**63 - 1),
    ("-9223372036854775808", -(2**63)),
    ("18446744073709551615", 2**64 - 1),
    ("18446744073709551616", float(2**64)),
    ("100000000000000000000", 1e20),
    ("-9223372036854775809", -(2.0**63)),
    ("-100000000000000000000", -1e20),
    ("123456789012345678", 123456789012345678),
    (r'["\"", "\\", "a\/b", "\u00e9", "\n", "{[,:]}"]', ['"', "\\", "a/b", "é", "\n", "{[,:]}"]),
    (r'{"\u0061": 1, "b\"": 2}', {"a": 1, 'b"': 2}),
    ('\t{\r\n"a"\t:\n1 ,"b":[ ] }\n', {"a": 1, "b": []}),
    ('["é", "😀", "\ue000", "\ud7ff"]', ["é", "😀", "\ue000", "\ud7ff"]),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_json_is_read_as_kubernetes_reads_it(text: str, value: Any) -> None:
    assert same(tree.parse(text, syntax=json.SYNTAX).value, value)
    try:
        assert same(json.SYNTAX.value(text), value)
    except Rare:
        assert len(text) >= 19


def spans(text: str, node: Node) -> list[str]:
    """The text of each key and value, in order."""
    own = [text[node.key.start : node.key.end]] if node.key else []
    below = [each for child in node.children for each in spans(text, child)] if isinstance(node, Collection) else []
    assert all(child.parent is node for child in (node.children if isinstance(node, Collection) else ()))
    return [*own, text[node.start : node.end], *below]


def test_each_part_of_json_knows_where_it_stands() -> None:
    text = ' {"a" : [1.5, "\\u00e9",null],"b":{ } } '
    root = json.SYNTAX.parse(Source(text)).root
    assert root is not None
    assert spans(text, root) == [
        text.strip(), '"a"', '[1.5, "\\u00e9",null]', "1.5", '"\\u00e9"', "null", '"b"', "{ }",
    ]  # fmt: skip
    assert isinstance(root, Collection)
    first, second = root.children
    assert isinstance(first, Collection)
    assert isinstance(second, Collection)
    assert (root.flow, first.flow, second.flow) == (True, True, True)
    assert [(child.style, child.key) for child in first.children] == [("", None), ('"', None), ("", None)]
    assert first.key is not None
    assert (first.key.style, first.key.value) == ('"', "a")


REFUSED: list[tuple[str, str, int, int, str]] = [
    ("an object that is not closed", '{"a":\n{"b": 1}', 2, 9, "not valid JSON"),
    ("an empty text", "", 1, 1, "not valid JSON"),
    ("NaN", '{"a":\nNaN}', 1, 1, "NaN is not a JSON value"),
    ("infinity", '{"a":\n-Infinity}', 1, 1, "-Infinity is not a JSON value"),
    ("a key that stands twice", '{"a": 1,\n "b": 1, "a": 2}', 2, 10, "duplicate key 'a', in lines 1 and 2"),
    ("a key that stands twice below", '[{"a": {"b": 1, "b": 2}}]', 1, 17, "duplicate key 'b'"),
    ("the first half of a pair", '{"a":\n "\\ud800"}', 2, 2, "half of a surrogate pair"),
    ("the second half in a key", '{"\\udfff": 1}', 1, 2, "half of a surrogate pair"),
    ("a level too much", '{"a":\n' + "[" * 100 + "]" * 100 + "}", 2, 100, "nested deeper than 100 levels"),
    ("a level too much behind many others", "[" + "[]," * 200 + "[" * 100 + "]" * 101, 1, 701, "nested deeper than 100 levels"),
    ("a level too much of objects", '{"a":' * 101 + "1" + "}" * 101, 1, 501, "nested deeper than 100 levels"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "column", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_json_that_cannot_be_read_is_refused_at_its_place(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(ManifestError, match=says) as raised:
        tree.parse(text, syntax=json.SYNTAX)
    assert (raised.value.line, raised.value.column) == (line, column)


def test_json_may_be_nested_a_hundred_levels_however_many_brackets_it_has() -> None:
    assert tree.parse("[" * 100 + "]" * 100, syntax=json.SYNTAX).root is not None
    assert tree.parse("[" + "[],{}," * 200 + "[]]", syntax=json.SYNTAX).root is not None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1]}', {"a": [1]}),
        ("[]", []),
        ("{a: 1}", MISSING),
        ('{"a": 1, "a": 2}', MISSING),
        ("[NaN]", MISSING),
        ("[" * 99999, MISSING),
        ("", MISSING),
        ({"a": 1}, MISSING),
        (None, MISSING),
    ],
)
def test_a_text_is_json_or_not(text: Any, value: Any) -> None:
    assert json_text.read(text) == value


VALUE = {"c": [1, {"d": "<é>"}], "b": {}}
WRITTEN: list[tuple[str, str, str]] = [
    ("as kubectl does", '{"b":1,"z":"\\u003c"}\n', '{"b":{},"c":[1,{"d":"\\u003cé\\u003e"}]}\n'),
    ("without a line break", '{"b":1,"z":"\\u0026"}', '{"b":{},"c":[1,{"d":"\\u003cé\\u003e"}]}'),
    ("in its own order", '{"z":"\\u003e","b":1}', '{"c":[1,{"d":"\\u003cé\\u003e"}],"b":{}}'),
    ("unescaped", '{"b":1,"z":"<"}', '{"b":{},"c":[1,{"d":"<é>"}]}'),
    ("unescaped in its own order", '{"z":"<","b":1}', '{"c":[1,{"d":"<é>"}],"b":{}}'),
    ("a line separator is escaped too", '{"b":"\\u2028","a":"\\u2029"}', '{"c":[1,{"d":"\\u003cé\\u003e"}],"b":{}}'),
    ("by two blanks", '{\n  "b": 1\n}', '{\n  "b": {},\n  "c": [\n    1,\n    {\n      "d": "\\u003cé\\u003e"\n    }\n  ]\n}'),
    ("by four blanks", '{\n    "z": "<",\n    "b": 1\n}\n', '{\n    "c": [\n        1,\n        {\n            "d": "<é>"\n        }\n    ],\n    "b": {}\n}\n'),
    ("nobody's way", '{ "b":1 }', '{"b":{},"c":[1,{"d":"\\u003cé\\u003e"}]}'),
    ("nobody's way, with a line break", '{ "z":1, "b":1 }\n', '{"b":{},"c":[1,{"d":"\\u003cé\\u003e"}]}\n'),
]  # fmt: skip


@pytest.mark.parametrize(("like", "want"), [row[1:] for row in WRITTEN], ids=[row[0] for row in WRITTEN])
def test_json_is_written_as_the_text_that_it_replaces(like: str, want: str) -> None:
    assert json_text.write(VALUE, like) == want


@pytest.mark.parametrize(
    ("text", "closed"), [("{}", "{}\n"), ("{}\n", "{}\n"), ('{\r\n"a": 1}', '{\r\n"a": 1}\r\n'), ("{}\r\n", "{}\r\n")]
)
def test_the_last_line_of_json_is_closed_as_the_others_are(text: str, closed: str) -> None:
    assert json.SYNTAX.closed(text, None) == closed


def test_the_objects_of_a_block_are_counted_from_0_or_from_where_it_begins() -> None:
    block = Block(1, 0, b'{"a": 1}\n{"a": 2}\n')
    for first, found in ((0, json_stream.split_json(block)), (3, json_stream.split_json(block, 3))):
        assert found is not None
        assert [each.index for each in found] == [first, first + 1]
