"""Schemas changed at a path: fields that are there, parents that are made or go, maps, lists, references, `required`."""

from __future__ import annotations

import copy

import pytest

from kconv.paths import parse
from kconv.rules import At, ByType, Converts, Function, Move, Rule, Values, of_sort, parts
from kconv.rules.base import reshaped
from kconv.rules.schema import ANYTHING, Node, at, demanding, demands, moved, opened, put, without

STRING, NUMBER, TRUTH = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
DEFINITIONS: dict[str, Node] = {"Spec": {"type": "object", "properties": {"a": STRING}, "required": ["a"]}}


def resolve(name: str) -> Node:
    return DEFINITIONS[name]


def fields(*required: str, **properties: Node) -> Node:
    """An object's schema."""
    found: Node = {"type": "object", "properties": properties}
    return {**found, "required": list(required)} if required else found


def items(node: Node) -> Node:
    return {"type": "array", "items": node}


def values(node: Node) -> Node:
    """A map's schema."""
    return {"type": "object", "additionalProperties": node}


REF: Node = {"$ref": "Spec", "description": "the spec"}
OPENED = {**DEFINITIONS["Spec"], "description": "the spec", "title": "Spec"}

FOUND: list[tuple[str, Node, str, Node | None]] = [
    ("the whole", STRING, "", STRING),
    ("a field", fields(a=STRING), "a", STRING),
    ("no such field", fields(a=STRING), "b", None),
    ("a field of what has none", STRING, "a", None),
    ("an item", fields(a=items(NUMBER)), "a[]", NUMBER),
    ("an item of no list", fields(a=NUMBER), "a[]", None),
    ("a field of an item", items(fields(a=NUMBER)), "[].a", NUMBER),
    ("a map's value", values(STRING), "x", STRING),
    ("a map of anything", {"additionalProperties": True}, "x", None),
    ("a reference", fields(spec=REF), "spec", REF),
    ("through a reference", fields(spec=REF), "spec.a", STRING),
]


