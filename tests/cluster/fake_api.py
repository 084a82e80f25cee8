"""An API server for one custom resource, in memory, as far as a migration of its storage can see one.

It stores each object in a version, changes a resourceVersion only if it writes other bytes, hands out pages with tokens
that can expire, and keeps the definition's status. What goes wrong is put in by the test: ``faults`` may answer in its
stead. tests/e2e asks a real one the same questions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

import httpx2

from kconv.cluster.connection import Connection
from kconv.cluster.definition import storage_version_hash
from tests.cluster.in_memory import answered_by

Json = dict[str, Any]
Fault = Callable[[str, str], "tuple[int, str, str] | None"]
"""Given the method and the path: the code, the reason and the message to answer with, or None."""
GROUP, KIND, PLURAL = "exp.io", "Cup", "cups"
NAME = f"{PLURAL}.{GROUP}"
MIGRATIONS = "/storageversionmigrations"
CRD_PATH = f"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{NAME}"


class FakeApi:
    """``stored`` is the version that each object is stored in, by its name."""

    def __init__(self, objects: int, *, storage: str = "v2", stored_in: str = "v1") -> None:
        self.versions, self.storage = ["v1", "v2"], storage
        self.served = {"v1", "v2"}
        self.generation = 2
        self.clock = 1000
        self.status = list(dict.fromkeys([stored_in, storage]))
        self.stored = {f"o{at:03}": stored_in for at in range(objects)}
        self.revision = dict.fromkeys(self.stored, 1)
        self.metadata: dict[str, Json] = {}
        self.faults: list[Fault] = []
        self.requests: list[tuple[str, str, Any]] = []
        self.expired: set[int] = set()
        """The pages, from 1, whose token is answered with 410."""
        self.children: dict[str, Json] = {}
        """The metadata of ConfigMaps by name, which may name an owner."""
        self.migrations: dict[str, Json] | None = None
        """The StorageVersionMigrations by name, None for a cluster without them; a controller is put in by the test."""
        self.hash_of = ""
        """The version that the server still stores in, by discovery."""
        self.pages = 0

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        with answered_by(self._answer) as cluster:
            yield cluster

    def calls(self, method: str) -> list[str]:
        """The paths of the requests of a method, in order."""
        return [path for each, path, _ in self.requests if each == method]

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        path, method = request.url.path, request.method
        query = {key: each[0] for key, each in parse_qs(request.url.query.decode()).items()}
        body = json.loads(request.content) if request.content else None
        self.requests.append((method, path, body))
        for fault in self.faults:
            if found := fault(method, path):
                return _status(*found)
        if path.startswith("/api/v1/"):  # the core group, of which it has ConfigMaps
            return self._child(method, path, body)
        if MIGRATIONS in path and self.migrations is not None:
            return self._migration(method, path.partition(MIGRATIONS)[2].lstrip("/"), body)
        if path.startswith(CRD_PATH):
            return self._trim(body) if method == "PATCH" else httpx2.Response(200, json=self.crd)
        if path.startswith("/api") and path.count("/") <= 3:
            return self._discovery(path)
        return self._cup(method, path, query, body)

    def _cup(self, method: str, path: str, query: dict[str, str], body: Any) -> httpx2.Response:
        if path.endswith(f"/{PLURAL}"):
            return self._list(query)
        name = path.rpartition("/")[2]
        if name not in self.stored:
            return _status(404, "NotFound", f'{NAME} "{name}" not found', name)
        if method == "PATCH":
            return self._patch(name, body, query)
        return httpx2.Response(200, json=self.object(name))

    @property
    def crd(self) -> Json:
        versions = [
            {"name": each, "served": each in self.served, "storage": each == self.storage} for each in self.versions
        ]
        names = {"kind": KIND, "plural": PLURAL}
        spec = {"group": GROUP, "scope": "Namespaced", "names": names, "versions": versions}
        metadata = {"name": NAME, "generation": self.generation, "resourceVersion": str(self.clock)}
        return {"metadata": metadata, "spec": spec, "status": {"storedVersions": self.status}}

    def object(self, name: str) -> Json:
        metadata = {"namespace": "a", "name": name, "resourceVersion": str(self.revision[name])}
        return {"metadata": metadata | self.metadata.get(name, {})}

    def _trim(self, body: Json) -> httpx2.Response:
        if body["metadata"]["resourceVersion"] != str(self.clock):
            return _status(409, "Conflict", "the object has been modified")
        self.status = body["status"]["storedVersions"]
        self.clock += 1
        return httpx2.Response(200, json=self.crd)

    def _child(self, method: str, path: str, body: Json) -> httpx2.Response:
        name = path.partition("configmaps")[2].lstrip("/")
        if not name:
            return httpx2.Response(
                200, json={"metadata": {}, "items": [{"metadata": each} for each in self.children.values()]}
            )
        if name not in self.children:
            return _status(404, "NotFound", f'configmaps "{name}" not found', name)
        if method == "PATCH":
            if body["metadata"]["resourceVersion"] != self.children[name]["resourceVersion"]:
                return _status(409, "Conflict", "the object has been modified")
            self.children[name] |= body["metadata"] | {"resourceVersion": "9"}
        return httpx2.Response(200, json={"metadata": self.children[name]})

    def _migration(self, method: str, name: str, body: Json) -> httpx2.Response:
        assert self.migrations is not None
        if method == "POST":
            self.migrations[body["metadata"]["name"]] = body
            return httpx2.Response(201, json=body)
        if name not in self.migrations:
            return _status(404, "NotFound", "not found")
        found = self.migrations.pop(name) if method == "DELETE" else self.migrations[name]
        return httpx2.Response(200, json=found)

    def _discovery(self, path: str) -> httpx2.Response:
        verbs = {"verbs": ["list", "patch"], "namespaced": True}
        group = {"groupVersion": f"{GROUP}/{self.storage}"}
        fixed: Json = {
            "/api": {"versions": ["v1"]},
            "/api/v1": {
                "resources": [{"name": "configmaps", **verbs}, {"name": "bindings", "verbs": [], "namespaced": True}]
            },
            "/apis": {"groups": [{"name": GROUP, "preferredVersion": group, "versions": [group]}]},
        }
        if path in fixed:
            return httpx2.Response(200, json=fixed[path])
        if path == "/apis/storagemigration.k8s.io" and self.migrations is not None:
            return httpx2.Response(200, json={"versions": [{"version": "v1"}]})
        group, _, version = path.removeprefix("/apis/").partition("/")
        if group != GROUP or (version and version not in self.served):
            return _status(404, "NotFound", "the server could not find the requested resource")
        if not version:
            return httpx2.Response(
                200, json={"versions": [{"groupVersion": f"{GROUP}/{each}"} for each in self.served]}
            )
        said = storage_version_hash(GROUP, self.hash_of or self.storage, KIND)
        own = {"name": PLURAL, "kind": KIND, "storageVersionHash": said, **verbs}
        return httpx2.Response(200, json={"resources": [own, {"name": f"{PLURAL}/status", "kind": KIND, **verbs}]})

    def _list(self, query: dict[str, str]) -> httpx2.Response:
        self.pages += 1
        after, _, fresh = query.get("continue", "").partition("!")
        if after and not fresh and self.pages in self.expired:
            answer = _status(410, "Expired", "The provided continue parameter is too old")
            body = answer.json() | {"metadata": {"continue": f"{after}!fresh"}}
            return httpx2.Response(410, json=body)
        names = sorted(name for name in self.stored if name > after)
        here, rest = names[: int(query["limit"])], names[int(query["limit"]) :]
        more = {"continue": here[-1], "remainingItemCount": len(rest)} if rest else {}
        return httpx2.Response(200, json={"metadata": more, "items": [self.object(name) for name in here]})

    def _patch(self, name: str, body: Json, query: dict[str, str]) -> httpx2.Response:
        metadata = body.get("metadata", {})
        if metadata.get("resourceVersion", str(self.revision[name])) != str(self.revision[name]):
            return _status(409, "Conflict", "the object has been modified")
        changes = {key: value for key, value in metadata.items() if key != "resourceVersion"}
        if "dryRun" not in query and (self.stored[name] != self.storage or changes):
            self.stored[name], self.clock = self.storage, self.clock + 1
            self.revision[name] = self.clock
            self.metadata[name] = self.metadata.get(name, {}) | changes
        return httpx2.Response(200, json=self.object(name))


def _status(code: int, reason: str, message: str, name: str = "") -> httpx2.Response:
    details = {"details": {"name": name}} if name else {}
    status = {"kind": "Status", "reason": reason, "message": message, "code": code, **details}
    return httpx2.Response(code, json=status)
