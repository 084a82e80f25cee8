"""``kconv resources`` and the shell know what a company declares, by a flag or by the settings of the folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.declaring import declaring
from tests.resources.conftest import Command

FLAGS = ("--resources", "acme.backup", "--resources", "acme.workerpool")
ROWS = """\
backup.acme.io/v1                Backup                            bk
backup.acme.io/v1beta1           Backup                            bk
backup.acme.io/v1alpha1          Backup                            bk
compute.acme.io/v1               WorkerPool                        wp
acme.io/v1alpha1                 Worker                            -
"""


@pytest.fixture
def settings(company: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose settings name the modules; commands run in it."""
    (company / "kconv.toml").write_text('resources = ["acme.backup", "acme.workerpool"]\n')
    monkeypatch.chdir(company)
    return company


def test_declared_resources_follow_those_of_the_release(kconv: Command, company: Path) -> None:  # noqa: ARG001
    assert kconv("resources", *FLAGS).out == kconv("resources").out + ROWS


@pytest.mark.usefixtures("settings")
def test_the_settings_name_them_too(kconv: Command) -> None:
    assert kconv("resources").out.endswith(ROWS)


@pytest.mark.parametrize(
    ("flags", "names"),
    [
        (("--group", "backup.acme.io"), ["backups.backup.acme.io"]),
        (("--group", "compute.acme.io", "--namespaced"), ["workerpools.compute.acme.io"]),
        (("--group", "compute.acme.io", "--cluster"), []),
        (("--group", "policy", "--cluster"), []),
    ],
    ids=str,
)
def test_some_of_them(flags: tuple[str, ...], names: list[str], kconv: Command, company: Path) -> None:  # noqa: ARG001
    ran = kconv("resources", *FLAGS, *flags, "-o", "name")
    assert (ran.code, ran.out.split()) == (0, names)


def test_a_group_that_nothing_declares(kconv: Command, company: Path) -> None:  # noqa: ARG001
    ran = kconv("resources", *FLAGS, "--group", "bakup.acme.io")
    says = "error: there is no built-in or declared group named 'bakup.acme.io'\n  did you mean backup.acme.io?\n"
    assert (ran.code, ran.err) == (2, says)


def test_what_no_release_decides_is_null(kconv: Command, company: Path) -> None:  # noqa: ARG001
    out = kconv("resources", *FLAGS, "--group", "backup.acme.io", "-o", "json").out
    newest, _, oldest = json.loads(out)["resources"]
    assert (newest["apiVersion"], newest["preferred"], newest["introduced"]) == ("backup.acme.io/v1", True, None)
    assert (oldest["preferred"], oldest["deprecated"]) == (False, "use backup.acme.io/v1; gone with acme 3.0")


COMPLETED = {
    "explain --resources acme.backup back": ["backup"],
    "explain --resources acme.backup Backup --from backup": ["backup.acme.io/v1", "backup.acme.io/v1alpha1", "backup.acme.io/v1beta1"],
    "migrate --resources acme.workerpool --to compute": ["compute.acme.io/v1"],
    "resources --resources acme.workerpool --group comp": ["compute.acme.io"],
    "explain Backu": [],
    "explain --resources acme.nowhere Backu": [],
}  # fmt: skip


def completed(typed: str, kconv: Command, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("_KCONV_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"kconv {typed}")
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split(" "))))
    return [word.removeprefix("plain,") for word in kconv().out.split()]


@pytest.mark.parametrize("command", declaring())
def test_a_shell_completes_the_files_of_declarations(
    command: str, kconv: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert completed(f"{declaring()[command]}ru", kconv, monkeypatch) == ["file,ru"]


def test_every_command_that_takes_a_declaration_is_among_them() -> None:
    assert {"scan", "migrate-storage", "crd generate", "crd preflight", "serve webhook", "webhook rbac"} <= {
        *declaring()
    }


@pytest.mark.parametrize("typed", COMPLETED)
def test_a_shell_completes_what_is_declared(
    typed: str,
    kconv: Command,
    company: Path,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert completed(typed, kconv, monkeypatch) == COMPLETED[typed]


@pytest.mark.usefixtures("settings")
def test_a_shell_completes_what_the_settings_declare(kconv: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert completed("explain WorkerP", kconv, monkeypatch) == ["WorkerPool"]
