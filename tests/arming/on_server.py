"""Backups on a real API server: their definition as it is shipped, its guard, and clients of both versions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple

import yaml

from kconv.cluster.definition import CRDS, path_of
from tests.cluster.apiserver import ApiServer
from tests.cluster.running import Cluster

Json = Any
ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "custom-resources"
NAME = "backups.backup.acme.io"
SECRET = "/api/v1/namespaces/acme/secrets/webhook-tls"
POLICIES = [
    f"/apis/admissionregistration.k8s.io/v1/{kind}{more}"
    for kind in ("mutatingadmissionpolic", "validatingadmissionpolic")
    for more in ("ybindings", "ies")
]
APPLY = "application/apply-patch+yaml"
OLD = {"schedule": "0 1 * * *", "target": "s3://b/daily", "secret": "s"}
NEW = {"bucket": "b", "path": "daily"}
"""The target of an old backup, in v1."""


class Shipped(NamedTuple):
    """What `kconv crd generate` prints: the policies first, which --unarmed adds, and the definition."""

    guard: list[Json]
    crd: Json

    @property
    def text(self) -> str:
        return yaml.safe_dump(self.crd)


def shipped(port: int, *flags: str) -> Shipped:
    """The files for a webhook at a port."""
    where = ["--webhook-service", f"acme/webhook:{port}", "-q", *flags]
    done = subprocess.run(kconv("crd", "generate", "acme.backup", *where), **RUN, capture_output=True, check=True)
    *guard, crd = yaml.safe_load_all(done.stdout)
    return Shipped(guard, crd)


def of_one_version(crd: Json) -> Json:
    """The definition before it got its other versions."""
    spec = {key: value for key, value in crd["spec"].items() if key != "conversion"}
    (oldest,) = (each for each in spec["versions"] if each["name"] == "v1alpha1")
    return {**crd, "spec": {**spec, "versions": [{**oldest, "storage": True}]}}


def kconv(*arguments: str) -> list[str]:
    """The program."""
    return [sys.executable, "-m", "kconv", *arguments]


RUN: Json = {"cwd": EXAMPLES, "env": os.environ | {"PYTHONPATH": str(ROOT)}}


class Server:
    """A cluster and a client of it."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster, self.api = cluster, ApiServer(cluster.kubeconfig)

    def try_(self, method: str, path: str, body: Json = None, media: str = "application/json") -> tuple[int, Json]:
        """The status and the answer."""
        return self.api.request(method, path, None if body is None else json.dumps(body), media)

    def ask(self, method: str, path: str, body: Json = None, media: str = "application/json") -> Json:
        """The answer to a request that succeeds."""
        status, answer = self.try_(method, path, body, media)
        assert status < 300, answer
        return answer

    def create(self, *manifests: Json) -> None:
        """Create definitions and policies."""
        for each in manifests:
            group = each["apiVersion"]
            kind = each["kind"].lower()
            self.ask("POST", f"/apis/{group}/{kind[:-1] + 'ies' if kind.endswith('y') else kind + 's'}", each)

    def guarded(self, ships: Shipped) -> None:
        """Create the guard, and wait until it takes effect."""
        self.create(*ships.guard)
        self.guard_is_on(ships)

    def guard_is_on(self, ships: Shipped) -> None:
        """Wait until the guard takes effect: a dry run shows it."""
        method, path = ("PUT", path_of(NAME)) if self.try_("GET", path_of(NAME))[0] == 200 else ("POST", CRDS)

        def is_on() -> bool:
            crd = ships.crd
            if method == "PUT":
                crd = {**crd, "metadata": self.crd()["metadata"]}
            status, answer = self.try_(method, f"{path}?dryRun=All", crd)
            return status < 300 and answer["spec"]["conversion"]["strategy"] == "Webhook"

        self.until(is_on)

    def replace(self, crd: Json) -> Json:
        """What `kubectl replace` does."""
        there = self.crd()["metadata"]["resourceVersion"]
        return self.ask("PUT", path_of(NAME), {**crd, "metadata": {**crd["metadata"], "resourceVersion": there}})

    def crd(self) -> Json:
        return self.ask("GET", path_of(NAME))

    def conversion(self) -> Json:
        return self.crd()["spec"].get("conversion")

    def bundle(self) -> str | None:
        """The caBundle of the definition."""
        found: str | None = ((self.conversion().get("webhook") or {}).get("clientConfig") or {}).get("caBundle")
        return found

    def write(self, version: str, spec: Json, name: str = "one", client: ApiServer | None = None) -> tuple[int, Json]:
        """Create a backup, as this or another client."""
        body = {"apiVersion": f"backup.acme.io/{version}", "kind": "Backup", "metadata": {"name": name}, "spec": spec}
        path = f"/apis/backup.acme.io/{version}/namespaces/acme/backups"
        return (client or self.api).request("POST", path, json.dumps(body))

    def read(self, version: str, name: str = "one") -> tuple[int, Json]:
        """Get a backup."""
        return self.try_("GET", f"/apis/backup.acme.io/{version}/namespaces/acme/backups/{name}")

    def serves(self, *versions: str) -> None:
        """Wait until the server serves these versions."""
        for version in versions:
            self.until(lambda version=version: self.try_("GET", f"/apis/backup.acme.io/{version}")[0] == 200)

    def kubectl(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return self.cluster.kubectl(*arguments, stdin=stdin)

    def until(self, holds: Callable[[], bool], seconds: float = 30) -> None:
        """Ask again and again until it holds."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it did not come true"
            time.sleep(0.02)

    def clean(self) -> None:
        """Delete what a test made; without conversion all objects can be deleted, whatever they are stored as."""
        for path in POLICIES:
            self.try_("DELETE", path)
        self.try_("DELETE", SECRET)
        while self.try_("DELETE", path_of(NAME))[0] != 404:
            body = {"spec": {"conversion": {"strategy": "None", "webhook": None}}}
            self.try_("PATCH", path_of(NAME), body, "application/merge-patch+json")
            time.sleep(0.02)


def is_converted(obj: Json) -> bool:
    """Whether an object has in its version what was written in the other one."""
    spec: Json = obj["spec"]
    return bool(
        spec.get("target") == OLD["target"]
        if obj["apiVersion"].endswith("v1alpha1")
        else spec.get("destination") == NEW
    )


@contextmanager
def reading(server: Server, version: str) -> Iterator[list[str]]:
    """Reads the object all the time, as another client; the messages of those reads that were refused.

    What is read is never something else than what was written.
    """
    client, refused, done = ApiServer(server.cluster.kubeconfig), list[str](), Event()
    wrong: list[Json] = []

    def read() -> None:
        while not done.is_set():
            status, answer = client.request("GET", f"/apis/backup.acme.io/{version}/namespaces/acme/backups/one")
            if status != 200:
                refused.append(str(answer.get("message")))
            elif not is_converted(answer):
                wrong.append(answer)

    thread = Thread(target=read)
    thread.start()
    try:
        yield refused
    finally:
        done.set()
        thread.join()
    assert wrong == []


@contextmanager
def webhook(
    server: Server, port: int, *flags: str, kubeconfig: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The webhook of backups as a process, killed in the end; it may not be ready yet."""
    where = ["--port", str(port), "--arm", f"acme/webhook:{port}", "--drain", "0"]
    config = ["--kubeconfig", str(kubeconfig or server.cluster.kubeconfig)]
    command = kconv(
        "serve", "webhook", "acme.backup", *where, *config, *(flags or ("--self-signed", "acme/webhook-tls"))
    )
    with (server.cluster.state / "webhook.log").open("ab") as log:
        process = subprocess.Popen(command, **RUN, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()
