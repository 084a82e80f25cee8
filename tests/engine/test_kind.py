"""A kind's versions and rules, the route between two of them, and the defaults on which they can differ."""

from __future__ import annotations

from typing import Any

import pytest

import kconv.engine
from kconv.engine import Kind, convert_kind
from kconv.engine.compiled.defaults import meaning
from kconv.engine.moves import carried, indexed, join, moves_to_hub
from kconv.engine.route import leg, route
from kconv.names import GroupVersion, Release
from kconv.paths import parse, show
from kconv.rules import (
    At,
    Converts,
    Default,
    Derived,
    Former,
    Function,
    Inverse,
    Kept,
    Keyed,
    Lacks,
    Move,
    Notes,
    Rule,
    Values,
    When,
    of_sort,
    parts,
)

Json = Any
V1, V2, V3 = (GroupVersion("e", version) for version in ("v1", "v2", "v3"))
NEW = Release.parse("1.30")
COMMON = Default("common", 1)
TELLS = Notes("old", "x")
KIND = Kind(
    "Web",
    hub="e/v2",
    spokes={"e/v1": [Move("a", "b"), COMMON], "e/v2": [TELLS, COMMON], "e/v3": []},
)


def test_the_hub_is_the_first_of_the_versions() -> None:
    assert KIND.versions == (V2, V1, V3)
    assert Kind("Web", hub="e/v1", spokes={}).versions == (V1,)


def test_a_version_without_rules_has_none() -> None:
    bare = Kind("Web", hub="e/v2", spokes={"e/v1": [COMMON]})
    assert (bare.rules(V2), bare.parts(V2), bare.rules(V1)) == ((), (), (COMMON,))
    assert (bare.whole, bare.list_keys, bare.unproven) == ((), {}, frozenset())


def test_a_leg_has_the_rules_by_their_sort() -> None:
    found = leg(KIND, V1)
    assert ([type(part.rule) for part in found.converting], len(found.filling), found.settling) == ([Move], 1, ())
    assert (found.version, found.api_version, found.hub_version, found.exact) == (V1, "e/v1", "e/v2", False)
    assert leg(KIND, V2).exact
    assert [part.rule for part in leg(KIND, V2).settling] == [TELLS]


def test_a_leg_sets_the_version_and_nothing_else() -> None:
    obj = {"apiVersion": "e/v1", "a": 1}
    assert leg(KIND, V1).to_hub(obj) == {"apiVersion": "e/v2", "b": 1}
    assert leg(KIND, V1).from_hub({"apiVersion": "e/v2", "b": 1}) == obj
    hub = {"apiVersion": "e/v2"}
    assert leg(KIND, V2).to_hub(hub) is hub
    assert leg(KIND, V2).from_hub(hub) is hub
    assert leg(KIND, V3).from_hub(hub) == {"apiVersion": "e/v3"}
    for convert, doubted in (
        (leg(KIND, V1).to_hub, {"apiVersion": "e/v1", "b": 2}),
        (leg(KIND, V1).from_hub, {"apiVersion": "e/v2", "a": 1}),
    ):
        doubts: list[Converts] = []
        convert(doubted, doubts)
        assert [type(rule) for rule in doubts] == [Move]


@pytest.mark.parametrize(
    ("source", "target", "plain"), [(V1, V3, False), (V3, V2, False), (V2, V3, True), (V3, V1, False)]
)
def test_a_way_is_plain_if_nothing_but_defaults_makes_a_difference(source: Any, target: Any, plain: bool) -> None:
    assert route(KIND, source, target).plain is plain


