"""v1 and v2beta1 keep in annotations what only newer versions of an autoscaler have fields for.

v1 has one field for the CPU utilization; every other metric, the status and the behavior are in annotations. In v2 the
same annotations have no meaning, and its server drops them.
"""

from __future__ import annotations

from typing import Protocol

from kconv.paths import MISSING, get, keys
from kconv.rules import Converts, Json
from kconv.rules.move import without
from kconv.values import nested

PREFIX = "autoscaling.alpha.kubernetes.io/"
TARGET = ("spec", "targetCPUUtilizationPercentage")
SEEN = ("status", "currentCPUUtilizationPercentage")
METRICS = ("spec", "metrics")
CURRENT = ("status", "currentMetrics")
_UNSET = (MISSING, None)


class Text(Protocol):
    """How a value is written into an annotation, and read."""

    def read(self, text: str) -> Json: ...

    def write(self, value: Json) -> str | None: ...


class Kept(Converts):
    """A hub field that the spoke keeps in one of Kubernetes' annotations, in Kubernetes' own writing.

    A damaged annotation is kept as it is. One beside the hub's own field is out of date: the field wins.
    """

    exact = False

    def __init__(self, hub: str, name: str, text: Text) -> None:
        self.hub = keys(hub)
        self.text = text
        self.annotation = ("metadata", "annotations", PREFIX + name)
        self.moves = ((f'metadata.annotations["{PREFIX}{name}"]', hub),)
        self.lacks = (self.hub,)

    def read(self, obj: Json) -> Json:
        """The value in the annotation, MISSING where it is not there or damaged."""
        written = get(obj, self.annotation)
        return self.text.read(written) if isinstance(written, str) else MISSING

    def to_hub(self, obj: Json) -> Json:
        value = self.read(obj)
        if value is MISSING or not _free(obj, self.hub):
            return obj
        rest = without(obj, self.annotation)
        return nested(rest, self.hub, value) if value != [] else rest

    def from_hub(self, obj: Json) -> Json:
        value = get(obj, self.hub)
        if value is MISSING:
            return obj if self.read(obj) is MISSING else without(obj, self.annotation)
        text = self.text.write(value)
        if text is None or not _free(obj, self.annotation):
            return obj
        obj = without(obj, self.hub)
        if text:
            return nested(obj, self.annotation, text)
        return without(obj, self.annotation) if get(obj, self.annotation) is not MISSING else obj

    def describe(self) -> list[str]:
        return [f"{'.'.join(self.hub)} is kept in the annotation {self.annotation[2]}"]


def _free(obj: Json, path: tuple[str, ...]) -> bool:
    """Whether a path leads through objects, so that a value can be put at its end."""
    for part in path[:-1]:
        obj = obj.get(part)
        if obj is None:
            return True
        if not isinstance(obj, dict):
            return False
    return True


def _cpu(section: str, percent: Json) -> Json:
    values = {"averageUtilization": percent}
    part = {"type": "Utilization", **values} if section == "target" else values
    return {"type": "Resource", "resource": {"name": "cpu", section: part}}


def _percent(metric: Json, section: str) -> Json:
    """The CPU utilization that a metric is about, None where it is about something else."""
    about = get(metric, ("type",)) == "Resource" and get(metric, ("resource", "name")) == "cpu"
    percent = get(metric, ("resource", section, "averageUtilization")) if about else None
    return None if percent is MISSING else percent


class CpuTarget(Converts):
    """v1's targetCPUUtilizationPercentage is the last of the metrics."""

    exact = False
    moves = (("spec.targetCPUUtilizationPercentage", "spec.metrics[].resource.target.averageUtilization"),)

    def to_hub(self, obj: Json) -> Json:
        percent, metrics = get(obj, TARGET), get(obj, METRICS)
        if percent is MISSING or not (metrics in _UNSET or isinstance(metrics, list)):
            return obj
        if percent is not None:
            obj = nested(obj, METRICS, [*(metrics if isinstance(metrics, list) else ()), _cpu("target", percent)])
        return without(obj, TARGET)

    def from_hub(self, obj: Json) -> Json:
        metrics = get(obj, METRICS)
        if not isinstance(metrics, list) or get(obj, TARGET) is not MISSING:
            return obj
        percents = [_percent(metric, "target") for metric in metrics]
        percent = next((one for one in percents if one is not None), None)
        if percent is None:
            return obj
        others = [metric for metric, one in zip(metrics, percents, strict=True) if one is None]
        obj = nested(obj, TARGET, percent)
        return nested(obj, METRICS, others) if others else without(obj, METRICS)

    def describe(self) -> list[str]:
        return ["spec.targetCPUUtilizationPercentage is a Resource metric for cpu, after those in the annotation"]


class CpuStatus(Converts):
    """v1's currentCPUUtilizationPercentage is one of the current metrics, and the annotation has the others."""

    exact = False
    moves = (("status.currentCPUUtilizationPercentage", "status.currentMetrics[].resource.current.averageUtilization"),)

    def to_hub(self, obj: Json) -> Json:
        percent, current = get(obj, SEEN), get(obj, CURRENT)
        if percent is MISSING:
            return obj
        if percent is not None and current in _UNSET:
            obj = nested(obj, CURRENT, [_cpu("current", percent)])
        return without(obj, SEEN)

    def from_hub(self, obj: Json) -> Json:
        current = get(obj, CURRENT)
        if not isinstance(current, list) or get(obj, SEEN) is not MISSING:
            return obj
        percents = [one for metric in current if (one := _percent(metric, "current")) is not None]
        return nested(obj, SEEN, percents[-1]) if percents else obj

    def describe(self) -> list[str]:
        return ["status.currentCPUUtilizationPercentage is the utilization in the current metric for cpu"]
