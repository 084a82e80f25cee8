"""SelfSubjectReview: every version has one shape, and none has defaults."""

from kconv.engine import Kind

KIND = Kind(
    "SelfSubjectReview",
    hub="authentication.k8s.io/v1",
    spokes={"authentication.k8s.io/v1beta1": [], "authentication.k8s.io/v1alpha1": []},
)
