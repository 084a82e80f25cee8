"""CSIDriver: v1beta1 and v1 have one shape and the same defaults, which grew with the releases."""

from kconv.engine import Kind
from kconv.rules import Default, Derived

BOTH = [
    Default("spec.attachRequired", True),
    Default("spec.podInfoOnMount", False),
    Default("spec.storageCapacity", False, since="1.19"),
    Default("spec.fsGroupPolicy", "ReadWriteOnceWithFSType", zero=False, since="1.19"),
    Derived("spec.volumeLifecycleModes", lambda _: ["Persistent"], says="[Persistent]", empty=True),
    Default("spec.requiresRepublish", False, since="1.20"),
    Default("spec.seLinuxMount", False, since="1.28"),
    Default("spec.preventPodSchedulingIfMissing", False, since="1.37"),
]
KIND = Kind("CSIDriver", hub="storage.k8s.io/v1", spokes={"storage.k8s.io/v1": BOTH, "storage.k8s.io/v1beta1": BOTH})
