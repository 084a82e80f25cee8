"""cluster-api 1.11.0 MachineHealthCheck: durations in seconds, checks and remediation in objects, two sets of conditions
that changed places.
"""

from __future__ import annotations

import re
from typing import Final

from kconv.engine import Kind
from kconv.rules import PRESENT, SAME, At, Dropped, Implied, Inverse, Move, Rule, Turn

_PART = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s)")
_SECONDS = {"h": 3600, "m": 60, "s": 1, "ms": 0.001}


def to_seconds(text: str) -> int | None:
    """The whole seconds of a duration in Go's text."""
    if not re.fullmatch(f"(?:{_PART.pattern})+", text):
        return None
    return int(sum(float(number) * _SECONDS[unit] for number, unit in _PART.findall(text)))


def to_text(seconds: int) -> str | None:
    """Seconds as Go writes a duration."""
    if type(seconds) is not int or seconds < 0:
        return None
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}h" * bool(hours) + f"{minutes}m" * bool(hours or minutes) + f"{rest}s"


def turned(spoke: str, hub: str) -> Turn:
    return Turn(spoke, hub, to_seconds, to_text, says=f"{spoke}: 1m0s is {hub}: 60", node={"type": "integer"})


REFERENCE = ("uid", "resourceVersion", "fieldPath")
NAMESPACE = Implied("spec.remediationTemplate?.namespace", [("metadata.namespace", PRESENT, SAME)])
V1BETA1: Final[list[Rule]] = [
    At("spec.unhealthyConditions[]", [turned("timeout", "timeoutSeconds")]),
    Move("spec.unhealthyConditions", "spec.checks.unhealthyNodeConditions"),
    turned("spec.nodeStartupTimeout", "spec.checks.nodeStartupTimeoutSeconds"),
    Move("spec.maxUnhealthy", "spec.remediation.triggerIf.unhealthyLessThanOrEqualTo"),
    Move("spec.unhealthyRange", "spec.remediation.triggerIf.unhealthyInRange"),
    Inverse([NAMESPACE]),
    *(Dropped(f"spec.remediationTemplate.{field}", why="the template is in the namespace") for field in REFERENCE),
    Move("spec.remediationTemplate", "spec.remediation.templateRef"),
    Move("status.conditions", "status.deprecated.v1beta1.conditions"),
    Move("status.v1beta2.conditions", "status.conditions"),
]
KIND: Final = Kind("MachineHealthCheck", hub="cluster.x-k8s.io/v1beta2", spokes={"cluster.x-k8s.io/v1beta1": V1BETA1})
