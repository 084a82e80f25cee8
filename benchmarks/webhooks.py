"""`kconv serve webhook` beside the same conversion in Go with controller-runtime: one core each, one client, one run.

kube-apiserver sends one object a review, and ten reviews at once: a list of 500 objects is a burst of 500. Larger
reviews are what KEP-95 sets its targets for. `bash .ci/build-peers e2e` builds the programs.
"""

from __future__ import annotations

import http.client
import json
import os
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from custom_resources import BACKUP, NEW_BACKUP  # noqa: E402

from tests.e2e import processes  # noqa: E402
from tests.peers import bin_dir, missing  # noqa: E402

Json = dict[str, Any]
PROGRAMS = ("backup-webhook", "review-load")
OLD, NEW = "backup.acme.io/v1alpha1", "backup.acme.io/v1"
LARGE = 10_000 - 900
"""Characters that make an object 10 KB."""
KEP = {1: 0.05, 1_500: 1.0, 10_000: 6.0}
"""Seconds for so many objects of at most 10 KB in one review."""


class Load(NamedTuple):
    """A review that is sent ``requests`` times over ``connections``."""

    name: str
    source: str
    objects: int
    requests: int
    connections: int = 1
    size: int = 0


BURSTS = [
    Load("a burst of 500, v1alpha1 to v1", OLD, 1, 500, 10),
    Load("a burst of 500, v1 to v1alpha1", NEW, 1, 500, 10),
]
LISTS = [
    Load("100 objects, v1alpha1 to v1", OLD, 100, 20),
    Load("100 objects, v1 to v1alpha1", NEW, 100, 20),
    Load("1,000 objects, v1alpha1 to v1", OLD, 1_000, 5),
    Load("1,000 objects, v1 to v1alpha1", NEW, 1_000, 5),
]
TARGETS = [Load(f"{count:,} objects of 10 KB", OLD, count, 3 if count > 1 else 50, size=LARGE) for count in KEP]
MANY = Load("", OLD, 1, 10_000, 10)


def tell_all(tell: Callable[..., None], runs: int) -> None:
    """Every load on both webhooks in turn; then KEP-95's targets, memory and start-up."""
    if missing(PROGRAMS):
        tell("webhooks", f"{', '.join(missing(PROGRAMS))} not in {bin_dir()}")
        return
    with tempfile.TemporaryDirectory() as folder:
        certs = processes.certificate(Path(folder))
        with pinned(), running("kconv", certs) as kconv, running("go", certs) as go:
            for load in BURSTS:
                _compared(tell, load, kconv, go, runs, "at most 2")
            for load in LISTS:
                _compared(tell, load, kconv, go, runs, "at most 1")
            tell("memory after these: kconv, Go", f"{memory(kconv):.0f}, {memory(go):.0f} MB")
            _memory_of_many(tell, kconv)
            for load, limit in zip(TARGETS, KEP.values(), strict=True):
                figures = [sent(load, webhook)["p50"] / 1000 for webhook in (kconv, go)]
                tell(load.name, "{:.3f} s; Go {:.3f} s".format(*figures), f"KEP-95: {limit:g} s")
            tell("memory after these: kconv, Go", f"{memory(kconv):.0f}, {memory(go):.0f} MB")
            _memory_at_once(tell, certs)
        started = [statistics.median(starting(name, certs) for _ in range(runs)) for name in ("kconv", "go")]
        tell("from start to the first answer", "{:.2f} s; Go {:.2f} s".format(*started))


def _compared(
    tell: Callable[..., None], load: Load, kconv: processes.Webhook, go: processes.Webhook, runs: int, goal: str
) -> None:
    pairs = [(timed(load, kconv), timed(load, go)) for _ in range(runs + 1)][1:]
    for name, found in zip(("kconv", "Go"), zip(*pairs, strict=True), strict=True):
        rate = statistics.median(load.objects * each["requests"] / each["seconds"] for each in found)
        middle, late = (statistics.median(each[key] for each in found) for key in ("p50", "p99"))
        processor = statistics.median(each["processor"] for each in found) * 1e6 / load.objects
        tell(f"{load.name}: {name}", f"{rate:,.0f}/s, {middle:.1f}, {late:.1f} ms, {processor:.0f} us of processor")
    for what, key in (("seconds", "seconds"), ("processor time", "processor")):
        times = statistics.median(one[key] / other[key] for one, other in pairs)
        tell(f"  {what}, kconv to Go", f"{times:.2f} x", goal)


def timed(load: Load, webhook: processes.Webhook) -> dict[str, float]:
    """The same with the processor time of a request, which does not depend on who else uses the machine."""
    before = processor_seconds(webhook)
    found = sent(load, webhook)
    return found | {"processor": (processor_seconds(webhook) - before) / (load.requests + load.connections)}


