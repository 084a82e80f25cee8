"""The kit held to what it promises: it finds every conversion that is wrong, and finds nothing in those that are right.

$KCONV_EXAMPLES tries as many objects on each law, for a longer run.
"""

from __future__ import annotations

import copy
import os
from operator import attrgetter

import pytest

from kconv.testing import Subject, laws, subject_of
from kconv.testing.trial import cases
from tests.testing.custom import KIND, SCHEMAS, V1
from tests.testing.wrong import WRONG, Wrong

EXAMPLES = int(os.environ.get("KCONV_EXAMPLES") or 200)
SEEDS = (1, 2, 3)
LAWS = {law.name: law for law in laws.every()}


def is_broken(subject: Subject, law: str, seed: int) -> bool:
    """Whether any object breaks a law; unlike a check it does not go on to look for the smallest one."""
    return any(
        LAWS[law].broken(subject, case)
        for legs in LAWS[law].legs(subject)
        for case in cases(subject, LAWS[law], legs, examples=EXAMPLES, seed=seed)
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("wrong", WRONG, ids=attrgetter("name"))
def test_a_wrong_conversion_is_found_by_the_law_for_its_sin(wrong: Wrong, seed: int) -> None:
    subject = subject_of(copy.deepcopy(wrong.convert), kind=KIND, schemas=SCHEMAS, hub=V1)
    assert is_broken(subject, wrong.law, seed)


def test_every_law_finds_something() -> None:
    # text-and-comments is about kconv's own writing of manifests, which no other converter takes part in.
    assert {wrong.law for wrong in WRONG} == LAWS.keys() - {"text-and-comments"}
