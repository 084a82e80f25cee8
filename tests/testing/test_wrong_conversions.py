"""The kit held to what it promises: it finds every conversion that is wrong, and finds nothing in those that are right.

$KCONV_EXAMPLES tries as many objects on each law, for a longer run.
"""

from __future__ import annotations

import copy
import os
from dataclasses import replace
from operator import attrgetter
from typing import Any

import pytest

from kconv.testing import Subject, check, laws, omitempty, subject_of
from kconv.testing.cases import Cases
from kconv.testing.counterexample import find
from tests.testing import sins, small
from tests.testing.custom import KIND, SCHEMAS, V1, V1BETA1
from tests.testing.declared import SITE
from tests.testing.right import KEY, Conversion, keep
from tests.testing.wrong import WRONG, Wrong

EXAMPLES = int(os.environ.get("KCONV_EXAMPLES") or 200)
SEEDS = (1, 2, 3)
LAWS = {law.name: law for law in laws.every()}


def is_broken(subject: Subject, law: str, seed: int) -> bool:
    """Whether any object breaks a law; unlike a check it does not go on to look for the smallest one."""
    return any(
        LAWS[law].broken(subject, case)
        for legs in LAWS[law].legs(subject)
        for case in Cases(subject, LAWS[law], legs, examples=EXAMPLES, seed=seed)
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("wrong", WRONG, ids=attrgetter("name"))
def test_a_wrong_conversion_is_found_by_the_law_for_its_sin(wrong: Wrong, seed: int) -> None:
    subject = subject_of(copy.deepcopy(wrong.convert), kind=KIND, schemas=SCHEMAS, hub=V1)
    assert is_broken(subject, wrong.law, seed)


LEAVING = Conversion(fits=lambda *_: False)
"""As cluster-api's conversions: every result has the annotation, whether it is needed or not."""
RIGHT: dict[str, dict[str, Any]] = {
    "by hand": {"convert": Conversion(), "kind": KIND, "schemas": SCHEMAS, "hub": V1},
    "by hand, its annotation named": {"convert": Conversion(), "kind": KIND, "schemas": SCHEMAS, "annotations": [KEY]},
    "leaving its annotation behind": {"convert": LEAVING, "kind": KIND, "schemas": SCHEMAS, "annotations": [KEY]},
    "declared": {"kind": SITE, "schemas": SCHEMAS},
    "small": {"convert": small.convert, "kind": small.KIND, "schemas": small.SCHEMAS},
}


def test_an_annotation_that_is_left_behind_is_found_unless_it_is_named() -> None:
    subject = subject_of(LEAVING, kind=KIND, schemas=SCHEMAS)
    assert is_broken(subject, "spoke-hub-spoke", seed=1)


@pytest.mark.full
@pytest.mark.parametrize(
    "wrong", [each for each in WRONG if "annotation" in each.name or "keeps" in each.name], ids=attrgetter("name")
)
def test_what_is_wrong_with_an_annotation_is_found_though_it_is_named(wrong: Wrong) -> None:
    subject = subject_of(copy.deepcopy(wrong.convert), kind=KIND, schemas=SCHEMAS, hub=V1, annotations=[KEY])
    assert is_broken(subject, wrong.law, seed=1) == (wrong.name != "leaks the annotation")


@pytest.mark.full
def test_to_raise_on_damaged_annotations_is_one_fault_however_they_are_damaged() -> None:
    wrong = next(wrong for wrong in WRONG if wrong.name == "raises on an annotation that is no JSON")
    report = check(wrong.convert, kind=KIND, schemas=SCHEMAS, only=["hostile-annotations"], examples=100, seed=1)
    raised = [finding for finding in report.findings if not finding.path]
    assert [finding.cause.what for finding in raised] == ["it raises on an annotation that is damaged"]
    assert raised[0].objects > 5


def framing(*versions: str) -> Any:
    """The small conversion as the API server wants it of a webhook, with metadata in every answer of these versions."""
    return lambda obj, to: {**({"metadata": {}} if to in versions else {}), **small.convert(obj, to)}


FRAMING: dict[str, dict[str, Any]] = {
    "in both versions": {"convert": framing(small.V1, small.V2), "kind": small.KIND, "schemas": small.SCHEMAS},
    "in the first version": {"convert": framing(small.V1), "kind": small.KIND, "schemas": small.SCHEMAS},
    "in the second version": {"convert": framing(small.V2), "kind": small.KIND, "schemas": small.SCHEMAS},
    **{
        name: {"convert": convert, "kind": KIND, "schemas": SCHEMAS, "hub": V1}
        for name, convert in {
            "in every version of three": Conversion(finish=lambda obj, _: sins.with_metadata({})(obj)),
            "in one of three": Conversion(finish=lambda obj, to: sins.with_metadata({})(obj) if to == V1BETA1 else obj),
            "left by an annotation that was taken": Conversion(
                keep=lambda obj, fields: keep({"metadata": {}, **obj}, fields)
            ),
        }.items()
    },
}


@pytest.mark.full
@pytest.mark.parametrize("framing", FRAMING)
def test_to_make_empty_metadata_where_there_was_none_breaks_no_law(framing: str) -> None:
    check(**FRAMING[framing], examples=EXAMPLES // 2, seed=1).raise_if_failed()


@pytest.mark.full
def test_kconvs_own_rules_make_no_metadata_either() -> None:
    subject = subject_of(kind=SITE, schemas=SCHEMAS)
    made = replace(subject, convert=lambda obj, to: sins.with_metadata({})(subject.convert(obj, to)))
    assert not is_broken(subject, "fragments", seed=1)
    assert is_broken(made, "fragments", seed=1)


SHARES = {("by hand", 1): 1, ("declared", 1): 2, **{("small", seed): 1 for seed in SEEDS}}
"""All laws on all versions take their time: with the other seeds a fifth of the objects, all with KCONV_EXAMPLES=1000."""


@pytest.mark.full
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("right", RIGHT)
def test_a_right_conversion_breaks_no_law(right: str, seed: int) -> None:
    check(**RIGHT[right], examples=EXAMPLES // SHARES.get((right, seed), 5), seed=seed).raise_if_failed()


@pytest.mark.full
@pytest.mark.parametrize("seed", SEEDS)
def test_a_conversion_by_types_breaks_only_the_laws_of_what_types_do_not_hold(seed: int) -> None:
    wild = ["unknown-fields", "zero-and-absent", "fragments"]
    by_types = {"convert": small.convert_as_types, "kind": small.KIND, "schemas": small.SCHEMAS}
    check(**by_types, without=wild, examples=EXAMPLES, seed=seed).raise_if_failed()
    assert {failure.law for failure in check(**by_types, examples=EXAMPLES, seed=seed).failures} <= set(wild)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_edit_finds_its_item_whatever_order_a_version_gives_them(seed: int) -> None:
    subject = subject_of(small.convert_tags, kind=small.KIND, schemas=small.TAGS)
    failure = find(subject, LAWS["edits-win"], (small.V2, small.V1), examples=EXAMPLES, seed=seed)
    assert failure is None, str(failure)


RARE: dict[str, dict[str, Any]] = {
    "a set of two": {"type": "array", "x-kubernetes-list-type": "set", "minItems": 2, "items": {"type": "string", "enum": ["a", "b"]}},
    "a map of two": {"type": "object", "minProperties": 2, "additionalProperties": {"type": "string"}},
    "a rule that seldom holds": {
        "type": "object",
        "required": ["low", "high"],
        "properties": {name: {"type": "integer", "minimum": 0, "maximum": 100} for name in ("low", "high")},
        "x-kubernetes-validations": [{"rule": "self.low < self.high"}],
    },
}  # fmt: skip


@pytest.mark.full
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rare", RARE)
def test_a_value_that_is_hard_to_draw_breaks_no_law(rare: str, seed: int) -> None:
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"rare": RARE[rare]}}}}
    same = {"kind": small.KIND, "schemas": dict.fromkeys(small.SCHEMAS, schema)}
    check(lambda obj, to: {**obj, "apiVersion": to}, **same, examples=60, seed=seed).raise_if_failed()


@pytest.mark.full
@pytest.mark.parametrize("seed", SEEDS)
def test_a_conversion_that_takes_empty_for_absent_is_right_to_who_reads_it_so(seed: int) -> None:
    go = {"convert": small.convert_as_go, "kind": small.KIND, "schemas": small.SCHEMAS}
    check(**go, read_as=omitempty, without=["unknown-fields"], examples=EXAMPLES, seed=seed).raise_if_failed()
    assert "spoke-hub-spoke" in {failure.law for failure in check(**go, examples=EXAMPLES, seed=seed).failures}


def test_who_reads_empty_as_absent_still_sees_what_is_lost() -> None:
    wrong = next(wrong for wrong in WRONG if wrong.name == "swaps two fields")
    report = check(wrong.convert, kind=KIND, schemas=SCHEMAS, hub=V1, read_as=omitempty, only=[wrong.law], seed=1)
    assert report.failures


def test_every_law_finds_something() -> None:
    # text-and-comments is about kconv's own writing of manifests, which no other converter takes part in.
    assert {wrong.law for wrong in WRONG} == LAWS.keys() - {"text-and-comments"}
