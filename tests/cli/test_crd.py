"""`kconv crd generate` on a declaration: its files, its warnings, its exit codes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Kconv

ONE = '''\
from kconv.crd import Model, Resource, api_version


class Spec(Model):
    size: int = 1


@api_version("tests.kconv.dev/v1")
class Cup(Resource):
    """A cup."""

    spec: Spec
'''
TEXT = """\
# Made by `kconv crd generate cli_one`. Do not edit.
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: cups.tests.kconv.dev
spec:
  group: tests.kconv.dev
  names:
    kind: Cup
    listKind: CupList
    plural: cups
    singular: cup
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        description: A cup.
        type: object
        required:
        - spec
        properties:
          spec:
            type: object
            properties:
              size:
                type: integer
                format: int64
                default: 1
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a module in it; each test imports it anew."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    (tmp_path / "cli_one.py").write_text(ONE)
    for name in [name for name in sys.modules if name.startswith("cli_")]:
        del sys.modules[name]
    return tmp_path


def test_it_prints_the_definition(kconv: Kconv) -> None:
    ran = kconv("crd", "generate", "cli_one")
    assert (ran.code, ran.out, ran.err) == (0, TEXT, "")


def test_it_writes_a_file_a_definition_and_says_which_changed(kconv: Kconv, folder: Path) -> None:
    assert kconv("crd", "generate", "cli_one", "-o", "crds").out == "crds/cups.tests.kconv.dev.yaml: written\n"
    assert (folder / "crds" / "cups.tests.kconv.dev.yaml").read_text() == TEXT
    assert [file.name for file in (folder / "crds").iterdir()] == ["cups.tests.kconv.dev.yaml"]
    assert kconv("crd", "generate", "cli_one", "-o", "crds").out == "crds/cups.tests.kconv.dev.yaml: up to date\n"


def test_a_file_that_is_read_only_stays_as_it_is(kconv: Kconv, folder: Path) -> None:
    out = folder / "crds"
    kconv("crd", "generate", "cli_one", "-o", str(out))
    (file,) = out.iterdir()
    file.write_text("mine\n", encoding="utf-8")
    file.chmod(0o444)
    result = kconv("crd", "generate", "cli_one", "-o", str(out))
    assert (result.code, file.read_text(encoding="utf-8"), [*out.iterdir()]) == (2, "mine\n", [file])
    assert f"{file}: the file is read-only" in result.err


@pytest.mark.parametrize("mode", [(), ("--check",)], ids=["written", "compared"])
@pytest.mark.parametrize("where", ["file", "file/below"])
def test_a_folder_that_is_a_file_is_an_error(kconv: Kconv, folder: Path, where: str, mode: tuple[str, ...]) -> None:
    (folder / "file").write_text("mine")
    result = kconv("crd", "generate", "cli_one", "-o", where, *mode)
    assert (result.code, result.out) == (2, "")
    assert "file: this is a file, and files are written into a folder" in result.err
    assert (folder / "file").read_text() == "mine"


def test_check_compares_and_writes_nothing(kconv: Kconv, folder: Path) -> None:
    check = ("crd", "generate", "cli_one", "-o", "crds", "--check")
    missing = kconv(*check)
    assert (missing.code, missing.out) == (1, "crds/cups.tests.kconv.dev.yaml: missing\n")
    assert not (folder / "crds").exists()
    kconv("crd", "generate", "cli_one", "-o", "crds")
    assert kconv(*check, "-q").out == ""
    (folder / "crds" / "cups.tests.kconv.dev.yaml").write_text(TEXT + "\n")
    old = kconv(*check, "-q")
    assert (old.code, old.out) == (1, "crds/cups.tests.kconv.dev.yaml: not up to date\n")


def test_a_file_of_a_resource_that_is_gone_is_reported(kconv: Kconv, folder: Path) -> None:
    kconv("crd", "generate", "cli_one", "-o", "crds")
    (folder / "crds" / "mugs.yaml").write_text(TEXT.replace("cup", "mug"))
    (folder / "crds" / "others.yaml").write_text(TEXT.replace("cli_one", "cli_other"))
    check = kconv("crd", "generate", "cli_one", "-o", "crds", "--check", "-q")
    assert (check.code, check.out) == (1, "crds/mugs.yaml: no longer declared, delete it\n")
    assert kconv("crd", "generate", "cli_one", "-o", "crds", "-q").out == check.out


def test_errors_have_their_line_and_nothing_is_written(kconv: Kconv, folder: Path) -> None:
    (folder / "cli_bad.py").write_text(
        ONE.replace("size: int = 1", "wait: timedelta\n    at: time").replace(
            "from kconv", "from datetime import time, timedelta\nfrom kconv", 1
        )
    )
    ran = kconv("crd", "generate", "cli_one", "cli_bad", "-o", "crds")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: cli_bad.py:6: Spec.wait: timedelta has no structural schema\n"
        "  write kconv.crd.Duration: Kubernetes writes 1h30m, JSON of pydantic PT1H30M\n"
        "error: cli_bad.py:7: Spec.at: time has no structural schema\n"
        "  write str with a pattern: the API server has no format for a time of day\n"
    )
    assert not (folder / "crds").exists()


