"""Children get the labels and annotations of their owner, without what speaks of the owner alone."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

import pytest

import kconv
from kconv.objects.inherited import OWN
from kconv.webhook import marks

Json = dict[str, Any]


class Case(NamedTuple):
    name: str
    metadata: Json
    inherited: Json


CASES = [
    Case("nothing", {}, {}),
    Case("nulls", {"labels": None, "annotations": None}, {}),
    Case("a name stays where it is", {"name": "a", "uid": "1", "finalizers": ["x"]}, {}),
    Case("labels", {"labels": {"a": "b"}}, {"labels": {"a": "b"}}),
    Case("only a stash", {"annotations": {"kconv.dev/stash": "{}"}}, {}),
    Case(
        "all that is its own",
        {"annotations": dict.fromkeys(OWN, "x") | {"team": "a", "kconv.dev/other": "b"}},
        {"annotations": {"team": "a", "kconv.dev/other": "b"}},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_what_children_inherit(case: Case) -> None:
    before = repr(case.metadata)
    assert kconv.inherited_metadata(case.metadata) == case.inherited
    assert repr(case.metadata) == before


def test_a_child_that_is_changed_leaves_its_owner() -> None:
    metadata = {"labels": {"a": "b"}, "annotations": {"c": "d"}}
    child = kconv.inherited_metadata(metadata)
    child["labels"]["a"] = child["annotations"]["c"] = "x"
    assert metadata == {"labels": {"a": "b"}, "annotations": {"c": "d"}}


def test_what_a_webhook_notes_is_among_them() -> None:
    assert {marks.MISFITS, marks.LEFT_OUT} < OWN