def test_only_defaults_that_are_shared_need_not_be_compared() -> None:
    shared, own = At("pod", [Default("x", 1)], shared=True), At("pod", [Default("x", 1)])
    for rule, filling in ((shared, False), (own, True)):
        kind = Kind("Web", hub="e/v2", spokes={"e/v1": [rule], "e/v2": [rule]})
        way = route(kind, V1, V2)
        assert (bool(way.source_fills), bool(way.target_fills), way.filling) == (filling, filling, filling)
    one_sided = Kind("Web", hub="e/v2", spokes={"e/v1": [shared], "e/v2": []})
    assert route(one_sided, V1, V2).filling
    assert route(one_sided, V2, V1).filling


CARRIED: list[tuple[str, dict[str, str], list[str]]] = [
    ("a.b", {"a": "x"}, ["x.b"]),
    ("a.b", {"a": "x", "a.b": "y"}, ["y"]),
    ("a.b", {"b": "x"}, ["a.b"]),
    ("ab", {"a": "x"}, ["ab"]),
    ("a[].b", {"a[]": "x[]"}, ["x[].b"]),
    ("a", {"a.b": "x"}, ["a"]),
    ("a[].b", {"a[]": "x{}"}, ["x{}.b"]),
    ("a.k.b", {"a{}": "x[]"}, ["x[].b"]),
    ("a.k.l.b", {"a{}{}": "x{}.y{}"}, ["x.k.y.l.b"]),
    ("a.k.b", {"a{}": "x{}.y{}"}, ["x.k.y{}.b"]),
    ("a", {"a": "x{}"}, ["x{}"]),
]


@pytest.mark.parametrize(("path", "pairs", "places"), CARRIED)
def test_a_path_is_carried_by_the_longest_that_it_begins_with(
    path: str, pairs: dict[str, str], places: list[str]
) -> None:
    moved = [(parse(old), parse(new)) for old, new in pairs.items()]
    assert [show(place) for place in carried(parse(path), moved)] == places


def test_what_goes_to_several_places_is_carried_to_each() -> None:
    pairs = [(parse("a"), parse("x")), (parse("a"), parse("y")), (parse("b"), parse("z"))]
    assert carried(parse("a.c"), pairs) == [parse("x.c"), parse("y.c")]


INDEXED = [
    ("a[].b", "a[2].b", "a[2].b"),
    ("a[].b[].c", "a[2]", "a[2].b[0].c"),
    ("a[][]", "a[1][2]", "a[1][2]"),
    ("a", "b[3]", "a"),
]


@pytest.mark.parametrize(("pattern", "like", "place"), INDEXED)
def test_a_pattern_stands_in_the_same_items(pattern: str, like: str, place: str) -> None:
    assert show(indexed(parse(pattern), parse(like))) == place


def shown(pairs: Any) -> list[str]:
    return [f"{show(one)} → {show(other)}" for one, other in pairs]


def test_moves_of_rules_are_joined_one_after_the_other() -> None:
    rules = [Move("a", "b"), Move("b.x", "b.y"), At("l[]", [Move("p", "q")]), Move("a2", "b2")]
    found = moves_to_hub(of_sort(parts(rules), Converts))
    assert shown(found) == ["a → b", "a.x → b.y", "l[].p → l[].q", "a2 → b2"]
    assert shown(join(found, [])) == shown(found)
    assert shown(join([], found)) == ["b → a", "b.y → a.x", "l[].q → l[].p", "b2 → a2"]
    assert join(found, found) == []
    twice = [Former([Move("a", "b")]), Move("a", "b"), Move("c", "d")]
    assert shown(moves_to_hub(of_sort(parts(twice), Converts))) == ["a → b", "c → d"]
    either = [Former([Move("a", "c")]), Move("b", "c"), Move("c.x", "d")]
    assert shown(moves_to_hub(of_sort(parts(either), Converts))) == ["a → c", "b → c", "a.x → d", "b.x → d"]


# Which defaults need be compared.


def fills(source: Any, target: Any, whole: tuple[str, ...] = ()) -> Any:
    kind = Kind("Web", hub="e/v2", spokes={"e/v1": source, "e/v2": target}, whole=whole)
    return meaning(kind, route(kind, V1, V2), NEW)


