"""The rules of a custom resource are held to its schemas where they are to be used, with the line of the version."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Kconv, kconv

__all__ = ["kconv"]
CUPS = """\
from kconv.crd import CustomResource, Model, Resource, Version, api_version
from kconv.rules import Annotated


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


CUPS = CustomResource(Version(Cup, since=old, rules=[Annotated(%s)]), Version(old), hub=Cup)
"""
USES = [
    ["crd", "generate", "cups", "--webhook-service", "acme/webhook"],
    ["serve", "webhook", "cups", "--no-tls", "--port", "0"],
    ["crd", "preflight", "cups"],
]
SAID = "acme.io/v1: cups.dev/note is not a field of the hub"


@pytest.mark.parametrize("command", USES, ids=[" ".join(each[:2]) for each in USES])
def test_a_path_that_no_schema_has_is_reported_with_its_line(
    command: list[str], tmp_path: Path, kconv: Kconv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    name = f"cups_{USES.index(command)}"
    (tmp_path / f"{name}.py").write_text(CUPS % '"cups.dev/note", "spec.note"')
    ran = kconv(*(name if each == "cups" else each for each in command))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {name}.py:")
    assert f": {SAID}" in ran.err


def test_rules_that_fit_are_taken(tmp_path: Path, kconv: Kconv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "cups_right.py").write_text(CUPS % '"spec.note", "cups.dev/note"')
    assert kconv("crd", "generate", "cups_right", "--webhook-service", "acme/webhook").code == 0
