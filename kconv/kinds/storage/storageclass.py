"""StorageClass: v1beta1 and v1 have one shape and the same defaults."""

from kconv.engine import Kind
from kconv.rules import Default

BOTH = [Default("reclaimPolicy", "Delete", zero=False), Default("volumeBindingMode", "Immediate", zero=False)]
KIND = Kind("StorageClass", hub="storage.k8s.io/v1", spokes={"storage.k8s.io/v1": BOTH, "storage.k8s.io/v1beta1": BOTH})
