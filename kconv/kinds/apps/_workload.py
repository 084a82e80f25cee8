"""What the workload kinds have in common: a pod template, and a selector that finds the template's pods.

The first versions took a missing selector and missing labels from the template. apps/v1beta2 and apps/v1 demand a
selector that is written down and matches, because a derived one changed whenever the template's labels were edited.
"""

from __future__ import annotations

from kconv.errors import Question
from kconv.kinds._pod import POD_SPEC
from kconv.paths import MISSING, get
from kconv.rules import Answers, At, Default, Derived, Json, Repair, Rule, Settled
from kconv.rules.move import nested

WHOLE = ("spec.template.spec.containers",)
TEMPLATE = At("spec.template.spec", POD_SPEC, shared=True)
REPLICAS = Default("spec.replicas", 1)
DECISION = "workload.selector"

_LABELS = ("spec", "template", "metadata", "labels")
_SELECTOR = ("spec", "selector")


def _labels(obj: Json) -> Json:
    """The template's labels, MISSING where it has none."""
    labels = get(obj, _LABELS)
    return labels if isinstance(labels, dict) and labels else MISSING


def _selector(obj: Json) -> Json:
    labels = _labels(obj)
    return MISSING if labels is MISSING else {"matchLabels": labels}


FROM_LABELS: list[Rule] = [
    Derived("spec.selector", _selector, says="the labels of the template"),
    Derived("metadata.labels", _labels, says="the labels of the template", empty=True),
]


def _settle_selector(obj: Json, answers: Answers) -> Settled:
    """A selector that is missing is the template's labels; one that does not match them is a person's to judge."""
    labels, selector = _labels(obj), get(obj, _SELECTOR)
    if labels is MISSING:
        why = "a selector and the labels in the template that it matches are required; the template has no labels"
        return obj, [], [Question(DECISION, ("template",), "spec.template.metadata.labels", why)]
    if selector is MISSING or not _asks_for_something(selector):
        told = [("repair", "spec.selector", "the labels of the template, because a selector is required")]
        return nested(obj, _SELECTOR, {"matchLabels": labels}), told, []
    if matches(selector, labels):
        return obj, [], []
    if answers.get(DECISION) == "template":
        told = [("decision", "spec.selector", "set to the labels of the template as decided")]
        return nested(obj, _SELECTOR, {"matchLabels": labels}), told, []
    why = "the selector does not match the labels of the template"
    return obj, [], [Question(DECISION, ("template",), "spec.selector", why)]


def _asks_for_something(selector: Json) -> bool:
    return not isinstance(selector, dict) or bool(selector.get("matchLabels") or selector.get("matchExpressions"))


def matches(selector: Json, labels: dict[str, Json]) -> bool:
    """Whether a label selector selects an object with these labels; nothing that is malformed does."""
    if not isinstance(selector, dict):
        return False
    equal = selector.get("matchLabels") or {}
    demands = selector.get("matchExpressions") or []
    if not isinstance(equal, dict) or not isinstance(demands, list):
        return False
    return all(key in labels and labels[key] == value for key, value in equal.items()) and all(
        _meets(demand, labels) for demand in demands
    )


def _meets(demand: Json, labels: dict[str, Json]) -> bool:
    if not isinstance(demand, dict) or not isinstance(demand.get("key"), str):
        return False
    values = demand.get("values")
    there, listed = demand["key"] in labels, isinstance(values, list) and labels.get(demand["key"]) in values
    outcome = {"In": there and listed, "NotIn": not (there and listed), "Exists": there, "DoesNotExist": not there}
    return outcome.get(str(demand.get("operator")), False)


SELECTOR = Repair(_settle_selector, says=["spec.selector is required and must match the labels of the template"])
