"""``spec.conversion`` of a definition belongs to the webhook: whoever ships the definition leaves it out, and a field
manager of its own lets server-side apply keep it beside everything else.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from kconv.cluster.connection import APPLY
from kconv.cluster.definition import path_of
from kconv.crd.client_config import conversion

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection

Json = dict[str, Any]
MANAGER: Final = "kconv-webhook"
"""The field manager of ``spec.conversion``."""
CLOSED: Final = "kconv.dev/arming"
"""An annotation of a definition that had the strategy None a moment ago."""


def armed(client_config: Json, bundle: bytes) -> Json:
    """``spec.conversion`` of an armed definition. The bundle is PEM."""
    return conversion({**client_config, "caBundle": base64.b64encode(bundle).decode()})


def is_armed(crd: Json, wanted: Json) -> bool:
    """Whether a definition converts in just this way."""
    return bool(crd["spec"].get("conversion") == wanted)


def is_unconverted(crd: Json) -> bool:
    """Whether objects are handed out in versions that they are not of."""
    spec = crd["spec"]
    strategy = (spec.get("conversion") or {}).get("strategy", "None")
    return bool(strategy == "None" and len(spec.get("versions") or ()) > 1)


def is_closed(crd: Json) -> bool:
    """Whether a webhook has closed a definition, and not armed it since."""
    return CLOSED in (crd["metadata"].get("annotations") or {})


def arm(cluster: Connection, crd: Json, wanted: Json) -> None:
    """Make a definition convert in this way, if it still is as it was read.

    Raises StatusError: 409 if it has changed, 404 if it is gone, 422 for a bundle that is none.
    """
    _apply(cluster, crd, {}, wanted)


def close(cluster: Connection, crd: Json, client_config: Json) -> None:
    """Make a definition convert through a webhook that nobody trusts, if it still is as it was read.

    Raises StatusError as ``arm`` does.
    """
    _apply(
        cluster,
        crd,
        {CLOSED: "kconv arms it when no API server takes it for unconverted any more"},
        conversion(client_config),
    )


def _apply(cluster: Connection, crd: Json, annotations: Json, wanted: Json) -> None:
    """What a field manager does not apply again is removed: so an annotation is there until the next time."""
    name, revision = crd["metadata"]["name"], crd["metadata"]["resourceVersion"]
    metadata = {"name": name, "resourceVersion": revision, **({"annotations": annotations} if annotations else {})}
    body = {"apiVersion": crd["apiVersion"], "kind": crd["kind"], "metadata": metadata, "spec": {"conversion": wanted}}
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
