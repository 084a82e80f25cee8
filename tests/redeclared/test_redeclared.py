"""The vocabulary says what conversions do that others wrote: its answers are those of the Go webhooks.

The Go webhooks' answers are recorded (record.py), so that this runs without Go. Both are read as Go types read them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import kconv.testing
from kconv.engine import Kind, convert_kind
from kconv.engine.difference import difference
from kconv.names import GroupVersion, Release
from kconv.paths import pattern, show
from kconv.rules import Converts, Function, of_sort, plainly
from kconv.rules.conditional import Leftover
from tests.redeclared.kinds import KINDS, answers
from tests.tiers import examples

Json = Any
PAGE = Path(__file__).parents[2] / "docs/declare.md"
RELEASE = Release.parse("1.34")
EMPTY: tuple[Json, ...] = (None, {}, [], "", 0, "0", "0s")

DIFFERENCES: dict[str, dict[str, str]] = {
    "ClusterQueue": {
        "spec.admissionChecksStrategy": "with both ways given, Go drops the strategy; a Former drops the former way",
        "spec.admissionChecksStrategy.admissionChecks": "the same",
    },
    "MultiKueueCluster": {
        "spec": "Go takes an empty location for none; to a Move, empty is a value",
        "spec.clusterSource.kubeConfig": "the same",
    },
    "Workload": {
        "status.admission.podSetAssignments[].topologyAssignment.domains": "v1beta2 encodes a tree in columns: no rule",
        "status.admission.podSetAssignments[].topologyAssignment.slices": "the same",
    },
}
"""Where the answers differ, by the path in the answer, and why."""
RATES = {
    "ClusterQueue": (595, 600),
    "LocalQueue": (600, 600),
    "MachineHealthCheck": (600, 600),
    "MultiKueueCluster": (594, 600),
    "Workload": (579, 587),
}
"""Equal answers, of how many."""


def read(value: Json) -> Json:
    """A value as a Go type reads it: what is empty is not there; a quantity or a duration that is not there is zero."""
    if isinstance(value, dict):
        fields = {key: read(item) for key, item in value.items() if key != "metadata"}
        return {key: item for key, item in fields.items() if item not in EMPTY}
    return [read(item) for item in value] if isinstance(value, list) else value


def converted(kind: Kind, obj: Json, to: str) -> Json:
    """The object in another version, without a stash: what Go keeps in an annotation is not compared either."""
    version = GroupVersion.parse(to)
    return convert_kind(
        kind, obj, version, release=RELEASE, defaults="none", keep=False, decisions={"loss": "drop"}
    ).object


@pytest.mark.parametrize("name", KINDS)
def test_the_answers_are_those_of_the_go_webhook(name: str) -> None:
    equal, places = 0, Counter[str]()
    for obj, answer in (found := answers(name)):
        mine = converted(KINDS[name], obj, answer["apiVersion"])
        entries = difference(read(mine), read(answer), {})
        places.update(show(pattern(entry["p"])) for entry in entries)
        equal += not entries
    assert set(places) == set(DIFFERENCES.get(name, ())), places
    assert (equal, len(found)) == RATES[name]


@pytest.mark.full
@pytest.mark.parametrize("name", KINDS)
def test_each_rule_changes_some_of_the_objects(name: str) -> None:
    kind = KINDS[name]
    converting = of_sort(kind.parts(kind.versions[1]), Converts)
    used = [
        any(plainly([part], obj, back=back) is not obj for back in (False, True) for obj, _ in answers(name))
        for part in converting
        if not isinstance(part.rule, Leftover)
    ]
    assert all(used), used


@pytest.mark.parametrize("name", KINDS)
def test_no_kind_needs_a_function_and_none_loses_anything(name: str) -> None:
    kind = KINDS[name]
    assert not [part for version in kind.versions for part in kind.parts(version) if isinstance(part.rule, Function)]
    objects = [obj for obj, _ in answers(name)]
    report = kconv.testing.check(
        kind=kind, objects=objects, only=["spoke-hub-spoke", "hub-spoke-hub"], examples=examples(100), seed=1
    )
    report.raise_if_failed()


def test_the_page_has_the_rates() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, (equal, all_of_them) in RATES.items():
        assert f"`{name}`" in page
        assert f"| {equal} of {all_of_them} |" in page
