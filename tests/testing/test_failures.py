"""A failure is actionable: small, complete, and the same when it is run again."""

from __future__ import annotations

import copy
import json

import pytest

from kconv.engine import Kind
from kconv.rules import Function
from kconv.testing import LawBroken, Report, check, laws, subject_of
from kconv.testing.cases import Cases
from kconv.testing.counterexample import recheck
from kconv.testing.laws.base import Case
from tests.testing import small
from tests.testing.custom import KIND, SCHEMAS, V1, V1ALPHA1, V1BETA1
from tests.testing.declared import IMAGE
from tests.testing.right import KEY
from tests.testing.wrong import WRONG

BY_NAME = {wrong.name: wrong for wrong in WRONG}
SMALLEST = {
    "drops status": {"status": {}},
    "raises on no spec": {},
    "turns ints into floats": None,
    "drops the uid": {"metadata": {"uid": "a"}},
    "loses false": None,
    "keeps nothing": None,
    "restores by index": None,
    "restores a deleted item": None,
    "depends on the items' order": None,
    "passes on what was, not the edit": None,
    "keeps ever more": None,
    "raises on a null item": None,
    "takes a list for a set": None,
}
"""Conversions, and the fields that the first failure of each comes down to, where it can be only these."""
LARGEST = 130
"""Bytes of JSON of the smallest object, apiVersion and kind aside."""


def report_of(name: str, seed: int = 1) -> Report:
    wrong = BY_NAME[name]
    return check(copy.deepcopy(wrong.convert), kind=KIND, schemas=SCHEMAS, hub=V1, only=[wrong.law], seed=seed)


@pytest.mark.full
@pytest.mark.parametrize("name", SMALLEST)
def test_the_smallest_object_has_only_what_is_needed(name: str) -> None:
    for failure in report_of(name).failures:
        fields = {key: value for key, value in failure.object.items() if key not in ("apiVersion", "kind")}
        assert len(json.dumps(fields)) <= LARGEST, str(failure)
        assert SMALLEST[name] is None or fields == SMALLEST[name]


def test_the_smallest_object_shows_what_the_first_one_showed() -> None:
    subject = subject_of(small.convert_sparing, kind=small.KIND, schemas=small.SCHEMAS, annotations=[small.KEPT])
    [law] = laws.chosen(("size-budget",), ())
    for zone, reason in (("x" * 200_000, "its annotations take"), ("x", "it does not come back")):
        obj = {"apiVersion": small.V1, "kind": small.KIND, "spec": {"zone": zone, "size": 1}}
        failure = recheck(subject, law, Case(obj, (small.V1, small.V2)))
        assert failure is not None
        assert failure.reason.startswith(reason)


def test_a_number_that_is_kept_is_not_taken_for_a_format() -> None:
    numbered = {version: small.pool(zone={"type": "integer"}) for version in small.SCHEMAS}
    subject = {"kind": small.KIND, "schemas": numbered, "annotations": [small.KEPT]}
    for seed in range(3):
        check(small.convert_sparing, **subject, only=["hostile-annotations"], seed=seed).raise_if_failed()


@pytest.mark.full
def test_no_edit_is_shown_that_is_not_needed() -> None:
    for name in ("restores over an edit", "restores by index", "passes on what was, not the edit"):
        assert all(len(failure.case.edits) <= 2 for failure in report_of(name).failures)


@pytest.mark.full
def test_a_failure_says_the_law_the_way_the_place_the_edits_the_object_and_the_seed() -> None:
    failure = report_of("restores over an edit").failures[0]
    edit = failure.case.edits[0]
    assert str(failure).startswith("edits-win: An edit made in another version stays")
    for said in (
        failure.reason,
        f"leg: {failure.breach.leg}",
        failure.path,
        str(edit),
        "the smallest object",
        "seed: 1",
    ):
        assert said in str(failure)
    assert failure.versions[0] in failure.breach.leg
    assert f"apiVersion: {failure.versions[0]}" in str(failure)


def test_a_failure_of_declared_rules_names_those_at_the_place() -> None:
    lying = Function(IMAGE.to_hub, lambda obj: obj, makes=["spec.image"], says=["the image is split"], exact=True)
    spokes = {V1: [], V1ALPHA1: [lying]}
    report = check(kind=Kind(KIND, V1, spokes), schemas=SCHEMAS, only=["spoke-hub-spoke"], seed=1)
    change = report.failures[0].mismatches[0]
    assert str(change.path[:2]) == "('spec', 'image')"
    assert change.rules[0] == "the image is split"


def test_the_path_leads_to_what_is_not_as_it_was() -> None:
    paths = {failure.path.partition(".")[0] for failure in report_of("drops status").failures}
    assert paths == {"status"}


@pytest.mark.full
def test_the_same_seed_fails_in_the_same_way() -> None:
    one, other = report_of("restores by index"), report_of("restores by index")
    assert one.failures
    assert (one, str(one)) == (other, str(other))


def test_another_seed_meets_other_objects() -> None:
    subject = subject_of(BY_NAME["drops status"].convert, kind=KIND, schemas=SCHEMAS)
    law = laws.chosen(("idempotence",))[0]
    one, other = ([*Cases(subject, law, (V1, V1BETA1), examples=20, seed=seed)] for seed in (1, 2))
    assert one != other


@pytest.mark.full
def test_the_report_raises_with_everything_in_it() -> None:
    report = report_of("drops status")
    with pytest.raises(AssertionError) as raised:
        report.raise_if_failed()
    assert isinstance(raised.value, LawBroken)
    assert raised.value.failures == report.failures
    assert all(str(finding) in str(raised.value) for finding in report.shown)
    assert all(str(each.example) in str(raised.value) for each in report.shown)
    assert str(report).startswith(f"{KIND}: 4 trials of 200 objects, 4 broken, seed 1")


def test_the_annotation_is_seen_where_it_leaks() -> None:
    report = report_of("leaks the annotation")
    assert {failure.versions[0] for failure in report.failures} == {V1ALPHA1, V1BETA1}
    assert all(KEY in str(failure) for failure in report.failures)
