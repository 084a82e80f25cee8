"""RoleBinding: v1alpha1 named subjects by apiVersion instead of apiGroup."""

from kconv.engine import Kind
from kconv.kinds.rbac._subjects import STABLE, V1ALPHA1

KIND = Kind(
    "RoleBinding",
    hub="rbac.authorization.k8s.io/v1",
    spokes={
        "rbac.authorization.k8s.io/v1": STABLE,
        "rbac.authorization.k8s.io/v1beta1": STABLE,
        "rbac.authorization.k8s.io/v1alpha1": V1ALPHA1,
    },
    whole=("roleRef",),
    list_keys={"subjects": ("kind", "namespace", "name")},
)
