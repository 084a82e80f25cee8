"""VolumeAttachment: every version has one shape."""

from kconv.engine import Kind

KIND = Kind(
    "VolumeAttachment", hub="storage.k8s.io/v1", spokes={"storage.k8s.io/v1beta1": [], "storage.k8s.io/v1alpha1": []}
)
