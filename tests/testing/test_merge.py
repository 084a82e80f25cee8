"""A law knows of an edit only what the object's own version shows of it; where that leaves two results, both are right."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv import kinds
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from kconv.paths import MISSING
from kconv.testing.merge import Merge
from tests.laws.kinds import subject

V2, V2BETA2 = "autoscaling/v2", "autoscaling/v2beta2"
TOLERANCE = "autoscaling.alpha.kubernetes.io/scale-up-tolerance"
HPA: dict[str, Any] = {
    "apiVersion": V2,
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "x", "annotations": {TOLERANCE: "a"}},
    "spec": {"maxReplicas": 1},
}
MADE = {"behavior": {"scaleUp": {"tolerance": "a"}}}
"""What v2 reads from the annotation, which v2beta2 keeps there."""


class Case(NamedTuple):
    name: str
    edited: Any
    got: Any
    wanted: Any


CASES = [
    Case("the map was removed", MADE, MISSING, MISSING),
    Case("the map was emptied", MADE, {}, {}),
    Case("what was made came back", MADE, MADE, {}),
    Case("a field is left, and the map is gone", {**MADE, "maxReplicas": 1}, MISSING, {"maxReplicas": 1}),
    Case("another field was added, and the map is gone", {**MADE, "minReplicas": 2}, MISSING, {"minReplicas": 2}),
]


@pytest.mark.full
@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_a_map_whose_fields_were_all_removed_may_be_gone_or_empty(case: Case) -> None:
    before, seen = {"maxReplicas": 1}, {**MADE, "maxReplicas": 1}
    merge = Merge(subject(kinds.find(kinds.identify(HPA))), V2)
    assert merge.merged(before, seen, case.edited, case.got, ("spec",)) == case.wanted


def test_an_empty_map_that_only_gained_fields_stays() -> None:
    merge = Merge(subject(kinds.find(kinds.identify(HPA))), V2)
    assert merge.merged({}, MADE, MADE, MISSING, ("spec",)) == {}


def _back_after(spec: Any) -> dict[str, Any]:
    there = BUILT_IN.convert(HPA, GroupVersion.parse(V2BETA2), defaults="none").object
    rest = {key: value for key, value in there.items() if key != "spec"}
    edited = rest if spec is MISSING else {**rest, "spec": spec}
    return BUILT_IN.convert(edited, GroupVersion.parse(V2), defaults="none").object


@pytest.mark.parametrize("spec", [MISSING, {}], ids=["removed", "emptied"])
def test_a_spec_comes_back_as_the_edit_left_it(spec: Any) -> None:
    """The tolerance in the annotation makes a spec.behavior in v2 which the stash takes out again."""
    back = _back_after(spec)
    assert back.get("spec", MISSING) == spec
    assert back["metadata"] == HPA["metadata"]


HELD = {"days": 7, "count": 3}
MAPS = [
    ("made by the edit, beside what was hidden", MISSING, {"count": 3}, HELD, HELD),
    ("made by the edit, alone", MISSING, {"count": 3}, {"count": 3}, {"count": 3}),
    ("made by the edit, which is lost", MISSING, {"count": 3}, {"days": 7}, HELD),
    ("emptied by the edit, but for what was hidden", {"count": 3}, MISSING, {"days": 7}, {"days": 7}),
    ("removed by the edit", {"count": 3}, MISSING, MISSING, MISSING),
    ("not removed, against the edit", {"count": 3}, MISSING, HELD, {"days": 7}),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "edited", "got", "wanted"), [row[1:] for row in MAPS], ids=[row[0] for row in MAPS])
def test_a_map_that_the_other_version_does_not_show_is_whole_or_the_edits(
    seen: Any, edited: Any, got: Any, wanted: Any
) -> None:
    """The other version may have the map or only a field of it: both look the same here."""
    before = {"days": 7} if seen is MISSING else HELD
    merge = Merge(subject(kinds.find(kinds.identify(HPA))), V2)
    spec = [{"retention": each} if each is not MISSING else {} for each in (before, seen, edited, got)]
    assert merge.merged(*spec, ("spec",)) == ({} if wanted is MISSING else {"retention": wanted})
