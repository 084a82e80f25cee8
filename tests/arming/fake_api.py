"""An API server for definitions and one Secret, in memory: resourceVersions, conflicts, and who applied what.

tests/arming/test_server.py asks a real one the same questions.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import httpx2

from kconv.cluster.connection import Connection
from kconv.cluster.definition import path_of
from tests.cluster.in_memory import answered_by

Json = dict[str, Any]
SECRET = "/api/v1/namespaces/acme/secrets/webhook-tls"
Fault = Callable[[str, str], "tuple[int, str] | None"]
"""Given the method and the path: the code and the message to answer with, or None."""


class FakeApi:
    """``objects`` are what is stored, by path. ``before`` runs before a request is answered, as another client would."""

    def __init__(self, *names: str) -> None:
        self.objects: dict[str, Json] = {}
        self.fault: Fault = lambda _method, _path: None
        self.before: Callable[[str, str], None] = lambda _method, _path: None
        self.writes: list[tuple[str, str]] = []
        self._revision = 0
        self._lock = Lock()
        for name in names:
            self.ship(name)

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        with answered_by(self._answer) as cluster:
            yield cluster

    def ship(self, name: str, manager: str = "helm", **spec: Any) -> None:
        """Create or replace a definition as somebody who does not know the webhook."""
        entry = {"manager": manager, "operation": "Update", "fieldsV1": {"f:spec": {"f:conversion": {}}}}
        metadata = {"name": name, "managedFields": [entry]}
        body = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": metadata}
        self._store(path_of(name), {**body, "spec": {"conversion": {"strategy": "None"}, **spec}})

    def conversion(self, name: str) -> Json:
        found: Json = self.objects[path_of(name)]["spec"]["conversion"]
        return found

    def writes_of(self, path: str) -> int:
        return sum(each == path for _, each in self.writes)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        self.before(request.method, path)
        with self._lock:
            body = json.loads(request.content) if request.content else {}
            if fault := self.fault(request.method, path):
                return _status(*fault)
            if request.method == "GET":
                return httpx2.Response(200, json=self.objects[path]) if path in self.objects else _status(404, "gone")
            refused = self._refusal(request.method, path, body, request.url.params["fieldManager"])
            if refused is not None:
                return refused
            self.writes.append((request.method, path))
            return httpx2.Response(200, json=self._store(path, self._merged(path, body)))

    def _refusal(self, method: str, path: str, body: Json, manager: str) -> httpx2.Response | None:
        there, revision = self.objects.get(path), body["metadata"].get("resourceVersion")
        if there is None:
            return None if method == "PATCH" and path == SECRET and not revision else _status(404, "gone")
        if revision is None and method == "PATCH" and there.get("applied by") != manager:
            return _status(409, "Apply failed with 1 conflict")
        if revision != there["metadata"]["resourceVersion"]:
            return _status(409, "the object has been modified")
        return None

    def _merged(self, path: str, body: Json) -> Json:
        """What is applied replaces what the same manager applied: annotations are only of this one here."""
        there = copy.deepcopy(self.objects.get(path, {}))
        there.get("metadata", {}).pop("annotations", None)
        return {**there, **body, "metadata": {**there.get("metadata", {}), **body["metadata"]}, **_spec(there, body)}

    def _store(self, path: str, obj: Json) -> Json:
        self._revision += 1
        obj["metadata"]["resourceVersion"] = str(self._revision)
        self.objects[path] = obj
        return obj


def _spec(there: Json, body: Json) -> Json:
    return {"spec": {**there.get("spec", {}), **body["spec"]}} if "spec" in body else {}


def _status(code: int, message: str) -> httpx2.Response:
    return httpx2.Response(code, json={"kind": "Status", "message": message, "code": code})
