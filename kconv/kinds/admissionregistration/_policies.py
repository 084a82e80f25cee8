"""All versions of the admission policies and their bindings have the same defaults, except for a missing parameter.

Only v1alpha1 has a default for a binding whose parameter is not found; v1beta1 and v1 require the field.
"""

from __future__ import annotations

from kconv.notes import Note
from kconv.paths import MISSING, get
from kconv.rules import Answers, At, Default, Json, Repair, Rule, Settled
from kconv.values import nested

GROUP = "admissionregistration.k8s.io"
_ACTIONS = ("spec", "validationActions")


def _matching(path: str) -> Rule:
    """The defaults of MatchResources, which a policy calls matchConstraints and a binding matchResources."""
    return At(
        path,
        [
            Default("matchPolicy", "Equivalent", zero=False),
            Default("namespaceSelector", {}),
            Default("objectSelector", {}),
            Default("resourceRules[].scope", "*", zero=False),
            Default("excludeResourceRules[].scope", "*", zero=False),
        ],
        shared=True,
    )


POLICY: list[Rule] = [Default("spec.failurePolicy", "Fail", zero=False), _matching("spec.matchConstraints")]
BINDING: list[Rule] = [_matching("spec.matchResources")]
ALPHA_BINDING: list[Rule] = [Default("spec.paramRef?.parameterNotFoundAction", "Deny", zero=False), *BINDING]

# Without these no server takes them, so an object that has them not is a patch.
WHOLE_POLICY = ("spec.matchConstraints?",)
WHOLE_BINDING = ("spec.policyName?",)


def _acts(binding: Json, answers: Answers) -> Settled:  # noqa: ARG001 - there is nothing to decide
    actions = get(binding, _ACTIONS)
    if not isinstance(binding.get("spec"), dict) or not (actions is MISSING or actions is None or actions == []):
        return binding, [], []
    why = "set to [Deny]: releases from 1.27 on require it, and 1.26, which lacks it, denies"
    return nested(binding, _ACTIONS, ["Deny"]), [Note("repair", "spec.validationActions", why)], []


ACTS = Repair(_acts, says=["spec.validationActions is required; a binding from 1.26, which lacks it, denies"])