@pytest.mark.parametrize(("node", "path", "found"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_the_node_at_a_path(node: Node, path: str, found: Node | None) -> None:
    assert at(node, parse(path), resolve) == found


def test_a_reference_is_opened_with_what_stands_beside_it() -> None:
    assert opened(REF, resolve) == OPENED
    assert opened(STRING, resolve) is STRING


PUT: list[tuple[str, Node, str, Node]] = [
    ("the whole", STRING, "", TRUTH),
    ("in place of another", fields(a=STRING, b=NUMBER), "a", fields(a=TRUTH, b=NUMBER)),
    ("beside others", fields(b=NUMBER), "a", fields(b=NUMBER, a=TRUTH)),
    ("in an object that says nothing of its fields", {"type": "object"}, "a", fields(a=TRUTH)),
    ("parents are made", fields(), "a.b.c", fields(a=fields(b=fields(c=TRUTH)))),
    ("lists are made", fields(), "a[].b", fields(a=items(fields(b=TRUTH)))),
    ("lists of lists are made", fields(), "a[][]", fields(a=items(items(TRUTH)))),
    ("in the items that are there", fields(a={**items(fields(c=NUMBER)), "x": 1}), "a[].b", fields(a={**items(fields(c=NUMBER, b=TRUTH)), "x": 1})),
    ("in fields of no type", {"properties": {"b": NUMBER}}, "a", fields(b=NUMBER, a=TRUTH)),
    ("in items of no type", {"items": NUMBER}, "[]", items(TRUTH)),
    ("through a reference", fields(spec=REF), "spec.b", fields(spec={**OPENED, "properties": {"a": STRING, "b": TRUTH}})),
    ("in a map's values", fields(a=values(fields(c=NUMBER))), "a{}.b", fields(a=values(fields(c=NUMBER, b=TRUTH)))),
    ("maps are made", fields(), "a{}.b", fields(a=values(fields(b=TRUTH)))),
    ("in a map", fields(a=values(STRING)), "a.b", fields(a=values(STRING))),
    ("in what a rule makes", fields(a=ANYTHING), "a.b", fields(a=ANYTHING)),
]  # fmt: skip


@pytest.mark.parametrize(("node", "path", "result"), [row[1:] for row in PUT], ids=[row[0] for row in PUT])
def test_a_node_is_put(node: Node, path: str, result: Node) -> None:
    _check(node, put(node, parse(path), TRUTH, resolve), result)


WITHOUT: list[tuple[str, Node, str, Node]] = [
    ("a field", fields(a=STRING, b=NUMBER), "a", {**fields(b=NUMBER), "required": []}),
    ("a field that must be there", fields("a", "b", a=STRING, b=NUMBER), "a", fields("b", b=NUMBER)),
    ("no such field", fields(a=STRING), "b", fields(a=STRING)),
    ("the last of its parent", fields("b", a=fields(x=STRING), b=NUMBER), "a.x", fields("b", b=NUMBER)),
    ("one of its parent's", fields(a=fields(x=STRING, y=NUMBER)), "a.x", fields(a={**fields(y=NUMBER), "required": []})),
    ("no such field of a parent", fields(a=fields(y=NUMBER)), "a.x", fields(a=fields(y=NUMBER))),
    ("a map's value", fields(a=values(STRING)), "a.x", fields(a=values(STRING))),
    ("of items", items(fields("a", a=STRING, b=NUMBER)), "[].a", items({**fields(b=NUMBER), "required": []})),
    ("the last of items", items(fields(a=STRING)), "[].a", items(ANYTHING)),
    ("of a map's values", values(fields("a", a=STRING, b=NUMBER)), "{}.a", values({**fields(b=NUMBER), "required": []})),
    ("the last of a map's values", values(fields(a=STRING)), "{}.a", values(ANYTHING)),
    ("the items", fields(a=items(STRING)), "a[]", fields(a=items(ANYTHING))),
    ("through a reference", fields(spec=REF, b=NUMBER), "spec.a", {**fields(b=NUMBER), "required": []}),
]  # fmt: skip


@pytest.mark.parametrize(("node", "path", "result"), [row[1:] for row in WITHOUT], ids=[row[0] for row in WITHOUT])
def test_a_field_goes(node: Node, path: str, result: Node) -> None:
    _check(node, without(node, parse(path), resolve), result)


MOVED: list[tuple[str, Node, str, str, Node]] = [
    ("a field", fields(a=STRING), "a", "b", {**fields(b=STRING), "required": []}),
    ("no field", fields(a=STRING), "b", "c", fields(a=STRING)),
    ("one that must be there", fields("a", a=STRING), "a", "b", fields("b", b=STRING)),
    ("into a parent", fields("a", "c", a=STRING, c=NUMBER), "a", "b.x", fields("c", c=NUMBER, b=fields("x", x=STRING))),
    ("of every item", fields(a=items(fields("x", x=STRING))), "a[].x", "a[].y", fields(a=items(fields("y", y=STRING)))),
    ("of every value", fields(a=values(fields("x", x=STRING))), "a{}.x", "a{}.y", fields(a=values(fields("y", y=STRING)))),
    ("out of a map", fields(a=values(STRING)), "a.x", "b", fields(a=values(STRING), b=ANYTHING)),
    ("out of an open map", fields(a={"additionalProperties": True}), "a.x", "b", fields(a={"additionalProperties": True})),
]  # fmt: skip


@pytest.mark.parametrize(("node", "old", "new", "result"), [row[1:] for row in MOVED], ids=[row[0] for row in MOVED])
def test_a_node_moves_with_its_field(node: Node, old: str, new: str, result: Node) -> None:
    _check(node, moved(node, parse(old), parse(new), resolve), result)


def _check(node: Node, made: Node, result: Node) -> None:
    before = copy.deepcopy((node, DEFINITIONS))
    assert made == result
    assert (node, DEFINITIONS) == before


DEMANDED: list[tuple[str, Node, str, bool]] = [
    ("a field that must be there", fields("a", a=STRING), "a", True),
    ("one that need not", fields("b", a=STRING, b=NUMBER), "a", False),
    ("nothing must", fields(a=STRING), "a", False),
    ("of a parent", fields(a=fields("x", x=STRING)), "a.x", True),
    ("of no parent", fields(), "a.x", False),
    ("of items", items(fields("x", x=STRING)), "[].x", True),
    ("through a reference", fields(spec=REF), "spec.a", True),
]


@pytest.mark.parametrize(("node", "path", "needed"), [row[1:] for row in DEMANDED], ids=[row[0] for row in DEMANDED])
def test_whether_a_field_must_be_there(node: Node, path: str, needed: bool) -> None:
    assert demands(node, parse(path), resolve) is needed


DEMANDING: list[tuple[str, Node, str, Node]] = [
    ("a field", fields("b", a=STRING, b=NUMBER), "a", fields("b", "a", a=STRING, b=NUMBER)),
    ("once", fields("a", "b", a=STRING, b=NUMBER), "a", fields("b", "a", a=STRING, b=NUMBER)),
    ("of a parent", fields(a=fields(x=STRING)), "a.x", fields(a=fields("x", x=STRING))),
    ("of no parent", fields(b=NUMBER), "a.x", fields(b=NUMBER)),
    ("of a parent that must be there", fields("a", a=fields("y", y=STRING)), "a.x", fields("a", a=fields("y", "x", y=STRING))),
]  # fmt: skip


@pytest.mark.parametrize(("node", "path", "result"), [row[1:] for row in DEMANDING], ids=[row[0] for row in DEMANDING])
def test_a_field_must_be_there_from_now_on(node: Node, path: str, result: Node) -> None:
    _check(node, demanding(node, parse(path), resolve), result)


UNION = ByType("p", {int: "n", str: "t.s", bool: "b"})
MADE = Function(dict, dict, moves=[("a", "b")], makes=["b", "gone"], says=[])
TYPES = Values("a", [("x", 1)], says="")
SOME_TYPES = Values("a", [("x", "y"), ("z", {})], says="")
RULES: list[tuple[str, Rule, Node, Node]] = [
    ("a union", UNION, fields(p=STRING), {**fields(n=NUMBER, t=fields(s=STRING), b=TRUTH), "required": []}),
    ("no union", UNION, fields(a=STRING), fields(a=STRING)),
    ("what a function makes", MADE, fields(a=STRING), {**fields(b=ANYTHING), "required": []}),
    ("what it does not", MADE, fields(c=STRING), fields(c=STRING)),
    ("values of another type", TYPES, fields(a=STRING), fields(a=ANYTHING)),
    ("values of which one has another type", SOME_TYPES, fields(a=STRING), fields(a=ANYTHING)),
    ("values of no field", TYPES, fields(b=STRING), fields(b=STRING)),
    ("in items", At("l[]", [Move("a", "b")]), fields(l=items(fields("a", a=STRING))), fields(l=items(fields("b", b=STRING)))),
    ("in no items", At("l[]", [Move("a", "b")]), fields(a=STRING), fields(a=STRING)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "node", "result"), [row[1:] for row in RULES], ids=[row[0] for row in RULES])
def test_a_rule_reshapes(rule: Rule, node: Node, result: Node) -> None:
    made = reshaped(node, of_sort(parts([rule]), Converts), resolve)
    _check(node, made, result)
    if result == node:
        assert made is node
