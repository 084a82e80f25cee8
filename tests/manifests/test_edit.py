"""A converted object goes back into its own text: each trap that a trial over real and random documents fell into."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv.errors import ManifestError
from kconv.manifests import edit, tree
from kconv.manifests.nodes import MAX_DEPTH
from kconv.manifests.protocols import Syntax
from kconv.manifests.syntax import json, yaml
from kconv.manifests.verify import difference
from kconv.paths import parse as path


class Rewrite(NamedTuple):
    name: str
    before: str
    target: dict[str, Any]
    after: str
    moves: tuple[tuple[str, str], ...] = ()
    syntax: Syntax = yaml.SYNTAX


INGRESS_MOVES = (
    ("spec.backend", "spec.defaultBackend"),
    ("spec.backend.serviceName", "spec.defaultBackend.service.name"),
    ("spec.backend.servicePort", "spec.defaultBackend.service.port.number"),
    ("spec.rules[].backend.serviceName", "spec.rules[].backend.service.name"),
)
CRD_MOVES = (("spec.validation", "spec.versions[].schema"), ("spec.version", "spec.versions[0].name"))
SCHEMA = {"type": "object"}

REWRITES = [
    Rewrite(
        "a block scalar's header ends the text",
        "b:\n  a: |",
        {"c": {"a": "", "d": 1}},
        "c:\n  a: |\n  d: 1",
        (("b", "c"),),
    ),
    Rewrite(
        "fields move under new parents with their comments",
        "spec:\n  # the default\n  backend: # def\n    # svc\n    serviceName: web # name\n    servicePort: 80\n\n  rules:\n  - backend: {serviceName: b} # flow\n",
        {"spec": {"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}, "rules": [{"backend": {"service": {"name": "b"}}, "pathType": "Exact"}]}},
        "spec:\n  # the default\n  defaultBackend: # def\n    service:\n      # svc\n      name: web # name\n      port:\n        number: 80\n\n  rules:\n  - backend: {service: {name: b}} # flow\n    pathType: Exact\n",
        INGRESS_MOVES,
    ),
    Rewrite(
        "the first of several targets takes text and comments",
        "spec:\n  version: v1 # v\n  # the schema\n  validation: # val\n    type: object # obj\n  names: {}\n",
        {"spec": {"versions": [{"name": "v1", "schema": SCHEMA}, {"name": "v2", "schema": SCHEMA}], "names": {}}},
        "spec:\n  versions:\n  - name: v1 # v\n    # the schema\n    schema: # val\n      type: object # obj\n  - name: v2\n    schema:\n      type: object\n  names: {}\n",
        CRD_MOVES,
    ),
    Rewrite(
        "the others of several targets look like the first, without its comments",
        "validation:\n  # why\n  a: # a\n    b: 'x\n      y'   # b\n    # end\n  c: [1,   2] # c\n  d:\n    e: {f: 1}\n    g: 2 # changed\nversions:\n- name: v1\n- name: v2\n",
        {"versions": [{"name": name, "schema": {"a": {"b": "x y"}, "c": [1, 2], "d": {"e": {"f": 1}, "g": g, "h": 4}}} for name, g in (("v1", 2), ("v2", 3))]},
        "versions:\n- name: v1\n  schema:\n    # why\n    a: # a\n      b: 'x\n        y'   # b\n      # end\n    c: [1,   2] # c\n    d:\n      e: {f: 1}\n      g: 2 # changed\n      h: 4\n"
        "- name: v2\n  schema:\n    a:\n      b: 'x\n        y'\n    c: [1,   2]\n    d:\n      e: {f: 1}\n      g: 3\n      h: 4\n",
        (("validation", "versions[].schema"),),
    ),
    Rewrite(
        "a path that a move has emptied is not reused",
        "target: # old\n  k: 1\n",
        {"describedObject": {"k": 1}, "target": {"type": "Value"}},
        "describedObject: # old\n  k: 1\ntarget:\n  type: Value\n",
        (("target", "describedObject"),),
    ),
    Rewrite("a new key stands behind its predecessor", "a: 1\nz: 2\n", {"a": 1, "m": {"x": 1}, "z": 2}, "a: 1\nm:\n  x: 1\nz: 2\n"),
    Rewrite("a new list follows the file's offset", "a:\n    b:\n      - x\n", {"a": {"b": ["x"], "c": [{"d": 1, "e": 2}]}}, "a:\n    b:\n      - x\n    c:\n      - d: 1\n        e: 2\n"),
    Rewrite("new text is indented as what is around it", "a:\n  b: 1\nc:\n    d:\n    - e: 1\n      f: 1\n", {"a": {"b": 1, "g": {"h": [1]}}, "c": {"d": [{"e": 1, "f": 1, "g": {"h": [1]}}], "g": {"h": [1]}}}, "a:\n  b: 1\n  g:\n    h:\n    - 1\nc:\n    d:\n    - e: 1\n      f: 1\n      g:\n          h:\n          - 1\n    g:\n        h:\n        - 1\n"),
    Rewrite("line endings", "a: 1\r\nb:\r\n  c: 1\r\n", {"a": 1, "b": {"c": 1, "d": "l\nm\n"}}, "a: 1\r\nb:\r\n  c: 1\r\n  d: |\r\n    l\r\n    m\r\n"),
    Rewrite("no final line break", "a: 1\nb: 2", {"a": 1, "b": 2, "c": 3}, "a: 1\nb: 2\nc: 3"),
    Rewrite("no final line break in a block scalar that moves up", "a: |\n  x", {"a": "x", "b": 2}, "a: |-\n  x\nb: 2\n"),
    Rewrite("no final line break in a block scalar, and a field moves", "m: 'z' # c\na: |\n  x", {"w": {"m": "z"}, "a": "x", "b": 2}, "w:\n  m: 'z' # c\na: |-\n  x\nb: 2\n", (("m", "w.m"),)),
    Rewrite("document markers stay", "--- # doc\n# c\na: 1\n...\n# after\n", {"a": 2}, "--- # doc\n# c\na: 2\n...\n# after\n"),
    Rewrite("a comment above a new block scalar is not its text", "a:\n- x\n    # note\n- next\n", {"a": ["x", "l\nm\n", "next"]}, "a:\n- x\n    # note\n- |\n  l\n  m\n- next\n"),
    Rewrite("a scalar that keeps blank lines gets no more of them", "a: |+\n  x\n\n\nb: 1\n\nc: 2\n", {"a": "x\n\n\n", "c": 2}, "a: |+\n  x\n\n\nc: 2\n"),
    *(
        Rewrite(f"nor does one of a single line, {sign}", f"a: {sign}\n  x\nz: 1\n\nc: 2\n", {"a": "x\n", "c": 2}, f"a: {sign}\n  x\nc: 2\n")
        for sign in ("|+", ">+", "|2+", ">+2", "|+ # all")
    ),
    Rewrite("one that clips its end keeps the blank line below it", "a: |\n  x\nz: 1\n\nc: 2\n", {"a": "x\n", "c": 2}, "a: |\n  x\n\nc: 2\n"),
    Rewrite("nor does one at the end of a map", "a:\n  b: |+\n    x\n\n\nz: 1\n\nc: 2\n", {"a": {"b": "x\n\n\n"}, "c": 2}, "a:\n  b: |+\n    x\n\n\nc: 2\n"),
    Rewrite("nor one at the end of a list in a list", "a:\n- - 1\n  - >+\n    x\n\n\nz: 1\n\nc: 2\n", {"a": [[1, "x\n\n\n"]], "c": 2}, "a:\n- - 1\n  - >+\n    x\n\n\nc: 2\n"),
    Rewrite("nor one at the end of a map that changes", "a:\n  d: 1\n  b: |+\n    x\n\n\nz: 1\n\nc: 2\n", {"a": {"d": 2, "b": "x\n\n\n"}, "c": 2}, "a:\n  d: 2\n  b: |+\n    x\n\n\nc: 2\n"),
    Rewrite("blank lines behind a block scalar are layout", "a: |\n  x\n\n\nb: 1\nc: 2\n", {"b": 1, "c": 2}, "b: 1\nc: 2\n"),
    Rewrite("white lines inside a block scalar move along", "m:\n  a: |\n    x\n      \n    y\n  b: 1\n", {"m": {"b": 1}, "d": {"e": {"a": "x\n  \ny\n"}}}, "m:\n  b: 1\nd:\n  e:\n    a: |\n      x\n        \n      y\n", (("m.a", "d.e.a"),)),
    Rewrite("explicit indentation moves along", "m:\n  c: |2\n     x\n    y\n", {"m": {}, "c": " x\ny\n"}, "m: {}\nc: |2\n   x\n  y\n", (("m.c", "c"),)),
    Rewrite("quotes over two lines", 'm:\n  b: "one\n    two"\n', {"m": {}, "b": "one two"}, 'm: {}\nb: "one\n  two"\n', (("m.b", "b"),)),
    Rewrite("an anchor on a dash's line", "a:\n- &x\n  b: 1\n- c\n", {"a": [{"d": 1}, "c"]}, "a:\n- &x\n  d: 1\n- c\n", (("a[].b", "a[].d"),)),
    Rewrite("a dash in a comment", "a:\n- x # - y\n# - z\n- w\n", {"a": ["x", "v"]}, "a:\n- x # - y\n# - z\n- v\n"),
    Rewrite("a comment in the column of an unindented list belongs to the next key", "a:\n- x\n# c\nb: 1\n", {"z": ["x"], "b": 1}, "z:\n- x\n# c\nb: 1\n", (("a", "z"),)),
    Rewrite("a deeper comment belongs to the entry above", "m:\n  a: 1\n      # deeper\n  b: 2\n", {"m": {"b": 2}, "k": {"a": 1}}, "m:\n  b: 2\nk:\n  a: 1\n      # deeper\n", (("m.a", "k.a"),)),
    Rewrite("comments at the end keep their order", "a:\n  b:\n    c: 1\n    # 4\n  # 2\n    # 4 again\n", {"a": {"b": {"c": 1, "d": 2}, "e": 1}}, "a:\n  b:\n    c: 1\n    d: 2\n    # 4\n  e: 1\n  # 2\n    # 4 again\n"),
    Rewrite("a map becomes a scalar", "data: # why\n  a: 1\n", {"data": "text"}, "data: text # why\n"),
    Rewrite("a scalar becomes a map", "a: 1 # x\nb: 2\n", {"a": {"k": [1]}, "b": []}, "a: # x\n  k:\n  - 1\nb: []\n"),
    Rewrite("the line with the dash goes", "l:\n- x: 1\n  # about z\n  z: 2\n", {"l": [{"z": 2}]}, "l:\n# about z\n- z: 2\n"),
    Rewrite("a comment in flow style does not swallow what follows", "a: [a, # c\n b]\n", {"a": ["a", "new", "b"]}, "a: [a, # c\n new,\n b]\n"),
    Rewrite("an emptied map", "m:\n  l: {}\n  r: {x: 1}\n", {"m": {"l": {"a": 1}, "r": {}}}, "m:\n  l:\n    a: 1\n  r: {}\n"),
    Rewrite("an emptied document", "# top\nm:\n  l: 1 # x\n# end\n", {}, "# top\n# x\n{}\n# end\n"),
    Rewrite("comments stay with their list item", "l:\n# one\n- name: a\n# two\n- name: b\n# three\n- name: c\n", {"l": [{"name": "a"}, {"name": "c", "x": 1}]}, "l:\n# one\n- name: a\n# two\n# three\n- name: c\n  x: 1\n"),
    Rewrite("quotes stay what they were", "a: 'a'\nb: \"c\"\nc: d\n", {"a": "it's", "b": "e", "c": "on"}, "a: 'it''s'\nb: \"e\"\nc: 'on'\n"),
    Rewrite("empty values are filled in", "a:\nb: # c\nc:\n-\n- # d\n", {"a": 1, "b": 2, "c": ["x", "v"]}, "a: 1\nb: 2 # c\nc:\n- x\n- v # d\n"),
    Rewrite("a tag says string", "a: !!str 1\n", {"a": "2"}, 'a: !!str "2"\n'),
    Rewrite("blanks behind a value stay", "a: 1  \nb: 2\n", {"a": 3, "b": 2}, "a: 3  \nb: 2\n"),
    Rewrite("blanks in place of a value go", "a:  \nb: 2\n", {"a": 1, "b": 2}, "a: 1\nb: 2\n"),
    Rewrite("a trailing comma stays", "a: {x: 1, z: 2,}\n", {"a": {"x": 1, "w": 3}}, "a: {x: 1, w: 3,}\n"),
    Rewrite("keys without values in flow style", "a: {x, z: 1}\n", {"a": {"x": 2, "z": 1}}, "a: {x: 2, z: 1}\n"),
    Rewrite("JSON on one line", '{"a":1,"b":{"c":"d"}}', {"a": 2, "b": {"e": {"c": "d"}}}, '{"a":2,"b":{"e":{"c":"d"}}}', (("b.c", "b.e.c"),), syntax=json.SYNTAX),
    Rewrite("JSON with tabs", '{\n\t"b": {\n\t\t"c": [1]\n\t}\n}\n', {"b": {"e": {"c": [1], "f": "é"}}}, '{\n\t"b": {\n\t\t"e": {\n\t\t\t"c": [1],\n\t\t\t"f": "é"\n\t\t}\n\t}\n}\n', (("b.c", "b.e.c"),), syntax=json.SYNTAX),
    Rewrite("an alias that still means the same stays", "a: &x {k: 1}\nb: *x\nc: 1\n", {"a": {"k": 1}, "b": {"k": 1}, "c": 2}, "a: &x {k: 1}\nb: *x\nc: 2\n"),
    Rewrite("an alias whose anchor is gone takes it over", "a: &x 1\nb: *x\nc: *x\n", {"b": 1, "c": 1}, "b: &x 1\nc: *x\n"),
    Rewrite("an alias of a changed anchor is written out", "a: &x {k: 1}\nb: *x # c\n", {"a": {"m": 1}, "b": {"k": 1}}, "a: &x {m: 1}\nb: # c\n  k: 1\n", (("a.k", "a.m"),)),
    Rewrite(
        "an alias stays where it and its anchor convert alike",
        "a: &x\n  k: 1 # one\nb: *x # same\nl: [{m: *x}]\n",
        {"a": {"o": {"k": 1}}, "b": {"o": {"k": 1}}, "l": [{"w": {"o": {"k": 1}}}]},
        "a: &x\n  o:\n    k: 1 # one\nb: *x # same\nl: [{w: *x}]\n",
        (("a.k", "a.o.k"), ("b.k", "b.o.k"), ("l[].m", "l[].w"), ("l[].m.k", "l[].w.o.k")),
    ),
    Rewrite(
        "comments stay in flow style of several lines",
        "s: {\n  b: { # b\n    # above\n    w: x, # w\n    p: 1 # p\n  },\n  c: [1, # c\n    2],\n}\n",
        {"s": {"d": {"w": {"o": "x"}, "q": {"p": 1}}, "c": [1, 2]}},
        "s: {\n  d: { # b\n    w: {\n      # above\n      o: x # w\n    },\n    q: {\n      p: 1 # p\n    }\n  },\n  c: [1, # c\n    2],\n}\n",
        (("s.b", "s.d"), ("s.b.w", "s.d.w.o"), ("s.b.p", "s.d.q.p")),
    ),
    Rewrite("new keys are quoted where keys are", "'a':\n  'b': 1\nc: 2\n", {"a": {"e": {"b": 1}}, "c": 2}, "'a':\n  'e':\n    'b': 1\nc: 2\n", (("a.b", "a.e.b"),)),
    Rewrite("blanks inside brackets", "a: { b: [ 1, 2 ] }\nd: 1\n", {"a": {"b": [1, 2], "c": {"e": [1]}}, "d": 1}, "a: { b: [ 1, 2 ], c: { e: [ 1 ] } }\nd: 1\n"),
    Rewrite("JSON without blanks", '{"a":[1,2],"b":{}}', {"a": [1, 2], "b": {"c": 1, "d": [1, 2]}}, '{"a":[1,2],"b":{"c":1,"d":[1,2]}}', syntax=json.SYNTAX),
    Rewrite("a merge key stays, with an override", "b: &x\n  k: 1\n  m: 2\na:\n  <<: *x # c\n  m: 3\n  o: 3\n", {"b": {"k": 1, "m": 2}, "a": {"k": 1, "m": 4, "o": 3}}, "b: &x\n  k: 1\n  m: 2\na:\n  <<: *x # c\n  m: 4\n  o: 3\n"),
    Rewrite("a merge key that would need a new override goes", "b: &x\n  k: 1\n  m: 2\na:\n  <<: *x # c\n  o: 3\n", {"b": {"k": 1, "m": 2}, "a": {"k": 1, "m": 4, "o": 3}}, "b: &x\n  k: 1\n  m: 2\n# c\na:\n  k: 1\n  m: 4\n  o: 3\n"),
    Rewrite("a merge key that gives too much goes", "b: &x\n  k: 1\n  m: 2\na:\n  <<: *x\n  o: 3\n", {"b": {"k": 1, "m": 2}, "a": {"k": 1, "o": 3}}, "b: &x\n  k: 1\n  m: 2\na:\n  k: 1\n  o: 3\n"),
]  # fmt: skip


def rewritten(case: Rewrite) -> edit.Rewritten:
    moves = [(path(source), path(target)) for source, target in case.moves]
    return edit.rewrite(tree.parse(case.before, syntax=case.syntax), case.target, moves)


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_the_new_text(case: Rewrite) -> None:
    assert rewritten(case).text == case.after


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_an_object_that_did_not_change_changes_no_byte(case: Rewrite) -> None:
    again = tree.parse(case.after, syntax=case.syntax)
    assert edit.rewrite(again, tree.parse(case.after, syntax=case.syntax).value, []) == edit.Rewritten(case.after)


def test_an_expanded_alias_is_reported() -> None:
    case = next(case for case in REWRITES if case.name == "an alias of a changed anchor is written out")
    assert [(note.kind, note.path) for note in rewritten(case).notes] == [("alias", "b")]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "- a\n", "text\n"], ids=ascii)
def test_a_document_without_an_object_is_refused(text: str) -> None:
    with pytest.raises(ManifestError, match="no object") as refused:
        edit.rewrite(tree.parse(text, first_line=5), {"a": 1}, [])
    assert (refused.value.line, refused.value.column) == (5, 1)


@pytest.mark.parametrize("eol", ["\n", "\r\n"], ids=ascii)
@pytest.mark.parametrize("end", [0, 1])
def test_the_last_line_ends_as_it_did(eol: str, end: int) -> None:
    text = eol.join(["a: 1", "b: 2"]) + eol * end
    assert edit.rewrite(tree.parse(text), {"a": 1, "b": 3}).text == text.replace("2", "3")
    assert edit.rewrite(tree.parse(text), {"a": 1, "b": 2, "c": 3}).text == f"{text}{eol * (1 - end)}c: 3{eol * end}"


def test_a_text_that_would_read_differently_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kconv.manifests.render.leaf", lambda *_, **__: "wrong")
    with pytest.raises(ManifestError, match="does not read as") as raised:
        edit.rewrite(tree.parse("a:\n  b: 1\n", file="f.yaml", first_line=7), {"a": {"b": 2}}, [])
    assert (raised.value.file, raised.value.line, raised.value.path) == ("f.yaml", 7, "a.b")


def test_the_deepest_document_can_be_edited() -> None:
    depth = MAX_DEPTH - 1
    text = "\n".join("  " * at + "a:" for at in range(depth)) + " 1\n"
    target: Any = 2
    for _ in range(depth):
        target = {"a": target}
    assert edit.rewrite(tree.parse(text), target, []).text == text.replace("1", "2")


@pytest.mark.parametrize(
    ("left", "right", "where"),
    [
        ({"a": [1, True]}, {"a": [1, 1]}, ("a", 1)),
        ({"a": 1}, {"a": 1, "b": None}, ("b",)),
        ({"a": "1"}, {"a": 1}, ("a",)),
        ({"a": {}}, {"a": []}, ("a",)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, None),
        ({"a": 1}, {"a": 1.0}, None),
    ],
)
def test_the_comparison_is_strict_in_type_and_blind_to_order(left: Any, right: Any, where: Any) -> None:
    assert difference(left, right) == where


def test_json_distinguishes_whole_floats_from_integers() -> None:
    assert difference({"a": 1}, {"a": 1.0}, json.SYNTAX) == ("a",)
