"""What only a process of its own shows: pipes, colour, shells, and what is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kconv.report import formats
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
    "": "plain,migrate plain,scan plain,validate plain,roundtrip plain,convert plain,explain plain,resources plain,completion",
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


def imported(*args: str) -> set[str]:
    """The modules that a run loads."""
    code = "import sys; sys.argv = ['kconv', *sys.argv[1:]]; from kconv.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code, *args], env=env, capture_output=True, text=True, check=False)
    return set(done.stderr.split())


def test_the_version_is_told_without_loading_anything() -> None:
    loaded = imported("--version")
    assert "kconv.cli" in loaded
    assert loaded.isdisjoint({"click", "re", "typing", "dataclasses", "kconv.errors", "importlib.metadata"})


def test_help_does_not_load_the_engine() -> None:
    assert imported("migrate", "--help").isdisjoint(
        {"yaml", "rich", "ruamel", "kconv.kinds", "kconv.catalog", "difflib"}
    )


@pytest.mark.parametrize("command", ["scan", "migrate", "validate", "roundtrip"])
def test_help_loads_no_format(command: str) -> None:
    assert [module for module in imported(command, "--help") if module.startswith("kconv.report.formats.")] == []


@pytest.mark.parametrize("name", formats.names())
def test_a_run_loads_the_format_that_it_writes_and_no_other(name: str, tmp_path: Path) -> None:
    loaded = imported("scan", "--target", "1.32", "--format", name, str(tmp_path))
    assert [module for module in loaded if module.startswith("kconv.report.formats.")] == [
        f"kconv.report.formats.{name}"
    ]
