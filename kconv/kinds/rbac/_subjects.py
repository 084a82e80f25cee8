"""Subjects of a binding: v1alpha1 named them with an apiVersion and let the user * stand for everyone signed in."""

from __future__ import annotations

from kconv.names import GroupVersion
from kconv.paths import MISSING
from kconv.rules import At, Default, Derived, Function, Json

GROUP = "rbac.authorization.k8s.io"
_ALPHA = f"{GROUP}/v1alpha1"
_EVERYONE = "system:authenticated"
_NAMED = ("User", "Group")


def _api_group(subject: Json) -> Json:
    return GROUP if subject.get("kind") in _NAMED else MISSING


def _alpha_version(subject: Json) -> Json:
    return {"ServiceAccount": "v1", "User": _ALPHA, "Group": _ALPHA}.get(str(subject.get("kind")), MISSING)


def _to_hub(subject: Json) -> Json:
    kind, version = subject.get("kind"), subject.get("apiVersion", "")
    if not isinstance(version, str) or not isinstance(kind, str) or subject.get("apiGroup"):
        return subject
    known = {"ServiceAccount": "", "User": GROUP, "Group": GROUP}
    group = known.get(kind, GroupVersion.split(version).group)
    named = _regrouped(subject, "apiVersion", "apiGroup", group)
    if named.get("name") == "*" and kind == "User":
        return {**named, "kind": "Group", "name": _EVERYONE}
    return named


def _from_hub(subject: Json) -> Json:
    kind, group = subject.get("kind"), subject.get("apiGroup", "")
    if not isinstance(group, str) or not isinstance(kind, str) or "apiVersion" in subject:
        return subject
    if kind == "ServiceAccount" and group == "":
        version = "v1"
    elif kind in _NAMED and group == GROUP:
        version = _ALPHA
    else:
        version = f"{group}/" if group else ""
    return _regrouped(subject, "apiGroup", "apiVersion", version)


def _regrouped(subject: Json, old: str, new: str, value: str) -> Json:
    """The subject with ``new`` in the place of ``old``; an empty value is left out, as Kubernetes does."""
    if old not in subject:
        return {**subject, new: value} if value else subject
    out = {}
    for key, content in subject.items():
        if key != old:
            out[key] = content
        elif value:
            out[new] = value
    return out


ROLE_REF = Default("roleRef.apiGroup", GROUP)
STABLE = [
    ROLE_REF,
    At("subjects[]", [Derived("apiGroup", _api_group, says=f"{GROUP} for a User or Group", empty=True)]),
]
V1ALPHA1 = [
    ROLE_REF,
    At(
        "subjects[]",
        [
            Derived("apiVersion", _alpha_version, says="v1 for a ServiceAccount, else this group's", empty=True),
            Function(
                _to_hub,
                _from_hub,
                moves=[("apiVersion", "apiGroup")],
                says=["apiVersion is apiGroup in the hub version", "the User * is the Group system:authenticated"],
            ),
        ],
    ),
]
