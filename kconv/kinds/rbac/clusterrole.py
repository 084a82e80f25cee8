"""ClusterRole: every version has one shape, and none has defaults."""

from kconv.engine import Kind

KIND = Kind(
    "ClusterRole",
    hub="rbac.authorization.k8s.io/v1",
    spokes={"rbac.authorization.k8s.io/v1beta1": [], "rbac.authorization.k8s.io/v1alpha1": []},
)
