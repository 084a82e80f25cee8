"""A metric as v2beta1 (and the annotations of v1) wrote it: name and values side by side, without a type.

v2beta2 and v2 have the name under ``metric``, the wanted value under ``target`` with its type, and the measured one
under ``current``. The type follows from the values that are present.
"""

from __future__ import annotations

from kconv.notes import Note
from kconv.paths import MISSING, get, same
from kconv.rules import Answers, At, Function, Json, Lacks, Move, Rule, Settled
from kconv.rules.move import without

VALUE, AVERAGE, UTILIZATION = ("target", "value"), ("target", "averageValue"), ("target", "averageUtilization")
_UNSET = (MISSING, None)


def _typed(first: tuple[str, ...], name: str, otherwise: str) -> Function:
    """The target's type: ``name`` where ``first`` is set, else ``otherwise``."""

    def to_hub(source: Json) -> Json:
        target = source.get("target", {})
        if not isinstance(target, dict) or "type" in target:
            return source
        kind = otherwise if get(source, first) in _UNSET else name
        return {**source, "target": {"type": kind, **target}}

    def from_hub(source: Json) -> Json:
        target = source.get("target")
        if not isinstance(target, dict) or (target and "type" not in target):
            return source
        left = {key: value for key, value in target.items() if key != "type"}
        return {key: left if key == "target" else value for key, value in source.items() if key != "target" or left}

    says = f"target.type is {name} if {'.'.join(first)} is set, else {otherwise}"
    return Function(to_hub, from_hub, says=[says])


def without_zero(metric: Json, _: Answers) -> Settled:
    """An object metric without the target of 0 that v2beta1 demands beside an average, and v2's server refuses."""
    if "object" not in metric or get(metric, ("object", *AVERAGE)) in _UNSET:
        return metric, [], []
    value = get(metric, ("object", *VALUE))
    if not (same(value, "0") or same(value, 0)):
        return metric, [], []
    note = Note("repair", "object.target.value", "a target of 0 beside an average means no target, and v2 refuses it")
    return without(metric, ("object", *VALUE)), [note], []


def _with_zero(source: Json) -> Json:
    if get(source, AVERAGE) in _UNSET or get(source, VALUE) not in _UNSET:
        return source
    return {**source, "target": {**source["target"], "value": "0"}}


def _demanded(field: str) -> Function:
    """A field of ``current`` that v2beta1 always writes."""

    def from_hub(status: Json) -> Json:
        current = status.get("current")
        if not isinstance(current, dict) or not current or current.get(field) is not None:
            return status
        return {**status, "current": {**current, field: "0"}}

    return Function(lambda status: status, from_hub, says=[f"current.{field} is 0 if it is unknown"])


_ZERO = Function(lambda source: source, _with_zero, says=["target.value is 0 if only averageValue is set"])
_NAMED = [Move("metricName", "metric.name"), Move("selector", "metric.selector")]
_EXTERNAL = [Move("metricName", "metric.name"), Move("metricSelector", "metric.selector")]
_RESOURCE_SPEC = [
    Move("targetAverageUtilization", "target.averageUtilization"),
    Move("targetAverageValue", "target.averageValue"),
    Lacks("target.value"),
    _typed(UTILIZATION, "Utilization", "AverageValue"),
]
_RESOURCE_STATUS = [
    Move("currentAverageUtilization", "current.averageUtilization"),
    Move("currentAverageValue", "current.averageValue"),
    Lacks("current.value"),
    _demanded("averageValue"),
]

SPEC: list[Rule] = [
    At(
        "object",
        [
            Move("target", "describedObject"),
            *_NAMED,
            Move("targetValue", "target.value"),
            Move("averageValue", "target.averageValue"),
            _ZERO,
            Lacks("target.averageUtilization"),
            _typed(AVERAGE, "AverageValue", "Value"),
        ],
    ),
    At(
        "pods",
        [
            *_NAMED,
            Move("targetAverageValue", "target.averageValue"),
            Lacks("target.value", "target.averageUtilization"),
            _typed(AVERAGE, "AverageValue", "AverageValue"),
        ],
    ),
    At("resource", _RESOURCE_SPEC),
    At("containerResource", _RESOURCE_SPEC),
    At(
        "external",
        [
            *_EXTERNAL,
            Move("targetValue", "target.value"),
            Move("targetAverageValue", "target.averageValue"),
            Lacks("target.averageUtilization"),
            _typed(VALUE, "Value", "AverageValue"),
        ],
    ),
]
STATUS: list[Rule] = [
    At(
        "object",
        [
            Move("target", "describedObject"),
            *_NAMED,
            Move("currentValue", "current.value"),
            Move("averageValue", "current.averageValue"),
            Lacks("current.averageUtilization"),
            _demanded("value"),
        ],
    ),
    At(
        "pods",
        [
            *_NAMED,
            Move("currentAverageValue", "current.averageValue"),
            Lacks("current.value", "current.averageUtilization"),
            _demanded("averageValue"),
        ],
    ),
    At("resource", _RESOURCE_STATUS),
    At("containerResource", _RESOURCE_STATUS),
    At(
        "external",
        [
            *_EXTERNAL,
            Move("currentValue", "current.value"),
            Move("currentAverageValue", "current.averageValue"),
            Lacks("current.averageUtilization"),
            _demanded("value"),
        ],
    ),
]
