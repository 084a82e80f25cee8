"""An object that the older version requires stays when a newer version's own field was the last in it.

A rule that says what the older version has in place of a field that is left out must find it there: else the older
version lacks what it requires, and its server refuses the object.
"""

from __future__ import annotations

import json
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kconv.crd import CustomResource, Version
from kconv.crd.history import SchemaFile
from kconv.engine import convert_kind, stash
from kconv.names import GroupVersion
from kconv.rules import MISSING, At, Move, Rule, Values

Json = Any
TEXT = {"type": "string"}
OLD, NEW = "example.com/v1", "example.com/v2"


def obj(*required: str, **fields: Json) -> Json:
    return {"type": "object", "properties": fields, **({"required": [*required]} if required else {})}


def items(item: Json) -> Json:
    return {"type": "array", "items": item}


def left_out(path: str) -> Rule:
    return Values(path, [("auto", MISSING)], says="left out is auto")


class Case(NamedTuple):
    """The specs of two versions, the rules between them, and an object of each that is the same."""

    name: str
    old: Json
    new: Json
    rules: list[Rule]
    newer: Json
    older: Json


MODE, SIZED = obj("mode", mode=TEXT), obj(mode=TEXT, size=TEXT)
CASES = [
    Case("one", obj("in", **{"in": MODE}), obj("in", **{"in": SIZED}), [left_out("spec.in.mode")], {"in": {"size": "1"}}, {"in": {"mode": "auto"}}),
    Case("one that moved", obj("in", **{"in": MODE}), obj("out", out=SIZED), [left_out("spec.in.mode"), Move("spec.in", "spec.out")], {"out": {"size": "1"}}, {"in": {"mode": "auto"}}),
    Case("one in one", obj("in", **{"in": obj("at", at=MODE)}), obj("in", **{"in": obj(at=SIZED)}), [left_out("spec.in.at.mode")], {"in": {"at": {"size": "1"}}}, {"in": {"at": {"mode": "auto"}}}),
    Case("of items", obj(l=items(obj("in", **{"in": MODE}))), obj(l=items(obj("in", **{"in": SIZED}))), [At("spec.l[]", [left_out("in.mode")])], {"l": [{"in": {"size": "1"}}]}, {"l": [{"in": {"mode": "auto"}}]}),
    Case("a new map in it", obj("in", **{"in": MODE}), obj("in", **{"in": obj(mode=TEXT, fresh=obj(size=TEXT))}), [left_out("spec.in.mode")], {"in": {"fresh": {"size": "1"}}}, {"in": {"mode": "auto"}}),
    Case("none that it may leave out", obj(**{"in": obj(mode=TEXT)}), obj(**{"in": SIZED}), [], {"in": {"size": "1"}}, {}),
]  # fmt: skip


@pytest.mark.parametrize("hub", [0, 1])
@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_a_required_object_stays_for_the_rules_that_write_in_it(case: Case, hub: int, tmp_path: Path) -> None:
    files = []
    for name, spec in ((OLD, case.old), (NEW, case.new)):
        path = tmp_path / f"{name.rpartition('/')[2]}.json"
        path.write_text(json.dumps(obj("spec", spec=spec)))
        files.append(SchemaFile(name, "Cup", path))
    old, new = files
    kind = CustomResource(Version(old), Version(new, since=old, rules=case.rules), hub=files[hub]).kind
    given = {"apiVersion": NEW, "kind": "Cup", "spec": case.newer}
    there = convert_kind(kind, given, GroupVersion.parse(OLD), defaults="none").object
    assert stash.take(there, ["Cup"], kind.hub)[0]["spec"] == case.older
    assert convert_kind(kind, there, GroupVersion.parse(NEW), defaults="none").object == given
