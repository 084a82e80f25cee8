"""CSIStorageCapacity: every version has one shape, and none has defaults."""

from kconv.engine import Kind

KIND = Kind(
    "CSIStorageCapacity",
    hub="storage.k8s.io/v1",
    spokes={"storage.k8s.io/v1beta1": [], "storage.k8s.io/v1alpha1": []},
)
