"""Each replica of a webhook may make the certificate of all: the Secret's resourceVersion decides whose it is.

It is created by server-side apply, each replica as a field manager of its own: the second one conflicts, and unlike a
POST such a request can be allowed for one name alone.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from kconv.cluster.arming.conversion import MANAGER
from kconv.cluster.connection import APPLY
from kconv.errors import UsageError

if TYPE_CHECKING:
    from kconv.cluster.connection import Connection

Json = dict[str, Any]
LABEL: Final = "app.kubernetes.io/managed-by"
MANAGED_BY: Final = "kconv"


class Secret:
    """A Secret of type kubernetes.io/tls, with ca.crt and ca.key beside tls.crt and tls.key."""

    def __init__(self, cluster: Connection, namespace: str, name: str) -> None:
        self.cluster, self.namespace, self.name = cluster, namespace, name
        self.path = f"/api/v1/namespaces/{namespace}/secrets/{name}"

    def __str__(self) -> str:
        return f"Secret {self.namespace}/{self.name}"

    def found(self) -> Json | None:
        """The Secret, None if there is none.

        Raises UsageError for one with data that something else than kconv made: it is not overwritten.
        """
        secret = self.cluster.find(self.path)
        if secret is not None and any((secret.get("data") or {}).values()):
            labels = secret["metadata"].get("labels") or {}
            if labels.get(LABEL) != MANAGED_BY:
                hint = f"name another one; or mount it and use --tls-cert; or label it {LABEL}={MANAGED_BY}"
                raise UsageError(f"{self} was not made by kconv, and is not overwritten", hint=hint)
        return secret

    def create(self, contents: Mapping[str, bytes]) -> None:
        """Create it. Raises StatusError 409 if somebody else does at the same time."""
        metadata = {"name": self.name, "namespace": self.namespace, "labels": {LABEL: MANAGED_BY}}
        body = {"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls", "metadata": metadata}
        manager = f"{MANAGER}-{os.urandom(6).hex()}"
        self.cluster.request(
            "PATCH", self.path, {**body, "data": encoded(contents)}, params={"fieldManager": manager}, media=APPLY
        )

    def replace(self, secret: Json, contents: Mapping[str, bytes]) -> None:
        """Replace its contents. Raises StatusError 409 if it has changed since it was read, 404 if it is gone."""
        metadata = secret["metadata"]
        labels = {**(metadata.get("labels") or {}), LABEL: MANAGED_BY}
        body = {**secret, "metadata": {**metadata, "labels": labels}}
        data = {**(secret.get("data") or {}), **encoded(contents)}
        self.cluster.request("PUT", self.path, {**body, "data": data}, params={"fieldManager": MANAGER})


def encoded(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Contents as ``data`` has them."""
    return {name: base64.b64encode(content).decode() for name, content in contents.items()}


def decoded(secret: Json) -> dict[str, bytes]:
    """The contents of ``data``."""
    return {name: base64.b64decode(text) for name, text in (secret.get("data") or {}).items()}
