"""How Kubernetes writes an autoscaler's newer fields into the annotations of its older versions, to the letter.

Go's JSON has the fields of a type in their order, some with a zero where nothing was set; the behavior annotation shows
the Go names themselves (ScaleUp), since it was written from a type without JSON names and could not be changed later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from kconv.kinds.autoscaling import _metrics
from kconv.paths import MISSING
from kconv.rules import Converts, Json, Rule, of_sort, parts, plainly

Table = dict[str, Any]
"""Fields in order. What stands there: a table for an object that may be absent, a tuple of one for an object that is
always written, a list of one for a list, OMIT for what is left out when empty, else what an absent one is written as.
"""

OMIT = object()
_REFERENCE: Table = {"kind": "", "name": "", "apiVersion": OMIT}
_SELECTOR: Table = {"matchLabels": OMIT, "matchExpressions": [{"key": "", "operator": "", "values": OMIT}]}
_RESOURCE_SPEC: Table = {"name": "", "targetAverageUtilization": OMIT, "targetAverageValue": OMIT}
_RESOURCE_STATUS: Table = {"name": "", "currentAverageUtilization": OMIT, "currentAverageValue": "0"}
_SPEC: Table = {
    "type": "",
    "object": {
        "target": (_REFERENCE,),
        "metricName": "",
        "targetValue": "0",
        "selector": _SELECTOR,
        "averageValue": OMIT,
    },
    "pods": {"metricName": "", "targetAverageValue": "0", "selector": _SELECTOR},
    "resource": _RESOURCE_SPEC,
    "containerResource": {**_RESOURCE_SPEC, "container": ""},
    "external": {
        "metricName": "",
        "metricSelector": _SELECTOR,
        "targetValue": OMIT,
        "targetAverageValue": OMIT,
    },
}
_STATUS: Table = {
    "type": "",
    "object": {
        "target": (_REFERENCE,),
        "metricName": "",
        "currentValue": "0",
        "selector": _SELECTOR,
        "averageValue": OMIT,
    },
    "pods": {"metricName": "", "currentAverageValue": "0", "selector": _SELECTOR},
    "resource": _RESOURCE_STATUS,
    "containerResource": {**_RESOURCE_STATUS, "container": ""},
    "external": {
        "metricName": "",
        "metricSelector": _SELECTOR,
        "currentValue": "0",
        "currentAverageValue": OMIT,
    },
}
_CONDITION: Table = {
    "type": "",
    "status": "",
    "lastTransitionTime": None,
    "reason": OMIT,
    "message": OMIT,
    "observedGeneration": OMIT,
}
_SCALING: Table = {"StabilizationWindowSeconds": None, "SelectPolicy": None, "Policies": None, "Tolerance": None}
_POLICY: Table = {"Type": "", "Value": 0, "PeriodSeconds": 0}


def _laid_out(value: Json, table: Table) -> Json:
    """The object's fields in the table's order, then those that it does not know, by name: one text for one value."""
    if not isinstance(value, dict):
        return _ordered(value)
    written = {name: _field(value.get(name), kind) for name, kind in table.items()}
    written |= _unknown(value, table)
    return {name: part for name, part in written.items() if part is not OMIT}


def _unknown(value: dict[str, Json], known: Iterable[str]) -> dict[str, Json]:
    return {name: _ordered(value[name]) for name in sorted(value.keys() - set(known))}


def _ordered(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value)}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def _field(part: Json, kind: Any) -> Json:
    if isinstance(kind, dict):
        return OMIT if part is None else _laid_out(part, kind)
    if isinstance(kind, tuple):
        return _laid_out({} if part is None else part, kind[0])
    if isinstance(kind, list):
        return [_laid_out(item, kind[0]) for item in part] if isinstance(part, list) and part else OMIT
    if kind is OMIT:
        if part in (None, "", [], {}):
            return OMIT
        return _ordered(part)
    return kind if part is None else _ordered(part)


def _text(value: Json) -> str:
    """JSON as Go writes it: nothing between the parts, and what HTML gives a meaning escaped."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _parsed(text: str) -> Json:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return MISSING


def _objects(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


class ListText:
    """A list of objects in an annotation: rules for each item, and the table of its fields."""

    def __init__(self, rules: Sequence[Rule], table: Table) -> None:
        self._parts = of_sort(parts(rules), Converts)
        self.table = table

    def read(self, text: str) -> Json:
        """The list in the hub's shape; MISSING where the text is damaged."""
        items = _parsed(text)
        return [plainly(self._parts, item) for item in items] if _objects(items) else MISSING

    def write(self, value: Json) -> str | None:
        """The text; None if the annotation cannot represent the value, "" if no annotation is needed."""
        if not _objects(value):
            return None
        return _text([_laid_out(plainly(self._parts, item, back=True), self.table) for item in value]) if value else ""


class BehaviorText:
    """The scaling behavior in its annotation, with the Go names of its fields."""

    def read(self, text: str) -> Json:
        """The behavior in the hub's shape; MISSING where the text is damaged or says nothing."""
        value = _parsed(text)
        if not isinstance(value, dict):
            return MISSING
        behavior = _small(value)
        whole = all(isinstance(behavior.get(name, {}), dict) for name in ("scaleUp", "scaleDown"))
        return behavior if behavior and whole else MISSING

    def write(self, value: Json) -> str | None:
        """The text; None if the annotation cannot represent the value."""
        if not isinstance(value, dict):
            return None
        value = _great(value)
        rules = {name: _laid_out(value.get(name), _SCALING) for name in ("ScaleUp", "ScaleDown")}
        for scaling in rules.values():
            if isinstance(scaling, dict) and isinstance(scaling["Policies"], list):
                scaling["Policies"] = [_laid_out(policy, _POLICY) for policy in scaling["Policies"]]
        return _text(rules | _unknown(value, rules))


def _small(value: Json) -> Json:
    """With JSON names for Go's, and without the nulls of unset fields."""
    if isinstance(value, dict):
        return {name[:1].lower() + name[1:]: _small(part) for name, part in value.items() if part is not None}
    return [_small(item) for item in value] if isinstance(value, list) else value


def _great(value: Json) -> Json:
    """With Go names for JSON's."""
    if isinstance(value, dict):
        return {name[:1].upper() + name[1:]: _great(part) for name, part in value.items()}
    return [_great(item) for item in value] if isinstance(value, list) else value


METRICS = ListText(_metrics.SPEC, _SPEC)
CURRENT_METRICS = ListText(_metrics.STATUS, _STATUS)
CONDITIONS = ListText((), _CONDITION)
BEHAVIOR = BehaviorText()
