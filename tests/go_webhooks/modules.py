"""Published Go modules convert their own custom resources: the programs here serve those conversions as webhooks.

`.ci/build-peers webhooks` builds them into the cache, each with the CRDs of its module beside it. A folder with a go.mod
is a module; the gate builds ``GATE`` only.
"""

from __future__ import annotations

import resource
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kconv.errors import ConversionError
from kconv.testing import webhook
from tests.peers import bin_dir, missing, why_skipped

NAMES = tuple(sorted(path.parent.name for path in Path(__file__).parent.glob("*/go.mod")))
GATE = "kueue"
_MEMORY = 4 << 30
"""One of these conversions makes as many items as a number in its object says: it is to die before the machine does."""


def why_not(name: str) -> str:
    """Why a module's webhook cannot be asked, with the command that mends it; "" if it can."""
    if name == GATE:
        return why_skipped((f"webhook-{name}",), f"webhook-{name}")
    if missing((f"webhook-{name}",)):
        return f"webhook-{name} not in {bin_dir()}: build with `bash .ci/build-peers webhook-{name}`"
    return ""


def file_of(name: str) -> Path:
    """The file with the CRDs of a module."""
    return bin_dir() / f"webhook-{name}.yaml"


@lru_cache
def definitions(name: str) -> dict[str, dict[str, Any]]:
    """A module's CRDs with two served versions or more, by kind."""
    with file_of(name).open("rb") as file:
        every = [each for each in yaml.load_all(file, yaml.CSafeLoader) if each]
    return {each["spec"]["names"]["kind"]: each for each in every if len(served(each)) > 1}


def served(crd: dict[str, Any]) -> list[str]:
    """The apiVersions that a CRD serves."""
    return [f"{crd['spec']['group']}/{each['name']}" for each in crd["spec"]["versions"] if each["served"]]


def converts(url: str, crd: dict[str, Any]) -> bool:
    """Whether a webhook converts a kind at all: some modules leave kinds whose versions are alike to the API server."""
    one, other = served(crd)[:2]
    obj = {"apiVersion": one, "kind": crd["spec"]["names"]["kind"], "metadata": {"name": "a"}}
    try:
        webhook(url)(obj, other)
    except ConversionError:
        return False
    return True


@contextmanager
def serving(name: str, wait: float = 30) -> Iterator[str]:
    """The URL of a module's webhook, which runs meanwhile. Raises TimeoutError if it does not start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [str(bin_dir() / f"webhook-{name}"), "-addr", address]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        resource.prlimit(process.pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        try:
            _await(address, time.monotonic() + wait)
            yield f"http://{address}/convert"
        finally:
            process.terminate()


def _await(address: str, end: float) -> None:
    host, port = address.split(":")
    while True:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError as error:
            if time.monotonic() > end:
                raise TimeoutError(f"no webhook answers at {address}") from error
            time.sleep(0.05)
        else:
            return
