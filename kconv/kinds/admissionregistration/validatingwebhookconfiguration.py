"""ValidatingWebhookConfiguration: one shape, other defaults and demands (see _webhooks)."""

from kconv.engine import Kind
from kconv.kinds.admissionregistration._webhooks import LIST_KEYS, V1, V1BETA1, WHOLE

KIND = Kind(
    "ValidatingWebhookConfiguration",
    hub="admissionregistration.k8s.io/v1",
    spokes={"admissionregistration.k8s.io/v1": V1, "admissionregistration.k8s.io/v1beta1": V1BETA1},
    whole=WHOLE,
    list_keys=LIST_KEYS,
)