A1, A2, B1, C1 = Default("a", 1), Default("a", 2), Default("b", 1), Default("c", 1)
READING = Derived("d", lambda obj: obj.get("b"), says="b", reads=["b"])
"""It reads what another fills in."""
AFTER = Derived("e", lambda obj: obj.get("d"), says="d", reads=["d"])
ALIKE: list[tuple[str, list[Any], list[Any], bool]] = [
    ("the source has none", [], [Default("a", 1)], True),
    ("both have the same", [COMMON], [COMMON], True),
    ("only the source has one", [COMMON], [], False),
    ("two values", [Default("a", 1)], [Default("a", 2)], False),
    ("both have the same, and one reads the other", [B1, READING], [B1, READING], True),
    ("both have the same in another order", [B1, READING], [READING, B1], False),
    ("both have the same, which moves", [Move("a", "b"), A1], [A1], False),
    ("the source has none, and a field moves", [Move("a", "b")], [A1], True),
]


@pytest.mark.parametrize(("source", "target", "alike"), [row[1:] for row in ALIKE], ids=[row[0] for row in ALIKE])
def test_whether_two_versions_can_mean_different_things(source: Any, target: Any, alike: bool) -> None:
    assert fills(source, target).alike is alike


MEANT: list[tuple[str, list[Rule], list[Rule], Json, Json]] = [
    ("a field that moves", [Move("a", "b"), A1], [Default("b", 2)], {}, {"b": 1}),
    ("a field that moves, where both mean the same", [Move("a", "b"), A1], [Default("b", 1)], {}, {}),
    ("a field that moves and is there", [Move("a", "b"), A1], [Default("b", 2)], {"a": 3}, {"b": 3}),
    ("a field that moves into a parent", [Move("a", "s.b"), A1], [], {}, {"s": {"b": 1}}),
    ("a value that has another name", [Values("a", [(1, "one")], says="x"), A1], [A2], {}, {"a": "one"}),
    ("beside a field that moves", [Move("c", "d"), A1], [A2], {"c": 0}, {"d": 0, "a": 1}),
    ("in items that move", [Move("l", "k"), At("l[]", [A1])], [At("k[]", [A2])], {"l": [{}]}, {"k": [{"a": 1}]}),
    ("in items that have moved", [Move("l", "k"), At("k[]", [A1])], [At("k[]", [A2])], {"l": [{}]}, {"k": [{}]}),
    ("nothing of the source's", [Move("a", "b")], [Default("b", 1)], {"c": 0}, {"c": 0}),
]


@pytest.mark.parametrize("leave_out", [(), ("other",)], ids=["all", "with settings"])
@pytest.mark.parametrize(
    ("source", "target", "fields", "result"), [row[1:] for row in MEANT], ids=[row[0] for row in MEANT]
)
def test_what_a_field_means_is_written_where_the_field_goes(
    source: list[Rule], target: list[Rule], fields: Json, result: Json, leave_out: tuple[str, ...]
) -> None:
    kind = Kind("Web", hub="e/v2", spokes={"e/v1": source, "e/v2": target})
    made = convert_kind(kind, {"apiVersion": "e/v1", **fields}, V2, release=NEW, leave_out=leave_out)
    assert made.object == {"apiVersion": "e/v2", **result}


