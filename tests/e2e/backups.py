"""Backups of one namespace, as clients of different versions read and write them."""

from __future__ import annotations

import json
from typing import Any

from tests.cluster.apiserver import ApiServer
from tests.e2e.definitions import GROUP

Json = Any
SERVER_SET = ("creationTimestamp", "generation", "managedFields", "namespace", "resourceVersion", "uid")
"""Metadata that only the server writes."""
KEPT = ("kconv.dev/stash", "backup.acme.io/v1-data", "backup.acme.io/v1alpha1-data")
"""Annotations in which kconv and the webhook in Go keep what a version has no field for."""
APPLY = "application/apply-patch+yaml"
MERGE = "application/merge-patch+json"


class Refused(Exception):  # noqa: N818 - what the server answers, not a fault of the test
    """The server's answer to a request that failed."""

    def __init__(self, status: int, answer: Json) -> None:
        super().__init__(f"{status}: {answer.get('message')}")
        self.status, self.message = status, str(answer.get("message"))


class Backups:
    """Requests of one namespace; each takes the version at which the client speaks. Raises Refused."""

    def __init__(self, server: ApiServer, namespace: str) -> None:
        self.server, self.namespace = server, namespace

    def path(self, version: str, name: str = "", tail: str = "") -> str:
        """Where an object, or the collection, is served."""
        where = f"/apis/{GROUP}/{version}/namespaces/{self.namespace}/backups"
        return where + (f"/{name}" if name else "") + tail

    def create(self, version: str, spec: Json, name: str = "one", query: str = "", **metadata: Json) -> Json:
        obj = backup(version, spec, name, **metadata)
        return self.ask("POST", self.path(version, tail=query), obj)

    def get(self, version: str, name: str = "one", tail: str = "") -> Json:
        return self.ask("GET", self.path(version, name, tail))

    def list(self, version: str, query: str = "") -> Json:
        return self.ask("GET", self.path(version, tail=query))["items"]

    def put(self, version: str, obj: Json, tail: str = "") -> Json:
        return self.ask("PUT", self.path(version, obj["metadata"]["name"], tail), obj)

    def patch(self, version: str, change: Json, name: str = "one", tail: str = "", media: str = MERGE) -> Json:
        return self.ask("PATCH", self.path(version, name, tail), change, media)

    def apply(
        self, version: str, manager: str, spec: Json, name: str = "one", *, force: bool = False, tail: str = ""
    ) -> Json:
        query = f"{tail}?fieldManager={manager}" + ("&force=true" if force else "")
        return self.ask("PATCH", self.path(version, name, query), backup(version, spec, name), APPLY)

    def delete(self, version: str, name: str = "one") -> None:
        self.ask("DELETE", self.path(version, name))

    def ask(self, method: str, path: str, body: Json = None, media: str = "application/json") -> Json:
        text = None if body is None else json.dumps(body)
        status, answer = self.server.request(method, path, text, media)
        if status >= 300:
            raise Refused(status, answer)
        return answer


def backup(version: str, spec: Json, name: str = "one", **metadata: Json) -> Json:
    """An object as a client sends it."""
    return {"apiVersion": f"{GROUP}/{version}", "kind": "Backup", "metadata": {"name": name, **metadata}, "spec": spec}


def written(obj: Json) -> Json:
    """An object without what only the server writes."""
    metadata = {key: value for key, value in obj["metadata"].items() if key not in SERVER_SET}
    return {**obj, "metadata": metadata}


def visible(obj: Json) -> Json:
    """The same without what a webhook keeps in annotations."""
    metadata = written(obj)["metadata"]
    annotations = {key: value for key, value in metadata.pop("annotations", {}).items() if key not in KEPT}
    return {**obj, "metadata": {**metadata, **({"annotations": annotations} if annotations else {})}}
