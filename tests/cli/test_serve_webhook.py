"""`kconv serve webhook`: what it refuses to start with, and a server that an API server could reach."""

from __future__ import annotations

import json
import signal
import ssl
import subprocess
import sys
from http.client import HTTPSConnection
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kconv.serving.sockets import listening
from tests.cli.conftest import Kconv
from tests.crd.conftest import EXAMPLES
from tests.serving.certificates import Pair, pair
from tests.webhook.reviews import asked

ROOT = Path(__file__).parents[2]


class Refusal(NamedTuple):
    """A command line that starts no server, and what it reports."""

    name: str
    args: str
    said: str


REFUSALS = [
    Refusal("no module", "--no-tls", "error: no module is given\n  give its import name, such as acme.backup, or a file of rules with --rules\n"),
    Refusal("no certificate", "widgets", "error: no certificate is given\n  give --tls-cert and --tls-key, or --arm and --self-signed: an API server sends reviews to https only\n"),
    Refusal("a certificate alone", "widgets --tls-cert a", "error: half of a certificate is given\n  give --tls-cert and --tls-key, or --arm and --self-signed: an API server sends reviews to https only\n"),
    Refusal("a key alone", "widgets --tls-key a", "error: half of a certificate is given\n  give --tls-cert and --tls-key, or --arm and --self-signed: an API server sends reviews to https only\n"),
    Refusal("a certificate for plain HTTP", "widgets --no-tls --tls-cert a --tls-key b", "error: --no-tls cannot be used with a certificate\n  leave --no-tls out\n"),
    Refusal("an unknown module", "no_such --no-tls", "error: there is no module no_such\n"),
    Refusal("an unknown resource", "widgets:Nix --no-tls", "error: widgets has no custom resource Nix"),
    Refusal("files that are not there", "widgets --tls-cert a --tls-key b", "error: a: the certificate cannot be read: No such file or directory"),
    Refusal("a port that cannot be", "widgets --no-tls --port 65536", "error: cannot listen on *:65536: the last port is 65535\n  choose another --port\n"),
    Refusal("an address that cannot be", "widgets --no-tls --host 192.0.2.1", "error: cannot listen on 192.0.2.1:9443: "),
    Refusal("no limit", "widgets --no-tls --body-limit 0", "error: Invalid value for '--body-limit': 0 is not in the range x>=1."),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS, ids=attrgetter("name"))
def test_a_server_that_cannot_be_does_not_start(
    case: Refusal,
    kconv: Kconv,
    monkeypatch: pytest.MonkeyPatch,
    examples_on_path: None,  # noqa: ARG001
) -> None:
    monkeypatch.chdir(EXAMPLES)
    ran = kconv("serve", "webhook", *case.args.split())
    assert ran.code == 2
    assert case.said in ran.err


@pytest.mark.parametrize("name", ["starlette", "uvicorn", "httptools", "orjson", "prometheus_client"])
def test_a_missing_package_is_reported_with_its_extra(name: str, kconv: Kconv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.setattr("importlib.util.find_spec", lambda each: None if each == name else object())
    ran = kconv("serve", "webhook", "widgets", "--no-tls")
    assert (ran.code, ran.err) == (2, f"error: {name} is not installed\n  pip install 'kconv[serve]'\n")


def test_two_names_of_one_resource_are_one_and_two_resources_of_one_name_are_refused(
    kconv: Kconv, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("serve_one", "serve_other"):
        source = "from kconv.crd import Model, Resource, api_version\n@api_version('x.kconv.dev/v1')\nclass Cup(Resource): pass\n"
        (tmp_path / f"{name}.py").write_text(source)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    served: list[Any] = []
    monkeypatch.setattr("kconv.serving.server.serve", lambda app, *_: served.append(app))
    ran = kconv("serve", "webhook", "serve_one", "serve_other", "--no-tls")
    assert (ran.code, ran.err) == (
        2,
        "error: x.kconv.dev/v1 Cup is declared twice\n  leave out one of its declarations, or name a resource of a module: MODULE:NAME\n",
    )
    assert not served


@pytest.fixture
def certificate(tmp_path: Path) -> Pair:
    return pair(tmp_path)


@pytest.mark.full
def test_a_review_over_tls_is_answered_until_the_signal(certificate: Pair) -> None:
    with listening("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kconv", "serve", "webhook", "acme.backup", "--port", str(port), "--drain", "0"]
    command += ["--tls-cert", str(certificate.cert), "--tls-key", str(certificate.key)]
    env = {"PYTHONPATH": str(ROOT), "PATH": ""}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=EXAMPLES, env=env) as process:
        try:
            assert process.stderr is not None
            while json.loads(process.stderr.readline())["message"] != "ready":
                pass
            for host in ("127.0.0.1", "localhost", "::1"):
                assert _converted(host, port, certificate) == {"retention": {"count": 3}}
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=30)
            assert process.returncode == 0
            assert [json.loads(line)["message"] for line in log.splitlines()][-2:-1] == ["stopped"]
        finally:
            process.kill()


def _converted(host: str, port: int, certificate: Pair) -> Any:
    """The spec of a Backup at v1, from a client that trusts the certificate."""
    trust = ssl.create_default_context(cafile=str(certificate.cert))
    connection = HTTPSConnection(host, port, timeout=20, context=trust)
    obj = {"apiVersion": "backup.acme.io/v1alpha1", "kind": "Backup", "metadata": {"name": "b"}, "spec": {"keep": 3}}
    review = json.dumps(asked([obj], "backup.acme.io/v1"))
    connection.request("POST", "/convert?timeout=30s", review, {"Content-Type": "application/json"})
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer["response"]["convertedObjects"][0]["spec"]