APART: list[tuple[str, list[Any], bool]] = [
    ("no conversion", [COMMON], True),
    ("of another field", [Move("a", "b"), COMMON], True),
    ("of the same field", [Move("common", "b"), COMMON], False),
    ("into the same field", [Move("a", "common"), COMMON], False),
    ("below it", [Move("common.a", "common.b"), COMMON], False),
    ("above it", [Lacks("s"), Default("s.a", 1)], False),
    ("beside it, where a parent may go", [Lacks("s.b"), Default("s.a", 1)], False),
    ("of the whole object", [Function(dict, dict, says=[]), COMMON], False),
    ("and a default that may read anything", [Move("a", "b"), Derived("c", lambda _: 1, says="")], False),
    ("and one that reads another field", [Move("a", "b"), Derived("c", lambda _: 1, says="", reads=["d"])], True),
    ("and one that reads what moves", [Move("a", "b"), Derived("c", lambda _: 1, says="", reads=["a"])], False),
    ("in the items of another list", [At("l[]", [Move("a", "b")]), Default("k[].a", 1)], True),
    ("in the items of its list", [At("l[]", [Lacks("a")]), Default("l[].a", 1)], False),
    ("of the version", [Default("apiVersion", "x")], False),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "apart"), [row[1:] for row in APART], ids=[row[0] for row in APART])
def test_whether_a_conversion_touches_what_a_default_does(rules: Any, apart: bool) -> None:
    assert fills(rules, []).apart is apart


def test_a_parent_that_every_whole_object_has_does_not_go() -> None:
    assert fills([Lacks("s.b"), Default("s.a", 1)], [], whole=("s.c",)).apart
    assert not fills([Lacks("s.b"), Default("s.a", 1)], [], whole=("s.c?",)).apart
    assert not fills([Lacks("s.b"), Default("s.a", 1)], [], whole=("s.c|d",)).apart
    assert not fills([Lacks("s.b"), Default("s.a", 1)], [], whole=("s.b",)).apart
    assert not fills([Lacks("s.b"), Default("s.a", 1)], [], whole=("t.c",)).apart


FIRM: list[tuple[str, Rule, tuple[str, ...], str, bool]] = [
    ("a parent that stays", Lacks("s.b"), ("s.c",), "s.a", True),
    ("a parent in it that may go", Lacks("s.t.b"), ("s.c",), "s.t.a", False),
    ("beside a parent that may go", Lacks("s.t.b"), ("s.c",), "s.a", True),
    ("what comes with that parent", Lacks("s.t.b"), ("s.c",), "s.t", False),
    ("two parents that stay", Lacks("s.t.b"), ("s.c", "s.t.c"), "s.t.a", True),
    ("a parent that stays for a field in it", Lacks("s.t.b"), ("s.t.c",), "s.t.a", True),
    ("one of two fields that stay is enough", Lacks("s.b"), ("x.y", "s.c"), "s.a", True),
    ("a parent of the same name in another", Lacks("s.b"), ("t.s.c",), "s.a", False),
    ("the field itself", Lacks("s.b"), ("s.c",), "s.b", False),
    ("below the field", Lacks("s.b"), ("s.c",), "s.b.c", False),
    ("in items", At("l[]", [Lacks("b.c")]), ("l[].b.a",), "l[].b.d", True),
    ("in items that all may lose a field", At("l[]", [Lacks("b.c")]), (), "l[].b.d", False),
    ("an item does not go", At("l[]", [Lacks("b")]), (), "l[].d", True),
    ("both places of a move", Move("s.a", "s.b"), (), "s.c", True),
    ("where a move parts", Move("s.a.x", "s.b.x"), (), "s.b.y", False),
]


@pytest.mark.parametrize(("rule", "whole", "default", "apart"), [row[1:] for row in FIRM], ids=[row[0] for row in FIRM])
def test_a_default_is_apart_from_what_a_conversion_brings_or_takes(
    rule: Rule, whole: tuple[str, ...], default: str, apart: bool
) -> None:
    at, _, field = default.rpartition("[].")
    found = fills([rule, At(f"{at}[]", [Default(field, 1)]) if at else Default(field, 1)], [], whole)
    assert found.apart is apart


