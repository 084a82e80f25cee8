"""What is sent and never stored: reviews of webhooks, evictions, rollbacks."""

from __future__ import annotations

from operator import attrgetter

import pytest

from kconv import kinds
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion, GroupVersionKind
from tests.kinds.before_after import Case, check, read

V1, V1BETA1 = "admission.k8s.io/v1", "admission.k8s.io/v1beta1"
PATCH = "W3sib3AiOiAicmVtb3ZlIiwgInBhdGgiOiAiL2EifV0="


def review(name: str, before: str, after: str = "", *told: str, to: str = V1) -> Case:
    """A review's fields in flow style."""
    source = V1BETA1 if to == V1 else V1
    return Case(
        name, to, f"{{apiVersion: {source}, kind: AdmissionReview, {before}}}", after and f"{{{after}}}", told=told
    )


REWRITES = [
    review(
        "every patch was a JSON patch, and has to say so",
        f"response: {{uid: a, allowed: true, patch: {PATCH}}}",
        f"response: {{uid: a, allowed: true, patch: {PATCH}, patchType: JSONPatch}}",
        "repair: response.patchType: JSONPatch",
    ),
    review(
        "a type without a patch is refused",
        "response: {uid: a, allowed: true, patchType: JSONPatch}",
        "response: {uid: a, allowed: true}",
        "repair: response.patchType: left out",
    ),
    review(
        "an answer names the request that it is to",
        "request: {uid: a}, response: {allowed: true}",
        "request: {uid: a}, response: {allowed: true, uid: a}",
        "repair: response.uid",
    ),
]
UNCHANGED = [
    review("an answer that says all", f"response: {{uid: a, allowed: true, patch: {PATCH}, patchType: JSONPatch}}"),
    review("a type that is not known", f"response: {{uid: a, allowed: true, patch: {PATCH}, patchType: Merge}}"),
    review("an answer to nobody", "response: {allowed: false}"),
    review("an answer to another request", "request: {uid: a}, response: {uid: b, allowed: false}"),
    review("a request", "request: {uid: a, operation: CREATE, kind: {group: '', version: v1, kind: Pod}}"),
    review("v1beta1 takes every answer", f"response: {{uid: a, allowed: true, patch: {PATCH}}}", to=V1BETA1),
    Case(
        "an eviction",
        "policy/v1",
        "{apiVersion: policy/v1beta1, kind: Eviction, metadata: {name: p}, deleteOptions: {gracePeriodSeconds: 0}}",
    ),
    Case(
        "a rollback",
        "apps/v1beta1",
        "{apiVersion: extensions/v1beta1, kind: DeploymentRollback, name: web, rollbackTo: {revision: 3}}",
    ),
]


@pytest.mark.parametrize("case", [*REWRITES, *UNCHANGED], ids=attrgetter("name"))
def test_a_request_is_what_the_version_takes(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
@pytest.mark.parametrize("defaults", ["none", "all"])
def test_conversion_alone_mends_nothing(case: Case, defaults: str) -> None:
    before = read(case.before)
    result = BUILT_IN.convert(before, GroupVersion.parse(case.to), defaults=defaults)  # type: ignore[arg-type]
    assert result.object == {**before, "apiVersion": case.to}


def test_the_eviction_of_another_group_is_another_kind() -> None:
    lifecycle = GroupVersionKind("lifecycle.k8s.io", "v1alpha1", "Eviction")
    assert not kinds.has_rules(lifecycle)
    assert kinds.has_rules(GroupVersionKind("policy", "v1beta1", "Eviction"))
