"""The hub is an author's choice that no user sees: whichever version it is, the same arrives in each from each.

So a field that two versions have arrives from one in the other, though the hub's version does not have it.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.engine import convert_kind, stash
from kconv.names import GroupVersion
from kconv.paths import same
from tests.declared.resources import RELEASE
from tests.declared.small import GROUP, SMALL, objects, small, valid

Json = Any


def arrives(name: str, hub: int, obj: Json, *ways: GroupVersion) -> Json:
    kind = small(name, hub).kind
    for to in ways:
        obj = convert_kind(kind, obj, to, release=RELEASE, defaults="none").object
    return plain(stash.take(obj, kind.names, kind.hub)[0])


def plain(value: Json) -> Json:
    """A value without empty maps and without the order of its lists: a hub may have no place for either, where a rule
    makes the map, or the list is a map in the hub."""
    if isinstance(value, list):
        return sorted(map(plain, value), key=repr)
    if not isinstance(value, dict):
        return value
    return {key: inner for key in sorted(value) if (inner := plain(value[key])) != {}}


@pytest.mark.parametrize("name", SMALL)
@given(data=st.data())
def test_whichever_version_is_the_hub_the_same_arrives(name: str, data: st.DataObject) -> None:
    resource = small(name, 0)
    versions = resource.kind.versions
    source = data.draw(st.sampled_from(versions))
    obj = data.draw(objects(resource, source, values=valid))
    others = [each for each in versions if each != source]
    for to in others:
        seen = [arrives(name, hub, obj, to) for hub in range(len(versions))]
        assert all(same(each, seen[0]) for each in seen), (to, seen)
    for to, third in permutations(others, 2):
        for hub in range(len(versions)):
            assert same(arrives(name, hub, obj, to, third), arrives(name, hub, obj, third)), (hub, to, third)


@pytest.mark.parametrize("name", ["new in a map that a rule makes", "gone, which had other words once"])
def test_a_field_that_the_hub_carries_is_called_as_versions_call_it(name: str) -> None:
    spec, hub, path = {
        "new in a map that a rule makes": ({"retention": {"age": "x"}}, 0, "spec.retention.age"),
        "gone, which had other words once": ({"mode": "X"}, 2, "spec.mode"),
    }[name]
    kind = small(name, hub).kind
    obj = {"apiVersion": f"{GROUP}/v2", "kind": "Cup", "spec": spec}
    to = GroupVersion.parse(kind.hub)
    kept = convert_kind(kind, obj, to, release=RELEASE, defaults="none")
    lost = convert_kind(kind, obj, to, release=RELEASE, defaults="none", keep=False)
    assert [note.path for note in kept.notes] == [question.path for question in lost.questions] == [path]
