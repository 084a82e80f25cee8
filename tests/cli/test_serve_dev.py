"""`kconv serve webhook hello.py --dev`: what it refuses before anything is written in a cluster."""

from __future__ import annotations

import sys
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import Kconv

HEAD = "from kconv.crd import Model, Resource, api_version\n"
CUP = "@api_version('dev.kconv.dev/v1')\nclass {0}(Resource): pass\n"


class Refusal(NamedTuple):
    """A file, flags, and what is reported. ``text`` None is no file."""

    name: str
    text: str | None
    args: str
    said: str


REFUSALS = [
    Refusal("no such file", None, "dev_a.py --dev", "error: dev_a.py: there is no such file\n"),
    Refusal("a syntax error", "x = (\n", "dev_b.py --dev", "dev_b.py:1: dev_b cannot be imported: SyntaxError"),
    Refusal("no custom resource", "x = 1\n", "dev_c.py --dev", "error: the module dev_c has no custom resource\n"),
    Refusal("a name that is none", "", "dev-d.py --dev", "error: dev-d.py: 'dev-d' is not the name of a module\n"),
    Refusal("a name of Python's", "", "json.py --dev", "error: json.py: Python has another module json\n"),
    Refusal("a name inside Python", "", "time.py --dev", "error: time.py: Python has another module time\n"),
    Refusal("no cluster", HEAD + CUP.format("Cup"), "dev_e.py --dev", "error: no answer from https://127.0.0.1:1 (context none): "),
    Refusal("a host that is none", HEAD + CUP.format("Cup"), "dev_f.py --dev --dev-host a_b", "error: 'a_b' is neither a DNS name nor an IP address\n"),
    Refusal("no port", "", "dev_g.py --dev --port 0", "error: --dev requires a port other than 0\n"),
    Refusal("a certificate", "", "dev_h.py --dev --tls-cert a", "error: --dev cannot be used with --tls-cert\n"),
    Refusal("plain HTTP", "", "dev_h.py --dev --no-tls", "error: --dev cannot be used with --no-tls\n"),
    Refusal("arming", "", "dev_h.py --dev --arm a/b", "error: --dev cannot be used with --arm\n"),
    Refusal("a Secret", "", "dev_h.py --dev --self-signed s", "error: --dev cannot be used with --self-signed\n"),
    Refusal("force without it", "", "dev_h.py --no-tls --force", "error: --force is used without --dev\n"),
    Refusal("a host without it", "", "dev_h.py --no-tls --dev-host a", "error: --dev-host is used without --dev\n"),
]  # fmt: skip
KUBECONFIG = """\
apiVersion: v1
kind: Config
current-context: none
contexts: [{name: none, context: {cluster: none, user: none}}]
clusters: [{name: none, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: none, user: {}}]
"""


@pytest.mark.parametrize("case", REFUSALS, ids=attrgetter("name"))
def test_what_cannot_be_served_is_refused(
    case: Refusal, kconv: Kconv, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file, *flags = case.args.split()
    if case.text is not None:
        (tmp_path / file).write_text(case.text)
    (tmp_path / "config").write_text(KUBECONFIG)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    ran = kconv("serve", "webhook", file, *flags, "--kubeconfig", "config")
    assert (ran.code, ran.out) == (2, "")
    assert case.said in ran.err
