"""A document is read as Kubernetes reads it, and what it could read wrongly is refused with its line."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv.errors import ManifestError
from kconv.manifests import tree
from kconv.manifests.anchors import Anchors
from kconv.manifests.nodes import MAX_DEPTH, Map, find
from kconv.manifests.protocols import Syntax
from kconv.manifests.scalars import key_text, resolve
from kconv.manifests.syntax import json, yaml
from kconv.paths import parse as path


class Read(NamedTuple):
    name: str
    text: str
    value: Any
    syntax: Syntax = yaml.SYNTAX


class Refused(NamedTuple):
    name: str
    text: str
    line: int
    says: str
    syntax: Syntax = yaml.SYNTAX


# Measured with sigs.k8s.io/yaml v1.6.0.
SCALARS = {
    "y": True, "NO": False, "on": True, "oN": "oN", "~": None, "": None, "null": None, "Null": None,
    "0777": 511, "0o17": 15, "0b11": 3, "0x1F": 31, "08": 8, "1_000": 1000, "1e3": 1000, "1.0": 1, "+5": 5, "-0b1": -1,
    "18446744073709551615": 2**64 - 1, "18446744073709551616": float(2**64), "1e20": 1e20, "1e400": "1e400", ".5": 0.5,
    ".5e999": ".5e999", "12:30:45": "12:30:45", "2001-01-01": "2001-01-01", "=": "=", "0x": "0x", "1.2.3": "1.2.3", ".": ".",
}  # fmt: skip
KEYS = {"on": "true", "off": "false", "80": "80", "0777": "511", "1.10": "1.1", "1e6": "1e+06", "name": "name"}

READ = [
    Read("anchors are copied", "a: &x {b: 1}\nc: *x\n", {"a": {"b": 1}, "c": {"b": 1}}),
    Read(
        "merge keys inherit",
        "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n",
        {"a": {"b": 1, "c": 2}, "d": {"b": 1, "c": 3}},
    ),
    Read("the first map of a merge list wins", "a:\n  <<: [{b: 1}, {b: 2, c: 3}]\n", {"a": {"b": 1, "c": 3}}),
    Read("an anchor's name used again", "a: &x 1\nb: &x 2\nc: *x\n", {"a": 1, "b": 2, "c": 2}),
    Read("an anchor's name used again inside", "a: &x\n  b: &x 2\n  c: *x\n", {"a": {"b": 2, "c": 2}}),
    Read("quoted merge key", '"<<": 1\n', {"<<": 1}),
    Read("tags", "a: !!str 1\nb: !!int '5'\nc: !x 1\nd: !!binary aGk=\n", {"a": "1", "b": 5, "c": "1", "d": "hi"}),
    Read("question mark in a value", "a: what ?\nb: 1\n", {"a": "what ?", "b": 1}),
    Read(
        "a comment that ends in a question mark",
        "a: b # c ?\n# d ?\ne: |\n  f ?\n# ?\ng: h\n",
        {"a": "b", "e": "f ?\n", "g": "h"},
    ),
    Read("a question mark in a comment of flow style", "{a: b, # c ?\n d: e}\n", {"a": "b", "d": "e"}),
    Read("only comments", "# c\n", None),
    Read("empty document", "---\n# c\n", None),
    Read("document end", "--- # c\na: 1\n...\n# d\n", {"a": 1}),
    Read("line ends", "a: |\r\n  x\r\n  y\r\n", {"a": "x\ny\n"}),
    Read("JSON surrogate pair", r'{"a": "\ud83d\ude00", "b": 1.0}', {"a": "\U0001f600", "b": 1.0}, syntax=json.SYNTAX),
    Read("JSON number beyond 64 bits", '{"a": 18446744073709551616}', {"a": float(2**64)}, syntax=json.SYNTAX),
]
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in ["ab", "bc", "cd", "de", "ef", "fg", "gh"]
)
ALIASES = f"a: &a {'{x: ' * 60}1{'}' * 60}\nb: &b {'{x: ' * 60}*a {'}' * 60}\nc: *b\n"
REFUSED = [
    Refused("aliases that nest in maps", ALIASES, 12, "nested deeper"),
    Refused("aliases that nest in lists", ALIASES.replace("{x: ", "[").replace("}", "]"), 12, "nested deeper"),
    Refused("equal keys", "x: 0\na: 1\n# c\na: 2\n", 13, "lines 11 and 13"),
    Refused("equal keys as Kubernetes sees them", "on: 1\ntrue: 2\n", 11, "duplicate key 'true'"),
    Refused("equal keys in JSON", '{"a": 1,\n"a": 2}', 11, "lines 10 and 11", syntax=json.SYNTAX),
    Refused("undefined alias", "a: 1\nb: *x\n", 11, "no anchor"),
    Refused("anchor inside itself", "a: &a\n- *a\n", 11, "contains itself"),
    Refused("explicit key", "a: 1\n? b\n: c\n", 11, "plain or quoted"),
    Refused("explicit key under a comment", "a: 1\n? # c\n  b\n: c\n", 12, "plain or quoted"),
    Refused("template", "a: 1\nb: {{ .x }}\n", 11, "plain or quoted"),
    Refused("null key", "~: 1\n", 10, "cannot be a map key"),
    Refused("anchored key", "&k a: 1\n", 10, "anchor or tag"),
    Refused("merge of a scalar", "a:\n  <<: 1\n", 11, "needs a map"),
    Refused("merge in flow", "b: &x {}\na: {<<: *x}\n", 11, "merge key inside"),
    Refused("key before a merge that has it too", "b: &x {k: 1}\na:\n  k: 2\n  <<: *x\n", 13, "disagree on its value"),
    Refused("tab before a comment", "a:\n\t# c\n  b: 1\n", 11, "not valid YAML"),
    Refused("infinity", "a: 1\nb: .inf\n", 11, "JSON"),
    Refused("control character", "a: 1\nb: \x07\n", 11, "control characters"),
    Refused("directive", "%b: 2\n", 10, "not valid YAML"),
    Refused("second document", "a: 1\n...\n---\nb: 2\n", 11, "second document"),
    Refused("wrong tag", "a: !!int x\n", 10, "!!int"),
    Refused("bomb", BOMB, 15, "200,000 values"),
    Refused("10,000 nested brackets", "[" * 10000, 10, "nested deeper"),
    Refused("10,000 nested braces", '{"a":' * 10000, 10, "nested deeper"),
    Refused("nested JSON", '{"a":\n' * 10000, 10 + MAX_DEPTH, "nested deeper", syntax=json.SYNTAX),
    Refused("not JSON", '{"a":\n}', 11, "not valid JSON", syntax=json.SYNTAX),
    Refused("NaN in JSON", '{"a": NaN}', 10, "NaN", syntax=json.SYNTAX),
    Refused("half a surrogate pair", r'{"a": "\ud800"}', 10, "surrogate", syntax=json.SYNTAX),
    Refused("half a surrogate pair in a text", r'{"a": "b\ud800"}', 10, "surrogate", syntax=json.SYNTAX),
]


@pytest.mark.parametrize(("text", "value"), SCALARS.items())
def test_a_plain_scalar_is_what_kubernetes_reads(text: str, value: Any) -> None:
    assert (type(resolve(text)), resolve(text)) == (type(value), value)


@pytest.mark.parametrize(("text", "value"), KEYS.items())
def test_a_key_is_the_string_that_json_has_for_it(text: str, value: str) -> None:
    assert key_text(text) == value
    assert tree.parse(f"{text}: 1\n").value == {value: 1}


@pytest.mark.parametrize("case", READ, ids=attrgetter("name"))
def test_documents_are_read(case: Read) -> None:
    assert tree.parse(case.text, syntax=case.syntax).value == case.value


def test_what_an_anchor_and_its_alias_hold_is_not_shared() -> None:
    value = tree.parse("a: &x {b: [1]}\nc: *x\nd:\n  <<: *x\n").value
    assert len({id(value[key]["b"]) for key in "acd"}) == 3


@pytest.mark.parametrize("case", REFUSED, ids=attrgetter("name"))
def test_what_cannot_be_read_is_refused_with_its_line(case: Refused) -> None:
    with pytest.raises(ManifestError, match=case.says) as raised:
        tree.parse(case.text, file="f.yaml", first_line=10, syntax=case.syntax)
    assert (raised.value.file, raised.value.line) == ("f.yaml", case.line)


def test_lines_of_a_value() -> None:
    document = tree.parse("a:\n  b: 1\n  c: |\n    d\n\ne: ''\n", first_line=5)
    lines = {"a": range(5, 9), "a.b": range(6, 7), "a.c": range(7, 9), "e": range(10, 11), "f": range(0)}
    assert {text: document.lines_of(path(text)) for text in lines} == lines


def test_lines_of_fields() -> None:
    document = tree.parse("---\na:\n  b:\n  - x\n  - k: 1\n    l: 2\n", first_line=5)
    lines = {"a": 6, "a.b": 7, "a.b[0]": 8, "a.b[1].l": 10, "a.b[7]": 7, "a.none": 6, "": 6}
    assert {text: document.line_of(path(text)) for text in lines} == lines


ENDS: list[tuple[str, str]] = [
    ("k: |\n  t\n\n\nz: 1\n", "|\n  t"),
    ("k: |+\n  t\n\n\nz: 1\n", "|+\n  t\n\n"),
    ("x: +\nk: |\n  t\n\n\nz: 1\n", "|\n  t"),
    ("k: | # +\n  t\n\n\nz: 1\n", "| # +\n  t"),
    ("k: |\r\n  t\r\n\r\nz: 1\r\n", "|\r\n  t"),
    ("k: >-\n\n\nz: 1\n", ">-"),
    ("k: |  \nz: 1\n", "|  "),
    ("k: |2\n      a\n  b\n", "|2\n      a\n  b"),
    ("k: |", "|"),
    ("k: |\r\nz: 1\r\n", "|"),
    ("k: 'a'  # b\n", "'a'"),
]


@pytest.mark.parametrize(("text", "own"), ENDS)
def test_the_text_of_a_value_ends_before_blank_lines(text: str, own: str) -> None:
    node = find(tree.parse(text).root, ("k",))
    assert node is not None
    assert text[node.start : node.end] == own


def test_an_alias_means_what_its_anchor_has_been_given() -> None:
    root = tree.parse("a: &x 1\nb: {c: *x}\nd: 2\n").root
    assert isinstance(root, Map)
    first, second, third = root.children
    anchors = Anchors(active=True)
    assert not anchors.accept(second)
    assert (anchors.accept(third), anchors.values) == (True, {})
    assert (anchors.accept(root), anchors.values) == (True, {"x": 1})
    assert anchors.define(first, 3) == "&x "
    assert not anchors.accept(second)
    assert (anchors.accept(first), anchors.values) == (True, {"x": 1})
    assert anchors.accept(second)
    assert Anchors(active=False).accept(second)
