"""PodDisruptionBudget's empty selector, which turned its meaning around, and PodSecurityPolicy's one default."""

from __future__ import annotations

from operator import attrgetter

import pytest

from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from tests.kinds.before_after import Case, check, read

LABEL = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match"
REWRITES = [
    Case(
        "an empty selector goes on selecting nothing",
        "policy/v1",
        "{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, spec: {minAvailable: 1, selector: {}}}",
        f"""
        spec:
          minAvailable: 1
          selector:
            matchExpressions:
              - {{key: {LABEL}, operator: Exists}}
        """,
        told=("info: spec.selector: the empty selector selected no pod in v1beta1",),
    ),
    Case(
        "empty members are an empty selector too",
        "policy/v1",
        "{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, spec: {selector: {matchLabels: {}}}}",
        f"spec: {{selector: {{matchExpressions: [{{key: {LABEL}, operator: Exists}}]}}}}",
    ),
    Case(
        "v1beta1's word for every pod is the empty selector of v1",
        "policy/v1",
        f"""
        apiVersion: policy/v1beta1
        kind: PodDisruptionBudget
        spec: {{selector: {{matchExpressions: [{{key: {LABEL}, operator: DoesNotExist, values: []}}]}}}}
        """,
        "spec: {selector: {}}",
        told=("selects every pod of the namespace",),
    ),
    Case(
        "the label beside something else is dropped, as the API server does",
        "policy/v1",
        f"""
        apiVersion: policy/v1beta1
        kind: PodDisruptionBudget
        spec:
          selector:
            matchLabels: {{app: web}}
            matchExpressions: [{{key: {LABEL}, operator: Exists}}, {{key: tier, operator: Exists}}]
        """,
        "spec: {selector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: Exists}]}}",
    ),
    Case(
        "v1's empty selector goes on selecting everything",
        "policy/v1beta1",
        "{apiVersion: policy/v1, kind: PodDisruptionBudget, spec: {selector: {}}}",
        f"spec: {{selector: {{matchExpressions: [{{key: {LABEL}, operator: DoesNotExist}}]}}}}",
        told=("every pod in policy/v1 but none in v1beta1",),
    ),
    Case(
        "v1's word for no pod is the empty selector of v1beta1",
        "policy/v1beta1",
        f"""
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        spec: {{selector: {{matchExpressions: [{{key: {LABEL}, operator: Exists}}]}}}}
        """,
        "spec: {selector: {}}",
    ),
]
UNCHANGED = [
    Case("labels", "policy/v1", "{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, spec: {selector: {a: b}}}"),
    Case(
        "a label without a value is a demand",
        "policy/v1",
        "{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, spec: {selector: {matchLabels: {a: ''}}}}",
    ),
    Case(
        "and on the way down too",
        "policy/v1beta1",
        "{apiVersion: policy/v1, kind: PodDisruptionBudget, spec: {selector: {matchLabels: {a: ''}}}}",
    ),
    Case(
        "no selector", "policy/v1", "{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, spec: {minAvailable: 1}}"
    ),
    Case("null", "policy/v1", "{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, spec: {selector: null}}"),
    Case("no spec", "policy/v1", "{apiVersion: policy/v1beta1, kind: PodDisruptionBudget}"),
    Case(
        "both versions of PodSecurityPolicy allow privilege escalation when they say nothing",
        "policy/v1beta1",
        "{apiVersion: extensions/v1beta1, kind: PodSecurityPolicy, spec: {privileged: false}}",
    ),
]


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_selector_keeps_its_meaning(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", UNCHANGED, ids=attrgetter("name"))
def test_only_the_version_changes(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_selector_comes_back_as_it_was_said(case: Case) -> None:
    before = {**read(case.before), "metadata": {"name": "budget"}}
    there = BUILT_IN.convert(before, GroupVersion.parse(case.to)).object
    assert BUILT_IN.convert(there, GroupVersion.parse(before["apiVersion"])).object == before


def test_all_defaults_allow_privilege_escalation() -> None:
    policy = read("{apiVersion: extensions/v1beta1, kind: PodSecurityPolicy, spec: {}}")
    result = BUILT_IN.convert(policy, GroupVersion.parse("policy/v1beta1"), defaults="all").object
    assert result["spec"] == {"allowPrivilegeEscalation": True}
