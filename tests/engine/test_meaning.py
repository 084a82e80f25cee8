"""Filling defaults in after a conversion, and only those that can differ, says the same as doing all of it before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

from kconv import catalog, kinds
from kconv.engine import Kind, preserve
from kconv.engine.compiled.defaults import _firm, meaning
from kconv.engine.compiled.defaults_to_write import _one_field
from kconv.engine.fragment import is_fragment
from kconv.engine.route import Route, route
from kconv.names import GroupVersion
from kconv.paths import MISSING, FieldPath, expand, get, parse, same
from kconv.rules import Derived
from kconv.rules.fills import Filling, Leaf
from tests.laws.objects import several_versions, sources

Json = Any
NEWEST = catalog.latest()
PAIRS = [
    (kind, *pair)
    for kind in several_versions()
    for pair in permutations(kind.versions, 2)
    if kind.rules(pair[0]) or kind.rules(pair[1])
]


def name(case: tuple[Any, ...]) -> str:
    kind, *versions = case
    return f"{kind.name}:{'-to-'.join(map(str, versions))}"


def whole(kind: Kind, version: GroupVersion) -> list[Json]:
    return [obj for obj in sources().get((kind.name, str(version)), []) if not is_fragment(kind, obj)][:30]


@pytest.mark.parametrize("case", PAIRS, ids=name)
def test_what_is_written_is_what_the_filled_source_means(case: tuple[Kind, GroupVersion, GroupVersion]) -> None:
    kind, source, target = case
    way = route(kind, source, target)
    fills = meaning(kind, way, NEWEST)
    for obj in whole(kind, source):
        for each in (obj, *_cut(obj)):
            if not is_fragment(kind, each):
                result = way.target.from_hub(way.source.to_hub(each))
                meant = fills.meant(each, result)
                quick = preserve.overlay(result, fills.target(result), fills.target(meant))
                assert same(quick, _slowly(way, each, result))
                if fills.written:
                    assert json.dumps(fills.written(result)) == json.dumps(quick)


def _slowly(way: Route, obj: Json, result: Json) -> Json:
    filled = way.target.from_hub(way.source.to_hub(preserve.filler(way.source.filling, NEWEST)(obj)))
    bare, full = (preserve.filler(way.target.filling, NEWEST)(one) for one in (result, filled))
    return preserve.overlay(result, bare, full)


def _cut(obj: Json) -> Iterator[Json]:
    """The object without each field of its spec in turn, and without what is in it."""
    spec = obj.get("spec")
    for key, value in spec.items() if isinstance(spec, dict) else ():
        yield {**obj, "spec": {name: other for name, other in spec.items() if name != key}}
        if isinstance(value, dict):
            yield {**obj, "spec": {**spec, key: {}}}


@pytest.mark.parametrize("case", PAIRS, ids=name)
def test_filling_in_twice_is_filling_in_once(case: tuple[Kind, GroupVersion, GroupVersion]) -> None:
    kind, source, target = case
    for obj in whole(kind, source):
        once = preserve.filler(route(kind, source, target).source.filling, NEWEST)(obj)
        assert same(preserve.filler(route(kind, source, target).source.filling, NEWEST)(once), once)


def test_the_common_kinds_are_not_converted_twice() -> None:
    apart = {name((kind, old, new)) for kind, old, new in PAIRS if meaning(kind, route(kind, old, new), NEWEST).apart}
    assert {
        "Deployment:extensions/v1beta1-to-apps/v1",
        "DaemonSet:extensions/v1beta1-to-apps/v1",
        "StatefulSet:apps/v1beta1-to-apps/v1",
        "Ingress:extensions/v1beta1-to-networking.k8s.io/v1",
    } <= apart
    # What stands at the top in v1beta1 stands in each version in v1: nothing there stays where it was.
    assert "CustomResourceDefinition:apiextensions.k8s.io/v1beta1-to-apiextensions.k8s.io/v1" not in apart


def test_nothing_is_compared_as_a_whole_that_no_conversion_touches() -> None:
    for kind, old, new in PAIRS:
        fills = meaning(kind, route(kind, old, new), NEWEST)
        assert fills.written is not None or not fills.apart, name((kind, old, new))


def _derived(kind: Kind, version: GroupVersion) -> Iterator[tuple[Derived, FieldPath]]:
    for part in kind.parts(version):
        if isinstance(part.rule, Derived) and part.rule.reads is not None:
            yield part.rule, part.path


def test_a_derived_default_reads_no_more_than_it_says() -> None:
    seen = 0
    for kind in kinds.registered():
        for version in kind.versions:
            for rule, path in _derived(kind, version):
                for obj in whole(kind, version):
                    for place in expand(obj, path):
                        inner = get(obj, place)
                        assert same(rule.source(inner), rule.source(_only(inner, rule)))
                        seen += 1
    assert seen


def _only(obj: Json, rule: Derived) -> Json:
    """The object with nothing but what the rule says that it reads."""
    out: Json = {}
    for path in rule.reads or ():
        value = get(obj, path)
        if value is not MISSING:
            holder = out
            for part in path[:-1]:
                holder = holder.setdefault(part, {})
            holder[path[-1]] = value
    return out


@pytest.mark.parametrize(
    ("changed", "firm"),
    [
        ([], ["spec.a", "status"]),
        (["other"], ["spec.a", "status"]),
        (["spec"], ["status"]),
        (["spec.a.b"], ["status"]),
        (["spec.b"], ["spec.a", "status"]),
        (["status", "spec.a"], []),
    ],
)
def test_only_what_no_rule_moves_is_there_in_both_versions(changed: list[str], firm: list[str]) -> None:
    kind = Kind("Thing", hub="e/v1", spokes={}, whole=("spec.a", "status", "a|b", "c?"))
    assert _firm(kind, [(parse(path), 0) for path in changed]) == [parse(path) for path in firm]


LEAF = Filling((), Leaf("a", 1, zero=False))
MADE = Filling((), lambda _: lambda obj: obj)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (LEAF, LEAF._replace(fill=Leaf("a", 2, zero=False)), True),
        (LEAF, LEAF._replace(fill=Leaf("b", 1, zero=False)), False),
        (LEAF, LEAF._replace(fill=Leaf("a", 1, zero=True)), False),
        (LEAF, Filling((("b", False),), LEAF.fill), False),
        (LEAF, MADE, False),
        (MADE, LEAF, False),
        (MADE, MADE, False),
    ],
)
def test_two_defaults_of_one_field_replace_the_same(one: Filling, other: Filling, alike: bool) -> None:
    assert _one_field(one, other) == alike
