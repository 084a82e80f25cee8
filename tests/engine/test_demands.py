"""A server's demands are met whatever the policy for defaults: a file that servers refuse is useless."""

from __future__ import annotations

import pytest

from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion

V1 = GroupVersion("admissionregistration.k8s.io", "v1")
HOOK = {
    "apiVersion": "admissionregistration.k8s.io/v1beta1",
    "kind": "ValidatingWebhookConfiguration",
    "metadata": {"name": "x"},
    "webhooks": [{"name": "a.b.c", "clientConfig": {"url": "https://localhost/x"}}],
}


@pytest.mark.parametrize("defaults", ["preserve", "none", "all"])
def test_a_demand_is_asked_under_every_policy(defaults: str) -> None:
    asked = BUILT_IN.convert(HOOK, V1, defaults=defaults, demands=True).questions  # type: ignore[arg-type]
    assert "webhook.sideEffects" in {question.name for question in asked}


@pytest.mark.parametrize("defaults", ["none", "all"])
def test_kubernetes_own_conversion_asks_nothing(defaults: str) -> None:
    assert BUILT_IN.convert(HOOK, V1, defaults=defaults).questions == []  # type: ignore[arg-type]


def test_a_fragment_is_asked_nothing() -> None:
    patch = {**HOOK, "webhooks": [{"name": "a.b.c", "failurePolicy": "Fail"}]}
    assert BUILT_IN.convert(patch, V1, demands=True).questions == []
