"""The rules of a custom resource are held to its schemas where they are to be used, with the line of the version."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kconv.cli.commands import COMMANDS
from tests.cli.conftest import Kconv, kconv
from tests.cli.declaring import declaring

__all__ = ["kconv"]
CUPS = """\
from kconv.crd import CustomResource, Model, Resource, Version, api_version
from kconv.rules import Annotation


class OldSpec(Model):
    size: int | None = None


class NewSpec(Model):
    size: int | None = None
    note: str | None = None


@api_version("acme.io/v1")
class Cup(Resource):
    spec: OldSpec


old = Cup


@api_version("acme.io/v2")
class Cup(Resource):
    spec: NewSpec


CUPS = CustomResource(Version(Cup, since=old, rules=[Annotation(%s)]), Version(old), hub=Cup)
"""
CUP = """\
apiVersion: acme.io/v1
kind: Cup
metadata: {name: a}
spec: {size: 1}
"""
USES = [
    "convert -f cup.yaml --resources {}",
    "crd generate {} --webhook-service acme/webhook",
    "crd preflight {}",
    "explain cup --resources {}",
    "migrate cup.yaml --resources {}",
    "migrate-storage acme.io/Cup --retire v1 --resources {}",
    "resources --resources {}",
    "roundtrip cup.yaml --resources {}",
    "roundtrip --laws --resources {}",
    "scan cup.yaml --resources {}",
    "serve webhook {} --no-tls --host 192.0.2.1",
    "validate cup.yaml --resources {}",
    "webhook rbac {} --service-account acme/webhook",
]
SAID = "acme.io/v1: cups.dev/note is not a field of the hub ("


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [*sys.path])
    (tmp_path / "cup.yaml").write_text(CUP)
    return tmp_path


@pytest.mark.parametrize("command", USES)
def test_a_path_that_no_schema_has_is_reported_with_its_line_whatever_is_done_with_the_rules(
    command: str, folder: Path, kconv: Kconv
) -> None:
    name = f"cups_{USES.index(command)}"
    (folder / f"{name}.py").write_text(CUPS % '"spec.note", "cups.dev/note"')
    ran = kconv(*command.format(name).split())
    assert (ran.code, ran.out) == (2, "")
    assert f"error: {name}.py:23: {SAID}" in ran.err


def test_every_command_that_takes_a_declaration_is_among_them() -> None:
    assert {*declaring()} == {each for each in COMMANDS if any(use.startswith(f"{each} ") for use in USES)}


@pytest.mark.parametrize("command", ["convert -f cup.yaml --resources {}", "crd generate {} --webhook-service a/b"])
def test_each_of_several_faults_is_called_an_error(command: str, folder: Path, kconv: Kconv) -> None:
    name = f"cups_of_two_{len(command)}"
    (folder / f"{name}.py").write_text(CUPS % '"spec.note", "cups.dev/note"), Annotation("spec.more", "cups.dev/more"')
    ran = kconv(*command.format(name).split())
    assert ran.err.count(f"error: {name}.py:23: ") == ran.err.count("is not a field of the hub") == 2


def test_rules_that_fit_are_taken(folder: Path, kconv: Kconv) -> None:
    (folder / "cups_right.py").write_text(CUPS % '"cups.dev/note", "spec.note"')
    assert kconv("crd", "generate", "cups_right", "--webhook-service", "acme/webhook").code == 0
