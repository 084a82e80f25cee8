"""Asks a real API server whether it would accept an object: the last word on whether a migrated manifest is right.

A dry-run create runs decoding, defaulting, admission and validation and stores nothing. The document's own text is sent,
so that the server's YAML rules and not this machine's decide what a scalar means.
"""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import yaml

_CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"


class Refusal(NamedTuple):
    """Why the server would not have the object; ``fields`` the paths it complains of, where it names any."""

    message: str
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.message


class ApiServer:
    """One server, addressed through the admin kubeconfig that cluster.sh wrote."""

    def __init__(self, kubeconfig: Path) -> None:
        config = yaml.safe_load(kubeconfig.read_text(encoding="utf-8"))
        cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
        address = urlsplit(cluster["server"])
        self._tls = _trust(kubeconfig.parent, cluster, user)
        self._host, self._port = address.hostname or "127.0.0.1", address.port or 443
        self._connection = self._connect()
        self._resources: dict[str, dict[str, dict[str, Any]]] = {}
        self._namespaces: set[str] = set()

    def accept(self, obj: dict[str, Any], text: str | None = None) -> Refusal | None:
        """None when a dry-run create succeeds. ``text`` is the YAML that is sent in the object's stead."""
        api_version = obj.get("apiVersion", "")
        resource = self._served(api_version).get(obj.get("kind", ""))
        if resource is None:
            return Refusal(f"the server does not serve {api_version} {obj.get('kind')}")
        path = f"{_root(api_version)}/{resource['name']}"
        if resource["namespaced"]:
            namespace = (obj.get("metadata") or {}).get("namespace") or "default"
            if refusal := self._ensure(namespace):
                return refusal
            path = f"{_root(api_version)}/namespaces/{namespace}/{resource['name']}"
        body = json.dumps(obj) if text is None else text
        media = "application/json" if text is None else "application/yaml"
        status, answer = self.request("POST", f"{path}?dryRun=All&fieldValidation=Strict", body, media)
        # The name is looked up after validation: an object that exists already was found valid.
        if status < 300 or answer.get("reason") == "AlreadyExists":
            return None
        causes = (answer.get("details") or {}).get("causes") or []
        return Refusal(answer.get("message", f"HTTP {status}"), tuple(c["field"] for c in causes if c.get("field")))

    def serves(self, api_version: str, kind: str) -> bool:
        """Whether the server has this kind in this version."""
        if kind not in self._served(api_version):
            self._resources.pop(api_version, None)  # another kind of the version may have been there first
        return kind in self._served(api_version)

    @contextmanager
    def serving(self, crd: dict[str, Any], wait: float = 60) -> Iterator[None]:
        """With this CRD created, and every version of it served; the CRD is gone afterwards.

        Asks discovery, as ``accept`` does: the server answers for a resource before it lists it there. Raises
        TimeoutError after ``wait`` seconds.
        """
        spec, name = crd["spec"], crd["metadata"]["name"]
        status, answer = self.request("POST", _CRDS, json.dumps(crd))
        if status != 201:
            raise RuntimeError(f"the server does not take the CRD: {answer.get('message')}")
        end = time.monotonic() + wait
        try:
            for version in (each["name"] for each in spec["versions"] if each["served"]):
                while not self.serves(f"{spec['group']}/{version}", spec["names"]["kind"]):
                    if time.monotonic() > end:
                        raise TimeoutError(f"the server took {name} and does not serve its {version}")
                    time.sleep(0.05)
            yield
        finally:
            self.request("DELETE", f"{_CRDS}/{name}")

    def request(
        self, method: str, path: str, body: str | None = None, media: str = "application/json"
    ) -> tuple[int, dict[str, Any]]:
        """One request; the status code and the JSON answer."""
        headers = {"Accept": "application/json", "Content-Type": media}
        data = None if body is None else body.encode()
        try:
            self._connection.request(method, path, data, headers)
            response = self._connection.getresponse()
        except (http.client.HTTPException, OSError):
            # The server ends a connection that was idle: over TLS that is an SSLEOFError, which is no ConnectionError.
            self._connection = self._connect()
            self._connection.request(method, path, data, headers)
            response = self._connection.getresponse()
        content = response.read()
        try:
            return response.status, json.loads(content)
        except ValueError:
            return response.status, {"message": content.decode("utf-8", "replace").strip()}

    def stream(self, path: str) -> http.client.HTTPResponse:
        """The answer to a GET that goes on, such as a watch, over a connection of its own: iterate over its lines."""
        connection = self._connect()
        connection.request("GET", path, headers={"Accept": "application/json"})
        return connection.getresponse()

    def _connect(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection(self._host, self._port, context=self._tls, timeout=30)

    def _served(self, api_version: str) -> dict[str, dict[str, Any]]:
        found = self._resources.get(api_version)
        if not found:  # asked again where there was nothing: it may be there by now
            status, answer = self.request("GET", _root(api_version))
            listed = answer.get("resources", []) if status == 200 else []
            found = self._resources[api_version] = {each["kind"]: each for each in listed if "/" not in each["name"]}
        return found

    def _ensure(self, namespace: str) -> Refusal | None:
        """Make a namespace; why there can be none of that name, as with a placeholder for one."""
        if namespace in self._namespaces:
            return None
        body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}
        status, answer = self.request("POST", "/api/v1/namespaces", json.dumps(body))
        if status >= 300 and answer.get("reason") != "AlreadyExists":
            return Refusal(answer.get("message", f"HTTP {status}"), ("metadata.namespace",))
        self._namespaces.add(namespace)
        return None


def _root(api_version: str) -> str:
    return f"/apis/{api_version}" if "/" in api_version else f"/api/{api_version}"


def _trust(folder: Path, cluster: dict[str, str], user: dict[str, str]) -> ssl.SSLContext:
    # ssl reads a client certificate from files only.
    certificate, key = folder / "client.crt", folder / "client.key"
    if not key.exists():  # several clients may be made at once
        certificate.write_bytes(base64.b64decode(user["client-certificate-data"]))
        key.write_bytes(base64.b64decode(user["client-key-data"]))
    context = ssl.create_default_context(cadata=base64.b64decode(cluster["certificate-authority-data"]).decode())
    context.load_cert_chain(certificate, key)
    return context
