"""Scale: the older versions show the selector of the pods twice, as text and, where they can, as a map of labels."""

from __future__ import annotations

from kconv.engine import Kind
from kconv.kinds.autoscaling._selector import labels_of, text_of
from kconv.paths import get
from kconv.rules import Function, Json
from kconv.values import put

STATUS = ("status",)


def _to_hub(obj: Json) -> Json:
    status = get(obj, STATUS)
    if not isinstance(status, dict):
        return obj
    text, labels = status.get("targetSelector"), status.get("selector")
    if not text and labels and _is_labels(labels):
        text = text_of(labels)
    if not isinstance(text, str) or not (labels is None or _is_labels(labels)):
        return obj
    new = {key: text if key == "selector" else value for key, value in status.items() if key != "targetSelector"}
    return put(obj, STATUS, {**new, "selector": text})


def _from_hub(obj: Json) -> Json:
    status = get(obj, STATUS)
    text = status.get("selector") if isinstance(status, dict) else None
    if not isinstance(text, str) or "targetSelector" in status:
        return obj
    labels = labels_of(text)
    new = {key: labels if key == "selector" else value for key, value in status.items() if key != "selector" or labels}
    return put(obj, STATUS, {**new, "targetSelector": text})


def _is_labels(value: Json) -> bool:
    return isinstance(value, dict) and all(isinstance(part, str) for item in value.items() for part in item)


OLD = [
    Function(
        _to_hub,
        _from_hub,
        moves=[("status.targetSelector", "status.selector")],
        says=[
            "status.targetSelector is status.selector in the hub version",
            "status.selector is a map, and has labels only if status.targetSelector contains nothing else",
        ],
    )
]
KIND = Kind(
    "Scale",
    hub="autoscaling/v1",
    spokes={"apps/v1beta2": OLD, "apps/v1beta1": OLD, "extensions/v1beta1": OLD},
)
