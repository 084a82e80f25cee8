"""Filling defaults in after a conversion, and only those that can differ, says the same as doing all of it before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

from kconv import catalog, kinds
from kconv.engine import Kind, preserve
from kconv.engine.compiled.defaults import meaning
from kconv.engine.fragment import is_fragment
from kconv.engine.route import Route, route
from kconv.names import GroupVersion
from kconv.paths import MISSING, FieldPath, expand, get, same
from kconv.rules import Derived
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
