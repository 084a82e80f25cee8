"""Whether there are rules is asked before anything is imported, and must be what an import would say."""

from __future__ import annotations

import pytest

from kconv import catalog, kinds
from kconv.catalog.served import everything
from kconv.names import GroupVersion, GroupVersionKind, Release
from kconv.pipeline.migrate.outcomes import Options
from kconv.pipeline.migrate.target import Target


@pytest.mark.parametrize("gvk", everything(), ids=str)
def test_has_rules_is_what_find_finds(gvk: GroupVersionKind) -> None:
    assert kinds.has_rules(gvk) == (kinds.find(gvk) is not None)


@pytest.mark.parametrize("release", catalog.releases(), ids=str)
def test_a_kind_that_is_to_be_converted_has_both_versions(release: Release) -> None:
    target = Target(Options(target=release, deprecated=True))
    for gvk in everything():
        version = target.verdict(gvk).new_version
        if version is not None and not catalog.is_internal(gvk):
            kind = kinds.find(gvk)
            assert kind is not None
            assert version in kind.versions, f"{gvk} to {version}"


@pytest.mark.parametrize("to", sorted({gvk.group_version for gvk in everything()}), ids=str)
def test_a_version_that_is_asked_for_is_joined_to_the_documents(to: GroupVersion) -> None:
    target = Target(Options(to=to))
    for gvk in everything():
        verdict, kind = target.verdict(gvk), kinds.find(gvk)
        if verdict.what != "keep":
            joined = kind is not None and to in kind.versions
            assert verdict.what == ("convert" if joined else "no-rules"), f"{gvk} to {to}"


def test_a_built_in_kind_without_rules_is_told_what_is_left_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "has_rules", lambda gvk: gvk.kind != "FlowSchema")
    verdict = Target(Options(target=Release(32))).verdict(
        GroupVersionKind("flowcontrol.apiserver.k8s.io", "v1beta3", "FlowSchema")
    )
    assert (verdict.what, str(verdict.to), verdict.removed_in) == (
        "no-rules",
        "flowcontrol.apiserver.k8s.io/v1",
        "1.32",
    )
    assert verdict.why.endswith("v1beta3 FlowSchema: rewrite it by hand")
