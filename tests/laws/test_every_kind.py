"""The laws of a lossless conversion (docs/design.md), over every registered kind and every choice of its versions."""

from __future__ import annotations

import pytest

from kconv.engine import Kind
from kconv.testing.checking import fresh_seed
from kconv.testing.laws import Law
from tests.laws.kinds import CASES, EXAMPLES, failures

SEED = fresh_seed()
"""Another one every time, told by what fails; more objects are for `python -m tests.laws`."""


@pytest.mark.parametrize(("kind", "law"), CASES, ids=[f"{kind.name}-{law.name}" for kind, law in CASES])
def test_the_law_holds(kind: Kind, law: Law) -> None:
    found = failures(kind, law, EXAMPLES, SEED)
    assert not found, "\n\n".join(found)
