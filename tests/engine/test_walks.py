"""Rules put together into one walk do what they do one after the other, to the order of keys; and a rule without a
doubt can be walked back: only then does a conversion compare nothing and stash nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import product
from operator import attrgetter
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.engine.compiled.walks import converter
from kconv.paths import MISSING, same
from kconv.rules import (
    Annotation,
    At,
    ByType,
    Cases,
    Converts,
    Dropped,
    Function,
    Inverse,
    Items,
    Kept,
    Keyed,
    Lacks,
    Move,
    Part,
    Rule,
    Split,
    Turn,
    Values,
    When,
    Wrap,
    of_sort,
    parts,
    plainly,
)
from kconv.values import update
from tests.laws.objects import LAW

Json = Any
PORT = ByType("port", {int: "service.number", str: "service.name"})
UPPER = Function(
    lambda obj: {**obj, "name": "b"} if obj.get("name") == "a" else obj,
    lambda obj: {**obj, "name": "a"} if obj.get("name") == "b" else obj,
    says=["a is b"],
)
RULES: dict[str, Rule] = {
    "moved beside": Move("name", "port"),
    "moved below": Move("name", "service.name"),
    "moved out of one parent into another": Move("service.name", "backend.port"),
    "moved within a parent": Move("backend.name", "backend.service.name"),
    "by type": PORT,
    "lacking": Lacks("service.name", "port"),
    "of other values": Values("name", [("a", "b"), ({}, {"name": "x"})], says="a is b"),
    "annotated": Annotation("name", "service.name"),
    "by hand": UPPER,
    "turned": Turn("name", "service.name", str.upper, str.lower, says="NAME is name"),
    "turned in its place": Turn("port", "port", lambda port: [port], lambda port: port[0], says="[port] is port"),
    "items": Items("items", "items", "name"),
    "items under another name": At("backend", [Items("items", "service", "name")]),
    "wrapped": Wrap("service", "service.name"),
    "by a table": Cases(["name", "port"], ["service.name"], [(("a", 1), ("b",)), (("a", MISSING), (0,))], says="x"),
    "kept": Kept("service.name", why="x"),
    "dropped": Dropped("port", why="x"),
    "keyed": Keyed("items", "items", "name"),
    "keyed in another place": Keyed("service", "backend.items", "name"),
    "split": Split("name", "a[{service.name}]b{port}"),
    "split in items": At("items[]", [Split("name", "{service.name}[{service.port}]")]),
    "in an object": At("backend", [Move("name", "service.name"), PORT]),
    "in items": At("items[]", [UPPER, Move("name", "service.name"), Lacks("service.port")]),
    "in values": At("service{}", [Move("name", "port"), Lacks("number")]),
    "in values of values": At("backend{}{}", [Move("name", "port")]),
    "in items of values": At("service{}[]", [Move("name", "backend.port")]),
    "in values at the top": At("{}", [Move("port", "number")]),
    "in items of items": At("items[]", [At("items[]", [Move("name", "port")])]),
    "in a list of lists": At("items[][]", [PORT]),
    "beside in an object": Move("service.name", "service.port"),
    "deeper in an object": Move("backend.name", "backend.service.port"),
    "all below an object": Lacks("service.name", "service.port"),
    "kept of an object": Kept("service.port", why="x"),
    "turned in an object": Turn(
        "service.port", "service.number", lambda port: port + 1, lambda port: port - 1, says="1 more"
    ),
    "split in an object": Split("service.name", "{service.port}[b{service.number}]"),
    "of other values in an object": Values("service.name", [("a", "b"), (MISSING, "")], says="a is b"),
    "the other way round": Inverse([Move("service.name", "service.number"), Kept("backend.port", why="x")]),
    "one field kept": Kept("port", why="x"),
    "one field lacking": Lacks("name"),
    "out of an object": Move("service.name", "name"),
    "of one value for another": Values("name", [("a", "b"), ("b", "c"), ("", True), (1, None)], says="a is b"),
    "of other values, left out": Values("port", [(True, MISSING), (MISSING, 0)], says="0 is left out"),
    "of lists": Values("port", [([], "a")], says="[] is a"),
    "keyed the other way round": Inverse([Keyed("items", "items", "name"), Move("port", "service.name")]),
    "split the other way round": Inverse([Split("name", "{service.name}:{port}")]),
    "split into an object": Split("name", "{service.name}[:{service.port}]"),
    "split into an object the other way round": Inverse([Split("name", "{service.port}/{service.name}")]),
    "split into two objects": Split("name", "{service.name}:{backend.port}"),
    "split far away": Split("backend.name", "{service.service.name}[/{service.items.port}]"),
    "turned into another place": Turn("items", "backend.items", list, list, says="a list"),
    "what is left": When("port", [80], [Move("name", "service.name"), Move("number", "service.number")]),
}
NEIGHBOURS = [
    Move("port", "service.number"),
    Move("items", "backend"),
    At(
        "items[]",
        [Move("name", "service.name"), ByType("port", {int: "service.port.number", str: "service.port.name"})],
    ),
    At("backend", [Move("port", "number"), Lacks("name")]),
    *RULES.values(),
]
SCALARS = st.none() | st.sampled_from(["", "a", "b", "a:b", "a/1", 0, 1, True])
KEYS = st.sampled_from(["name", "port", "service", "backend", "items", "number", "metadata", "annotations"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=4)


@pytest.mark.parametrize("back", [False, True], ids=["to the hub", "from the hub"])
@given(obj=OBJECTS, rules=st.lists(st.sampled_from(NEIGHBOURS), min_size=1, max_size=4))
@LAW
def test_one_walk_is_as_good_as_many(obj: Json, rules: list[Rule], back: bool) -> None:
    found = of_sort(parts(rules), Converts)
    doubts: list[Converts] = []
    new = converter(found, back=back)(obj, doubts)
    assert json.dumps(new) == json.dumps(plainly(found, obj, back=back))
    assert json.dumps(converter(found, back=back, total=True)(obj, [])) == json.dumps(new)
    assert doubts or same(plainly(found, new, back=not back), obj)


INNER: Json = {"name": "a", "port": 80, "service": {"name": "b", "port": "c"}}
FULL: Json = {
    **INNER,
    "backend": INNER,
    "items": [INNER, {"items": [INNER], "service": INNER}, [INNER, [INNER]], "a", None],
}
SHAPES: dict[str, Json] = {
    "full": FULL,
    "of the hub": {"service": {"number": 80}, "backend": {"service": {"name": "a"}, "items": {"k": {"port": 1}}}},
    "maps of maps": {"backend": {"x": INNER, "y": {"z": {"name": 1}}}, "service": {"x": [INNER, 1], "y": INNER}},
    "empty parents": {"service": {}, "backend": {"service": {}}, "items": [{}, []], "metadata": {"annotations": {}}},
    "texts of two": {"name": "a:b", "backend": {"name": "x/y"}, "service": {"service": {"name": "x"}, "items": "y"}},
    "an empty place for a text": {"backend": {"name": "x/y"}, "service": {"service": {}, "items": {"port": "y"}}},
    "lists of objects": {
        "items": [{"name": "b"}, {"name": "a"}],
        "backend": {"items": [1]},
        "service": {"b": {}, "a": {}},
    },
    "the fields of a text alone": {"service": {"name": "a", "port": "b"}, "backend": {"name": "a/b", "port": "c"}},
    "a text alone": {"name": "a:b", "port": 1, "backend": {"name": "a:b/c"}},
    "a text of another form": {"name": 7, "backend": {"name": ""}, "service": {"name": 7, "port": "b"}},
    "nulls": {"service": None, "backend": {"service": None}, "items": [None], "name": None, "port": None},
    "a list for a map and a map for a list": {"service": [INNER], "backend": [INNER], "items": {"a": INNER}},
}


@pytest.mark.full
@pytest.mark.parametrize("back", [False, True], ids=["to the hub", "from the hub"])
@pytest.mark.parametrize("obj", SHAPES.values(), ids=SHAPES)
def test_two_neighbours_do_in_one_walk_what_they_do_in_turn(obj: Json, back: bool) -> None:
    for pair in product(NEIGHBOURS, NEIGHBOURS):
        found = of_sort(parts(pair), Converts)
        doubts: list[Converts] = []
        new = converter(found, back=back)(obj, doubts)
        in_turn = plainly(found, obj, back=back)
        assert json.dumps(new) == json.dumps(in_turn), [rule.describe() for rule in pair]
        assert (new is obj) == (in_turn is obj)
        assert converter(found, back=back)(obj, None) == new
        every = doubted(found, obj, back=back)
        assert len(doubts) == bool(every)
        assert {id(rule) for rule in doubts} <= {id(rule) for rule in every}


def doubted(found: Sequence[Part[Converts]], obj: Json, *, back: bool) -> list[Converts]:
    """Each rule that does not lead back to an object that it was given, once for every such object."""
    doubts: list[Converts] = []
    for part in reversed(found) if back else found:

        def there(value: Json, rule: Converts = part.rule) -> Json:
            if not isinstance(value, dict):
                return value
            new = rule.from_hub(value) if back else rule.to_hub(value)
            if not rule.exact and not same(rule.to_hub(new) if back else rule.from_hub(new), value):
                doubts.append(rule)
            return new

        obj = update(obj, part.path, there)
    return doubts


@pytest.mark.parametrize("value", [None, "text", 1, [], [INNER]], ids=repr)
def test_what_is_no_object_is_left_as_it_is(value: Json) -> None:
    for rule in NEIGHBOURS:
        doubts: list[Converts] = []
        assert converter(of_sort(parts([rule]), Converts))(value, doubts) is value
        assert doubts == []


class Case(NamedTuple):
    name: str
    rule: Rule
    spoke: Json
    doubted: bool


CASES = [
    Case("moved into a parent of its own", Move("a", "b.c"), {"a": 1}, False),
    Case("moved into a parent that has more", Move("a", "b.c"), {"a": 1, "b": {"d": 1}}, False),
    Case("moved into an empty parent", Move("a", "b.c"), {"a": 1, "b": {}}, True),
    Case("the hub's field in the spoke", Move("a", "b"), {"b": 1}, True),
    Case("nothing to move", Move("a", "b"), {"c": 1}, False),
    Case("a number", PORT, {"port": 80}, False),
    Case("a number beside the hub's name", PORT, {"port": 80, "service": {"name": "a"}}, True),
    Case("a field that the spoke lacks", Lacks("a"), {"a": 1}, True),
    Case("no annotation and no field", Annotation("k", "a"), {"b": 1}, False),
    Case("an annotation", Annotation("k", "a"), {"metadata": {"annotations": {"k": "x"}, "name": "y"}}, False),
    Case("one of many items", At("items[]", [Lacks("a")]), {"items": [{"b": 1}, {"a": 1}]}, True),
]


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_a_doubt_is_had_where_it_must_be_and_not_where_it_need_not(case: Case) -> None:
    doubts: list[Converts] = []
    converter(of_sort(parts([case.rule]), Converts))(case.spoke, doubts)
    assert bool(doubts) == case.doubted
