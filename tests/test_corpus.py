"""kconv keeps its four promises on real manifests of many authors, not only on those written to test it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cluster.apiserver import ApiServer
from tests.proof.acceptance import refusals
from tests.proof.facts import Proof
from tests.prove_migration import hold_against_truth, prove_copy

pytestmark = pytest.mark.corpus
TARGET = "1.32"


@pytest.fixture(scope="module")
def proof(corpus: Path) -> Proof:
    return prove_copy(corpus, TARGET)


def test_migration_of_real_manifests_keeps_every_promise(proof: Proof) -> None:
    assert not proof.failures, "\n".join(proof.failures)


def test_every_old_object_is_met_and_no_other(proof: Proof, corpus_truth: Path) -> None:
    held = Proof(old=proof.old)
    hold_against_truth(held, corpus_truth)
    assert not held.failures, "\n".join(held.failures)


@pytest.mark.cluster
def test_no_refusal_of_a_real_server_is_kconvs_fault(proof: Proof, apiserver: ApiServer) -> None:
    ours = [str(one) for one in refusals(apiserver, proof.converted) if one.fault == "kconv"]
    assert proof.converted
    assert not ours, "\n".join(ours)