OPPOSED: list[tuple[str, list[Rule], list[Rule], Json, Json]] = [
    ("one of two values", [A1], [A2], {"a": 1}, {"a": 2}),
    ("what both have makes no difference", [A1, B1], [A2, B1], {"a": 1}, {"a": 2}),
    ("what only the target has", [A1], [A2, C1], {"a": 1}, {"a": 2}),
    ("what only the source has", [A1, C1], [A2], {"a": 1, "c": 1}, {"a": 2}),
    ("what both have and another reads", [B1, READING], [B1], {"b": 1, "d": 1}, {"b": 1}),
    ("what both have and another of the target reads", [B1, A1], [B1, READING], {"b": 1, "a": 1}, {"b": 1, "d": 1}),
    ("what both have and read from each other", [B1, READING], [B1, READING], {"b": 1, "d": 1}, {"b": 1, "d": 1}),
    ("what the target has in the end", [B1], [READING, AFTER], {"b": 1}, {"d": None, "e": None}),
    ("what no one of the source reads", [A1], [A2, READING, AFTER], {"a": 1}, {"a": 2}),
    ("none of the source", [], [A1, B1], {}, {}),
    ("none of the target", [A1, B1], [], {"a": 1, "b": 1}, {}),
]


@pytest.mark.parametrize(
    ("source", "target", "ours", "theirs"), [row[1:] for row in OPPOSED], ids=[row[0] for row in OPPOSED]
)
def test_only_rules_that_can_make_a_difference_are_compared(
    source: list[Rule], target: list[Rule], ours: Json, theirs: Json
) -> None:
    found = fills(source, target)
    assert (found.source({}), found.target({})) == (ours, theirs)


STRATEGY: list[Rule] = [Default("s.type", "A"), When("s.type", ["A"], [Default("s.a.max", 1)])]
WRITTEN: list[tuple[str, list[Any], list[Any], Json, Json]] = [
    ("only the source's", [Default("a", 1)], [], {}, {"a": 1}),
    ("the target's other value", [Default("a", 1)], [Default("a", 2)], {}, {"a": 1}),
    ("the same value", [Default("a", 1), Default("b", 2)], [Default("a", 1)], {}, {"b": 2}),
    ("only the target's", [Default("a", 1)], [Default("b", 2)], {}, {"a": 1}),
    ("what is there", [Default("a", 1)], [Default("a", 2)], {"a": 3}, {"a": 3}),
    ("a condition that the target does not have", STRATEGY, [], {}, {"s": {"type": "A", "a": {"max": 1}}}),
    ("a condition and another type", STRATEGY, [Default("s.type", "B")], {}, {"s": {"type": "A", "a": {"max": 1}}}),
    ("a condition and the same type", STRATEGY, [Default("s.type", "A")], {}, {"s": {"a": {"max": 1}}}),
    ("a condition and another setting", STRATEGY, [STRATEGY[0], When("s.type", ["A"], [Default("s.a.max", 2)])], {}, {"s": {"a": {"max": 1}}}),
    ("a condition that does not hold", STRATEGY, [Default("s.type", "B")], {"s": {"type": "C"}}, {"s": {"type": "C"}}),
    ("what both have in a parent", [Default("s.a", 1), Default("s.b", 1)], [Default("s.a", 1), Default("s.b", 2)], {}, {"s": {"b": 1}}),
    ("of items", [Default("l[].a", 1)], [Default("l[].a", 2)], {"l": [{}, {"a": 3}]}, {"l": [{"a": 1}, {"a": 3}]}),
    ("a field of the same name above", [Default("s.a.x", 1)], [Default("s.x", 1)], {}, {"s": {"a": {"x": 1}}}),
    ("derived from what is filled in", [Default("a", 1), Derived("b", lambda obj: obj["a"], says="", reads=["a"])], [], {}, {"a": 1, "b": 1}),
    ("a later release's", [Default("a", 1, since="1.31")], [], {}, {}),
    ("a later release's of the target", [Default("a", 1)], [Default("a", 1, since="1.31")], {}, {"a": 1}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "target", "given", "result"), [row[1:] for row in WRITTEN], ids=[row[0] for row in WRITTEN]
)
def test_defaults_are_written_without_a_comparison(source: Any, target: Any, given: Json, result: Json) -> None:
    found = fills(source, target)
    assert found.written is not None
    assert found.written(given) == result


