"""A map that became a list gives each item the text of the value that it was, found by the item's key."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kconv.manifests import tree
from kconv.manifests.moved import MovedNodes
from kconv.paths import parse, show

Json = Any
A, B = {"name": "a", "size": 1}, {"name": "b", "size": 2}
MAP, LIST = {"m": {"b": {"size": 2}, "a": {"size": 1}}}, {"l": [A, B]}
THERE, BACK = ("m{}", "l[]"), ("l[]", "m{}")
ROWS: list[tuple[str, Json, Json, tuple[str, str], dict[str, str]]] = [
    ("a list of the values", MAP, LIST, THERE, {"l[0]": "m.a", "l[1]": "m.b"}),
    ("a map of the items", LIST, MAP, BACK, {"m.b": "l[1]", "m.a": "l[0]"}),
    ("fewer items", MAP, {"l": [B]}, THERE, {"l[0]": "m.b"}),
    ("fewer values", LIST, {"m": {"b": {}}}, BACK, {}),
    ("an item that was no value", MAP, {"l": [B, {"name": "c"}]}, THERE, {}),
    ("the same key twice", MAP, {"l": [B, B]}, THERE, {}),
    ("an item without a key", MAP, {"l": [B, {}]}, THERE, {}),
    ("a key that is a number", MAP, {"l": [{"name": 1}]}, THERE, {}),
    ("an item that is text", MAP, {"l": ["a"]}, THERE, {}),
    ("the first that fits", {"m": {"a": {}, "b": {}}}, {"l": [{"x": "b", "name": "a"}, {"x": "a", "name": "b"}]}, THERE, {"l[0]": "m.b", "l[1]": "m.a"}),
    ("another field first", MAP, {"l": [{"size": 1, "name": "a"}, B]}, THERE, {"l[0]": "m.a", "l[1]": "m.b"}),
    ("a field of each", MAP, LIST, ("m{}.size", "l[].size"), {"l[0].size": "m.a.size", "l[1].size": "m.b.size"}),
    ("no map", {"m": 1}, LIST, THERE, {}),
    ("an empty map", {"m": {}}, LIST, THERE, {}),
    ("nothing", {}, LIST, THERE, {}),
    ("no list", {"l": {"x": 1}}, MAP, BACK, {}),
    ("in an item", {"g": [{}, MAP]}, {"g": [{}, LIST]}, ("g[].m{}", "g[].l[]"), {"g[1].l[0]": "g[1].m.a", "g[1].l[1]": "g[1].m.b"}),
    ("in a value", {"g": {"x": MAP}}, {"h": {"x": LIST}}, ("g{}.m{}", "h{}.l[]"), {"h.x.l[0]": "g.x.m.a", "h.x.l[1]": "g.x.m.b"}),
    ("with an index too few", {"g": [{"a": 1}, {"a": 2}]}, {"a": 3}, ("g[].a", "a"), {"a": "g[0].a"}),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "move", "found"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_an_item_takes_the_text_of_its_namesake(
    source: Json, target: Json, move: tuple[str, str], found: dict[str, str]
) -> None:
    root = tree.parse(json.dumps(source)).root
    assert root
    moved = MovedNodes(root, target, [(parse(move[0]), parse(move[1]))])
    assert {show(path): show(_path(node)) for path, node in moved.by_path.items()} == found


def _path(node: Any) -> tuple[Any, ...]:
    if node.parent is None:
        return ()
    step = node.key.value if node.key else node.parent.children.index(node)
    return (*_path(node.parent), step)
