"""ResourceClaimTemplate: the rules of a ResourceClaim's spec hold for the one in its template."""

from __future__ import annotations

from kconv.engine import Kind
from kconv.kinds.resource import _request
from kconv.rules import At, Lacks, Rule

REQUESTS = "spec.spec.devices.requests[]"
CLASSIC = Lacks("spec.spec.controller")
DEFAULTS = At(REQUESTS, _request.BESIDE, shared=True)
NESTED: list[Rule] = [CLASSIC, At(REQUESTS, _request.NESTED, shared=True), DEFAULTS]
ALPHA: list[Rule] = [
    At(REQUESTS, [*_request.FLAT, *_request.SINCE_1_34]),
    At("spec.spec.devices.constraints[]", _request.CONSTRAINT_SINCE_1_34),
    DEFAULTS,
]
KIND = Kind(
    "ResourceClaimTemplate",
    hub="resource.k8s.io/v1",
    spokes={
        "resource.k8s.io/v1": NESTED,
        "resource.k8s.io/v1beta2": NESTED,
        "resource.k8s.io/v1beta1": [CLASSIC, At(REQUESTS, _request.FLAT), DEFAULTS],
        "resource.k8s.io/v1alpha3": ALPHA,
    },
    list_keys={
        "spec.spec.devices.requests": ("name",),
        "spec.spec.devices.requests[].firstAvailable": ("name",),
    },
)
APART = [
    Kind("ResourceClaimTemplate", hub="resource.k8s.io/v1alpha2", spokes={}),
    Kind("ResourceClaimTemplate", hub="resource.k8s.io/v1alpha1", spokes={}),
]