def test_only_defaults_that_can_make_a_difference_are_filled_in() -> None:
    found = fills([Default("a", 1), Default("b", 1)], [Default("a", 2), Default("b", 1), Default("c", 1)])
    assert (found.source({}), found.target({})) == ({"a": 1, "b": 1}, {"a": 2, "b": 1})
    shared = At("pod", [Default("x", 1)], shared=True)
    found = fills([shared, Default("a", 1)], [shared, Default("a", 2)])
    assert (found.source({"pod": {}}), found.target({"pod": {}})) == ({"pod": {}, "a": 1}, {"pod": {}, "a": 2})


def test_a_default_in_a_parent_that_another_makes_is_compared() -> None:
    source, target = [Default("s.a", 1)], [Default("s?.b", 2)]
    assert fills(source, target).written is None
    kind = Kind("Web", hub="e/v2", spokes={"e/v1": source, "e/v2": target})
    assert convert_kind(kind, {"apiVersion": "e/v1"}, V2, release=NEW).object == {
        "apiVersion": "e/v2",
        "s": {"a": 1, "b": 2},
    }
    for whole, written in (
        ("s.c", True),
        ("s.d.e", True),
        ("s", False),
        ("t.c", False),
        ("x.s.c", False),
        ("s.c?", False),
    ):
        assert (fills(source, target, whole=(whole,)).written is not None) is written
    # A parent that the default makes gets the target's defaults, which the object would not have had without it.
    for other, made in (("s.t?.b", {"t": {"a": 1, "b": 2}}), ("s.u?.b", {"t": {"a": 1}})):
        found = fills([Default("s.t.a", 1)], [Default(other, 2)], whole=("s.c",)).written
        assert found is not None
        assert found({"s": {}}) == {"s": made}


@pytest.mark.parametrize(("max_", "result"), [(2, {}), (3, {"max": 3})])
def test_defaults_that_a_third_one_joins_are_compared_together(max_: int, result: Json) -> None:
    """The target's maximum follows from a type that both versions fill in, and the source has a maximum of its own."""
    kind = Default("s.type", "A")
    source, target = [kind, Default("s.max", max_)], [kind, When("s.type", ["A"], [Default("s.max", 2)])]
    found = fills(source, target, whole=("s.c",)).written
    assert found is not None
    assert found({"s": {}}) == {"s": result}
    assert found({"s": {"type": "B"}}) == {"s": {"type": "B", "max": max_}}


def test_a_default_that_may_read_anything_is_compared() -> None:
    assert fills([Default("a", 1)], [Derived("b", lambda obj: obj.get("a"), says="a")]).written is None
    assert fills([Derived("b", lambda obj: obj.get("a"), says="a")], [Default("a", 1)]).written is None


def test_defaults_of_one_field_that_replace_different_values_are_compared() -> None:
    assert fills([Default("a", 1, zero=True)], [Default("a", 1)]).written is None
    assert fills([Default("s.a", 1, zero=True)], [Default("s.a", 1)]).written({"s": {"a": 0}}) == {"s": {"a": 1}}


def test_fields_that_would_come_in_another_order_are_compared() -> None:
    turned = [Default("s.a", 1), Default("t", 1), When("s.a", [1], [Default("s.b", 1)])]
    assert fills(turned, []).written is None
    assert fills(turned[1:], []).written is not None


def test_what_identifies_an_item_is_known_from_a_rule_that_lists_a_map() -> None:
    rules = [At("spec", [Keyed("ports", "ports", "name")]), Move("spec.ports", "plan.ports"), Move("plan", "all")]
    kind = Kind("Web", hub="e/v2", spokes={"e/v1": rules}, list_keys={"other": ("a", "b")})
    assert kind.list_keys == {"all.ports": ("name",), "other": ("a", "b")}
    assert Kind("Web", "e/v2", {"e/v1": rules}, list_keys={"all.ports": ("x",)}).list_keys == {"all.ports": ("x",)}


