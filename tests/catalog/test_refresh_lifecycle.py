"""A release is written into lifecycle.tsv from its markers and from what it serves; what was corrected by hand stays."""

from __future__ import annotations

from pathlib import Path

import build_catalog
import pytest
import refresh_lifecycle
from build_catalog import Name, Row

REGISTER = 'package v1\n\nconst GroupName = "some.k8s.io"\n'
GENERATED = """
func (in *Some) APILifecycleIntroduced() (major, minor int) {
	return 1, 90
}
func (in *Some) APILifecycleDeprecated() (major, minor int) {
	return 1, 93
}
func (in *Some) APILifecycleReplacement() schema.GroupVersionKind {
	return schema.GroupVersionKind{Group: "some.k8s.io", Version: "v1", Kind: "SomeList"}
}
func (in *SomeList) APILifecycleIntroduced() (major, minor int) {
	return 1, 90
}
"""
V1, V1BETA1, V1ALPHA1 = (("some.k8s.io", version, "Some") for version in ("v1", "v1beta1", "v1alpha1"))
MARKERS = {"introduced": "1.90", "deprecated": "1.93", "replacement": "some.k8s.io/v1 Some"}


def test_markers_of_a_release_without_lists(tmp_path: Path) -> None:
    for module in ("apiextensions-apiserver", "kube-aggregator"):
        (tmp_path / f"k8s.io/{module}@v0.90.1").mkdir(parents=True)
    folder = tmp_path / "k8s.io/api@v0.90.1/some/v1beta1"
    folder.mkdir(parents=True)
    (folder / "register.go").write_text(REGISTER)
    (folder / "zz_generated.prerelease-lifecycle.go").write_text(GENERATED)
    assert refresh_lifecycle.markers("1.90.1", tmp_path) == {V1BETA1: MARKERS}


def test_a_module_that_is_not_there_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"api@v0\.90\.1 is not there: go mod download"):
        refresh_lifecycle.markers("1.90.1", tmp_path)


def row(name: Name, *cells: str) -> Row:
    told = [*name, *cells, *[""] * (4 - len(cells)), "schemas"]
    return dict(zip(build_catalog.LIFECYCLE, told, strict=True))


def lifecycle(*rows: Row) -> refresh_lifecycle.Lifecycle:
    return refresh_lifecycle.Lifecycle(list(rows), 91)


def cells(told: refresh_lifecycle.Lifecycle, name: Name) -> list[str]:
    return [told.rows[name][cell] for cell in (*refresh_lifecycle.CELLS, "source")]


def test_only_a_marker_that_changed_is_taken() -> None:
    told = lifecycle(row(V1BETA1, "1.89", "1.92", "1.95"))
    told.mark(
        {V1BETA1: {"introduced": "1.90", "deprecated": "1.93", "removed": "1.97"}},
        {V1BETA1: {"introduced": "1.88", "deprecated": "1.93", "removed": "1.96"}},
    )
    assert cells(told, V1BETA1) == ["1.89", "1.92", "1.96", "", "markers"]


def test_what_is_there_for_the_first_time_came_with_the_release() -> None:
    told = lifecycle()
    told.add({V1, V1BETA1}, {V1BETA1: MARKERS})
    assert cells(told, V1) == ["1.91", "", "", "", "schemas"]
    assert cells(told, V1BETA1) == ["1.91", "1.93", "", "some.k8s.io/v1 Some", "markers"]


@pytest.mark.parametrize(("announced", "removed"), [("", "1.91"), ("1.94", "1.91"), ("1.91", "1.91"), ("1.9", "1.9")])
def test_what_is_gone_was_removed_with_the_release_if_not_before(announced: str, removed: str) -> None:
    told = lifecycle(row(V1BETA1, "1.89", "", announced), row(V1, "1.90"))
    told.end({V1BETA1})
    assert (told.rows[V1BETA1]["removed"], told.rows[V1]["removed"]) == (removed, "")


def test_a_new_version_replaces_those_that_share_its_hub_and_what_they_replaced() -> None:
    old = ("old.k8s.io", "v1beta1", "Some")
    told = lifecycle(
        row(old, "1.80", "", "", "some.k8s.io/v1beta1 Some"),
        row(V1ALPHA1, "1.88"),
        row(V1BETA1, "1.89"),
        row(V1, "1.91"),
        row(("some.k8s.io", "v2alpha1", "Some"), "1.91"),
    )
    told.replace([(V1, V1BETA1), (V1BETA1, V1ALPHA1), (V1, ("some.k8s.io", "v2alpha1", "Some"))])
    replaced = "some.k8s.io/v1 Some"
    assert [told.rows[name]["replacement"] for name in (old, V1ALPHA1, V1BETA1, V1)] == [replaced] * 3 + [""]


def test_a_version_without_a_hub_in_common_replaces_nothing() -> None:
    told = lifecycle(row(V1ALPHA1, "1.88"), row(V1BETA1, "1.91"))
    told.replace([])
    assert told.rows[V1ALPHA1]["replacement"] == ""
