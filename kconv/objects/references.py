"""Objects name other objects: a migration that does not update such a name breaks what worked before.

An autoscaler finds its target by group and kind, RBAC allows by group and resource, a webhook is called for the
versions that it lists. Only the fields are listed here, as data; which name is old, and whether it may be changed, the
pipeline decides. Embedded claims (a StatefulSet's volumeClaimTemplates) are v1 in every release and need no entry.
"""

from __future__ import annotations

from typing import Literal

from kconv.records import NamedTuple

How = Literal["object", "objects-in-text", "manifest-in-text", "rights", "requests", "groups", "counts", "subjects"]
"""How a field names things.

``object``: a map with apiVersion and kind. ``objects-in-text``: JSON text with such maps, at ``inner``.
``manifest-in-text``: JSON text of a whole object. ``rights``: a list of RBAC rules, which allow apiGroups × resources.
``requests``: an object whose lists at ``inner`` match requests by apiGroups × apiVersions × resources. ``groups``: a
list of rules that match requests by apiGroups × resources. ``counts``: a map with keys ``count/<resource>.<group>``.
``subjects``: a list of RBAC subjects, whose v1alpha1 apiVersion its conversion turns into the apiGroup.
"""


class Reference(NamedTuple):
    """A field, ``[]`` for every item, that names something. ``why`` is why only the user can change it."""

    path: str
    how: How
    why: str = ""
    inner: tuple[str, ...] = ()


LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
AUTOSCALING = "autoscaling.alpha.kubernetes.io/"

EVERY = (
    Reference("metadata.ownerReferences[]", "object"),
    Reference(f'metadata.annotations["{LAST_APPLIED}"]', "manifest-in-text"),
)
"""Of every object, custom resources too."""

_RIGHTS = (Reference("rules", "rights"),)
_SUBJECTS = (Reference("subjects[]", "subjects"),)
_PARSES = "add it once the webhook can read that version"
_WEBHOOKS = (Reference("webhooks[]", "requests", _PARSES, ("rules",)),)
_EXPRESSIONS = "add it once the expressions are written for that version"
_RULES = ("resourceRules", "excludeResourceRules")
_POLICY = (
    Reference("spec.matchConstraints", "requests", _EXPRESSIONS, _RULES),
    Reference("spec.paramKind", "object", "the expressions are written for that version"),
)
_BINDING = (Reference("spec.matchResources", "requests", "add it where the policy is about that version", _RULES),)
_PAST = "an event records the past"

AUTOSCALER = (
    Reference("spec.scaleTargetRef", "object"),
    Reference("spec.metrics[].object.describedObject", "object"),
    Reference("spec.metrics[].object.target", "object"),
    Reference("status.currentMetrics[].object.describedObject", "object"),
    Reference("status.currentMetrics[].object.target", "object"),
    Reference(f'metadata.annotations["{AUTOSCALING}metrics"]', "objects-in-text", inner=("[].object.target",)),
    Reference(f'metadata.annotations["{AUTOSCALING}current-metrics"]', "objects-in-text", inner=("[].object.target",)),
)
"""v2beta1 has ``target`` for what v2beta2 calls ``describedObject``; v1 has it in annotations."""

KUSTOMIZATION = ("kustomize.config.k8s.io", "Kustomization")
REFERENCES: dict[tuple[str, str], tuple[Reference, ...]] = {
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
        Reference("spec.rules[].resourceRules", "groups", "add it where those requests should have this priority"),
    ),
    ("", "ResourceQuota"): (Reference("spec.hard", "counts", "add it where the limit should hold again"),),
    ("", "Event"): (Reference("involvedObject", "object", _PAST), Reference("related", "object", _PAST)),
    ("events.k8s.io", "Event"): (Reference("regarding", "object", _PAST), Reference("related", "object", _PAST)),
}
"""By group and kind."""


def references(group: str, kind: str) -> tuple[Reference, ...]:
    """The fields in which an object of the kind names others."""
    return (*EVERY, *REFERENCES.get((group, kind), ()))