LISTS: list[tuple[str, list[Rule], dict[str, tuple[str, ...]]]] = [
    ("in its place", [Keyed("a", "b", "n")], {"b": ("n",)}),
    ("moved afterwards", [Keyed("a", "b", "n"), Move("b", "c")], {"c": ("n",)}),
    ("where another was before", [Move("b", "x"), Keyed("a", "b", "n")], {"b": ("n",)}),
    ("in items", [At("l[]", [Keyed("a", "b", "n")])], {"l[].b": ("n",)}),
    ("in an item of another one", [Keyed("a", "b", "n"), At("b[]", [Keyed("c", "d", "m")])], {"b": ("n",), "b[].d": ("m",)}),
    ("of a newer version", [Inverse([Keyed("b", "a", "n")])], {"a": ("n",)}),
    ("of a newer version, moved afterwards", [Inverse([Keyed("b", "a", "n"), Move("a", "c")])], {"c": ("n",)}),
    ("of a newer version, moved before", [Inverse([Move("a", "b"), Keyed("b", "a", "n")])], {"a": ("n",)}),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "keys"), [row[1:] for row in LISTS], ids=[row[0] for row in LISTS])
def test_what_identifies_an_item_is_known_by_where_the_list_is(rules: list[Rule], keys: Json) -> None:
    assert Kind("Web", hub="e/v2", spokes={"e/v1": rules}).list_keys == keys


def test_what_is_written_stands_where_a_reader_looks_for_it() -> None:
    found = fills([Default("a", 1), Default("s.b", 1)], []).written
    assert found is not None
    assert [*found({"x": 0, "template": {}})] == ["x", "a", "s", "template"]
    assert [*found({"x": 0, "template": {}, "s": {"y": 0, "template": {}}})["s"]] == ["y", "b", "template"]


def test_the_names_of_the_engine_are_imported_when_they_are_used() -> None:
    assert [getattr(kconv.engine, name).__name__ for name in ("Kind", "Conversion", "convert_kind", "is_fragment")] == [
        "Kind",
        "Conversion",
        "convert_kind",
        "is_fragment",
    ]
    with pytest.raises(AttributeError, match=r"module 'kconv.engine' has no attribute 'nothing'"):
        _ = kconv.engine.nothing
    assert {getattr(kconv.engine, name) is not None for name in kconv.engine.__all__} == {True}


@pytest.mark.parametrize(
    "rules",
    [
        [Move("kind", "spec.kind")],
        [Move("spec.kind", "kind")],
        [Lacks("kind")],
        [Kept("kind", why="x")],
        [Values("apiVersion", [("a", "b")], says="x")],
        [Lacks("apiVersion")],
    ],
    ids=lambda rules: f"{type(rules[0]).__name__} {rules[0].changes[0][0][0]}",
)
def test_what_an_object_is_does_not_move(rules: list[Rule]) -> None:
    with pytest.raises(ValueError, match="is not a field to move or leave out"):
        Kind("Web", hub="e/v2", spokes={"e/v1": rules})


def test_a_kind_can_be_renamed_and_a_kind_below_can_move() -> None:
    Kind("Web", hub="e/v2", spokes={"e/v1": [Values("kind", [("Old", "Web")], says="x")]})
    Kind("Web", hub="e/v2", spokes={"e/v1": [Move("spec.kind", "spec.type"), Lacks("spec.kind")]})


