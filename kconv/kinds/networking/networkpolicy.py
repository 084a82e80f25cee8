"""NetworkPolicy: extensions/v1beta1 has the shape of v1 and fills in the protocol of ingress ports only."""

from kconv.engine import Kind
from kconv.rules import Default, Derived, Json


def _policy_types(policy: Json) -> Json:
    spec = policy.get("spec")
    return ["Ingress", "Egress"] if isinstance(spec, dict) and spec.get("egress") else ["Ingress"]


BOTH = [
    Default("spec.ingress[].ports[].protocol", "TCP", zero=False),
    Derived("spec.policyTypes", _policy_types, empty=True, says="Ingress, and Egress where there are egress rules,"),
]
KIND = Kind(
    "NetworkPolicy",
    hub="networking.k8s.io/v1",
    spokes={
        "networking.k8s.io/v1": [*BOTH, Default("spec.egress[].ports[].protocol", "TCP", zero=False)],
        "extensions/v1beta1": BOTH,
    },
    whole=("spec",),
)
