"""The application in examples/ shows what kconv does; so it must do all of it there, as on anybody's manifests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cluster.apiserver import ApiServer
from tests.proof.acceptance import refusals
from tests.proof.facts import Proof
from tests.prove_migration import prove_copy

EXAMPLES = Path(__file__).parents[1] / "examples"
ANSWER = ("--decide", "webhook.sideEffects=None")


@pytest.fixture(scope="module")
def proof() -> Proof:
    return prove_copy(EXAMPLES, "1.32", *ANSWER)


def test_migration_of_the_examples_keeps_every_promise(proof: Proof) -> None:
    assert not proof.failures, "\n".join(proof.failures)
    assert proof.counts["migrated"] > 5


@pytest.mark.cluster
def test_every_migrated_example_is_accepted_by_a_real_server(proof: Proof, apiserver: ApiServer) -> None:
    refused = [str(one) for one in refusals(apiserver, proof.converted)]
    assert not refused, "\n".join(refused)
