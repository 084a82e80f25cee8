"""Whoever edits a text has edited all fields that it is made of, also those that it could not show before."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv.engine import Kind, convert_kind
from kconv.engine.edited import Edited
from kconv.engine.joint import agreeing
from kconv.names import GroupVersion, Release
from kconv.paths import MISSING
from kconv.rules import At, Cases, Inverse, Lacks, Move, Rule, Split, Turn
from kconv.testing import check
from tests.tiers import examples

V1, V2 = "example.com/v1", "example.com/v2"
TEXT = {"type": "string"}
TARGET = Split("spec.target", "s3://{spec.bucket}[/{spec.path}]")
MODES = Cases(
    ["spec.on", "spec.hand"],
    ["spec.mode", "spec.level"],
    [
        *(((True, MISSING), ("Auto", 1)), ((True, True), ("Manual", MISSING)), ((False, MISSING), ("Off", 1))),
        *(((True, MISSING), ("Auto", 2)), ((MISSING, MISSING), (MISSING, MISSING)), ((MISSING, False), (MISSING, 1))),
    ],
    says="on and hand are mode",
)
THREE = Cases(
    ["spec.a"],
    ["spec.x", "spec.y", "spec.z"],
    [((1,), (1, MISSING, MISSING)), ((1,), (1, 2, MISSING)), ((1,), (1, MISSING, 2)), ((2,), (1, 2, 2))],
    says="a is three",
)
STEP = Turn("spec.step", "spec.step", lambda one: {1: "one"}.get(one, {"x": one}), lambda _: 1, says="a number")
DEEP: list[Rule] = [Lacks("spec.in"), Split("spec.target", "s3://{spec.in.bucket}[/{spec.in.path}]")]
ALIKE = Cases(
    ["spec.a", "spec.b"],
    ["spec.d"],
    [((1, MISSING), ("one",)), ((1, 2), ("one",)), ((2, MISSING), ("two",))],
    says="d is both",
)
HOOKS = At("spec.hooks[]", [Split("run", "{command} {argument}")])


class Case(NamedTuple):
    """An object of a version, what its user makes of it in the other, and what must be there afterwards."""

    name: str
    rules: list[Rule]
    version: str
    spec: Any
    edited: Any
    back: Any


CASES = [
    Case("a text, over a field that it lacks", [TARGET], V2, {"path": "c"}, {"target": "s3://x"}, {"bucket": "x"}),
    Case("a text, beside others", [TARGET, Lacks("spec.y")], V2, {"path": "c", "y": 1}, {"target": "s3://x"}, {"bucket": "x", "y": 1}),
    Case("a text that has no form, over fields", [TARGET], V2, {"path": "c"}, {"target": "x"}, {}),
    Case("another field, under hidden ones", [TARGET, Lacks("spec.y")], V2, {"path": "c", "y": 1}, {"z": 1}, {"path": "c", "y": 1, "z": 1}),
    Case("a field, over a text that has no form", [TARGET], V1, {"target": "x"}, {"path": "c"}, {}),
    Case("another field, under a text that has no form", [TARGET], V1, {"target": "x"}, {"z": 1}, {"target": "x", "z": 1}),
    Case("after a move", [Move("spec.to", "spec.target"), TARGET, Move("spec.path", "spec.key")], V2, {"key": "c"}, {"to": "s3://x"}, {"bucket": "x"}),
    Case("of a newer version", [Inverse([TARGET])], V1, {"path": "c"}, {"target": "s3://x"}, {"bucket": "x"}),
    Case("a row, over another", [MODES], V2, {"mode": "Auto", "level": 2}, {"on": False}, {"mode": "Off", "level": 1}),
    Case("nothing, over a row", [MODES], V2, {"mode": "Auto", "level": 2}, {"on": True, "z": 1}, {"mode": "Auto", "level": 2, "z": 1}),
    Case("a row, over what no row has", [MODES], V1, {"on": True, "hand": False}, {"mode": "Auto", "level": 1}, {"on": True}),
    Case("a map, over a hidden value", [TARGET, Lacks("spec.y")], V2, {"y": 1, "z": 1}, {"y": {"q": 1}, "z": 1}, {"y": {"q": 1}, "z": 1}),
    Case("a map, over one that was said in another way", [STEP], V2, {"step": {"y": 1}}, {"step": 2}, {"step": {"x": 2}}),
    Case("one row, over fields that make another only together", [THREE], V2, {"y": 2, "z": 2}, {"a": 1}, {"x": 1}),
    Case("a text that has no form, beside another field of their map", DEEP, V2, {"in": {"path": "c", "y": 1}}, {"target": "x"}, {"in": {"y": 1}}),
    Case("a text, beside another field of their map", DEEP, V2, {"in": {"path": "c", "y": 1}}, {"target": "s3://x"}, {"in": {"bucket": "x", "y": 1}}),
    Case("a text that has no form, over the only field of a map", DEEP, V2, {"in": {"path": "c"}}, {"target": "x"}, {}),
    Case("a text, over the only field of another map", [Split("spec.target", "s3://{spec.bucket}[/{spec.in.path}]")], V2, {"in": {"path": "c"}}, {"target": "s3://x"}, {"bucket": "x"}),
    Case("an empty map, beside a text that has no form", DEEP, V1, {"target": "x"}, {"in": {}}, {"target": "x"}),
    Case("another field of a map, beside a text that has no form", DEEP, V1, {"target": "x"}, {"in": {"y": 1}}, {"target": "x"}),
    Case("a field of a map, over a text that has no form", DEEP, V1, {"target": "x"}, {"in": {"path": "c", "y": 1}}, {}),
    Case("a row, over one that says the same as another", [ALIKE], V1, {"a": 1, "b": 2}, {"d": "two"}, {"a": 2}),
    Case("nothing, over a row that says the same as another", [ALIKE], V1, {"a": 1, "b": 2}, {"d": "one", "z": 1}, {"a": 1, "b": 2, "z": 1}),
    Case("in one of two items", [HOOKS], V2, {"hooks": [{"argument": "a"}, {"argument": "b"}]}, {"hooks": [{"run": "x y"}, {}]}, {"hooks": [{"command": "x", "argument": "y"}, {}]}),
]  # fmt: skip


@pytest.mark.parametrize("total", [False, True])
@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_an_edit_of_what_several_fields_are_takes_the_place_of_all_and_of_nothing_else(case: Case, total: bool) -> None:
    kind = Kind("Thing", hub=V2, spokes={V1: case.rules}, total=total)
    other = V1 if case.version == V2 else V2
    there = _to(kind, {"apiVersion": case.version, "kind": "Thing", "spec": case.spec}, other)
    back = _to(kind, {**there, "spec": case.edited}, case.version)
    assert back.get("spec", {}) == case.back
    again = _to(kind, back, other)
    assert again.get("spec", {}) == case.edited


def _to(kind: Kind, obj: Any, version: str) -> Any:
    to, release = GroupVersion.parse(version), Release.parse("1.34")
    return convert_kind(kind, obj, to, release=release, defaults="none").object


def of(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}


MIXED = of(mode={**TEXT, "enum": ["Auto", "Manual", "Off"]}, level={"type": "integer", "minimum": 1, "maximum": 2})
SCHEMAS: dict[str, tuple[list[Rule], Any, Any]] = {
    "a text": ([TARGET], of(target=TEXT), of(bucket=TEXT, path=TEXT)),
    "a table": ([MODES], of(on={"type": "boolean"}, hand={"type": "boolean"}), MIXED),
}  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", SCHEMAS)
def test_no_law_is_broken_by_what_cannot_be_shown(name: str, seed: int) -> None:
    rules, old, new = SCHEMAS[name]
    kind = Kind("Thing", hub=V2, spokes={V1: rules})
    check(kind=kind, schemas={V1: old, V2: new}, examples=examples(60), seed=seed).raise_if_failed()


def test_a_field_inside_of_what_replaces_another_value_is_judged_with_its_text() -> None:
    def show(obj: Any) -> Any:
        held = obj["spec"]["d"]
        return {"spec": {"t": held["a"] if isinstance(held, dict) else None}}

    entries: Any = [{"p": ["spec", "d"], "was": "x", "is": {"a": "1"}}]
    joints = [([("spec", "d", "a")], [("spec", "t")])]
    for text, left in (("1", entries), ("2", [])):
        edited = {"spec": {"t": text}}
        view = Edited(show, [], edited, {})
        assert agreeing({"spec": {"d": "x"}}, entries, joints, (show, edited), {}, view) == left


def test_a_map_keeps_its_other_fields_though_another_text_is_made_of_fields_elsewhere() -> None:
    def show(obj: Any) -> Any:
        return {"spec": {"t": obj["spec"].get("d", {}).get("a")}}

    entries: Any = [{"p": ["spec", "d"], "is": {"a": "1", "q": 2}}]
    joints = [([("spec", "d", "a")], [("spec", "t")]), ([("status", "z")], [("status", "y")])]
    edited = {"spec": {"t": "2"}}
    view = Edited(show, [], edited, {})
    left = agreeing({"spec": {}}, entries, joints, (show, edited), {}, view)
    assert left == [{"p": ["spec", "d"], "is": {"q": 2}}]
