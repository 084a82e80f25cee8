"""Every registered kind as a subject of the laws: objects by its schemas, and Kubernetes' own fuzzed ones beside them."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache

from kconv.engine import Kind
from kconv.testing.builtin import builtin
from kconv.testing.counterexample import find
from kconv.testing.laws import Law, every
from kconv.testing.subject import Subject
from tests.laws.objects import several_versions, sources
from tests.tiers import examples

EXAMPLES = int(os.environ.get("KCONV_EXAMPLES") or examples(25))
"""Objects of each law and choice of versions in a run of the tests; a kind has 26 of those at the least."""
CASES = [(kind, law) for kind in several_versions() for law in every()]


@cache
def subject(kind: Kind) -> Subject:
    """The kind; a version without a schema (JobTemplate's) has the golden answers' objects alone."""
    golden = {str(version): sources().get((kind.name, str(version)), []) for version in kind.versions}
    return replace(builtin(kind), objects={version: objects for version, objects in golden.items() if objects})


def failures(kind: Kind, law: Law, examples: int, seed: int) -> list[str]:
    """How a law is broken by a kind, for each choice of versions, in words."""
    held = subject(kind)
    found = (find(held, law, legs, examples=examples, seed=seed) for legs in law.legs(held))
    return [str(failure) for failure in found if failure is not None]
