"""StatefulSet: apps/v1beta1 replaced pods only when they were deleted by hand, its successors roll them over."""

from kconv.engine import Kind
from kconv.kinds._pod import CLAIM
from kconv.kinds.apps._workload import FROM_LABELS, REPLICAS, SELECTOR, TEMPLATE, WHOLE
from kconv.paths import MISSING
from kconv.rules import At, Default, Rule, When

CLAIMS = At(
    "spec.volumeClaimTemplates[]",
    [Default("apiVersion", "v1"), Default("kind", "PersistentVolumeClaim"), *CLAIM, Default("status.phase", "Pending")],
    shared=True,
)
ROLLING = When(
    "spec.updateStrategy.type",
    ["RollingUpdate"],
    [Default("spec.updateStrategy.rollingUpdate?.maxUnavailable", 1, since="1.37")],
)
COMMON: list[Rule] = [
    Default("spec.podManagementPolicy", "OrderedReady"),
    Default("spec.persistentVolumeClaimRetentionPolicy.whenDeleted", "Retain", since="1.27"),
    Default("spec.persistentVolumeClaimRetentionPolicy.whenScaled", "Retain", since="1.27"),
    REPLICAS,
    Default("spec.revisionHistoryLimit", 10),
    Default("spec.updateStrategy.rollingUpdate?.partition", 0),
    ROLLING,
    TEMPLATE,
    CLAIMS,
]
V1BETA1 = [*FROM_LABELS, Default("spec.updateStrategy.type", "OnDelete"), *COMMON]
V1 = [
    # Only a strategy without a type gets settings; one that has only the type RollingUpdate stays as it is.
    When("spec.updateStrategy.type", [MISSING, None, ""], [Default("spec.updateStrategy.rollingUpdate", {})]),
    Default("spec.updateStrategy.type", "RollingUpdate"),
    *COMMON,
    SELECTOR,
]
KIND = Kind(
    "StatefulSet",
    hub="apps/v1",
    spokes={"apps/v1": V1, "apps/v1beta2": V1, "apps/v1beta1": V1BETA1},
    whole=WHOLE,
    list_keys={"spec.volumeClaimTemplates": ("metadata.name",)},
)
