"""ClusterTrustBundle: every version has one shape, and none has defaults."""

from kconv.engine import Kind

KIND = Kind(
    "ClusterTrustBundle",
    hub="certificates.k8s.io/v1",
    spokes={"certificates.k8s.io/v1beta1": [], "certificates.k8s.io/v1alpha1": []},
)
