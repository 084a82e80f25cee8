"""Webhook configurations: what v1beta1 took for granted is written down, and what v1 demands is asked for."""

from __future__ import annotations

from operator import attrgetter

import pytest

from tests.kinds.before_after import Case, check, converted

V1, V1BETA1 = "admissionregistration.k8s.io/v1", "admissionregistration.k8s.io/v1beta1"
OLD = """
    apiVersion: admissionregistration.k8s.io/v1beta1
    kind: ValidatingWebhookConfiguration
    webhooks:
      - name: check.example.com
        clientConfig: {service: {name: check, namespace: default}}
        rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
    """
KEPT = """
        failurePolicy: Ignore
        matchPolicy: Exact
        timeoutSeconds: 30
        admissionReviewVersions: [v1beta1]
"""
TWINS = """
    apiVersion: admissionregistration.k8s.io/v1beta1
    kind: MutatingWebhookConfiguration
    webhooks:
      - &hook
        {name: set.example.com, clientConfig: {url: "https://a"}, failurePolicy: Fail, matchPolicy: Equivalent,
         timeoutSeconds: 10, sideEffects: None, admissionReviewVersions: [v1]}
      - *hook
      - {<<: *hook, name: set-2.example.com}
    """
REWRITES = [
    Case(
        "what v1beta1 meant is written, and side effects are a decision",
        V1,
        OLD,
        OLD + KEPT + "        sideEffects: None\n",
        decide={"webhook.sideEffects": "None"},
        told=(
            "default: webhooks[0].failurePolicy",
            "default: webhooks[0].timeoutSeconds",
            "decision: webhooks[0].sideEffects: set to None as decided",
        ),
    ),
    Case(
        "without a decision the object is complete, and v1 is sure to refuse it",
        V1,
        OLD,
        OLD + KEPT + "        sideEffects: Unknown\n",
        asks=("webhook.sideEffects webhooks[0].sideEffects",),
    ),
    Case(
        "an answer v1 does not take is none",
        V1,
        OLD,
        OLD + KEPT + "        sideEffects: Unknown\n",
        decide={"webhook.sideEffects": "Some"},
        asks=("webhook.sideEffects webhooks[0].sideEffects",),
    ),
    Case(
        "an empty list of review versions is none",
        V1,
        OLD.rstrip() + "\n        admissionReviewVersions: []\n        sideEffects: NoneOnDryRun\n",
        OLD + KEPT + "        sideEffects: NoneOnDryRun\n",
    ),
    Case(
        "v1's own defaults are written for v1beta1",
        V1BETA1,
        OLD.replace("v1beta1", "v1") + "\n        sideEffects: None\n        admissionReviewVersions: [v1]\n",
        OLD
        + """
        sideEffects: None
        admissionReviewVersions: [v1]
        failurePolicy: Fail
        matchPolicy: Equivalent
        timeoutSeconds: 10
""",
    ),
    Case(
        "names that v1 wants unique are numbered when decided",
        V1,
        TWINS,
        TWINS.replace("- *hook", "- {<<: *hook, name: set-3.example.com}"),
        decide={"webhook.names": "number"},
        told=("decision: webhooks[1].name: named set-3.example.com",),
    ),
]
UNCHANGED = [
    Case("twins of one name wait for a decision", V1, TWINS, asks=("webhook.names webhooks[1].name",)),
    Case("no webhooks", V1, "{apiVersion: admissionregistration.k8s.io/v1beta1, kind: MutatingWebhookConfiguration}"),
    Case(
        "a patch of the CA bundle gets no defaults and no questions",
        V1,
        """
        apiVersion: admissionregistration.k8s.io/v1beta1
        kind: ValidatingWebhookConfiguration
        webhooks: [{name: check.example.com, clientConfig: {caBundle: Cg==}}]
        """,
    ),
]


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_webhook_acts_as_before(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", UNCHANGED, ids=attrgetter("name"))
def test_only_the_version_changes(case: Case) -> None:
    check(case)


def test_patch_is_a_fragment() -> None:
    assert converted(UNCHANGED[-1]).fragment
    assert not converted(REWRITES[0]).fragment
