"""What is known of the way back without going it is what the way back gives, to the last entry of the stash."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.crd import CustomResource
from kconv.engine import Conversion, Kind, convert_kind, stash
from kconv.engine.state import Lasting
from kconv.names import GroupVersion
from kconv.structural.vocabulary import Schema
from tests.declared.resources import RELEASE, VERSIONS, declared
from tests.declared.resources import small as without_template
from tests.declared.small import CHOICES, objects, small, valid
from tests.declared.test_total import filled

Json = Any
EXAMPLES = [(module, hub) for module, versions in VERSIONS.items() for hub in versions]


def sorted_entries(stashed: Json) -> Json:
    """A value of the stash in which the order of entries says nothing."""
    if isinstance(stashed, list):
        return sorted(map(sorted_entries, stashed), key=json.dumps)
    return {key: sorted_entries(value) for key, value in stashed.items()} if isinstance(stashed, dict) else stashed


def comparable(kind: Kind, found: Conversion) -> Json:
    made, held, wrong = stash.take(found.object, kind.names, kind.hub)
    kept = {key: getattr(held, key) for key in held.__slots__ if key != "said"} | held.said
    said = [sorted(map(repr, each)) for each in (found.notes, found.questions, found.misfits, found.left_out)]
    return json.dumps([made, sorted_entries(kept), wrong, said], sort_keys=True)


def same_without(kind: Kind, obj: Json, to: GroupVersion, **options: Any) -> Json:
    """The object in another version, which is the same if nothing is known of the way back."""
    known = convert_kind(kind, obj, to, release=RELEASE, **options)
    with patch.object(Lasting, "of", lambda *_: None):
        gone = convert_kind(kind, obj, to, release=RELEASE, **options)
    assert comparable(kind, known) == comparable(kind, gone), (str(to), options)
    return known.object


def check(resource: CustomResource, data: st.DataObject, shape: Callable[[Schema], Schema], draw: Any) -> None:
    kind = resource.kind
    source = data.draw(st.sampled_from(kind.versions))
    obj = data.draw(objects(resource, source, shape, *draw))
    for each, defaults in [(obj, "none"), (filled(kind, obj), "served"), (obj, "preserve"), (obj, "all")]:
        for to in kind.versions:
            made = same_without(kind, each, to, defaults=defaults)
            same_without(kind, made, source, defaults=defaults)
            same_without(kind, each, to, defaults=defaults, keep=False)


@pytest.mark.parametrize("draw", [(), (valid,)], ids=["anything", "valid"])
@pytest.mark.parametrize(("name", "hub"), CHOICES)
@given(data=st.data())
def test_what_comes_back_is_known_without_going_back(name: str, hub: int, draw: Any, data: st.DataObject) -> None:
    check(small(name, hub), data, dict, draw)


@pytest.mark.usefixtures("examples_on_path")
@pytest.mark.parametrize("draw", [(), (valid,)], ids=["anything", "valid"])
@pytest.mark.parametrize(("module", "hub"), EXAMPLES)
def test_what_comes_back_of_an_example_is_known_without_going_back(module: str, hub: str, draw: Any) -> None:
    resource = declared(module, hub)

    @given(data=st.data())
    def checked(data: st.DataObject) -> None:
        check(resource, data, without_template, draw)

    checked()
