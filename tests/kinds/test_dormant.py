"""A kind whose only versions are off by default has no successor, and is not reported as if the release had no version
of it."""

from __future__ import annotations

import pytest

from kconv import catalog, kinds
from kconv.catalog.served import Served, everything
from kconv.names import GroupVersion, Release
from kconv.pipeline.migrate.outcomes import Options
from kconv.pipeline.migrate.target import Target

# document, release, what the release has of it without serving it, None for nothing that a rule leads to
TOLD = [
    ("scheduling.k8s.io/v1alpha1", "Workload", 36, "scheduling.k8s.io/v1alpha2"),
    ("scheduling.k8s.io/v1alpha1", "Workload", 37, "scheduling.k8s.io/v1beta1"),
    ("scheduling.k8s.io/v1alpha2", "PodGroup", 37, "scheduling.k8s.io/v1beta1"),
    ("coordination.k8s.io/v1alpha1", "LeaseCandidate", 32, "coordination.k8s.io/v1alpha2"),
    ("coordination.k8s.io/v1alpha1", "LeaseCandidate", 36, "coordination.k8s.io/v1beta1"),
    ("networking.k8s.io/v1alpha1", "ServiceCIDR", 32, "networking.k8s.io/v1beta1"),
    ("resource.k8s.io/v1alpha2", "ResourceClaim", 32, None),
    ("policy/v1beta1", "PodSecurityPolicy", catalog.latest().minor, None),
]


@pytest.mark.parametrize(("api_version", "kind", "minor", "off"), TOLD)
def test_a_version_that_is_off_is_told(api_version: str, kind: str, minor: int, off: str | None) -> None:
    verdict = Target(Options(target=Release(minor))).verdict(GroupVersion.parse(api_version).kind(kind))
    assert verdict.what == "no-successor"
    assert (f"1.{minor} has it as {off}" in verdict.why, f"--to {off} " in verdict.why) == ((off is not None,) * 2)
    assert ("serves no version" in verdict.why) == (off is None)


@pytest.mark.parametrize("release", catalog.releases(), ids=str)
def test_what_is_told_to_ask_for_is_in_the_release_and_converts(release: Release) -> None:
    target = Target(Options(target=release))
    for gvk, one in everything().items():
        if _ended(one, release) and "--to " in (why := target.verdict(gvk).why):
            to = GroupVersion.parse(why.split("--to ")[1].split()[0])
            there, kind = catalog.lookup(to.kind(gvk.kind)), kinds.find(gvk)
            assert there is not None, why
            assert there.in_release(release), why
            assert not there.on_by_default(release), why
            assert kind is not None, why
            assert to in kind.versions, why


def _ended(one: Served, release: Release) -> bool:
    return one.introduced <= release and not one.in_release(release)
