"""Whatever values a kind's rules find, a conversion returns an object and does not change its input.

The laws bend Kubernetes' own objects; here are trees of nothing but the kinds' own words, in places no schema allows.
"""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kconv.kinds import registered
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from tests.tiers import examples

NAMES = (
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "PodSecurityPolicy",
    "MutatingWebhookConfiguration",
    "CertificateSigningRequest",
    "EndpointSlice",
    "PodCertificateRequest",
    "PodGroup",
    "StorageVersionMigration",
    "ValidatingAdmissionPolicyBinding",
    "Workload",
)
KINDS = [kind for kind in registered() if kind.name in NAMES]
HPA = "autoscaling.alpha.kubernetes.io"
WORDS = [
    *("spec", "status", "metadata", "annotations", "metrics", "behavior", "currentMetrics", "conditions", "type"),
    *("object", "pods", "resource", "name", "target", "describedObject", "metric", "value", "averageValue", "current"),
    *("averageUtilization", "scaleUp", "policies", "selector", "targetCPUUtilizationPercentage", "scaleTargetRef"),
    *("currentCPUUtilizationPercentage", "maxReplicas", f"{HPA}/metrics", f"{HPA}/behavior", f"{HPA}/conditions"),
    *("matchLabels", "matchExpressions", "key", "operator", "allowPrivilegeEscalation", "webhooks", "clientConfig"),
    *("service", "url", "rules", "scope", "sideEffects", "admissionReviewVersions", "request", "usages", "signerName"),
    *("endpoints", "topology", "zone", "nodeName", "addresses", "addressType", "ports", "deprecatedTopology"),
    *("kubernetes.io/hostname", "topology.kubernetes.io/zone"),
    *("policyName", "paramRef", "validationActions", "pkixPublicKey", "stubPKCS10Request", "lastUpdateTime", "version"),
    *("podGroups", "podGroupTemplates", "podGroupTemplateRef", "workloadRef", "workload", "policy", "disruptionMode"),
]
leaves = (
    st.none() | st.booleans() | st.integers(0, 99) | st.sampled_from(["", "cpu", "Resource", "IP", "[{}]", "{", "0"])
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=30,
)
tops = st.sampled_from(["spec", "status", "metadata", "webhooks", "endpoints", "ports", "addressType"])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@given(data=st.data(), fields=st.dictionaries(tops, values))
@settings(max_examples=examples(60))
def test_no_shape_raises(kind: Any, data: st.DataObject, fields: dict[str, Any]) -> None:
    source, target = data.draw(st.sampled_from(list(permutations(kind.versions, 2))))
    obj = {"apiVersion": str(source), "kind": kind.name, **fields}
    before = json.dumps(obj)
    for defaults in ("preserve", "none", "all"):
        result = BUILT_IN.convert(obj, GroupVersion.parse(str(target)), defaults=defaults)
        assert result.object["apiVersion"] == str(target)
    assert json.dumps(obj) == before