HISTORY = {
    "cli_v1.py": ONE,
    "cli_v2.py": ONE.replace("v1", "v2").replace("size: int = 1", "width: int = 1\n    depth: int = 1"),
    "cli_all.py": """\
import cli_v1
import cli_v2
from kconv.crd import CustomResource, Version
from kconv.rules import Move

CUPS = CustomResource(
    Version(cli_v2.Cup, since=cli_v1.Cup, rules=[Move("spec.size", "spec.width")]), Version(cli_v1.Cup), hub=cli_v2.Cup
)
""",
}


@pytest.fixture
def history(folder: Path) -> Path:
    for name, text in HISTORY.items():
        (folder / name).write_text(text)
    return folder


@pytest.mark.usefixtures("history")
def test_versions_that_differ_need_a_webhook(kconv: Kconv) -> None:
    without = kconv("crd", "generate", "cli_all")
    assert without.code == 2
    assert "--webhook-service NAMESPACE/NAME[:PORT] or --webhook-url" in without.err
    assert kconv("crd", "generate", "cli_all", "--webhook-service", "a/b").code == 0
    assert "url: https://a.b/c" in kconv("crd", "generate", "cli_all", "--webhook-url", "https://a.b/c").out


@pytest.mark.usefixtures("history")
def test_what_is_new_is_noted_when_it_is_asked_for(kconv: Kconv) -> None:
    ran = kconv("crd", "generate", "cli_all", "--webhook-service", "a/b", "-v")
    assert ran.err == (
        "note: cli_v2.py:10: tests.kconv.dev/v1 Cup: spec.depth: is new in tests.kconv.dev/v2; older versions keep it in the stash\n"
    )


def test_a_rule_with_a_typo_is_an_error(kconv: Kconv, history: Path) -> None:
    (history / "cli_all.py").write_text(HISTORY["cli_all.py"].replace("spec.width", "spec.widht"))
    ran = kconv("crd", "generate", "cli_all", "--webhook-service", "a/b")
    assert ran.code == 2
    assert "spec.widht" in ran.err


def test_a_rule_for_no_field_is_an_error(kconv: Kconv, history: Path) -> None:
    moves = '[Move("spec.size", "spec.width"), Move("spec.depht", "spec.depth")]'
    (history / "cli_all.py").write_text(HISTORY["cli_all.py"].replace('[Move("spec.size", "spec.width")]', moves))
    ran = kconv("crd", "generate", "cli_all", "--webhook-service", "a/b")
    assert ran.code == 2
    assert "spec.depht is not a field" in ran.err


USAGE = {
    "check without a folder": (("cli_one", "--check"), "--check requires a folder"),
    "two webhooks": (("cli_one", "--webhook-service", "a/b", "--webhook-url", "https://a"), "cannot be used together"),
    "unarmed without a webhook": (("cli_one", "--unarmed"), "--unarmed requires the address of the webhook"),
    "no service": (("cli_one", "--webhook-service", "b"), "'b' is not a Service"),
    "no release": (("cli_one", "--release", "x"), "'x' is not a Kubernetes release"),
    "one by two names": (
        ("cli_one", "cli_one:Cup"),
        "cups.tests.kconv.dev.yaml: both cli_one and cli_one:Cup declare it",
    ),
    "no module": (("cli_none",), "there is no module cli_none"),
    "no declaration": ((), "no module is given"),
}


@pytest.mark.parametrize("case", USAGE)
def test_a_command_line_that_is_wrong(case: str, kconv: Kconv) -> None:
    args, why = USAGE[case]
    ran = kconv("crd", "generate", *args)
    assert ran.code == 2
    assert why in ran.err


def test_a_declaration_that_is_given_twice_is_read_once(kconv: Kconv) -> None:
    assert kconv("crd", "generate", "cli_one", "cli_one") == kconv("crd", "generate", "cli_one")


def test_descriptions_can_be_left_out(kconv: Kconv) -> None:
    assert kconv("crd", "generate", "cli_one", "--max-description", "0").out == TEXT.replace(
        "        description: A cup.\n", ""
    )


def test_without_pydantic_it_says_what_to_install(kconv: Kconv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    ran = kconv("crd", "generate", "cli_one")
    assert (ran.code, ran.err) == (2, "error: pydantic is not installed\n  pip install 'kconv[crd]'\n")


@pytest.mark.usefixtures("history")
def test_a_guard_is_printed_before_its_definition_and_written_to_a_file_that_is_applied_before(
    kconv: Kconv, folder: Path
) -> None:
    ran = kconv("crd", "generate", "cli_all", "--webhook-service", "a/b", "--unarmed")
    kinds = [line.split()[1] for line in ran.out.splitlines() if line.startswith("kind: ")]
    policies = ["MutatingAdmissionPolicy", "ValidatingAdmissionPolicy"]
    assert kinds == [f"{each}{more}" for each in policies for more in ("", "Binding")] + ["CustomResourceDefinition"]
    assert kconv("crd", "generate", "cli_all", "--webhook-service", "a/b", "--unarmed", "-o", "crds").code == 0
    files = sorted(file.name for file in (folder / "crds").iterdir())
    assert files == ["cups.tests.kconv.dev-unarmed.yaml", "cups.tests.kconv.dev.yaml"]
    without = kconv("crd", "generate", "cli_all", "--webhook-service", "a/b", "-o", "crds")
    assert "crds/cups.tests.kconv.dev-unarmed.yaml: no longer declared, delete it" in without.out
