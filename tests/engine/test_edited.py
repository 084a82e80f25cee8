"""What a version hides comes back beside any edit that leaves it alone, whichever maps the edit makes or empties.

The hub's maps need not be the version's: `spec.keep` is all that a version has of `spec.retention`. Whoever sets `keep`
makes no new retention, and whoever removes it removes no other field of it. But a map that the version does have and
that somebody removes goes with all that is hidden in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from kconv.catalog import latest
from kconv.engine import Kind, convert_kind
from kconv.engine.edited import Edited, EditedElsewhere
from kconv.engine.stash import ANNOTATION
from kconv.names import GroupVersion
from kconv.paths import parse
from kconv.rules import At, Lacks, Move, Rule, Wrap

Json = Any
OLD, HUB = "example.com/v1", "example.com/v2"
APART = [Move("keep", "retention.count"), Lacks("retention.days", "retention.by.who")]
CHANGES: dict[str, list[Rule]] = {
    OLD: [],
    HUB: [
        At("spec", APART),
        At("spec.jobs[]", APART),
        At("spec.pools{}", APART),
        Lacks("spec.own.days"),
        Move("spec.limit.size", "spec.size.limit"),
        Lacks("spec.size.unit"),
        Wrap("spec.image", "spec.image.repository"),
        Lacks("spec.image.tag"),
    ],
}
KINDS = [Kind.of_changes("Backup", hub, CHANGES, list_keys={"spec.jobs": ("name",)}) for hub in (HUB, OLD)]
"""The same history, seen from either version: which of them is the hub makes no difference."""


def edited(kind: Kind, spec: Json, edit: Callable[[Json], object]) -> Json:
    """The spec that comes back to the new version, after an edit in the old one."""

    def to(obj: Json, version: str) -> Json:
        return convert_kind(kind, obj, GroupVersion.parse(version), release=latest()).object

    there = to({"apiVersion": HUB, "kind": "Backup", "metadata": {"name": "a"}, "spec": {"on": True, **spec}}, OLD)
    edit(there["spec"])
    back = to(there, HUB)
    assert back["spec"].pop("on")
    return back["spec"]


EDITS: list[tuple[str, Json, Callable[[Json], object], Json]] = [
    ("the field is set", {"retention": {"days": 7}}, lambda spec: spec.update(keep=3), {"retention": {"days": 7, "count": 3}}),
    ("the field is removed", {"retention": {"days": 7, "count": 3}}, lambda spec: spec.pop("keep"), {"retention": {"days": 7}}),
    ("the field is changed", {"retention": {"days": 7, "count": 3}}, lambda spec: spec.update(keep=4), {"retention": {"days": 7, "count": 4}}),
    ("another is changed", {"retention": {"days": 7}}, lambda spec: spec.update(other=1), {"retention": {"days": 7}, "other": 1}),
    ("deeper, the field is set", {"retention": {"by": {"who": "a"}}}, lambda spec: spec.update(keep=3), {"retention": {"by": {"who": "a"}, "count": 3}}),
    ("deeper, the field is removed", {"retention": {"by": {"who": "a"}, "count": 3}}, lambda spec: spec.pop("keep"), {"retention": {"by": {"who": "a"}}}),
    ("in an item, it is set", {"jobs": [{"name": "a", "retention": {"days": 7}}]}, lambda spec: spec["jobs"][0].update(keep=3), {"jobs": [{"name": "a", "retention": {"days": 7, "count": 3}}]}),
    ("in an item, it is removed", {"jobs": [{"name": "a", "retention": {"days": 7, "count": 3}}]}, lambda spec: spec["jobs"][0].pop("keep"), {"jobs": [{"name": "a", "retention": {"days": 7}}]}),
    ("the item is removed", {"jobs": [{"name": "a", "retention": {"days": 7, "count": 3}}]}, lambda spec: spec["jobs"].pop(), {"jobs": []}),
    ("in a value, it is set", {"pools": {"a": {"retention": {"days": 7}}}}, lambda spec: spec["pools"]["a"].update(keep=3), {"pools": {"a": {"retention": {"days": 7, "count": 3}}}}),
    ("in a value, it is removed", {"pools": {"a": {"n": 0, "retention": {"days": 7, "count": 3}}}}, lambda spec: spec["pools"]["a"].pop("keep"), {"pools": {"a": {"n": 0, "retention": {"days": 7}}}}),
    ("the value is removed", {"pools": {"a": {"retention": {"days": 7, "count": 3}}}}, lambda spec: spec["pools"].pop("a"), {"pools": {}}),
    ("a map of its own is made", {"own": {"days": 7}}, lambda spec: spec.update(own={"n": 1}), {"own": {"n": 1, "days": 7}}),
    ("a map of its own is removed", {"own": {"days": 7, "n": 1}}, lambda spec: spec.pop("own"), {}),
    ("a map of its own is emptied", {"own": {"days": 7, "n": 1}}, lambda spec: spec["own"].pop("n"), {"own": {"days": 7}}),
    ("what is moved between maps is removed", {"size": {"limit": 1, "unit": "Gi"}}, lambda spec: spec.pop("limit"), {"size": {"unit": "Gi"}}),
    ("what is moved between maps is set", {"size": {"unit": "Gi"}}, lambda spec: spec.update(limit={"size": 1}), {"size": {"limit": 1, "unit": "Gi"}}),
    ("what is wrapped is removed", {"image": {"repository": "a", "tag": "b"}}, lambda spec: spec.pop("image"), {}),
    ("what is wrapped is changed", {"image": {"repository": "a", "tag": "b"}}, lambda spec: spec.update(image="c"), {"image": {"repository": "c", "tag": "b"}}),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "edit", "result"), [row[1:] for row in EDITS], ids=[row[0] for row in EDITS])
def test_what_is_hidden_comes_back_beside_the_edit(spec: Json, edit: Callable[[Json], object], result: Json) -> None:
    assert [edited(kind, spec, edit) for kind in KINDS] == [result, result]


FORGED: list[tuple[str, Json, Json]] = [
    ("what the version shows", {"p": ["spec", "retention", "count"], "is": 3}, {}),
    ("what it hides", {"p": ["spec", "retention", "days"], "is": 7}, {"retention": {"days": 7}}),
    ("what it has a map for", {"p": ["spec", "own", "days"], "is": 7}, {}),
    ("below what it shows", {"p": ["spec", "retention", "count", "x"], "is": 3}, {}),
]
"""An annotation of another object, which kubectl annotate brought: a field that somebody removed stays removed."""


@pytest.mark.parametrize("kind", KINDS, ids=["to the hub", "from the hub"])
@pytest.mark.parametrize(("entry", "result"), [row[1:] for row in FORGED], ids=[row[0] for row in FORGED])
def test_only_what_the_version_cannot_show_comes_back_into_a_map_that_is_gone(
    kind: Kind, entry: Json, result: Json
) -> None:
    held = {"hidden": [entry]} if kind.hub == HUB else {"said": {HUB: [entry]}}
    text = json.dumps({"v": 1, "kind": "Backup", "hub": kind.hub, **held})
    metadata = {"name": "a", "annotations": {ANNOTATION: text}}
    obj = {"apiVersion": OLD, "kind": "Backup", "metadata": metadata, "spec": {"on": True}}
    made = convert_kind(kind, obj, GroupVersion.parse(HUB), release=latest()).object
    assert made["spec"] == {"on": True, **result}


HIDES: list[tuple[str, str, Json, Json, bool]] = [
    ("only a conversion makes it, and it is not shown", "retention", {"keep": 1}, {"keep": 1}, True),
    ("it is shown", "retention", {"keep": 1}, {"keep": 1, "days": 7}, False),
    ("another value is shown", "retention", {"keep": 1}, {"keep": 2}, False),
    ("an empty map of it is shown", "retention", {"keep": 1}, {"keep": 1, "more": {}}, True),
    ("maps of nothing but empty maps are shown", "retention", {}, {"more": {"most": {}}}, True),
    ("a list of empty maps is shown", "retention", {}, {"more": [{}]}, False),
    ("an empty map in an item is shown", "retention", {"l": [{"a": 1}]}, {"l": [{"a": 1, "more": {}}]}, True),
    ("another item is shown", "retention", {"l": [1]}, {"l": [2]}, False),
    ("the version has it", "spec", {"keep": 1}, {"keep": 1}, False),
    ("it is moved as a whole", "plan", {"keep": 1}, {"keep": 1}, False),
    ("it is moved along with a parent", "plan.more", {"keep": 1}, {"keep": 1}, False),
    ("it is made where the version has no map", "image.name", {"keep": 1}, {"keep": 1}, True),
    ("no conversion makes it", "other", {"keep": 1}, {"keep": 1}, False),
    ("it is made in an item", "jobs[3].retention", {"keep": 1}, {"keep": 1}, True),
]
MOVES = [
    ("keep", "retention.count"),
    ("spec.a", "spec.b"),
    ("old", "plan"),
    ("image", "image.name.full"),
    ("jobs[].keep", "jobs[].retention.count"),
]


@pytest.mark.parametrize(("path", "one", "other", "hidden"), [row[1:] for row in HIDES], ids=[row[0] for row in HIDES])
def test_a_map_is_hidden_if_a_conversion_makes_it_and_nothing_of_it_is_shown(
    path: str, one: Json, other: Json, hidden: bool
) -> None:
    moves = [(parse(spoke), parse(hub)) for spoke, hub in MOVES]
    view = Edited(lambda each: other if each == "with" else one, moves, {}, {})
    assert view.hides(parse(path), "without", "with") == hidden


NEARER: list[tuple[str, Json, Json, Json, bool]] = [
    ("what was edited", {"a": 1}, {"a": 1}, {"a": 1, "b": {}}, True),
    ("further away", {"a": 1, "b": {}}, {"a": 1}, {"a": 1, "b": {}}, False),
    ("alike", {"a": 1}, {"a": 1}, {"a": 1}, False),
    ("as far away", {"a": 1}, {"a": 2}, {"a": 3}, False),
    ("by one of two fields", {"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 2}, True),
    ("an item by its key", {"l": [{"n": 1}, {"n": 2}]}, {"l": [{"n": 2}, {"n": 1}]}, {"l": [{"n": 2, "x": 1}, {"n": 1}]}, True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "one", "other", "nearer"), [row[1:] for row in NEARER], ids=[row[0] for row in NEARER]
)
def test_the_nearer_of_two_differs_in_fewer_fields_from_what_was_edited(
    start: Json, one: Json, other: Json, nearer: bool
) -> None:
    assert Edited(lambda each: each, [], start, {"l": ("n",)}).nearer(one, other) == nearer
    assert not EditedElsewhere(lambda each: each, [], start, {"l": ("n",)}).nearer(one, other)
