"""A field that only the newer version has a default for means something new where an object leaves it out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pydantic import create_model

import kconv
from kconv.crd import Model
from kconv.names import GroupVersion, Release
from kconv.paths import MISSING
from kconv.pipeline.migrate.effects import effects
from kconv.rules import At, Kept, Move, Rule, Values
from tests.crd.test_pairs import GROUP, obj, resource
from tests.resources.conftest import Command

Json = Any


class Case(NamedTuple):
    old: Any
    new: Any
    spec: Json
    unset: dict[str, str]
    rules: tuple[Rule, ...] = ()


def model(**fields: Any) -> Any:
    return create_model("Part", __base__=Model, **fields)


NUMBER, ONE = (int | None, None), (int, 1)
BARE, FULL = model(a=NUMBER), model(a=ONE)
CASES = {
    "left out": Case({"a": NUMBER}, {"a": ONE}, {}, {"spec.a": "1"}),
    "set": Case({"a": NUMBER}, {"a": ONE}, {"a": 3}, {}),
    "null": Case({"a": NUMBER}, {"a": ONE}, {"a": None}, {"spec.a": "1"}),
    "both have a default": Case({"a": (int, 3)}, {"a": ONE}, {}, {}),
    "only the old version has one": Case({"a": ONE}, {"a": NUMBER}, {}, {}),
    "the field is new": Case({}, {"a": ONE}, {}, {}),
    "another field of the name is gone": Case({"a": NUMBER}, {"b": ONE}, {}, {}, (Kept("spec.a", why="read"),)),
    "moved": Case({"a": NUMBER}, {"b": ONE}, {}, {"spec.b": "1"}, (Move("spec.a", "spec.b"),)),
    "moved, and set": Case({"a": NUMBER}, {"b": ONE}, {"a": 3}, {}, (Move("spec.a", "spec.b"),)),
    "moved into an object with a default": Case({"a": NUMBER}, {"b": (FULL, FULL())}, {}, {"spec.b.a": "1"}, (Move("spec.a", "spec.b.a"),)),
    "a rule says what it means": Case({"a": NUMBER}, {"a": ONE}, {}, {}, (Values("spec.a", [(MISSING, 2)], says="two"),)),
    "in an object that is not there": Case({"a": (BARE | None, None)}, {"a": (FULL | None, None)}, {}, {}),
    "in an object": Case({"a": (BARE | None, None)}, {"a": (FULL | None, None)}, {"a": {}}, {"spec.a.a": "1"}),
    "in items": Case({"a": (list[BARE], [])}, {"a": (list[FULL], [])}, {"a": [{"a": 3}, {}]}, {"spec.a[1].a": "1"}),
    "moved in items": Case({"a": (list[BARE], [])}, {"a": (list[model(b=ONE)], [])}, {"a": [{"a": 3}, {}]}, {"spec.a[1].b": "1"}, (At("spec.a[]", [Move("a", "b")]),)),
    "in values of a map": Case({"a": (dict[str, BARE], {})}, {"a": (dict[str, FULL], {})}, {"a": {"k": {}}}, {"spec.a.k.a": "1"}),
    "an empty list": Case({"a": (list[int] | None, None)}, {"a": (list[int], [])}, {}, {"spec.a": "[]"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_default_that_only_the_newer_version_has(name: str) -> None:
    case = CASES[name]
    kinds = kconv.Kinds(resource(case.old, case.new, [*case.rules]))
    old = obj("v1", **case.spec)
    made = kinds.convert(old, GroupVersion.parse(f"{GROUP}/v2"))
    found = {note.path: note.message for note in effects(old, made, Release(34), kinds)}
    assert found == {
        path: f"left out, it is {value} in {GROUP}/v2; {GROUP}/v1 has no default for it"
        for path, value in case.unset.items()
    }


MODULE = """\
from kconv.crd import CustomResource, Model, Resource, Version, api_version
class Old(Model):
    limit: int | None = None
class New(Model):
    limit: int = 1
@api_version("a.io/v1")
class Cup(Resource):
    spec: Old
V1 = Cup
@api_version("a.io/v2")
class Cup(Resource):
    spec: New
CUPS = CustomResource(Version(Cup, since=V1), Version(V1, served=False), hub=Cup)
"""


def test_a_migration_reports_it_when_asked(kconv: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "cups_without_limit.py").write_text(MODULE)
    (tmp_path / "cup.yaml").write_text("apiVersion: a.io/v1\nkind: Cup\nmetadata: {name: a}\nspec: {}\n")
    arguments = ("migrate", "--check", "--target", "1.34", "--resources", "cups_without_limit:CUPS", "cup.yaml")
    assert "left out" not in kconv(*arguments).out
    assert (
        "    spec.limit: left out, it is 1 in a.io/v2; a.io/v1 has no default for it\n" in kconv(*arguments, "-v").out
    )
