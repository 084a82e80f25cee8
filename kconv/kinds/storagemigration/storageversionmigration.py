"""StorageVersionMigration: v1alpha1 had the version to write through and its progress in the spec.

Since v1beta1 the controller picks both itself, so they have no fields, and a condition has the usual form. No release
has v1alpha1 beside another version.
"""

from kconv.engine import Kind
from kconv.rules import At, Lacks, Move

LATER = [Lacks("spec.resource.version", "spec.continueToken")]
V1ALPHA1 = [At("status.conditions[]", [Move("lastUpdateTime", "lastTransitionTime"), Lacks("observedGeneration")])]
KIND = Kind(
    "StorageVersionMigration",
    hub="storagemigration.k8s.io/v1",
    spokes={
        "storagemigration.k8s.io/v1": LATER,
        "storagemigration.k8s.io/v1beta1": LATER,
        "storagemigration.k8s.io/v1alpha1": V1ALPHA1,
    },
    list_keys={"status.conditions": ("type",)},
    unproven=frozenset({"storagemigration.k8s.io/v1alpha1"}),
)
