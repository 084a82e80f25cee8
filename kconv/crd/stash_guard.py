"""A stash that reached Git is older than the object: applied again, it would put old values back without a word. Fields
that a stash had no room for would be lost with the next write in that version.

So a ValidatingAdmissionPolicy refuses an update whose stash is not the one that the object has. Clients that read an
object and write it back send the stash as it is; a manifest without one leaves it alone under both kinds of apply.
The policy compares in the version of the request (matchPolicy Exact), because each version has a stash of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kconv.crd.admission_policy import manifest
from kconv.crd.faults import DeclarationError, Fault
from kconv.engine.stash import ANNOTATION, LEFT_OUT
from kconv.names import Release

if TYPE_CHECKING:
    from kconv.crd.definition import Definition

_SINCE = Release(30)
"""The first release with admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy."""
_STASH = f"metadata.?annotations[?'{ANNOTATION}']"
_MESSAGE = (
    f"the annotation {ANNOTATION} is not the one that the object has: it would put back values as they were when it "
    "was written. Remove it from the manifest; see docs/storage.md of kconv for what that takes. An empty annotation "
    "gives up what only other versions hold"
)
_LEFT_OUT_MESSAGE = (
    "the annotations of the object have no room for some of its fields in this version: written like this, it would "
    f"lose them. Read and write it in the version that the annotation {LEFT_OUT} names"
)


def stash_guard(definition: Definition, release: Release) -> list[dict[str, Any]]:
    """The policy and its binding for the objects of a definition. Raises DeclarationError for an older release."""
    if release < _SINCE:
        why = f"--stash-guard is a ValidatingAdmissionPolicy, which came with {_SINCE}, and --release is {release}"
        raise DeclarationError([Fault(definition.versions[0].place, definition.name, why)])
    name = f"{definition.name}-stash-guard"
    rule = {
        "apiGroups": [definition.group],
        "apiVersions": ["*"],
        "operations": ["UPDATE"],
        "resources": [definition.names.plural, f"{definition.names.plural}/status"],
    }
    policy = {
        "failurePolicy": "Fail",
        "matchConstraints": {"matchPolicy": "Exact", "resourceRules": [rule]},
        "variables": [
            {"name": "before", "expression": f"oldObject.{_STASH}"},
            {"name": "after", "expression": f"object.{_STASH}"},
        ],
        "validations": [
            {
                "expression": "variables.after == variables.before || variables.after.orValue('-') == ''",
                "message": _MESSAGE,
            },
            {
                "expression": f"!object.metadata.?annotations[?'{LEFT_OUT}'].hasValue() || "
                "has(object.metadata.deletionTimestamp)",
                "message": _LEFT_OUT_MESSAGE,
            },
        ],
    }
    return [
        manifest("ValidatingAdmissionPolicy", name, policy),
        manifest("ValidatingAdmissionPolicyBinding", name, {"policyName": name, "validationActions": ["Deny"]}),
    ]
