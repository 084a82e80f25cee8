"""`explain` shows the facts of the rules and the catalog."""

from __future__ import annotations

import pytest

from kconv import catalog, kinds
from kconv.catalog.served import everything
from kconv.cli.explain import history
from tests.cli.conftest import Kconv


def test_explain_tells_versions_and_differences(kconv: Kconv) -> None:
    told = kconv("explain", "ing.extensions").out
    assert told.startswith("Ingress\n\nAPIVERSION ")
    assert "extensions/v1beta1         1.1    1.14        1.22     networking.k8s.io/v1\n" in told
    assert "\nextensions/v1beta1, networking.k8s.io/v1beta1:\n  spec.backend is spec.defaultBackend" in told


@pytest.mark.parametrize("name", sorted(map(str, everything())))
def test_its_first_table_fits_a_terminal(name: str) -> None:
    lineage = catalog.versions(next(gvk for gvk in everything() if str(gvk) == name))
    tables = [part for part in "".join(history(lineage)).split("\n\n") if part.startswith("APIVERSION")]
    assert tables
    assert max(len(line) for part in tables for line in part.splitlines()) <= 80


def test_explain_tells_a_release_that_is_not_out_yet(kconv: Kconv) -> None:
    one = next(one for one in everything().values() if one.removed and one.removed > catalog.latest())
    assert f"  ({one.removed})" in kconv("explain", one.gvk.kind).out


def test_explain_tells_a_kind_by_its_former_name(kconv: Kconv) -> None:
    told = kconv("explain", "cronjob").out
    assert "\nScheduledJob\n\n" in told
    assert "\nbatch/v2alpha1  1.4, off  -           1.8      v1\n\nScheduledJob is called CronJob now.\n" in told


def test_explain_leaves_out_what_all_versions_share(kconv: Kconv) -> None:
    assert "spec.replicas" not in kconv("explain", "deployment").out
    assert "\nin every version:\n  spec.replicas is 1" in kconv("explain", "deployment", "--verbose").out


def test_explain_says_what_nothing_proves(kconv: Kconv) -> None:
    assert "\nUnproven: scheduling.k8s.io/v1alpha2, scheduling.k8s.io/v1alpha1, " in kconv("explain", "workload").out
    assert "Unproven" not in kconv("explain", "deployment").out


def test_explain_says_when_versions_are_the_same(kconv: Kconv) -> None:
    assert "Role is the same in rbac.authorization.k8s.io/v1, " in kconv("explain", "role").out


@pytest.mark.parametrize("name", sorted({kind.name for kind in kinds.registered()}))
def test_explain_knows_every_kind_with_rules(name: str, kconv: Kconv) -> None:
    ran = kconv("explain", name)
    assert (ran.code, ran.err) == (0, "")
    assert "no rules" not in ran.out


def test_explain_tells_what_each_release_prefers_and_stores(kconv: Kconv) -> None:
    assert (
        "\nRELEASES   PREFERRED  STORED\n1.16-1.22  v1         v1\n1.23-1.26  v2         v1\n"
        f"1.27-{catalog.latest()}  v2         v2\n"
    ) in kconv("explain", "hpa").out
    assert f"\n1.22-{catalog.latest()}  networking.k8s.io/v1  " in kconv("explain", "ingress").out, (
        "there are two groups"
    )


def test_explain_tells_what_is_off_and_what_nobody_knows(kconv: Kconv) -> None:
    assert "\n1.17       none by default  unknown\n" in kconv("explain", "flowschema").out


@pytest.mark.parametrize("name", ["scale", "tokenreview", "eviction.policy"])
def test_explain_does_not_tell_where_requests_are_stored(name: str, kconv: Kconv) -> None:
    assert "STORED" not in kconv("explain", name).out


@pytest.mark.parametrize("name", ["PodSecurityPolicy", "podpresets", "AuditSink"])
def test_explain_says_when_nothing_is_left_of_a_kind(name: str, kconv: Kconv) -> None:
    assert "on serves it, and nothing replaces it.\n" in kconv("explain", name).out


def test_explain_tells_every_kind_of_a_name(kconv: Kconv) -> None:
    told = kconv("explain", "eviction").out
    assert (told.count("Eviction\n\nAPIVERSION"), "\npolicy/v1 " in told, "\nlifecycle.k8s.io/v1alpha1 " in told) == (
        2,
        True,
        True,
    )


def test_explain_says_that_two_versions_are_one(kconv: Kconv) -> None:
    ran = kconv("explain", "deploy", "--from", "apps/v1", "--to", "apps/v1")
    assert (ran.code, ran.out) == (2, "")
    assert "--from and --to are the same version, apps/v1\n" in ran.err


def test_explain_does_not_compare_one_version_with_itself(kconv: Kconv) -> None:
    assert "the same in" not in kconv("explain", "AuditSink").out


def test_explain_says_what_no_conversion_joins(kconv: Kconv) -> None:
    said = "\nNothing converts resource.k8s.io/v1alpha2 or resource.k8s.io/v1alpha1 to any other version.\n"
    assert said in kconv("explain", "resourceclaims").out
    assert "Nothing converts" not in kconv("explain", "PodPreset").out
