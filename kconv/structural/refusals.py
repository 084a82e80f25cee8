"""What a v1 server refuses of a CustomResourceDefinition beyond a field of the wrong type: schemas must be structural.

A conversion repairs what it can of this (``kinds/apiextensions``); here it is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from kconv.paths import MISSING, FieldPath, get
from kconv.records import NamedTuple
from kconv.structural.check import check

APPROVED: Final = "api-approved.kubernetes.io"
APPROVED_AT: Final = ("metadata", "annotations", APPROVED)
_PROTECTED: Final = ("k8s.io", "kubernetes.io")
_KEPT = "x-kubernetes-preserve-unknown-fields: true in a schema keeps the unknown fields of one object"
_ANYTHING = "`type: object` with x-kubernetes-preserve-unknown-fields: true accepts any object"


class Refused(NamedTuple):
    """One thing that the server refuses: its path in the object, why, and what to do."""

    path: FieldPath
    why: str
    hint: str = ""


def refusals(crd: dict[str, Any]) -> Iterator[Refused]:
    """Everything for which a v1 server refuses a definition that it can decode."""
    if get(crd, ("spec", "preserveUnknownFields")) is True:
        why = "a v1 server refuses true: it prunes what the schemas do not name"
        yield Refused(("spec", "preserveUnknownFields"), why, _KEPT)
    if why := unapproved(crd):
        yield Refused(APPROVED_AT, why)
    versions = get(crd, ("spec", "versions"))
    for index, version in enumerate(versions if isinstance(versions, list) else ()):
        place = ("spec", "versions", index, "schema", "openAPIV3Schema")
        if isinstance(version, dict):
            yield from (Refused((*place, *path), why, hint) for path, why, hint in _of_version(version))


def _of_version(version: dict[str, Any]) -> Iterator[Refused]:
    if not described(version):
        yield Refused((), "is required: a v1 server requires a schema for each version", _ANYTHING)
        return
    status = isinstance(get(version, ("subresources", "status")), dict)
    for violation in check(get(version, ("schema", "openAPIV3Schema")), status=status):
        yield Refused(violation.path, f"a v1 server refuses the schema: {violation.message}")


def described(version: Any) -> bool:
    """Whether a version of a v1 definition has a schema of its own."""
    return get(version, ("schema", "openAPIV3Schema")) not in (MISSING, None)


def unapproved(obj: Any) -> str:
    """Why a v1 server refuses a definition that lacks an approval, "" where it needs none or has one."""
    group = get(obj, ("spec", "group"))
    if not isinstance(group, str) or not any(group == name or group.endswith(f".{name}") for name in _PROTECTED):
        return ""
    if is_approval(get(obj, APPROVED_AT)):
        return ""
    return (
        f"{group} is a group of the Kubernetes community: a v1 server requires the URL of the API's approval, "
        "or a text that begins with `unapproved`"
    )


def is_approval(text: Any) -> bool:
    """Whether a v1 server accepts a text as approval: a URL with a host, or an open admission that there is none."""
    if not isinstance(text, str):
        return False
    if text.startswith("unapproved"):
        return True
    try:
        url = urlsplit(text)
    except ValueError:
        return False
    return bool(url.scheme and url.netloc)
