"""`kconv webhook certs`: its files, their rotation by hand, and what is left after a run that was killed."""

from __future__ import annotations

import base64
import ssl
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kconv.manifests import atomic
from tests.cli.conftest import Kconv

files = pytest.importorskip("kconv.certificates.files", exc_type=ImportError)
SERVICE = ("--webhook-service", "acme/webhook")
NAMES = {"ca.crt", "ca.key", "tls.crt", "tls.key"}


Certs = Callable[..., tuple[int, str, str]]


@pytest.fixture
def certs(kconv: Kconv) -> Certs:
    """Run the command on a folder: the exit code and both outputs."""

    def run(folder: str, *args: str) -> tuple[int, str, str]:
        ran = kconv("webhook", "certs", "-o", folder, *args)
        return ran.code, ran.out, ran.err

    return run


@pytest.fixture
def folder(tmp_path: Path, certs: Certs) -> Path:
    assert certs(str(tmp_path / "certs"), *SERVICE)[0] == 0
    return tmp_path / "certs"


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_keys_can_be_read_by_their_owner_only(folder: Path) -> None:
    modes = {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}
    assert modes == {"ca.crt": 0o644, "tls.crt": 0o644, "ca.key": 0o600, "tls.key": 0o600}


def test_a_second_run_overwrites_nothing(folder: Path, certs: Certs) -> None:
    before = contents(folder)
    code, out, _ = certs(str(folder), *SERVICE)
    assert (code, contents(folder)) == (0, before)
    assert "valid until" in out
    assert "webhook.acme.svc" in out


def test_another_host_is_due(folder: Path, certs: Certs) -> None:
    before = contents(folder)
    code, out, _ = certs(str(folder), "--host", "webhook.example")
    assert (code, contents(folder)) == (1, before)
    assert out.endswith("due: --rotate certificate\n")
    assert certs(str(folder), "--host", "webhook.example", "--rotate", "certificate")[0] == 0
    assert certs(str(folder), "--host", "webhook.example")[0] == 0


def test_a_rotation_takes_three_steps_and_each_is_due_after_the_one_before(folder: Path, certs: Certs) -> None:
    first = contents(folder)
    changed = []
    for step in ("new-ca", "certificate", "drop-old-ca"):
        before = contents(folder)
        assert certs(str(folder), "--rotate", step)[0] == 0
        changed.append({name for name, text in contents(folder).items() if text != before[name]})
    assert changed == [{"ca.crt", "ca.key"}, {"tls.crt", "tls.key"}, {"ca.crt"}]
    assert not {*contents(folder).values()} & {*first.values()}
    assert certs(str(folder))[0] == 0


def test_the_old_ca_is_not_dropped_too_early(folder: Path, certs: Certs) -> None:
    certs(str(folder), "--rotate", "new-ca")
    before = contents(folder)
    code, _, err = certs(str(folder), "--rotate", "drop-old-ca")
    assert (code, contents(folder)) == (2, before)
    assert "still signed by an old CA" in err


def test_the_bundle_is_printed_as_a_definition_takes_it(folder: Path, certs: Certs) -> None:
    code, out, _ = certs(str(folder), "--ca-bundle")
    assert code == 0
    assert base64.b64decode(out, validate=False) == (folder / "ca.crt").read_bytes()
    ssl.create_default_context(cadata=base64.b64decode(out).decode())


@pytest.mark.parametrize("step", ["new-ca", "certificate"])
@pytest.mark.parametrize("writes", [0, 1])
def test_a_rotation_that_was_killed_is_mended_by_one_more(
    step: str, writes: int, folder: Path, certs: Certs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After any of its writes; the files that a server has open in memory are not touched."""
    left, real = writes, atomic.replace

    def killed(*args: object) -> None:
        nonlocal left
        if not left:
            raise KeyboardInterrupt
        left -= 1
        real(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(atomic, "replace", killed)
        certs(str(folder), "--rotate", step)
    assert {file.name for file in folder.iterdir()} == NAMES
    assert certs(str(folder), "--rotate", "certificate", *SERVICE)[0] == 0
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "tls.crt", folder / "tls.key")
    assert certs(str(folder))[0] == 0


FAILURES = {
    "no host": ((), "no host is given"),
    "a host that is none": (("--host", "a b"), "neither a DNS name nor an IP address"),
    "nothing to rotate": (("--rotate", "new-ca"), "there is no certificate to rotate"),
    "nothing to print": (("--ca-bundle",), "ca.crt is missing or empty"),
    "a CA that ends too early": ((*SERVICE, "--ca-days", "100", "--days", "90"), "a CA of 100 days cannot sign"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_nothing_is_written(case: str, tmp_path: Path, certs: Certs) -> None:
    args, message = FAILURES[case]
    code, _, err = certs(str(tmp_path / "certs"), *args)
    assert code == 2
    assert message in err
    assert not (tmp_path / "certs").exists()


def test_a_broken_file_is_named_with_its_folder(folder: Path, certs: Certs) -> None:
    (folder / "ca.key").write_text("nothing")
    code, _, err = certs(str(folder))
    assert code == 2
    assert f"{folder}: ca.key has no private key in PEM" in err


@pytest.mark.parametrize("args", [("--rotate", "new-ca"), ("--rotate", "certificate"), SERVICE])
def test_a_run_beside_another_changes_nothing(args: tuple[str, ...], tmp_path: Path, certs: Certs) -> None:
    folder = tmp_path / "certs"
    if args is not SERVICE:
        certs(str(folder), *SERVICE)
    with files.alone(folder):
        before = contents(folder)
        code, out, err = certs(str(folder), *args)
        assert (code, out, contents(folder)) == (2, "", before)
        assert "another run of kconv webhook certs is changing the files here" in err
    assert certs(str(folder), *args)[0] == 0, "the lock is gone"


def test_files_that_another_run_has_made_meanwhile_stay(
    tmp_path: Path, certs: Certs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have found an empty folder, and one of them has the lock first."""
    folder, alone = tmp_path / "certs", files.alone

    def late(place: Path) -> AbstractContextManager[None]:
        monkeypatch.setattr(files, "alone", alone)
        assert certs(str(place), *SERVICE)[0] == 0
        return alone(place)

    monkeypatch.setattr(files, "alone", late)
    code, out, err = certs(str(folder), *SERVICE)
    assert (code, out) == (2, "")
    assert "another run has just made the files here" in err
    assert "valid until" in certs(str(folder), *SERVICE)[1], "they fit each other"


def test_rotations_by_processes_at_once_leave_files_that_fit(folder: Path, certs: Certs) -> None:
    command = [sys.executable, "-m", "kconv", "webhook", "certs", "-o", str(folder), "--rotate", "new-ca"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    said = [run.communicate() for run in runs]
    codes = [run.returncode for run in runs]
    assert 0 in codes
    assert all(code == 0 or "another run" in err for code, (_, err) in zip(codes, said, strict=True))
    _, out, err = certs(str(folder))
    assert not err
    assert out.count("ca.crt: valid until") == 1 + codes.count(0), "each that was done has added one, and none is lost"


def test_the_folder_is_made_with_all_above_it(tmp_path: Path, certs: Certs) -> None:
    assert certs(str(tmp_path / "a" / "b"), *SERVICE)[0] == 0
    assert contents(tmp_path / "a" / "b").keys() == NAMES
