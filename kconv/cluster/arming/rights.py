"""A webhook that arms definitions may change each of them whole, since RBAC knows no fields: so it may change no other.

A rule with ``resourceNames`` also allows a watch that selects this name, and a creation by server-side apply, but no
list and no POST.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

Json = dict[str, Any]
_GROUP: Final = "rbac.authorization.k8s.io"


class Named(NamedTuple):
    """An object in a namespace."""

    namespace: str
    name: str


def rights(account: Named, definitions: Sequence[str], secret: Named | None) -> list[Json]:
    """What a service account may do to arm these definitions, and to keep a certificate in this Secret."""
    name = f"kconv-webhook-{account.namespace}-{account.name}"
    rule = _rule("apiextensions.k8s.io", "customresourcedefinitions", definitions, ["get", "watch", "patch"])
    found = [_role("ClusterRole", {"name": name}, rule), _binding("ClusterRole", {"name": name}, account)]
    if secret is not None:
        metadata = {"name": name, "namespace": secret.namespace}
        rule = _rule("", "secrets", [secret.name], ["get", "watch", "create", "patch", "update"])
        found += [_role("Role", metadata, rule), _binding("Role", metadata, account)]
    return found


def _rule(group: str, resource: str, names: Sequence[str], verbs: Sequence[str]) -> Json:
    return {"apiGroups": [group], "resources": [resource], "resourceNames": [*names], "verbs": [*verbs]}


def _role(kind: str, metadata: Json, rule: Json) -> Json:
    return {"apiVersion": f"{_GROUP}/v1", "kind": kind, "metadata": metadata, "rules": [rule]}


def _binding(kind: str, metadata: Json, account: Named) -> Json:
    subject = {"kind": "ServiceAccount", "namespace": account.namespace, "name": account.name}
    reference = {"apiGroup": _GROUP, "kind": kind, "name": metadata["name"]}
    head = {"apiVersion": f"{_GROUP}/v1", "kind": f"{kind}Binding", "metadata": metadata}
    return {**head, "roleRef": reference, "subjects": [subject]}
