"""NetworkPolicy: extensions/v1beta1 has the shape of v1 and leaves a port's protocol open."""

from kconv.engine import Kind
from kconv.rules import Default, Derived, Json


def _policy_types(policy: Json) -> Json:
    spec = policy.get("spec")
    return ["Ingress", "Egress"] if isinstance(spec, dict) and spec.get("egress") else ["Ingress"]


TYPES = Derived("spec.policyTypes", _policy_types, empty=True, says="Ingress, and Egress where there are egress rules,")
# extensions/v1beta1 means to fill in the protocol of ingress ports too, but its loop works on copies.
KIND = Kind(
    "NetworkPolicy",
    hub="networking.k8s.io/v1",
    spokes={
        "networking.k8s.io/v1": [
            TYPES,
            Default("spec.ingress[].ports[].protocol", "TCP", zero=False),
            Default("spec.egress[].ports[].protocol", "TCP", zero=False),
        ],
        "extensions/v1beta1": [TYPES],
    },
    whole=("spec",),
)
