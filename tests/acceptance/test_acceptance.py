"""What `preserve` writes is accepted by a real API server wherever what Kubernetes' own conversion gives would be.

Exact is not always acceptable, so the conversion with every default, which is Kubernetes' own (`tests/differential`),
only tells which of the thinned objects were valid at all.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

import pytest

from kconv.engine import Defaults
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from kconv.testing.checking import SEED, fresh_seed
from tests.acceptance.samples import Json, kind_of, lowered, samples, thinned
from tests.cluster.apiserver import ApiServer

pytestmark = pytest.mark.cluster
THINNED = 25
CANNOT_SAY = {"PodCertificateRequest-pod-1-certificates.k8s.io.v1alpha1"}
"""Cases whose older version lacks what the newer one demands, so that kconv asks."""


class Case(NamedTuple):
    """A sample, and an older version that it goes through."""

    sample: Json
    through: GroupVersion

    def __str__(self) -> str:
        return f"{called(self.sample)}-{self.through}".replace("/", ".")


def called(sample: Json) -> str:
    """A sample's kind and, where it has one, its name."""
    return "-".join(filter(None, (sample["kind"], sample.get("metadata", {}).get("name"))))


def cases() -> list[Case]:
    found = []
    for sample in samples():
        own = GroupVersion.parse(sample["apiVersion"])
        found += [Case(sample, version) for version in kind_of(sample).versions if version != own]
    return found


CASES = cases()


def upwards(old: Json, case: Case, defaults: Defaults) -> tuple[Json, bool]:
    """The object in the sample's version again, and whether kconv asks about it first."""
    converted = BUILT_IN.convert(
        old,
        GroupVersion.parse(case.sample["apiVersion"]),
        defaults=defaults,
        stash=False,
        demands=defaults == "preserve",
    )
    return converted.object, bool(converted.questions)


@pytest.mark.parametrize("sample", samples(), ids=called)
def test_a_sample_is_valid(sample: Json, apiserver: ApiServer) -> None:
    assert apiserver.accept(sample) is None


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_sample_that_was_old_is_accepted(case: Case, apiserver: ApiServer) -> None:
    new, asked = upwards(lowered(case.sample, case.through), case, "preserve")
    assert asked == (str(case) in CANNOT_SAY)
    assert asked or apiserver.accept(new) is None


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_was_valid_is_accepted_or_asked_about(case: Case, apiserver: ApiServer) -> None:
    seed = fresh_seed()
    print(f"{SEED}={seed}")
    random = Random(f"{seed} {case}")
    old = lowered(case.sample, case.through)
    for _ in range(THINNED):
        thin = thinned(old, random)
        new, asked = upwards(thin, case, "preserve")
        refusal = None if asked else apiserver.accept(new)
        if refusal is not None:
            exact, _ = upwards(thin, case, "all")
            assert apiserver.accept(exact) is not None, f"{refusal}\nold: {thin}\nnew: {new}"
