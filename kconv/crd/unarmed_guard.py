"""A definition without ``spec.conversion`` gets the strategy None from the API server, which then hands out objects of
one version as if they were of another, and stores them so.

A MutatingAdmissionPolicy makes it a webhook that nobody trusts yet: what needs a conversion fails until the webhook has
armed the definition. Whoever replaces the definition gets the same, or what was armed. A policy takes effect a second
or two after it was made, so a ValidatingAdmissionPolicy refuses to write objects until the definition has a caBundle.
"""

from __future__ import annotations

import json
from typing import Any, Final

from kconv.catalog import lookup
from kconv.crd.admission_policy import manifest
from kconv.crd.client_config import Webhook, conversion
from kconv.names import GroupVersionKind, Release

Json = dict[str, Any]
_NEEDED: Final = GroupVersionKind("admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicy")
_SEVERAL: Final = "size({0}.spec.versions) > 1"
_UNCONVERTED: Final = _SEVERAL.format("object") + " && object.spec.conversion.strategy == 'None'"
_ARMED: Final = (
    "params.spec.conversion.strategy == 'Webhook' && has(params.spec.conversion.webhook.clientConfig.caBundle)"
)


def since() -> Release:
    """The first release that has the policies by default."""
    found = lookup(_NEEDED)
    assert found is not None
    return found.introduced


def guard(name: str, group: str, plural: str, webhook: Webhook) -> list[Json]:
    """The policies for the definition of that name, and what puts them into effect."""
    own = f"kconv-unarmed.{name}"
    changes, writes = _changes(name, webhook), _writes(name, group, plural)
    by_definition = {"validationActions": ["Deny"], "paramRef": {"name": name, "parameterNotFoundAction": "Deny"}}
    return [
        manifest("MutatingAdmissionPolicy", own, changes),
        manifest("MutatingAdmissionPolicyBinding", own, {"policyName": own}),
        manifest("ValidatingAdmissionPolicy", own, writes),
        manifest("ValidatingAdmissionPolicyBinding", own, {"policyName": own, **by_definition}),
    ]


def _changes(name: str, webhook: Webhook) -> Json:
    """What a definition without a conversion becomes: the webhook, trusted as it was before."""
    rule = {"apiGroups": ["apiextensions.k8s.io"], "apiVersions": ["v1"], "resources": ["customresourcedefinitions"]}
    bundle = ".webhook.clientConfig.caBundle"
    parents = ("", ".webhook", ".webhook.clientConfig", bundle)
    had = " && ".join(["oldObject != null", *(f"has(oldObject.spec.conversion{each})" for each in parents)])
    return {
        "failurePolicy": "Fail",
        "reinvocationPolicy": "IfNeeded",
        "matchConstraints": {"resourceRules": [{**rule, "resourceNames": [name], "operations": ["CREATE", "UPDATE"]}]},
        "matchConditions": [{"name": "unconverted", "expression": _UNCONVERTED}],
        "variables": [{"name": "had", "expression": had}],
        "mutations": [
            _patched(_operation("replace", "", _cel(conversion(webhook.client_config())))),
            _patched(
                f"variables.had ? {_operation('add', parents[-1], f'oldObject.spec.conversion{parents[-1]}')} : []"
            ),
        ],
    }


def _patched(operations: str) -> Json:
    return {"patchType": "JSONPatch", "jsonPatch": {"expression": operations}}


def _operation(verb: str, below: str, value: str) -> str:
    """A JSON patch of one operation below ``spec.conversion``."""
    return f'[JSONPatch{{op: "{verb}", path: "/spec/conversion{below.replace(".", "/")}", value: {value}}}]'


def _writes(name: str, group: str, plural: str) -> Json:
    """Which writes of objects are refused: a DELETE writes too, where there are finalizers."""
    rule = {"apiGroups": [group], "apiVersions": ["*"], "resources": [plural, f"{plural}/*"]}
    message = f"{name} does not convert between its versions yet: its webhook arms it as soon as it is ready"
    return {
        "failurePolicy": "Fail",
        "paramKind": {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition"},
        "matchConstraints": {
            "matchPolicy": "Exact",
            "resourceRules": [{**rule, "operations": ["CREATE", "UPDATE", "DELETE"]}],
        },
        "validations": [{"expression": f"!({_SEVERAL.format('params')}) || ({_ARMED})", "message": message}],
    }


def _cel(value: Any) -> str:
    """A value as an expression; values of one map may differ in type only as ``dyn``."""
    if isinstance(value, dict):
        return "dyn({" + ", ".join(f"{json.dumps(key)}: {_cel(each)}" for key, each in value.items()) + "})"
    return f"dyn({json.dumps(value)})"
