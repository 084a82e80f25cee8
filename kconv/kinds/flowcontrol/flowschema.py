"""FlowSchema: v1alpha1 to v1 have one shape and one default."""

from kconv.engine import Kind
from kconv.rules import At, Default

GROUP = "flowcontrol.apiserver.k8s.io"
EVERY = [At("spec", [Default("matchingPrecedence", 1000, zero=True)], shared=True)]
KIND = Kind(
    "FlowSchema",
    hub=f"{GROUP}/v1",
    spokes={f"{GROUP}/{version}": EVERY for version in ("v1", "v1beta3", "v1beta2", "v1beta1", "v1alpha1")},
    whole=("spec.priorityLevelConfiguration",),
)
