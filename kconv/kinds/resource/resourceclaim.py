"""ResourceClaim: a request's fields moved under `exactly` with v1beta2; v1alpha3 knew a controller until 1.32."""

from __future__ import annotations

from kconv.engine import Kind
from kconv.kinds.resource import _request
from kconv.rules import At, Lacks, Rule

REQUESTS, RESULTS = "spec.devices.requests[]", "status.allocation.devices.results[]"
CLASSIC = Lacks("spec.controller", "status.allocation.controller", "status.deallocationRequested")
DEFAULTS: list[Rule] = [
    At(REQUESTS, _request.BESIDE, shared=True),
    At(RESULTS, [_request.TOLERATION], shared=True),
]
NESTED: list[Rule] = [CLASSIC, At(REQUESTS, _request.NESTED, shared=True), *DEFAULTS]
ALPHA: list[Rule] = [
    At(REQUESTS, [*_request.FLAT, *_request.SINCE_1_34]),
    At("spec.devices.constraints[]", _request.CONSTRAINT_SINCE_1_34),
    Lacks("status.allocation.allocationTimestamp"),
    At(
        RESULTS,
        [Lacks("bindingConditions", "bindingFailureConditions", "shareID", "consumedCapacity", "skipNodeOperations")],
    ),
    At("status.devices[]", [Lacks("shareID")]),
    *DEFAULTS,
]
KIND = Kind(
    "ResourceClaim",
    hub="resource.k8s.io/v1",
    spokes={
        "resource.k8s.io/v1": NESTED,
        "resource.k8s.io/v1beta2": NESTED,
        "resource.k8s.io/v1beta1": [CLASSIC, At(REQUESTS, _request.FLAT), *DEFAULTS],
        "resource.k8s.io/v1alpha3": ALPHA,
    },
    list_keys={
        "spec.devices.requests": ("name",),
        "spec.devices.requests[].firstAvailable": ("name",),
        "status.allocation.devices.results": ("request", "driver", "pool", "device", "shareID"),
        "status.devices": ("driver", "pool", "device", "shareID"),
    },
)
APART = [
    Kind("ResourceClaim", hub="resource.k8s.io/v1alpha2", spokes={}),
    Kind("ResourceClaim", hub="resource.k8s.io/v1alpha1", spokes={}),
]
