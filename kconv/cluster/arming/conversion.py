"""``spec.conversion`` of a definition belongs to the webhook: whoever ships the definition leaves it out, and a field
manager of its own lets server-side apply keep it beside everything else.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from kconv.cluster.connection import APPLY
from kconv.cluster.definition import CRDS

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection

Json = dict[str, Any]
MANAGER: Final = "kconv-webhook"
"""The field manager of ``spec.conversion``."""


def path_of(name: str) -> str:
    """The path of a definition."""
    return f"{CRDS}/{name}"


def conversion(client_config: Json, bundle: bytes) -> Json:
    """``spec.conversion`` of an armed definition. The bundle is PEM."""
    config = {**client_config, "caBundle": base64.b64encode(bundle).decode()}
    return {"strategy": "Webhook", "webhook": {"conversionReviewVersions": ["v1"], "clientConfig": config}}


def is_armed(crd: Json, wanted: Json) -> bool:
    """Whether a definition converts in just this way."""
    return bool(crd["spec"].get("conversion") == wanted)


def arm(cluster: Connection, crd: Json, wanted: Json) -> None:
    """Make a definition convert in this way, if it still is as it was read.

    Raises StatusError: 409 if it has changed, 404 if it is gone, 422 for a bundle that is none.
    """
    name = crd["metadata"]["name"]
    body = {
        "apiVersion": crd["apiVersion"],
        "kind": crd["kind"],
        "metadata": {"name": name, "resourceVersion": crd["metadata"]["resourceVersion"]},
        "spec": {"conversion": wanted},
    }
    cluster.request("PATCH", path_of(name), body, params={"fieldManager": MANAGER, "force": "true"}, media=APPLY)


def other_owners(crd: Json) -> list[str]:
    """The other field managers that have written ``spec.conversion``, the latest first."""
    entries = sorted(crd["metadata"].get("managedFields") or (), key=lambda each: each.get("time", ""), reverse=True)
    said = (
        each["manager"]
        for each in entries
        if "f:conversion" in ((each.get("fieldsV1") or {}).get("f:spec") or {}) and each.get("manager") != MANAGER
    )
    return list(dict.fromkeys(said))
