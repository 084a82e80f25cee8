"""The webhooks, each a process that the API server calls over TLS as it calls a Pod."""

from __future__ import annotations

import base64
import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from tests.cluster.running import free_port
from tests.peers import bin_dir

EXAMPLES = Path(__file__).parents[2] / "examples" / "custom-resources"
NAMES = "DNS:localhost,DNS:webhook.acme.svc,IP:127.0.0.1"
"""What the API server calls a webhook: localhost is where the Service of the tests leads."""


class Certificate(NamedTuple):
    """A certificate that is its own authority, in a folder as kubernetes.io/tls Secrets are mounted."""

    folder: Path

    @property
    def bundle(self) -> str:
        """What a caBundle says."""
        return base64.b64encode((self.folder / "tls.crt").read_bytes()).decode()


class Webhook(NamedTuple):
    """A webhook that runs. ``name`` is kconv or go."""

    name: str
    port: int
    certificate: Certificate
    process: subprocess.Popen[bytes]

    def page(self, path: str) -> str:
        """What it answers to a GET, such as /metrics."""
        trust = ssl.create_default_context(cafile=self.certificate.folder / "tls.crt")
        with urlopen(f"https://localhost:{self.port}{path}", context=trust, timeout=10) as answer:
            return str(answer.read().decode())


def certificate(folder: Path) -> Certificate:
    """A throw-away certificate, for a day."""
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
    subject = ["-subj", "/CN=webhook", "-addext", f"subjectAltName={NAMES}"]
    files = ["-keyout", str(folder / "tls.key"), "-out", str(folder / "tls.crt")]
    subprocess.run(
        [shutil.which("openssl") or "openssl", "req", *kind, *subject, *files], check=True, capture_output=True
    )
    return Certificate(folder)


def kconv_command(port: int, certs: Path, *modules: str) -> list[str]:
    """`kconv serve webhook` of declarations in the examples."""
    files = ["--tls-cert", str(certs / "tls.crt"), "--tls-key", str(certs / "tls.key")]
    where = ["--host", "127.0.0.1", "--port", str(port)]
    return [sys.executable, "-m", "kconv", "serve", "webhook", *(modules or ("acme.backup",)), *where, *files]


def kconv(kubeconfig: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """`kconv` of a cluster, as a person or a Job runs it beside the declarations of the examples."""
    command = [sys.executable, "-m", "kconv", *args, "--kubeconfig", str(kubeconfig)]
    env = {"PYTHONPATH": f"{EXAMPLES.parents[1]}:{EXAMPLES}", "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def go_command(port: int, certs: Path) -> list[str]:
    """The webhook in Go."""
    return [str(bin_dir() / "backup-webhook"), "-port", str(port), "-certs", str(certs)]


COMMANDS: dict[str, Callable[[int, Path], list[str]]] = {"kconv": kconv_command, "go": go_command}


@contextmanager
def serving(name: str, certs: Certificate, port: int = 0, command: list[str] | None = None) -> Iterator[Webhook]:
    """A webhook that is ready; ``port`` is any free one unless given. Raises TimeoutError if it does not start."""
    port = port or free_port()
    log = certs.folder / f"{name}-{port}.log"
    python_path = os.pathsep.join(filter(None, [str(EXAMPLES.parents[1]), os.environ.get("PYTHONPATH", "")]))
    with (
        log.open("ab") as out,
        subprocess.Popen(
            command or COMMANDS[name](port, certs.folder),
            stdout=out,
            stderr=out,
            cwd=EXAMPLES,
            env=os.environ | {"PYTHONPATH": python_path},
        ) as process,
    ):
        found = Webhook(name, port, certs, process)
        try:
            _await(found, log)
            yield found
        finally:
            process.kill()


def _await(webhook: Webhook, log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not _answers(webhook):
        if time.monotonic() > end or webhook.process.poll() is not None:
            raise TimeoutError(f"the webhook of {webhook.name} does not answer: {log.read_text()[-2000:]}")
        time.sleep(0.02)


def _answers(webhook: Webhook) -> bool:
    try:
        webhook.page("/readyz")
    except URLError as error:
        return hasattr(error, "code")  # one that has no such page answers, too
    except OSError:
        return False
    return True
