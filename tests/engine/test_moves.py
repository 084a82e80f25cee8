"""Moves of two spokes meet in the hub: text goes from one version straight to the other."""

from __future__ import annotations

import pytest

from kconv.engine import Kind
from kconv.engine.moves import carried
from kconv.engine.route import route
from kconv.names import GroupVersion
from kconv.paths import parse, show
from kconv.rules import At, ByType, Move

KIND = Kind(
    "Thing",
    hub="e/v3",
    spokes={
        "e/v1": [
            Move("spec.back", "spec.default"),
            At("spec.default", [Move("n", "s.n"), ByType("p", {int: "s.i", str: "s.t"})]),
        ],
        "e/v2": [Move("spec.fallback", "spec.default")],
        "e/v0": [Move("old", "spec.back"), Move("spec.back", "spec.default")],
    },
)
ROUTES = {
    ("e/v1", "e/v3"): {
        "spec.back → spec.default",
        "spec.back.n → spec.default.s.n",
        "spec.back.p → spec.default.s.i",
        "spec.back.p → spec.default.s.t",
    },
    ("e/v3", "e/v1"): {
        "spec.default → spec.back",
        "spec.default.s.n → spec.back.n",
        "spec.default.s.i → spec.back.p",
        "spec.default.s.t → spec.back.p",
    },
    ("e/v1", "e/v2"): {
        "spec.back → spec.fallback",
        "spec.back.n → spec.fallback.s.n",
        "spec.back.p → spec.fallback.s.i",
        "spec.back.p → spec.fallback.s.t",
    },
    ("e/v2", "e/v1"): {
        "spec.fallback → spec.back",
        "spec.fallback.s.n → spec.back.n",
        "spec.fallback.s.i → spec.back.p",
        "spec.fallback.s.t → spec.back.p",
    },
    ("e/v0", "e/v3"): {"old → spec.default"},
    ("e/v0", "e/v2"): {"old → spec.fallback"},
}


@pytest.mark.parametrize("pair", ROUTES, ids="-to-".join)
def test_a_field_is_followed_from_version_to_version(pair: tuple[str, str]) -> None:
    source, target = map(GroupVersion.parse, pair)
    assert {f"{show(old)} → {show(new)}" for old, new in route(KIND, source, target).moves} == ROUTES[pair]


PAIRS = [(parse("pools{}.size"), parse("spec.pools{}.replicas")), (parse("a.b"), parse("c"))]


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("pools{}.size", "spec.pools{}.replicas"),
        ("pools.x.size", "spec.pools.x.replicas"),
        ("pools.x.size.max", "spec.pools.x.replicas.max"),
        ("pools.x.other", "pools.x.other"),
        ("pools[].size", "pools[].size"),
        ("pools[0].size", "pools[0].size"),
        ("pools.x", "pools.x"),
        ("other.x.size", "other.x.size"),
        ("a.b.d", "c.d"),
    ],
)
def test_a_path_through_a_map_keeps_its_key(path: str, there: str) -> None:
    assert [show(each) for each in carried(parse(path), PAIRS)] == [there]
