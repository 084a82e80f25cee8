"""VolumeAttachment: every version has one shape; v1alpha1 fills nothing in."""

from kconv.engine import Kind
from kconv.rules import At, Default

VOLUME = At(
    "spec.source.inlineVolumeSpec",
    [
        Default("hostPath?.type", "", zero=False),
        Default("rbd?.pool", "rbd"),
        Default("rbd?.user", "admin"),
        Default("rbd?.keyring", "/etc/ceph/keyring"),
        Default("iscsi?.iscsiInterface", "default"),
        Default("azureDisk?.cachingMode", "ReadWrite", zero=False),
        Default("azureDisk?.fsType", "ext4", zero=False),
        Default("azureDisk?.readOnly", False),
        Default("azureDisk?.kind", "Shared", zero=False),
        Default("scaleIO?.storageMode", "ThinProvisioned"),
        Default("scaleIO?.fsType", "xfs"),
    ],
    shared=True,
)
KIND = Kind(
    "VolumeAttachment",
    hub="storage.k8s.io/v1",
    spokes={
        "storage.k8s.io/v1": [VOLUME],
        "storage.k8s.io/v1beta1": [VOLUME],
        "storage.k8s.io/v1alpha1": [],
    },
)
