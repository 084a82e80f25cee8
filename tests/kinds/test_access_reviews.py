"""SubjectAccessReview and LocalSubjectAccessReview: the groups of the user that is asked about are `group` in v1beta1."""

from __future__ import annotations

from operator import attrgetter

import pytest

from tests.kinds.before_after import Case, check


def case(name: str, kind: str, version: str, to: str, before: str, after: str = "") -> Case:
    """A spec before and after, in flow style."""
    head = f"apiVersion: authorization.k8s.io/{version}\nkind: {kind}\n"
    return Case(f"{kind}: {name}", f"authorization.k8s.io/{to}", f"{head}spec: {before}", after and f"spec: {after}")


REWRITES = [
    one
    for kind in ("SubjectAccessReview", "LocalSubjectAccessReview")
    for one in (
        case("groups up", kind, "v1beta1", "v1", "{user: jane, group: [a, b]}", "{user: jane, groups: [a, b]}"),
        case("groups down", kind, "v1", "v1beta1", "{groups: [a], uid: '7'}", "{group: [a], uid: '7'}"),
        case("an empty list stays one", kind, "v1beta1", "v1", "{group: []}", "{groups: []}"),
        case("null stays null", kind, "v1", "v1beta1", "{groups: null}", "{group: null}"),
        case("no groups", kind, "v1beta1", "v1", "{user: jane, nonResourceAttributes: {path: /healthz, verb: get}}"),
        case("no spec", kind, "v1beta1", "v1", "null"),
    )
]


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_groups_keep_their_users(case: Case) -> None:
    check(case)
