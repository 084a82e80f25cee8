"""What two versions have arrives from one in the other, whichever version is the hub, and comes back from all others."""

from __future__ import annotations

import random
from itertools import permutations
from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv.engine import Kind, convert_kind, stash
from kconv.names import GroupVersion
from kconv.paths import parse
from kconv.rules import (
    At,
    Function,
    Kept,
    Keyed,
    KnowsOnly,
    Lacks,
    Move,
    Rule,
)
from kconv.values import nested

Json = Any
VERSIONS = ("e/v0", "e/v1", "e/v2", "e/v3")


class Field(NamedTuple):
    """A field of the versions from the ``first`` on, but not from the ``end`` on."""

    name: str
    first: int
    end: int


class Story(NamedTuple):
    """The fields that versions have, and the name of the map that holds them, in each version."""

    fields: list[Field]
    maps: list[str]

    @property
    def has_namesakes(self) -> bool:
        """Whether a field has come under the name of one that is gone: the hub has a place for one of the two."""
        return len({each.name for each in self.fields}) < len(self.fields)

    def changes(self, in_items: bool) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {VERSIONS[0]: []}
        for at, version in enumerate(VERSIONS[1:], 1):
            old, new = self.maps[at - 1 : at + 1]
            gone: list[Rule] = [Kept(each.name, why="x") for each in self.fields if each.end == at]
            fresh: list[Rule] = [Lacks(each.name) for each in self.fields if each.first == at]
            place = "{}.items[]" if in_items else "{}"
            found[version] = [
                *([At(place.format(old), gone)] if gone else []),
                *([Move(old, new)] if old != new else []),
                *([At(place.format(new), fresh)] if fresh else []),
            ]
        return found

    def of(self, at: int) -> dict[Field, Json]:
        return {each: str(each) for each in self.fields if each.first <= at < each.end}

    def obj(self, at: int, in_items: bool, has: dict[Field, Json]) -> Json:
        held = {each.name: value for each, value in has.items()} | {"id": "a"}
        return {
            "apiVersion": VERSIONS[at],
            "kind": "Cup",
            self.maps[at]: {"items": [held, {"id": "b"}]} if in_items else held,
        }


def story(seed: int) -> Story:
    """Fields of a few names: one may be gone and another come under its name."""
    draw = random.Random(seed)
    fields: list[Field] = []
    for name in "xyz":
        ends = sorted(draw.sample(range(5), draw.randint(2, 4)))
        fields += [Field(name, *pair) for pair in zip(ends[::2], ends[1::2], strict=False)]
    return Story(fields, [draw.choice(["spec", "plan"]) for _ in VERSIONS])


def _to(kind: Kind, obj: Json, version: str) -> Json:
    return convert_kind(kind, obj, GroupVersion.parse(version)).object


@pytest.mark.parametrize("in_items", [False, True], ids=["fields", "fields of items"])
@pytest.mark.parametrize("seed", range(40))
def test_what_two_versions_have_arrives_and_all_comes_back(seed: int, in_items: bool) -> None:
    told = story(seed)
    for hub in VERSIONS:
        keys = {f"{place}.items": ("id",) for place in ("spec", "plan")}
        kind = Kind.of_changes("Cup", hub, told.changes(in_items), list_keys=keys, total=bool(seed % 2))
        for source, target in permutations(range(4), 2):
            own, other = told.of(source), told.of(target)
            given = told.obj(source, in_items, own)
            there = _to(kind, given, VERSIONS[target])
            shared = {each: value for each, value in own.items() if each in other}
            bare = stash.take(there, ["Cup"], hub)[0]
            assert told.has_namesakes or bare == told.obj(target, in_items, shared), (hub, source, target)
            seen = bare[told.maps[target]]
            assert {*(seen["items"][0] if in_items else seen)} <= {"id", *(each.name for each in shared)}
            assert _to(kind, there, VERSIONS[source]) == given, (hub, source, target)
            for third in {*range(4)} - {source, target}:
                around = _to(kind, there, VERSIONS[third])
                direct = _to(kind, given, VERSIONS[third])
                assert stash.take(around, ["Cup"], hub)[0] == stash.take(direct, ["Cup"], hub)[0]
                assert _to(kind, around, VERSIONS[source]) == given


