"""VolumeAttachment: every version has one shape; v1alpha1 fills nothing in."""

from kconv.engine import Kind
from kconv.kinds._pod import VOLUME_SOURCE
from kconv.rules import At

VOLUME = At("spec.source.inlineVolumeSpec", VOLUME_SOURCE, shared=True)
KIND = Kind(
    "VolumeAttachment",
    hub="storage.k8s.io/v1",
    spokes={
        "storage.k8s.io/v1": [VOLUME],
        "storage.k8s.io/v1beta1": [VOLUME],
        "storage.k8s.io/v1alpha1": [],
    },
)
