"""PodGroup: v1alpha2 named the template it was made from by way of a union, and knew no group of groups.

v1alpha2 was served by 1.36 alone; no release has it beside another version. A group's preemption policy has a default
only behind a feature gate that is off.
"""

from kconv.engine import Kind
from kconv.kinds.scheduling._disruption import BY_WORD
from kconv.rules import At, Default, Lacks, Move

GROUP = "scheduling.k8s.io"
LATER = [Default("spec.disruptionMode", {"single": {}})]
V1ALPHA2 = [
    Default("spec.disruptionMode", "Pod", zero=False),
    Move("spec.podGroupTemplateRef", "spec.workloadRef"),
    At(
        "spec.workloadRef",
        [Move("workload.podGroupTemplateName", "templateName"), Move("workload.workloadName", "workloadName")],
    ),
    At("spec", [BY_WORD, Lacks("parentCompositePodGroupName", "preemptionPolicy")]),
]
KIND = Kind(
    "PodGroup",
    hub=f"{GROUP}/v1beta1",
    spokes={f"{GROUP}/v1beta1": LATER, f"{GROUP}/v1alpha3": LATER, f"{GROUP}/v1alpha2": V1ALPHA2},
    whole=("spec.schedulingPolicy",),
    list_keys={"status.conditions": ("type",), "status.resourceClaimStatuses": ("name",)},
    unproven=frozenset({f"{GROUP}/v1alpha2"}),
)
