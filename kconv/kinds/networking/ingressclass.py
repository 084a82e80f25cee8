"""IngressClass: v1beta1 and v1 have one shape and one default."""

from kconv.engine import Kind
from kconv.rules import Default

SCOPE = [Default("spec.parameters?.scope", "Cluster")]
KIND = Kind(
    "IngressClass",
    hub="networking.k8s.io/v1",
    spokes={"networking.k8s.io/v1": SCOPE, "networking.k8s.io/v1beta1": SCOPE},
)
