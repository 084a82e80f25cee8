"""IPAddress: every version has one shape, and none has defaults."""

from kconv.engine import Kind

KIND = Kind(
    "IPAddress",
    hub="networking.k8s.io/v1",
    spokes={"networking.k8s.io/v1beta1": [], "networking.k8s.io/v1alpha1": []},
)
