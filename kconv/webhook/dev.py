"""An API server calls a webhook by https alone, and by the URL in the definition: on a laptop, nothing makes either."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from kconv.certificates.hosts import checked
from kconv.certificates.lifetimes import BY_MACHINE
from kconv.certificates.material import CERTIFICATE, KEY
from kconv.certificates.rotation import made
from kconv.cluster.connection import APPLY, Connection
from kconv.cluster.definition import path_of
from kconv.cluster.errors import ClusterError
from kconv.crd.client_config import PATH, address
from kconv.crd.custom_resource import CustomResource
from kconv.crd.generated import generate
from kconv.errors import UsageError
from kconv.serving.phases import Phases
from kconv.serving.private import PrivateFile
from kconv.serving.tls import Certificate

Json = dict[str, Any]
MANAGER: Final = "kconv-dev"
"""The field manager of a definition that was installed from a laptop: by it, the next run knows its own."""
_TRIES, _PAUSE = 300, 0.1
"""An API server establishes a definition within seconds; after 30 s something is wrong with it."""


@contextmanager
def self_made(host: str) -> Iterator[tuple[Certificate, bytes]]:
    """A certificate for a host that is gone afterwards, and the authority that signed it, in PEM. Raises UsageError."""
    material = made([checked(host)], datetime.now(UTC), BY_MACHINE)
    contents = material.contents()
    with PrivateFile() as file:
        file.write(contents[CERTIFICATE] + contents[KEY])
        yield Certificate(file.path, file.path), material.bundle


def manifests(resources: Sequence[CustomResource], host: str, port: int, bundle: bytes) -> list[Json]:
    """The definitions, converted by a webhook on a port of this machine. Raises DeclarationError."""
    name = f"[{host}]" if ":" in host else host
    webhook = address(f"https://{name}:{port}{PATH}")
    found = [crd for resource in resources for crd in generate(resource, webhook=webhook).manifests]
    for crd in found:
        if (client := crd["spec"].get("conversion", {}).get("webhook", {}).get("clientConfig")) is not None:
            client["caBundle"] = base64.b64encode(bundle).decode()
    return found


class Dev:
    """Definitions that are installed in a cluster while a server runs; ``say`` prints a line for the developer."""

    def __init__(self, cluster: Connection, crds: Sequence[Json], *, force: bool, say: Callable[[str], object]) -> None:
        self._cluster, self._crds, self._force, self._say = cluster, crds, force, say
        self._installed: list[str] = []

    def require_own(self) -> None:
        """Raises UsageError for a definition that something else made, unless it is to be replaced; ClusterError."""
        for crd in self._crds:
            name = crd["metadata"]["name"]
            found = self._cluster.find(path_of(name))
            if found is not None and not self._force and not _is_own(found):
                why = f"context {self._cluster.name} has a CustomResourceDefinition {name} that --dev did not make"
                raise UsageError(why, hint="choose another cluster with --context, or replace it with --force")

    def phases(self) -> Phases:
        """What to do when requests are answered, and after the last one."""
        return Phases(ready=self._install, shutdown=self._leave)

    async def _install(self) -> None:
        names = ", ".join(crd["metadata"]["name"] for crd in self._crds)
        self._say(f"context {self._cluster.name}, server {self._cluster.server}: installing {names}")
        for crd in self._crds:
            await asyncio.to_thread(self._apply, crd)
        for crd in self._crds:
            await self._established(crd["metadata"]["name"])
        self._say("try, in another terminal:")
        for crd in self._crds:
            for line in commands(crd):
                self._say(f"  {line}")

    def _apply(self, crd: Json) -> None:
        params = {"fieldManager": MANAGER, "force": "true" if self._force else "false"}
        self._cluster.request("PATCH", path_of(crd["metadata"]["name"]), crd, params=params, media=APPLY)
        self._installed.append(crd["metadata"]["name"])

    async def _established(self, name: str) -> None:
        for _ in range(_TRIES):
            found = await asyncio.to_thread(self._cluster.get, path_of(name))
            conditions = {each["type"]: each for each in found.get("status", {}).get("conditions") or ()}
            if conditions.get("Established", {}).get("status") == "True":
                return
            await asyncio.sleep(_PAUSE)
        why = conditions.get("NamesAccepted", {}).get("message", "")
        raise ClusterError(f"{name} is not established: {why}", hint=f"kubectl describe crd {name} says more")

    async def _leave(self) -> None:
        if not self._installed:
            return  # a signal came first
        names = " ".join(self._installed)
        self._say(f"{names} stays in context {self._cluster.name}, and is converted by nothing now; to remove it")
        self._say(f"with all its objects: kubectl --context {self._cluster.name} delete crd {names}")


def commands(crd: Json) -> list[str]:
    """How to read the objects of a definition with kubectl, in each version that is served: the newest first."""
    spec = crd["spec"]
    served = [each["name"] for each in spec["versions"] if each["served"]]
    return [f"kubectl get {spec['names']['plural']}.{version}.{spec['group']} -o yaml" for version in served]


def _is_own(crd: Json) -> bool:
    return any(entry.get("manager") == MANAGER for entry in crd["metadata"].get("managedFields") or ())
