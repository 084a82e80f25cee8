"""What only a process of its own shows: pipes, colour and shells."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Kconv

ROOT = Path(__file__).parents[2]


def start(*args: str, **how: object) -> subprocess.Popen[bytes]:
    """Start kconv as a process."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **how.pop("env", {})}  # type: ignore[dict-item]
    how.setdefault("stdout", subprocess.PIPE)
    return subprocess.Popen([sys.executable, "-m", "kconv", *args], env=env, stderr=subprocess.PIPE, **how)  # type: ignore[call-overload, no-any-return]


def test_a_reader_that_goes_away_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    kconv = start("resources", stdout=write)
    os.close(write)
    _, err = kconv.communicate()
    assert (kconv.returncode, err) == (141, b"")


def test_a_terminal_without_the_arrow_gets_an_escape() -> None:
    out, _ = start("resources", env={"PYTHONIOENCODING": "ascii"}).communicate()
    assert out.startswith(b"APIVERSION")


def test_a_full_disk_is_told() -> None:
    device = Path("/dev/full")
    if not device.exists():
        pytest.skip("no /dev/full")
    with device.open("wb") as full:
        kconv = start("resources", stdout=full)
        _, err = kconv.communicate()
    assert kconv.returncode == 2
    assert err == b"error: output: No space left on device\n"


COMPLETED = {
    "": "plain,migrate plain,scan plain,validate plain,roundtrip plain,convert plain,explain plain,resources plain,crd plain,migrate-storage plain,new plain,serve plain,webhook plain,completion",
    "crd ": "plain,generate plain,package plain,preflight",
    "webhook ": "plain,certs plain,rbac",
    "migrate --de": "plain,--deprecated plain,--defaults plain,--decide",
    "migrate dep": "file,dep",
    "convert -f dep": "file,dep",
    "scan --target 1.16": "plain,1.16",
    "migrate --to networking.k8s.io/": "plain,networking.k8s.io/v1 plain,networking.k8s.io/v1alpha1 plain,networking.k8s.io/v1beta1",
    "migrate --decide webhook.s": "plain,webhook.sideEffects=None plain,webhook.sideEffects=NoneOnDryRun",
    "migrate --decide csr.s": "plain,csr.signerName=",
    "explain ingr": "plain,ingress plain,ingressclass",
    "explain IngressC": "plain,IngressClass",
}


@pytest.mark.parametrize("typed", COMPLETED)
def test_a_shell_completes(typed: str, monkeypatch: pytest.MonkeyPatch, kconv: Kconv) -> None:
    monkeypatch.setenv("_KCONV_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"kconv {typed}")
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split(" "))))
    assert kconv().out.split() == COMPLETED[typed].split()