def processor_seconds(webhook: processes.Webhook) -> float:
    """What a process has used so far."""
    fields = Path(f"/proc/{webhook.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_of_many(tell: Callable[..., None], webhook: processes.Webhook) -> None:
    """Of ten times ten thousand requests, the first ten thousand do not count."""
    held = []
    for _ in range(11):
        sent(MANY, webhook)
        held.append(memory(webhook, "VmRSS"))
    tell("kconv, memory after 10,000 and 110,000 requests", f"{held[0]:.1f}, {held[-1]:.1f} MB", "flat")


def _memory_at_once(tell: Callable[..., None], certs: processes.Certificate) -> None:
    """Many reviews as large as the limit of a scaffolded Deployment lets one be; most are refused with 503."""
    content = json.dumps(review(Load("", OLD, 3_200, 1, size=LARGE), BACKUP, NEW)).encode()
    insecure = ssl.create_default_context()
    insecure.check_hostname, insecure.verify_mode = False, ssl.CERT_NONE
    port = processes.free_port()
    command = [*processes.COMMANDS["kconv"](port, certs.folder), "--body-limit=32"]

    def send(_: int) -> int:
        connection = http.client.HTTPSConnection("localhost", port, context=insecure, timeout=120)
        connection.request("POST", "/convert", content, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        return answer.status

    with processes.serving("kconv", certs, port, command) as webhook, ThreadPoolExecutor(24) as clients:
        answered = [*clients.map(send, range(24))].count(200)
        tell(f"memory after 24 reviews of 32 MB at once, {answered} of them answered", f"{memory(webhook):.0f} MB")


def sent(load: Load, webhook: processes.Webhook) -> dict[str, float]:
    """What the client says of one load; it has the other core."""
    spec, target = (BACKUP, NEW) if load.source == OLD else (NEW_BACKUP, OLD)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(review(load, spec, target), file)
        file.flush()
        command = [
            str(bin_dir() / "review-load"),
            "-url",
            f"https://localhost:{webhook.port}/convert",
            "-body",
            file.name,
        ]
        numbers = ["-n", str(load.requests), "-c", str(load.connections)]
        done = subprocess.run(["taskset", "-c", "1", *command, *numbers], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    if found["failed"]:
        raise RuntimeError(f"{webhook.name}, {load.name}: {done.stderr[-1000:]}")
    return found


def review(load: Load, spec: Json, target: str) -> Json:
    """As kube-apiserver writes one; the objects have managedFields, as all objects on a server do."""
    fields = {f"f:{key}": {} for key in spec}
    managed = {"manager": "kubectl", "operation": "Update", "apiVersion": load.source, "fieldsType": "FieldsV1"}
    metadata = {
        "namespace": "default",
        "uid": "6d7c1b5e-6a0b-4d1e-8f0e-2a4f9f4f6f10",
        "resourceVersion": "4711",
        "generation": 1,
        "creationTimestamp": "2026-11-30T03:00:00Z",
        "annotations": {"note": "x" * load.size} if load.size else {"note": "x"},
        "managedFields": [{**managed, "time": "2026-11-30T03:00:00Z", "fieldsV1": {"f:spec": fields}}],
    }
    objects = [
        {"apiVersion": load.source, "kind": "Backup", "metadata": {"name": f"b{n}", **metadata}, "spec": spec}
        for n in range(load.objects)
    ]
    request = {"uid": "7c7f1a36-7a1e-4b35-b1f1-7d0d2f3f1a11", "desiredAPIVersion": target, "objects": objects}
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "ConversionReview", "request": request}


@contextmanager
def pinned() -> Iterator[None]:
    """What is started meanwhile has the first core; a program in Go runs one thread of its code."""
    cores, threads = os.sched_getaffinity(0), os.environ.get("GOMAXPROCS")
    os.sched_setaffinity(0, {0})
    os.environ["GOMAXPROCS"] = "1"
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
        del os.environ["GOMAXPROCS"]
        if threads is not None:
            os.environ["GOMAXPROCS"] = threads


def running(name: str, certs: processes.Certificate) -> Any:
    """A webhook that is ready."""
    return processes.serving(name, certs)


def memory(webhook: processes.Webhook, what: str = "VmHWM") -> float:
    """The most that a process has held, in MB; with VmRSS what it holds."""
    status = Path(f"/proc/{webhook.process.pid}/status").read_text(encoding="ascii")
    return int(status.split(f"{what}:")[1].split()[0]) / 1024


def starting(name: str, certs: processes.Certificate) -> float:
    """Seconds until a webhook has answered."""
    start = time.perf_counter()
    with running(name, certs):
        return time.perf_counter() - start
