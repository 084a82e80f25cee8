"""What must hold of every kind and release, whatever the tables say: enumerated, for there are only some thousand pairs."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kconv import catalog
from kconv.catalog.served import everything
from kconv.names import GroupVersionKind, Release

ALL = list(everything().values())
RELEASES = catalog.releases()
PAIRS = [(one, release) for one in ALL for release in RELEASES]


def looked_up(gvk: GroupVersionKind) -> catalog.Served:
    found = catalog.lookup(gvk)
    assert found is not None, gvk
    return found


def test_a_successor_is_served_by_default_and_no_alpha() -> None:
    for one, release in PAIRS:
        for older in (False, True):
            gvk = catalog.successor(one.gvk, release, older=older)
            if gvk:
                found = looked_up(gvk)
                assert found.in_release(release), (one.gvk, release, gvk)
                assert found.on_by_default(release), (one.gvk, release, gvk)
                assert found.stability != "alpha", (one.gvk, release, gvk)


def test_the_successor_of_a_successor_is_itself() -> None:
    for one, release in PAIRS:
        gvk = catalog.successor(one.gvk, release)
        if gvk:
            assert catalog.successor(gvk, release) == gvk, (one.gvk, release)


def test_a_stable_version_once_reached_is_never_followed_by_a_beta() -> None:
    for one in ALL:
        found = [gvk for release in RELEASES if (gvk := catalog.successor(one.gvk, release))]
        levels = [looked_up(gvk).stability for gvk in found]
        assert levels == sorted(levels), one.gvk  # beta < stable


def test_a_successor_is_never_introduced_before_the_one_of_an_earlier_release() -> None:
    for one in ALL:
        found = [looked_up(gvk) for release in RELEASES if (gvk := catalog.successor(one.gvk, release))]
        for before, after in pairwise(found):
            assert before.gvk == after.gvk or before.introduced <= after.introduced or after.gvk == one.replacement


def test_asking_for_older_versions_never_takes_an_answer_away() -> None:
    for one, release in PAIRS:
        if catalog.successor(one.gvk, release):
            assert catalog.successor(one.gvk, release, older=True), (one.gvk, release)


def test_a_replacement_is_known_and_newer_than_what_it_replaces_ends() -> None:
    for one in ALL:
        if one.replacement:
            assert looked_up(one.replacement).family == one.family
            assert one.replacement != one.gvk


def test_times_are_in_order() -> None:
    for one in ALL:
        assert one.removed is None or one.introduced < one.removed, one.gvk
        assert one.deprecated is None or one.introduced < one.deprecated, one.gvk
        assert one.deprecated is None or one.removed is None or one.deprecated < one.removed, one.gvk


def test_every_version_is_in_its_own_lineage_and_lineages_agree() -> None:
    for one in ALL:
        lineage = catalog.versions(one.gvk)
        assert one in lineage
        assert all(catalog.versions(other.gvk) == lineage for other in lineage)


def test_off_by_default_are_alphas_and_betas_since_1_24_but_for_flowcontrol() -> None:
    for one in ALL:
        new_beta = one.stability == "beta" and one.introduced >= Release(24)
        if one.gvk.group_version != ("flowcontrol.apiserver.k8s.io", "v1beta3"):
            assert one.default == (one.stability != "alpha" and not new_beta), one.gvk
    assert sum(one.gvk.group_version == ("flowcontrol.apiserver.k8s.io", "v1beta3") for one in ALL if one.default) == 2


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_served_lists_each_group_as_preferred_and_nothing_internal(release: Release) -> None:
    found = catalog.served(release)
    assert len(found) == len({one.gvk for one in found}) > 50
    for one in found:
        assert one.in_release(release)
        assert not catalog.is_internal(one.gvk)
        order = catalog.priority(one.gvk.group, release)
        assert len(order) == len(set(order))
    for before, after in pairwise(found):
        if before.gvk.group == after.gvk.group:
            order = catalog.priority(before.gvk.group, release)
            assert order.index(before.gvk.version) <= order.index(after.gvk.version)


@pytest.mark.parametrize("deprecated", [False, True])
def test_the_filter_of_old_group_versions_misses_no_kind(deprecated: bool) -> None:
    for release in RELEASES:
        texts = catalog.old_group_versions(release, deprecated)
        for one in ALL:
            old = not one.in_release(release) or (deprecated and one.deprecated_in(release))
            if old and not catalog.is_internal(one.gvk):
                assert one.gvk.api_version in texts, (one.gvk, release)


def test_the_filter_lets_the_common_versions_pass() -> None:
    texts = catalog.old_group_versions(Release(32))
    assert not texts & {"v1", "apps/v1", "batch/v1", "rbac.authorization.k8s.io/v1", "autoscaling/v2", "policy/v1"}
