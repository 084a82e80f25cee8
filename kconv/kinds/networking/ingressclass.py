"""IngressClass: v1beta1 and v1 have one shape; v1 fills in the scope of its parameters."""

from kconv.engine import Kind
from kconv.rules import Default

KIND = Kind(
    "IngressClass",
    hub="networking.k8s.io/v1",
    spokes={
        "networking.k8s.io/v1": [Default("spec.parameters?.scope", "Cluster", zero=False)],
        "networking.k8s.io/v1beta1": [],
    },
)