@pytest.mark.parametrize("seed", [each for each in range(150) if not story(each).has_namesakes])
def test_however_often_the_hub_moves_meanwhile_all_comes_back(seed: int) -> None:
    told, draw = story(seed), random.Random(seed)
    keys = {f"{place}.items": ("id",) for place in ("spec", "plan")}
    for in_items in (False, True):
        kinds = [Kind.of_changes("Cup", hub, told.changes(in_items), list_keys=keys) for hub in VERSIONS]
        for source in range(4):
            given = there = told.obj(source, in_items, told.of(source))
            for kind, version in zip(draw.sample(kinds, 3), draw.choices(VERSIONS, k=3), strict=True):
                there = _to(kind, there, version)
            last = draw.choice(kinds)
            assert stash.take(_to(last, there, VERSIONS[source]), ["Cup"], last.hub)[0] == given


class Case(NamedTuple):
    """What each version changes, the spec of an object of one, and what the others see of it."""

    name: str
    changes: list[list[Rule]]
    version: int
    spec: Json
    seen: dict[int, Json]


X = {"x": 1}
CASES = [
    Case("kept", [[], [Kept("spec.x", why="x")], []], 0, X, {1: X, 2: {}, 3: {}}),
    Case("kept, beside another rule in a place", [[], [At("spec.l[]", [Kept("x", why="x"), Move("a", "b")])], []], 1, {"l": [{"id": 1, "a": 1, "x": 1}]}, {0: {"l": [{"id": 1, "a": 1, "x": 1}]}, 2: {"l": [{"id": 1, "b": 1}]}, 3: {"l": [{"id": 1, "b": 1}]}}),
    Case("kept, with the map that another rule moves", [[], [Kept("spec.in.x", why="x")], [Move("spec.in", "spec.out")]], 1, {"in": {"x": 1, "y": 1}}, {0: {"in": {"x": 1, "y": 1}}, 2: {"in": {"y": 1}}, 3: {"out": {"y": 1}}}),
    Case("new", [[], [Lacks("spec.x")], []], 3, X, {0: {}, 1: {}, 2: X}),
    Case("new, two fields of one rule", [[], [Lacks("spec.x", "spec.in.y")], []], 3, {"x": 1, "in": {"y": 2}}, {0: {}, 1: {}, 2: {"x": 1, "in": {"y": 2}}}),
    Case("new, in a map that another rule moved", [[Move("spec.in", "spec.out")], [Lacks("spec.out.x")], []], 3, {"out": {"x": 1, "y": 1}}, {0: {"in": {"y": 1}}, 1: {"out": {"y": 1}}, 2: {"out": {"x": 1, "y": 1}}}),
    Case("a new value", [[], [KnowsOnly("spec.m", ["a"], instead="a")], []], 3, {"m": "b"}, {0: {"m": "a"}, 1: {"m": "a"}, 2: {"m": "b"}}),
    Case("a new value in items", [[], [At("spec.l[]", [KnowsOnly("m", ["a"])])], []], 2, {"l": [{"id": 1, "m": "b"}]}, {0: {"l": [{"id": 1}]}, 1: {"l": [{"id": 1}]}, 3: {"l": [{"id": 1, "m": "b"}]}}),
]  # fmt: skip
APART = [
    Case("another field of the name", [[], [Kept("spec.x", why="x"), Lacks("spec.x")], []], 0, X, {2: {}, 3: {}}),
    Case("another field comes to the place", [[], [Kept("spec.x", why="x"), Move("spec.y", "spec.x")], []], 1, {"x": 1, "y": 2}, {2: {"x": 2}, 3: {"x": 2}}),
    Case("another field comes to the place later", [[], [Kept("spec.x", why="x")], [Move("spec.y", "spec.x")]], 1, {"x": 1, "y": 2}, {2: {"y": 2}, 3: {"x": 2}}),
    Case("the map is turned", [[], [At("spec.m{}", [Kept("x", why="x")])], [Keyed("spec.m", "spec.l", "id")]], 1, {"m": {"a": X}}, {2: {"m": {"a": {}}}, 3: {"l": [{"id": "a"}]}}),
    Case("a function may read it", [[], [Kept("spec.x", why="x")], [Function(dict, dict, says=["x"])]], 1, X, {2: {}, 3: {}}),
    Case("new, and before another of the name", [[Kept("spec.x", why="x")], [Lacks("spec.x")], []], 2, X, {0: {}, 1: {}}),
    Case("new, where another field came from", [[], [Move("spec.x", "spec.y"), Lacks("spec.x")], []], 3, {"x": 1, "y": 2}, {0: {"x": 2}, 1: {"x": 2}}),
]  # fmt: skip
"""Where another rule touches the place, a hub without the field carries it from no version to another."""


