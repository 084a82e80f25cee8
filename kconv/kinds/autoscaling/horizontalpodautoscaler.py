"""HorizontalPodAutoscaler: v1 scales on CPU alone and keeps the rest in annotations; v2beta1 writes metrics flat."""

from __future__ import annotations

from kconv.engine import Kind
from kconv.kinds.autoscaling import _encoding, _metrics
from kconv.kinds.autoscaling._annotations import PREFIX, CpuStatus, CpuTarget, Kept
from kconv.paths import MISSING, get
from kconv.rules import Annotation, At, Default, Derived, Json, Notes, Repair, Rule

UTILIZATION = 80
MIN_REPLICAS = At("spec", [Default("minReplicas", 1)], shared=True)
OTHER_METRICS = Kept("spec.metrics", "metrics", _encoding.METRICS)
BEHAVIOR = Kept("spec.behavior", "behavior", _encoding.BEHAVIOR)
TOLERANCES = [
    Annotation(f"{PREFIX}scale-down-tolerance", "spec.behavior.scaleDown.tolerance", parent=True),
    Annotation(f"{PREFIX}scale-up-tolerance", "spec.behavior.scaleUp.tolerance", parent=True),
]


def _cpu_unless_other_metrics(obj: Json) -> Json:
    others = OTHER_METRICS.read(obj)
    return UTILIZATION if others in (MISSING, []) and get(obj, ("spec", "metrics")) in (MISSING, None, []) else MISSING


def _cpu(**wanted: Json) -> list[Json]:
    return [{"type": "Resource", "resource": {"name": "cpu", **wanted}}]


def _policy(kind: str, value: int) -> Json:
    return {"type": kind, "value": value, "periodSeconds": 15}


NESTED = At(
    "spec",
    [
        Derived(
            "metrics",
            lambda _: _cpu(target={"type": "Utilization", "averageUtilization": UTILIZATION}),
            says="a Resource metric for 80 % of cpu",
            empty=True,
        ),
        Default("behavior?.scaleUp.stabilizationWindowSeconds", 0),
        Default("behavior?.scaleUp.selectPolicy", "Max", zero=False),
        Default("behavior?.scaleUp.policies", [_policy("Pods", 4), _policy("Percent", 100)]),
        Default("behavior?.scaleDown.selectPolicy", "Max", zero=False),
        Default("behavior?.scaleDown.policies", [_policy("Percent", 100)]),
    ],
    shared=True,
)
REFERENCES: list[Rule] = [
    Notes(
        "spec.scaleTargetRef.apiVersion",
        "names a version that newer releases do not serve, and its target is no longer found by this group: "
        "write the target's own apiVersion",
        kind="reference",
        values=["extensions/v1beta1"],
    ),
    Notes(
        "spec.scaleTargetRef.apiVersion",
        "names a version that newer releases do not serve; its target is still found by group and kind",
        kind="reference",
        values=["apps/v1beta1", "apps/v1beta2"],
    ),
]
DESCRIBED = At(
    "spec.metrics[].object.describedObject",
    [
        Notes(
            "apiVersion",
            "names a version that newer releases do not serve",
            kind="reference",
            values=["extensions/v1beta1", "networking.k8s.io/v1beta1", "apps/v1beta1", "apps/v1beta2"],
        )
    ],
)
V1: list[Rule] = [
    OTHER_METRICS,
    CpuTarget(),
    Kept("status.currentMetrics", "current-metrics", _encoding.CURRENT_METRICS),
    CpuStatus(),
    Kept("status.conditions", "conditions", _encoding.CONDITIONS),
    BEHAVIOR,
    MIN_REPLICAS,
    Derived(
        "spec.targetCPUUtilizationPercentage",
        _cpu_unless_other_metrics,
        says="80, unless the annotation has other metrics,",
    ),
    *REFERENCES,
]
V2BETA1: list[Rule] = [
    At("spec.metrics[]", _metrics.SPEC),
    At("status.currentMetrics[]", _metrics.STATUS),
    BEHAVIOR,
    MIN_REPLICAS,
    Derived(
        "spec.metrics",
        lambda _: _cpu(targetAverageUtilization=UTILIZATION),
        says="a Resource metric for 80 % of cpu",
        empty=True,
    ),
    *REFERENCES,
]
V2: list[Rule] = [
    MIN_REPLICAS,
    NESTED,
    At(
        "spec.metrics[]",
        [Repair(_metrics.without_zero, says=["object.target.value of 0 beside an average means no target"])],
    ),
    *REFERENCES,
    DESCRIBED,
]
KIND = Kind(
    "HorizontalPodAutoscaler",
    hub="autoscaling/v2",
    spokes={
        "autoscaling/v1": V1,
        "autoscaling/v2beta1": V2BETA1,
        "autoscaling/v2beta2": [*TOLERANCES, *V2],
        "autoscaling/v2": V2,
    },
    whole=("spec.scaleTargetRef", "spec.maxReplicas"),
    list_keys={"status.conditions": ("type",)},
)
