"""DeviceClass: every version has one shape but for a field that ended with 1.31 and one that came with 1.34."""

from kconv.engine import Kind
from kconv.rules import Lacks, Rule

CLASSIC: list[Rule] = [Lacks("spec.suitableNodes")]
KIND = Kind(
    "DeviceClass",
    hub="resource.k8s.io/v1",
    spokes={
        "resource.k8s.io/v1": CLASSIC,
        "resource.k8s.io/v1beta2": CLASSIC,
        "resource.k8s.io/v1beta1": CLASSIC,
        "resource.k8s.io/v1alpha3": [Lacks("spec.extendedResourceName")],
    },
)
