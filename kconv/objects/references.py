"""Where objects name what is not themselves: a migration that leaves such a name behind breaks what was working.

An autoscaler finds its target by group and kind, RBAC allows by group and resource, a webhook is asked about versions
that it lists. Only the places stand here, as data; which name is old, and whether it may be changed, the pipeline
decides. Embedded claims (a StatefulSet's volumeClaimTemplates) are v1 in every release and need no place.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

How = Literal["object", "objects-in-text", "manifest-in-text", "rights", "requests", "groups", "counts", "subjects"]
"""How a place names things.

``object``: a map with apiVersion and kind. ``objects-in-text``: JSON text with such maps, at ``inner``.
``manifest-in-text``: JSON text of a whole object. ``rights``: a list of RBAC rules, which allow apiGroups × resources.
``requests``: an object whose lists at ``inner`` match requests by apiGroups × apiVersions × resources.
``groups``: a list of rules that match requests by apiGroups × resources. ``counts``: a map with keys
``count/<resource>.<group>``. ``subjects``: a list of RBAC subjects, of which v1alpha1 says as apiVersion what its
conversion makes the apiGroup.
"""


class Place(NamedTuple):
    """A field, ``[]`` for every item, that names something. ``why`` tells why nobody but a person can change it."""

    path: str
    how: How
    why: str = ""
    inner: tuple[str, ...] = ()


LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
AUTOSCALING = "autoscaling.alpha.kubernetes.io/"

EVERY = (
    Place("metadata.ownerReferences[]", "object"),
    Place(f'metadata.annotations["{LAST_APPLIED}"]', "manifest-in-text"),
)
"""Of every object, custom resources too."""

_RIGHTS = (Place("rules", "rights"),)
_SUBJECTS = (Place("subjects[]", "subjects"),)
_PARSES = "add it once the webhook can read that version"
_WEBHOOKS = (Place("webhooks[]", "requests", _PARSES, ("rules",)),)
_EXPRESSIONS = "add it once the expressions are written for that version"
_RULES = ("resourceRules", "excludeResourceRules")
_POLICY = (
    Place("spec.matchConstraints", "requests", _EXPRESSIONS, _RULES),
    Place("spec.paramKind", "object", "the expressions are written for that version"),
)
_BINDING = (Place("spec.matchResources", "requests", "add it where the policy is about that version", _RULES),)
_PAST = "an event tells what was"

AUTOSCALER = (
    Place("spec.scaleTargetRef", "object"),
    Place("spec.metrics[].object.describedObject", "object"),
    Place("spec.metrics[].object.target", "object"),
    Place("status.currentMetrics[].object.describedObject", "object"),
    Place("status.currentMetrics[].object.target", "object"),
    Place(f'metadata.annotations["{AUTOSCALING}metrics"]', "objects-in-text", inner=("[].object.target",)),
    Place(f'metadata.annotations["{AUTOSCALING}current-metrics"]', "objects-in-text", inner=("[].object.target",)),
)
"""v2beta1 has ``target`` for what v2beta2 calls ``describedObject``; v1 has it in annotations."""

KUSTOMIZATION = ("kustomize.config.k8s.io", "Kustomization")
PLACES: dict[tuple[str, str], tuple[Place, ...]] = {
    ("autoscaling", "HorizontalPodAutoscaler"): AUTOSCALER,
    ("extensions", "HorizontalPodAutoscaler"): AUTOSCALER,
    ("rbac.authorization.k8s.io", "ClusterRole"): _RIGHTS,
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): _SUBJECTS,
    ("rbac.authorization.k8s.io", "RoleBinding"): _SUBJECTS,
    ("rbac.authorization.k8s.io", "Role"): _RIGHTS,
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"): _WEBHOOKS,
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"): _WEBHOOKS,
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicy"): _POLICY,
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"): _POLICY,
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding"): _BINDING,
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"): _BINDING,
    ("flowcontrol.apiserver.k8s.io", "FlowSchema"): (
        Place("spec.rules[].resourceRules", "groups", "add it where those requests should have this priority"),
    ),
    ("", "ResourceQuota"): (Place("spec.hard", "counts", "add it where the limit should hold again"),),
    ("", "Event"): (Place("involvedObject", "object", _PAST), Place("related", "object", _PAST)),
    ("events.k8s.io", "Event"): (Place("regarding", "object", _PAST), Place("related", "object", _PAST)),
}
"""By group and kind."""


def places(group: str, kind: str) -> tuple[Place, ...]:
    """Where an object of the kind names others."""
    return (*EVERY, *PLACES.get((group, kind), ()))
