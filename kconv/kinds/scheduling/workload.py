"""Workload: v1alpha1 knew only names and policies of pod groups, v1alpha2 no groups of groups.

v1alpha1 was served by 1.35 alone and v1alpha2 by 1.36 alone; no release has either beside another version.
"""

from kconv.engine import Kind
from kconv.kinds.scheduling._disruption import BY_WORD
from kconv.rules import At, Lacks, Move

GROUP = "scheduling.k8s.io"
TEMPLATES = "spec.podGroupTemplates"
COMPOSITE = Lacks("spec.compositePodGroupTemplates")
V1ALPHA2 = [At(f"{TEMPLATES}[]", [BY_WORD, Lacks("preemptionPolicy")]), COMPOSITE]
V1ALPHA1 = [
    Move("spec.podGroups", TEMPLATES),
    At(
        f"{TEMPLATES}[]",
        [
            Move("policy", "schedulingPolicy"),
            Lacks("schedulingConstraints", "resourceClaims", "disruptionMode"),
            Lacks("priorityClassName", "priority", "preemptionPolicy"),
        ],
    ),
    COMPOSITE,
]
KIND = Kind(
    "Workload",
    hub=f"{GROUP}/v1beta1",
    spokes={f"{GROUP}/v1alpha3": [], f"{GROUP}/v1alpha2": V1ALPHA2, f"{GROUP}/v1alpha1": V1ALPHA1},
    list_keys={TEMPLATES: ("name",), "spec.podGroups": ("name",), "spec.compositePodGroupTemplates": ("name",)},
    unproven=frozenset({f"{GROUP}/v1alpha2", f"{GROUP}/v1alpha1"}),
)
