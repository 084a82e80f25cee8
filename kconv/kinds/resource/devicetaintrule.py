"""DeviceTaintRule: v1alpha3 could choose devices by their class and by expressions until 1.35, v1 cannot."""

from __future__ import annotations

from kconv.engine import Kind
from kconv.notes import Note
from kconv.rules import Answers, At, Decision, Json, Repair, Settled

GONE = ("deviceClassName", "selectors")
WIDER = Decision(
    "devicetaintrule.selector",
    "A rule that selects devices by class or by expression, which v1alpha3 allowed until 1.35. Without these, the rule "
    "taints all devices that match its driver, pool and device, and every device if it names none of them.",
    {"widen": "The class and the expressions are left out."},
)


def _without_gone(selector: Json, answers: Answers) -> Settled:
    """An empty selector selects every device, an absent one none: a selector that becomes empty is kept."""
    there = [field for field in GONE if selector.get(field)]
    if not there:
        return selector, [], []
    if WIDER.answered(answers) is None:
        why = "v1 selects devices only by driver, pool and device: without this the rule taints more of them"
        return selector, [], [WIDER.question(field, why) for field in there]
    left = {key: value for key, value in selector.items() if key not in there}
    return left, [Note("decision", field, "left out as decided: the rule taints more devices") for field in there], []


SELECTOR = At(
    "spec.deviceSelector",
    [
        Repair(
            _without_gone,
            says=["deviceClassName and selectors cannot be represented (decision devicetaintrule.selector)"],
            decisions=[WIDER],
        )
    ],
)
KIND = Kind(
    "DeviceTaintRule",
    hub="resource.k8s.io/v1",
    spokes={
        "resource.k8s.io/v1": [SELECTOR],
        "resource.k8s.io/v1beta2": [SELECTOR],
        "resource.k8s.io/v1alpha3": [],
    },
)
