"""The CustomResourceDefinition of Backup on a server, with the webhook and the storage version that a test asks for."""

from __future__ import annotations

import copy
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kconv.crd import Webhook as Address
from kconv.crd import generate
from kconv.crd.modules import resources_in
from tests.cluster.apiserver import ApiServer
from tests.cluster.running import Cluster
from tests.e2e.processes import EXAMPLES, Webhook
from tests.e2e.stored import stored

Json = Any
GROUP = "backup.acme.io"
CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
PROBES = {
    "v1": {"schedule": "0 3 * * *", "destination": {"bucket": "b"}, "credentials": {"name": "s"}},
    "v1beta1": {"schedule": "0 3 * * *", "destination": {"bucket": "b"}, "secretRef": {"name": "s"}},
    "v1alpha1": {"schedule": "0 3 * * *", "target": "s3://b", "secret": "s"},
}
"""The least that each version takes."""
_MERGE = "application/merge-patch+json"
BACKUPS = f"{CRDS}/backups.{GROUP}"


def declared(module: str = "acme.backup", address: Address | None = None) -> Json:
    """The definition as `kconv crd generate` prints it."""
    with _examples_on_path():
        (resource,) = resources_in(module)
        return generate(resource, webhook=address or Address("acme", "webhook")).manifests[0]


def definition(webhook: Webhook, storage: str = "v1", module: str = "acme.backup") -> Json:
    """The definition that is converted by a webhook, with its certificate."""
    crd = declared(module, Address("acme", "webhook", webhook.port))
    crd["spec"]["conversion"]["webhook"]["clientConfig"]["caBundle"] = webhook.certificate.bundle
    return stored_in(crd, storage)


def stored_in(crd: Json, storage: str) -> Json:
    """The same definition with another storage version."""
    made = copy.deepcopy(crd)
    for version in made["spec"]["versions"]:
        version["storage"] = version["name"] == storage
    return made


class Definitions:
    """What is installed of Backup: most tests want the same, and to install it anew takes seconds."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster, self.server = cluster, ApiServer(cluster.kubeconfig)
        self._there: Json = None

    def require(self, crd: Json) -> None:
        """Have this definition and no object; the one that is there already stays if it is the same."""
        if self._there != crd:
            self.remove()
            self.install(crd)

    def install(self, crd: Json) -> None:
        """Create a definition, and wait until every version of it is served."""
        status, answer = self.server.request("POST", CRDS, json.dumps(crd))
        assert status == 201, answer
        self._there = crd
        for version in served(crd):
            path = f"/apis/{GROUP}/{version}/namespaces/default/backups"
            wait_until(lambda path=path: self.server.request("GET", path)[0] == 200)
        self._await_storage(crd)

    def change(self, crd: Json) -> None:
        """Write a definition over the one that is there, and wait until the server acts by it."""
        _, there = self.server.request("GET", BACKUPS)
        metadata = {**crd["metadata"], "resourceVersion": there["metadata"]["resourceVersion"]}
        status, answer = self.server.request("PUT", BACKUPS, json.dumps({**crd, "metadata": metadata}))
        assert status == 200, answer
        self._there = crd
        self._await_storage(crd)

    def remove(self) -> None:
        """Delete the definition and its objects in whatever state they are: without conversion, all can be deleted."""
        self._there = None
        status, there = self.server.request("DELETE", BACKUPS)
        end = time.monotonic() + 10
        while status != 404:
            if time.monotonic() > end:
                self._give_up(there)
            time.sleep(0.1)
            status, there = self.server.request("GET", BACKUPS)

    def _give_up(self, crd: Json) -> None:
        """No conversion any more, and no finalizer: nothing holds the objects then."""
        none = {"spec": {"conversion": {"strategy": "None", "webhook": None}}}
        self.server.request("PATCH", BACKUPS, json.dumps(none), _MERGE)
        (storage,) = (each["name"] for each in crd["spec"]["versions"] if each["storage"])
        for obj in self.server.request("GET", f"/apis/{GROUP}/{storage}/backups")[1].get("items", ()):
            path = (
                f"/apis/{GROUP}/{storage}/namespaces/{obj['metadata']['namespace']}/backups/{obj['metadata']['name']}"
            )
            self.server.request("PATCH", path, '{"metadata": {"finalizers": null}}', _MERGE)

    def _await_storage(self, crd: Json) -> None:
        """The server has heard of the definition when it writes in its storage version."""
        (storage,) = (each for each in crd["spec"]["versions"] if each["storage"])
        api_version = f"{GROUP}/{storage['name']}"
        probe = {
            "apiVersion": api_version,
            "kind": "Backup",
            "metadata": {"name": "probe"},
            "spec": PROBES[storage["name"]],
        }
        path = f"/apis/{api_version}/namespaces/default/backups"

        def is_written() -> bool:
            status, _ = self.server.request("POST", path, json.dumps(probe))
            version = stored(self.cluster, "default", "probe").get("apiVersion") if status == 201 else None
            self.server.request("DELETE", f"{path}/probe")
            return version == api_version

        wait_until(is_written)


def served(crd: Json) -> Sequence[str]:
    """The versions that a definition serves."""
    return [each["name"] for each in crd["spec"]["versions"] if each["served"]]


def wait_until(holds: Callable[[], bool], seconds: float = 60, seen: Sequence[str] = ()) -> None:
    """Ask again and again until it holds; ``seen`` says what was there instead."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"it did not come true: {seen[-1:]}"
        time.sleep(0.05)


@contextmanager
def _examples_on_path() -> Iterator[None]:
    sys.path.insert(0, str(EXAMPLES))
    try:
        yield
    finally:
        sys.path.remove(str(EXAMPLES))
