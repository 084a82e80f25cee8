"""An edit that changes what one entry of a stash says takes those that belong together with it, and leaves the others,
whatever somebody wrote into the annotation."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.engine.entries import valid
from kconv.engine.together import unedited

Json = Any
ITEM = {"key": {"name": "b"}}


@pytest.mark.parametrize(
    ("other", "left"),
    [
        ({"p": ["spec"], "is": {"a": {}}}, []),
        ({"p": ["spec"], "is": {"a": {}, "b": 1}}, [{"p": ["spec"], "is": {"b": 1}}]),
        ({"p": ["spec"], "is": {"a": {"c": 1}}}, [{"p": ["spec"], "is": {"a": {"c": 1}}}]),
        ({"p": ["spec"], "is": {"a": 1}}, [{"p": ["spec"], "is": {"a": 1}}]),
        ({"p": ["status"], "is": {"a": {}}}, [{"p": ["status"], "is": {"a": {}}}]),
    ],
)
def test_a_map_that_was_there_only_for_what_is_edited_goes_with_it(other: Json, left: Json) -> None:
    misfit = {"p": ["spec", "a", "x"], "is": 1, "misfit": "Turn spec.a.x"}
    assert unedited({"spec": {"a": {"x": 2}}}, [other, misfit], {}) == left


def test_a_map_where_an_item_should_be_stays() -> None:
    entries: Json = [{"p": ["spec"], "is": {"a": {}}}, {"p": ["spec", "a", ITEM, "x"], "is": 1, "misfit": "Turn a"}]
    assert valid(entries)
    assert unedited({}, entries, {}) == entries[:1]


def test_a_map_stays_for_another_field_that_belongs_to_nothing() -> None:
    other: Json = [{"p": ["spec"], "is": {"a": {}}}, {"p": ["spec", "a", "y"], "is": 5}]
    misfit: Json = {"p": ["spec", "a", "x"], "is": 1, "misfit": "Turn spec.a.x"}
    assert unedited({"spec": {"a": {"x": 2}}}, [*other, misfit], {}) == other
