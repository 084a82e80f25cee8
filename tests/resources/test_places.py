"""Fields of a declared resource that move into each other's places, or into their own."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.resources.conftest import Command

HEAD = """\
from kconv.crd import CustomResource, Model, Resource, Version, api_version
from kconv.rules import Move, Wrap
"""


class Case(NamedTuple):
    name: str
    old: str
    new: str
    rules: str
    spec: str
    wanted: str


CASES = [
    Case(
        "a value becomes an object in its place",
        "f: str",
        "f: Image",
        'Wrap("spec.f", "spec.f.name")',
        "  f: i  # it\n",
        "  f:\n    name: i  # it\n",
    ),
    Case(
        "two fields change places",
        "a: str\n    b: str",
        "a: str\n    b: str",
        'Move("spec.a", "spec.c"), Move("spec.b", "spec.a"), Move("spec.c", "spec.b")',
        "  a: one\n  b: two\n",
        "  b: one\n  a: two\n",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_field_of_the_version_takes_no_other_ones_place(
    case: Case, tmp_path: Path, kconv: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = f"places_{CASES.index(case)}"
    body = f"""
class Image(Model):
    name: str


class Old(Model):
    {case.old}


class New(Model):
    {case.new}


@api_version("e.io/v1")
class Thing(Resource):
    spec: Old


One = Thing


@api_version("e.io/v2")
class Thing(Resource):
    spec: New


THING = CustomResource(
    Version(Thing, since=One, rules=[{case.rules}]), Version(One, deprecated="use v2"), hub=Thing
)
"""
    (tmp_path / f"{module}.py").write_text(HEAD + "\n" + body)
    monkeypatch.syspath_prepend(str(tmp_path))
    head = "kind: Thing\nmetadata:\n  name: t\nspec:\n"
    (tmp_path / "t.yaml").write_text(f"apiVersion: e.io/v1\n{head}{case.spec}")
    ran = kconv("migrate", str(tmp_path / "t.yaml"), "--deprecated", "--target", "1.34", "--resources", module)
    assert (ran.code, (tmp_path / "t.yaml").read_text()) == (0, f"apiVersion: e.io/v2\n{head}{case.wanted}"), ran.out