@pytest.mark.parametrize("total", [False, True])
@pytest.mark.parametrize("hub", VERSIONS)
@pytest.mark.parametrize("case", CASES + APART, ids=attrgetter("name"))
def test_what_a_version_does_not_have_it_does_not_show(case: Case, hub: str, total: bool) -> None:
    changes = dict(zip(VERSIONS, [[], *case.changes], strict=True))
    kind = Kind.of_changes("Cup", hub, changes, list_keys={"spec.l": ("id",)}, total=total)
    given = {"apiVersion": VERSIONS[case.version], "kind": "Cup", "other": 1, "spec": case.spec}
    for version, seen in case.seen.items():
        there = _to(kind, given, VERSIONS[version])
        bare = stash.take(there, ["Cup"], hub)[0]
        assert bare.get("spec", {}) == seen, VERSIONS[version]
        assert _to(kind, there, VERSIONS[case.version]) == given


@pytest.mark.parametrize("path", ["spec.on", "spec.mode.on", "on"])
def test_a_parent_goes_with_the_only_field_in_it_that_the_hub_carries(path: str) -> None:
    history: dict[str, list[Rule]] = {"e/v1": [], "e/v2": [Lacks(path)], "e/v3": []}
    kind = Kind.of_changes("Cup", "e/v1", history)
    own = {"apiVersion": "e/v3", "kind": "Cup", "metadata": {"name": "a"}}
    given = nested(own, parse(path), 1)
    second = convert_kind(kind, given, GroupVersion.parse("e/v2")).object
    assert second == {**given, "apiVersion": "e/v2"}
    first = convert_kind(kind, given, GroupVersion.parse("e/v1")).object
    assert {key: value for key, value in first.items() if key not in own} == {}
    assert convert_kind(kind, first, GroupVersion.parse("e/v2")).object == second


@pytest.mark.parametrize("hub", [0, 1, 2, 3])
def test_the_version_before_a_field_came_does_not_have_it_though_its_map_has_moved_since(hub: int) -> None:
    rules: list[list[Rule]] = [[], [Lacks("m.f")], [Move("m", "n")], [Kept("n.f", why="x")]]
    kind = Kind.of_changes("Cup", VERSIONS[hub], dict(zip(VERSIONS, rules, strict=True)))
    own = {"kind": "Cup", "metadata": {"name": "a"}}
    given = {"apiVersion": VERSIONS[2], **own, "n": {"f": 1, "g": 1}}
    shown = [convert_kind(kind, given, GroupVersion.parse(each)).object for each in VERSIONS]
    assert [{key: each[key] for key in "mn" if key in each} for each in shown] == [
        {"m": {"g": 1}},
        {"m": {"f": 1, "g": 1}},
        {"n": {"f": 1, "g": 1}},
        {"n": {"g": 1}},
    ]
    assert all(convert_kind(kind, each, GroupVersion.parse(VERSIONS[2])).object == given for each in shown)
