"""An API server stores what older schemas accepted, and one object that a webhook refuses makes a whole kind unlistable:
whatever an object holds, a declared kind converts it without a question, and it comes back.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.crd import CustomResource
from kconv.engine import Conversion, Kind, convert_kind, stash
from kconv.engine.preserve import filler
from kconv.engine.route import leg, without_dropped
from kconv.names import GroupVersion
from kconv.paths import same
from kconv.structural.vocabulary import Schema
from tests.declared.resources import RELEASE, VERSIONS, declared
from tests.declared.resources import small as without_template
from tests.declared.small import CHOICES, GROUP, objects, small

Json = Any
EXAMPLES = [(module, hub) for module, versions in VERSIONS.items() for hub in versions]


def convert(kind: Kind, obj: Json, to: GroupVersion, defaults: Any, **options: Any) -> Conversion:
    return convert_kind(kind, obj, to, release=RELEASE, defaults=defaults, **options)


def filled(kind: Kind, obj: Json) -> Json:
    """An object as an API server has it."""
    return filler(leg(kind, GroupVersion.parse(obj["apiVersion"])).filling, RELEASE)(obj)


def contained(one: Json, other: Json) -> bool:
    """Whether everything that one value has is in another one, which may have more fields."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(key in other and contained(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(contained, one, other))
    return one is None or same(one, other)


def bare(value: Json) -> Json:
    """A value without empty maps, which defaults of another version may fill, and take along, in a part of an object."""
    if isinstance(value, list):
        return [bare(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: inner for key, inner in ((key, bare(each)) for key, each in value.items()) if inner != {}}


def comes_back(kind: Kind, obj: Json, defaults: Any, *ways: GroupVersion) -> None:
    """Through all ``ways``, the last of which is the object's own version. Preserved defaults are written, that are in
    a version only what its readers took them for; an item without a key is not found beside them, which is noted."""
    made = obj
    for to in ways:
        found = convert(kind, made, to, defaults)
        assert not found.questions
        made = found.object
    if any(note.kind == "ambiguous" for note in found.notes):
        assert defaults == "preserve"
        return
    back = stash.take(made, kind.names, kind.hub)[0]
    if defaults == "none":
        assert same(back, obj), (ways, back)
    elif defaults == "served":
        one, other = filled(kind, back), filled(kind, obj)
        assert same(one, other) or (other is not obj and same(bare(one), bare(other))), (ways, back)
    else:
        assert contained(obj, back), (ways, back)


def total(resource: CustomResource, data: st.DataObject, shape: Callable[[Schema], Schema], dropped: bool) -> None:
    kind = resource.kind
    source = data.draw(st.sampled_from(kind.versions))
    obj = data.draw(objects(resource, source, shape))
    if dropped:
        obj = without_dropped(obj, leg(kind, source))
    before = copy.deepcopy(obj)
    others = [version for version in kind.versions if version != source]
    for to in others:
        for given_obj, defaults in [(obj, "none"), (obj, "served"), (filled(kind, obj), "served"), (obj, "preserve")]:
            comes_back(kind, given_obj, defaults, to, source)
    for to, third in permutations(others, 2):
        for given_obj, defaults in [(obj, "none"), (obj, "served"), (filled(kind, obj), "served")]:
            comes_back(kind, given_obj, defaults, to, third, source)
    assert obj == before


@pytest.mark.parametrize(("name", "hub"), CHOICES)
@given(data=st.data())
def test_whatever_an_object_holds_it_is_converted_and_comes_back(name: str, hub: int, data: st.DataObject) -> None:
    total(small(name, hub), data, dict, dropped="Dropped" in name)


@pytest.mark.full
@pytest.mark.usefixtures("examples_on_path")
@pytest.mark.parametrize(("module", "hub"), EXAMPLES)
def test_whatever_an_object_of_an_example_holds_it_comes_back(module: str, hub: str) -> None:
    resource = declared(module, hub)

    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        total(resource, data, without_template, dropped=True)

    check()


BARE: list[Json] = [None, {}, []]


@pytest.mark.parametrize("value", [*BARE, {"f": {}}, {"f": None}], ids=str)
@pytest.mark.parametrize("hub", [0, 1, 2])
def test_a_map_whose_fields_are_elsewhere_may_go_when_it_is_empty(hub: int, value: Json) -> None:
    """No version but the third has a place for it, and it says nothing: that needs no decision."""
    kind = small("there and away", hub).kind
    obj = {"apiVersion": f"{GROUP}/v3", "kind": "Cup", "metadata": {"name": "a"}, "spec": {"e": value, "z": 1}}
    for version in ("v1", "v2"):
        made = convert(kind, obj, GroupVersion(GROUP, version), "none", keep=False)
        assert (made.questions, made.object["spec"]) == ([], {"z": 1})
        told = [(note.path, note.message) for note in made.notes]
        assert told == [("spec.e", f"it was empty, and {GROUP}/{version} has its fields elsewhere")]


@pytest.mark.parametrize("value", BARE, ids=str)
@pytest.mark.parametrize("hub", [0, 1])
def test_a_field_that_a_version_lacks_needs_a_decision_though_it_is_empty(hub: int, value: Json) -> None:
    kind = small("what is new", hub).kind
    obj = {"apiVersion": f"{GROUP}/v2", "kind": "Cup", "spec": {"m": {"a": 1, "b": value}}}
    made = convert(kind, obj, GroupVersion(GROUP, "v1"), "none", keep=False)
    assert [question.path for question in made.questions] == ["spec.m.b"]
