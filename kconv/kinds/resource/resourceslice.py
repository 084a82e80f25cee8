"""ResourceSlice: v1beta1 has a device's properties under `basic`, and does not distinguish an empty node name from an
absent one."""

from __future__ import annotations

from kconv.engine import Kind
from kconv.kinds.resource import _device
from kconv.notes import Note
from kconv.paths import same
from kconv.rules import Answers, At, Function, Json, Lacks, Repair, Rule, Settled

_ZERO = {"nodeName": "", "allNodes": False}


def _without_zero(spec: Json) -> Json:
    """v1beta1's server takes them for absent, v1's for a second way to choose nodes, which it refuses."""
    if not any(same(spec.get(field), zero) for field, zero in _ZERO.items()):
        return spec
    return {key: value for key, value in spec.items() if key not in _ZERO or not same(value, _ZERO[key])}


def _note_both(spec: Json, _: Answers) -> Settled:
    if not (spec.get("sharedCounters") and spec.get("devices")):
        return spec, [], []
    why = "from 1.35 on, a slice has counters or devices: put the counters in another slice of the same pool"
    return spec, [Note("nearest", "sharedCounters", why)], []


BOTH = At("spec", [Repair(_note_both, says=["sharedCounters and devices must be in separate slices from 1.35 on"])])
NODES = At("spec", [Function(_without_zero, _without_zero, says=['nodeName "" and allNodes false mean no value'])])
BETA1: list[Rule] = [NODES, At("spec.devices[]", [_device.BASIC])]
ALPHA: list[Rule] = [
    NODES,
    At("spec.devices[]", _device.ALPHA),
    Lacks("spec.partitionTypeAttribute", "spec.skipNodeOperations"),
]
KIND = Kind(
    "ResourceSlice",
    hub="resource.k8s.io/v1",
    spokes={
        "resource.k8s.io/v1": [BOTH],
        "resource.k8s.io/v1beta2": [BOTH],
        "resource.k8s.io/v1beta1": BETA1,
        "resource.k8s.io/v1alpha3": ALPHA,
    },
    list_keys={"spec.devices": ("name",), "spec.devices[].consumesCounters": ("counterSet",)},
)
APART = [Kind("ResourceSlice", hub="resource.k8s.io/v1alpha2", spokes={})]
