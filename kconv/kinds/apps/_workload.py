"""What the workload kinds have in common: a pod template, and a selector that finds the template's pods.

The first versions took a missing selector and missing labels from the template. apps/v1beta2 and apps/v1 demand a
selector that is written down and matches, because a derived one changed whenever the template's labels were edited.
"""

from __future__ import annotations

from kconv.kinds._pod import POD_SPEC
from kconv.notes import Note
from kconv.paths import MISSING, get, show
from kconv.rules import Answers, At, Decision, Default, Derived, Json, Repair, Rule, Settled
from kconv.values import nested

# A patch may name a container; only a whole object has its image and the selector of its pods.
WHOLE = (
    "spec.template.spec.containers",
    "spec.template.spec.containers[].image?",
    "spec.selector|template.metadata.labels?",
)
TEMPLATE = At("spec.template.spec", POD_SPEC, shared=True)
REPLICAS = Default("spec.replicas", 1)
MATCH = Decision(
    "workload.selector",
    "A workload whose selector is missing or does not match the labels of its pod template, which apps/v1 refuses. It "
    "cannot be changed later.",
    {
        "template": "The selector becomes the labels of the template.",
        "selector": "The template gets the labels that the selector requires.",
    },
)

_LABELS = ("spec", "template", "metadata", "labels")
_SELECTOR = ("spec", "selector")


def _labels(obj: Json) -> Json:
    """The template's labels, MISSING where it has none."""
    labels = get(obj, _LABELS)
    return dict(labels) if isinstance(labels, dict) and labels else MISSING


def _selector(obj: Json) -> Json:
    labels = _labels(obj)
    return MISSING if labels is MISSING else {"matchLabels": labels}


FROM_LABELS: list[Rule] = [
    Derived("spec.selector", _selector, says="the labels of the template", reads=[show(_LABELS)]),
    Derived("metadata.labels", _labels, says="the labels of the template", empty=True, reads=[show(_LABELS)]),
]


def _settle_selector(obj: Json, answers: Answers) -> Settled:
    """A missing selector becomes the template's labels; if the two do not match, only the user knows which is right."""
    labels, selector = get(obj, _LABELS), get(obj, _SELECTOR)
    if labels and matches(selector, labels):
        return obj, [], []
    labels = _labels(obj)
    if labels is not MISSING and (selector is MISSING or not _asks_for_something(selector)):
        notes = [Note("repair", "spec.selector", "the labels of the template, because a selector is required")]
        return nested(obj, _SELECTOR, {"matchLabels": labels}), notes, []
    decided = _decided(obj, labels, selector, MATCH.answered(answers))
    if decided is not obj and matches(get(decided, _SELECTOR), _labels(decided)):
        return decided, [Note("decision", "spec.selector", f"matched with the {answers[MATCH.name]} as decided")], []
    why = "the selector is required and must match the labels of the template, but it does not"
    return obj, [], [MATCH.question("spec.selector", why)]


def _decided(obj: Json, labels: Json, selector: Json, answer: str | None) -> Json:
    """The object with the selector made after the template's labels, or the labels after the selector."""
    if answer == "template" and labels is not MISSING:
        return nested(obj, _SELECTOR, {"matchLabels": labels})
    equal = get(selector, ("matchLabels",))
    if answer == "selector" and isinstance(equal, dict):
        return nested(obj, _LABELS, {**({} if labels is MISSING else labels), **equal})
    return obj


def _asks_for_something(selector: Json) -> bool:
    return not isinstance(selector, dict) or bool(selector.get("matchLabels") or selector.get("matchExpressions"))


def matches(selector: Json, labels: Json) -> bool:
    """Whether a label selector selects an object with these labels; one that is empty or malformed does not."""
    if not isinstance(selector, dict) or not isinstance(labels, dict) or not _asks_for_something(selector):
        return False
    equal = selector.get("matchLabels") or {}
    demands = selector.get("matchExpressions") or []
    if not isinstance(equal, dict) or not isinstance(demands, list):
        return False
    return equal.items() <= labels.items() and all(_meets(demand, labels) for demand in demands)


def _meets(demand: Json, labels: dict[str, Json]) -> bool:
    if not isinstance(demand, dict) or not isinstance(demand.get("key"), str):
        return False
    values = demand.get("values")
    there, listed = demand["key"] in labels, isinstance(values, list) and labels.get(demand["key"]) in values
    outcome = {"In": there and listed, "NotIn": not (there and listed), "Exists": there, "DoesNotExist": not there}
    return outcome.get(str(demand.get("operator")), False)


SELECTOR = Repair(
    _settle_selector,
    says=["spec.selector is required and must match the labels of the template (decision workload.selector)"],
    decisions=[MATCH],
)