@pytest.mark.parametrize("keys", ["name", (), ("",), (1,), None, ["name"], ("name", ""), (1, "name")], ids=repr)
def test_keys_of_a_list_are_names_of_fields(keys: Any) -> None:
    with pytest.raises(ValueError, match="names no fields of an item"):
        Kind("Web", "e/v2", {}, list_keys={"spec.ports": keys})
    with pytest.raises(ValueError, match="names no fields of an item"):
        Kind("Web", "e/v2", {}, list_keys={"": ("name",)})
    Kind("Web", "e/v2", {}, list_keys={"spec.ports": ("name", "port")})
    with pytest.raises(ValueError, match="is not a path"):
        Kind("Web", "e/v2", {}, list_keys={"spec.[": ("name",)})


@pytest.mark.parametrize(("name", "hub"), [("", "e/v2"), ("Web", "")])
def test_a_kind_has_a_name_and_a_hub(name: str, hub: str) -> None:
    with pytest.raises(ValueError, match="a Kind has a name, and a hub"):
        Kind(name, hub, {})


def test_rules_are_given_by_version() -> None:
    with pytest.raises(ValueError, match="Web: spokes are a map from each version to its rules"):
        Kind("Web", "e/v2", [])  # type: ignore[arg-type]


WRONG_CHANGES: list[tuple[str, dict[str, list[Rule]], dict[str, list[Rule]], str]] = [
    ("no version", {}, {}, "the hub e/v1 is not one of the versions"),
    ("another version", {"e/v2": []}, {}, "the hub e/v1 is not one of the versions e/v2"),
    ("rules of a version that has no changes", {"e/v1": []}, {"e/v3": []}, "own: e/v3 is not one of the versions e/v1"),
    ("a change of the oldest", {"e/v1": [Move("a", "b")]}, {}, "e/v1 is the oldest version"),
    ("a default", {"e/v1": [], "e/v2": [Move("a", "b"), COMMON]}, {}, "e/v2: Default says nothing of the version"),
    ("a default of a third", {"e/v1": [], "e/v2": [], "e/v3": [At("s", [COMMON])]}, {}, "e/v3: Default says nothing"),
]


@pytest.mark.parametrize(
    ("changes", "own", "message"), [row[1:] for row in WRONG_CHANGES], ids=[row[0] for row in WRONG_CHANGES]
)
def test_changes_are_checked(changes: Json, own: Json, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Kind.of_changes("Web", "e/v1", changes, own=own)


FIELDS = {"e/v1": "a", "e/v2": "b", "e/v3": "c", "e/v4": "d"}
"""The field's name in each version."""
RENAMED: dict[str, list[Rule]] = {
    "e/v1": [],
    "e/v2": [Move("a", "b")],
    "e/v3": [Move("b", "c")],
    "e/v4": [Move("c", "d")],
}


@pytest.mark.parametrize("hub", RENAMED)
@pytest.mark.parametrize("source", RENAMED)
@pytest.mark.parametrize("target", RENAMED)
def test_any_version_of_changes_can_be_the_hub(hub: str, source: str, target: str) -> None:
    kind = Kind.of_changes("Web", hub, RENAMED)
    assert {str(version) for version in kind.versions} == RENAMED.keys()
    obj = {"apiVersion": source, FIELDS[source]: 1}
    to = GroupVersion.parse(target)
    made = convert_kind(kind, obj, to, release=NEW).object
    assert made == {"apiVersion": target, FIELDS[target]: 1}


@pytest.mark.parametrize("hub", RENAMED)
def test_a_version_has_its_own_rules_beside_its_changes(hub: str) -> None:
    kind = Kind.of_changes("Web", hub, RENAMED, own={"e/v1": [COMMON], "e/v4": [TELLS]}, list_keys={"l": ("n",)})
    own = {version: [rule for rule in rules if rule in (COMMON, TELLS)] for version, rules in kind.spokes.items()}
    assert kind.spokes[hub] == own[hub], "the hub differs from itself in nothing"
    assert own == {"e/v1": [COMMON], "e/v2": [], "e/v3": [], "e/v4": [TELLS]}
    assert (kind.name, kind.hub, kind.list_keys) == ("Web", hub, {"l": ("n",)})
