"""MutatingWebhookConfiguration: as the validating one, and may be called again (reinvocationPolicy)."""

from kconv.engine import Kind
from kconv.kinds.admissionregistration._webhooks import LIST_KEYS, REINVOCATION, V1, V1BETA1, WHOLE

KIND = Kind(
    "MutatingWebhookConfiguration",
    hub="admissionregistration.k8s.io/v1",
    spokes={
        "admissionregistration.k8s.io/v1": [*V1, REINVOCATION],
        "admissionregistration.k8s.io/v1beta1": [*V1BETA1, REINVOCATION],
    },
    whole=WHOLE,
    list_keys=LIST_KEYS,
)
