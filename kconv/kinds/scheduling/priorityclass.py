"""PriorityClass: every version has one shape; who may be preempted was always the default of today."""

from kconv.engine import Kind
from kconv.rules import Default

PREEMPTION = [Default("preemptionPolicy", "PreemptLowerPriority", zero=False, since="1.19")]
KIND = Kind(
    "PriorityClass",
    hub="scheduling.k8s.io/v1",
    spokes={
        "scheduling.k8s.io/v1": PREEMPTION,
        "scheduling.k8s.io/v1beta1": PREEMPTION,
        "scheduling.k8s.io/v1alpha1": PREEMPTION,
    },
)
