"""What of an object no rule could read: how it is reported, and how the stash holds it, rule by rule.

tests/crd/test_misfits.py gives every kind of rule what it cannot read; here are the places where values end up.
"""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv.engine import Conversion, Kind, convert_kind, stash
from kconv.errors import StashTooLargeError
from kconv.names import GroupVersion
from kconv.paths import MISSING, parse
from kconv.rules import (
    PRESENT,
    At,
    Cases,
    Converts,
    Former,
    Function,
    Implied,
    Inverse,
    Json,
    Kept,
    Keyed,
    KnowsOnly,
    Lacks,
    Move,
    Rule,
    Split,
    Turn,
    When,
)

V1, V2, V3 = "example.com/v1", "example.com/v2", "example.com/v3"
EMPTY = {"like": "44136fa355b3678a", "nth": 0, "of": 1}
"""How a stash names the only item that is {}."""


def digits(text: str) -> int:
    assert text.isdigit()
    return int(text)


def text(number: int) -> str:
    assert type(number) is int
    return str(number)


def fails(_: Json) -> Json:
    raise OverflowError("on purpose")


def same(value: Json) -> Json:
    return value


def unless_bad(obj: Json) -> Json:
    assert "bad" not in obj.get("spec", {})
    return obj


class Fails(Converts):
    """A rule that says which fields it reads, but moves none, and raises."""

    exact = False

    def __init__(self, *paths: str) -> None:
        self.changes = tuple((parse(path), 2) for path in paths)

    def to_hub(self, obj: Json) -> Json:
        return fails(obj)

    from_hub = to_hub

    def describe(self) -> list[str]:
        return ["fails", "always"]


class AlsoFails(Fails):
    pass


class Strips(Converts):
    """A rule that reads a field of a list's items and one that is elsewhere, and leaves out the first."""

    exact = False
    changes = ((parse("spec.l[].a"), 3), (parse("spec.m.b"), 2))

    def to_hub(self, obj: Json) -> Json:
        return {**obj, "spec": {**obj["spec"], "l": [{} for _ in obj["spec"]["l"]]}}


class OneWay(Converts):
    """A rule whose way back raises."""

    exact = False
    changes = ((parse("spec.a"), 2),)

    def from_hub(self, obj: Json) -> Json:
        return fails(obj)

    def describe(self) -> list[str]:
        return ["one way"]


A, X = Split("spec.a", "s3://{spec.b}[/{spec.c}]"), Split("spec.x", "s3://{spec.y}[/{spec.z}]")
NUMBER = Turn("spec.a", "spec.b", digits, text, says="b is a in digits")
OTHER = Turn("spec.c", "spec.d", digits, text, says="d is c in digits")
ROWS = Cases(["spec.a", "spec.b", "spec.c"], ["spec.d"], [((1, MISSING, MISSING), ("one",))], says="d is all")
ALIKE = Cases(["spec.a", "spec.b"], ["spec.d"], [((1, MISSING), ("one",)), ((1, 2), ("one",))], says="d is both")
TURNED = Cases(["spec.d"], ["spec.a", "spec.b"], [(("one",), (1, MISSING)), (("one",), (1, 2))], says="d is both")
IN_ITEMS = Cases(["a", "b"], ["d"], [((1, MISSING), ("one",)), ((1, 2), ("one",))], says="d is both")
PAIR = Cases(["a", "b"], ["c"], [((1, MISSING), ("one",))], says="c is both")
EITHER: list[Rule] = [When("spec.on", [each], [Move("spec.url", f"spec.{each}.a")]) for each in ("s3", "gcs")]
MODE = Turn("spec.mode", "spec.mode", lambda _: 1, lambda _: "one", says="a number")


class Row(NamedTuple):
    """An object's spec in one version, that of the other, what is stashed, and each misfit with its rule."""

    name: str
    rules: list[Rule]
    version: str
    spec: Json
    seen: Json
    entries: list[Json]
    misfits: list[str]


ROWS_OF = [
    Row("a value", [NUMBER], V1, {"a": "x"}, {}, [{"p": ["spec", "a"], "is": "x", "misfit": "Turn spec.a"}], ["spec.a Turn"]),
    Row("a value of the hub", [NUMBER], V2, {"b": "x"}, {}, [{"p": ["spec", "b"], "is": "x", "misfit": "Turn spec.b"}], ["spec.b Turn"]),
    Row("two rules", [NUMBER, OTHER], V1, {"a": "x", "c": "y"}, {}, [{"p": ["spec", "a"], "is": "x", "misfit": "Turn spec.a"}, {"p": ["spec", "c"], "is": "y", "misfit": "Turn spec.c"}], ["spec.a Turn", "spec.c Turn"]),
    Row("with its map", [A], V1, {"a": "x"}, None, [{"p": ["spec"], "is": {}}, {"p": ["spec", "a"], "is": "x", "misfit": "Split spec.a"}], ["spec.a Split"]),
    Row("two rules in one map", [A, X], V1, {"a": "x", "x": "y"}, None, [{"p": ["spec"], "is": {}}, {"p": ["spec", "a"], "is": "x", "misfit": "Split spec.a"}, {"p": ["spec", "x"], "is": "y", "misfit": "Split spec.x"}], ["spec.a Split", "spec.x Split"]),
    Row("two rules far below", [Split("spec.in.a", "s3://{spec.out.b}"), Split("spec.in.c", "s3://{spec.out.d}")], V1, {"in": {"a": "x", "c": "y"}}, None, [{"p": ["spec"], "is": {"in": {}}}, {"p": ["spec", "in", "a"], "is": "x", "misfit": "Split spec.in.a"}, {"p": ["spec", "in", "c"], "is": "y", "misfit": "Split spec.in.c"}], ["spec.in.a Split", "spec.in.c Split"]),
    Row("one far below", [Split("spec.in.a", "s3://{spec.out.b}")], V1, {"in": {"a": "x"}}, None, [{"p": ["spec"], "is": {"in": {}}}, {"p": ["spec", "in", "a"], "is": "x", "misfit": "Split spec.in.a"}], ["spec.in.a Split"]),
    Row("beside what the other lacks", [A, Lacks("spec.w")], V2, {"c": "x", "w": 1}, None, [{"p": ["spec"], "is": {"w": 1}}, {"p": ["spec", "c"], "is": "x", "misfit": "Split spec.b"}], ["spec.c Split"]),
    Row("beside what is kept", [A, Kept("spec.w", why="k")], V1, {"a": "x", "w": 1}, None, [{"p": ["spec"], "is": {"w": 1}}, {"p": ["spec", "a"], "is": "x", "misfit": "Split spec.a"}], ["spec.a Split"]),
    Row("all fields of one rule", [ROWS], V1, {"a": 2, "b": 1}, None, [{"p": ["spec"], "is": {}}, {"p": ["spec", "a"], "is": 2, "misfit": "Cases spec.a"}, {"p": ["spec", "b"], "is": 1, "misfit": "Cases spec.a"}], ["spec.a Cases", "spec.b Cases"]),
    Row("fields, and one that is not there", [ROWS], V1, {"a": 2, "b": 1, "z": 1}, {"z": 1}, [{"p": ["spec", "a"], "is": 2, "misfit": "Cases spec.a"}, {"p": ["spec", "b"], "is": 1, "misfit": "Cases spec.a"}, *({"p": ["spec", each], "misfit": "Cases spec.a"} for each in "bca")], ["spec.a Cases", "spec.b Cases"]),
    Row("fields of items", [At("spec.l[]", [PAIR])], V1, {"l": [{"a": 2}, {"a": 1}]}, {"l": [{}, {"c": "one"}]}, [{"p": ["spec", "l", EMPTY, "a"], "is": 2, "misfit": "Cases spec.l[].a"}, {"p": ["spec", "l", EMPTY, "b"], "misfit": "Cases spec.l[].a"}], ["spec.l[0].a Cases"]),
    Row("fields of items of items", [At("spec.l[].m[]", [PAIR])], V1, {"l": [{"m": [{"a": 2}]}]}, {"l": [{"m": [{}]}]}, [{"p": ["spec", "l", {**EMPTY, "like": "a45ab9065884f3ad"}, "m", EMPTY, "a"], "is": 2, "misfit": "Cases spec.l[].m[].a"}, {"p": ["spec", "l", {**EMPTY, "like": "a45ab9065884f3ad"}, "m", EMPTY, "b"], "misfit": "Cases spec.l[].m[].a"}], ["spec.l[0].m[0].a Cases"]),
    Row("a field of items, and one elsewhere", [Strips()], V1, {"l": [{"a": 1}], "m": {}}, {"l": [{}], "m": {}}, [{"p": ["spec", "l", EMPTY, "a"], "is": 1, "misfit": "Strips spec.l[].a"}], ["spec.l[0].a Strips"]),
    Row("a list and a field", [Fails("spec.l[].a"), A], V1, {"a": "x", "l": [{"a": 1}]}, None, [{"p": ["spec"], "is": {"a": "x", "l": [{"a": 1}]}, "misfit": "Split spec.a"}], ["spec.a Split", "spec.l[0].a Fails"]),
    Row("a field, and one of items", [Fails("spec.a", "spec.l[].b")], V1, {"a": 1}, {}, [{"p": ["spec", "a"], "is": 1, "misfit": "Fails spec.a"}], ["spec.a Fails"]),
    Row("a list", [Fails("spec.l[].a")], V1, {"l": [{"a": 1}]}, {}, [{"p": ["spec", "l"], "is": [{"a": 1}], "misfit": "Fails spec.l[].a"}], ["spec.l[0].a Fails"]),
    Row("a list of two rules", [Fails("spec.l[].a"), AlsoFails("spec.l[].c")], V1, {"l": [{"a": 1, "c": 2}]}, {}, [{"p": ["spec", "l"], "is": [{"a": 1, "c": 2}], "misfit": "Fails spec.l[].a"}], ["spec.l[0].a Fails", "spec.l[0].c AlsoFails"]),
    Row("what a rule reads that moves nothing", [Fails("spec.a")], V1, {"a": 1, "z": 1}, {"z": 1}, [{"p": ["spec", "a"], "is": 1, "misfit": "Fails spec.a"}], ["spec.a Fails"]),
    Row("after a move", [Move("spec.to", "spec.a"), A], V1, {"to": "x"}, None, [{"p": ["spec"], "is": {}}, {"p": ["spec", "to"], "is": "x", "misfit": "Split spec.to"}], ["spec.to Split"]),
    Row("before a move", [A, Move("spec.c", "spec.key")], V2, {"key": "x"}, None, [{"p": ["spec"], "is": {}}, {"p": ["spec", "key"], "is": "x", "misfit": "Split spec.b"}], ["spec.key Split"]),
    Row("of a newer version", [Inverse([NUMBER])], V1, {"b": "x"}, {}, [{"p": ["spec", "b"], "is": "x", "misfit": "Turn spec.b"}], ["spec.b Turn"]),
    Row("by a rule in a condition", [When("spec.on", [True], [NUMBER])], V1, {"on": True, "a": "x"}, {"on": True}, [{"p": ["spec", "a"], "is": "x", "misfit": "When spec.a"}], ["spec.a When"]),
    Row("by rules in two conditions", EITHER, V2, {"s3": {"a": "x"}, "gcs": {"a": "x", "b": "y"}}, {"gcs": {"b": "y"}}, [{"p": ["spec", "gcs", "a"], "is": "x", "misfit": "When spec.s3.a"}, {"p": ["spec", "s3"], "is": {}}, {"p": ["spec", "on"], "misfit": "When spec.s3.a"}, {"p": ["spec", "s3", "a"], "is": "x", "misfit": "When spec.s3.a"}], ["spec.gcs.a When", "spec.s3.a When"]),
    Row("a function has no way back", [Turn("spec.a", "spec.b", same, fails, says="b is a")], V1, {"a": 1}, {"b": 1}, [{"p": ["spec"], "is": {}}, {"p": ["spec", "a"], "is": 1, "misfit": "Turn spec.a"}], ["spec.a Turn"]),
    Row("a function has no way there", [Turn("spec.a", "spec.b", fails, same, says="b is a")], V2, {"b": 1}, {"a": 1}, [{"p": ["spec"], "is": {}}, {"p": ["spec", "b"], "is": 1, "misfit": "Turn spec.b"}], ["spec.b Turn"]),
    Row("anything may be meant", [Function(unless_bad, unless_bad, says=["f"])], V1, {"bad": 1}, {"bad": 1}, [], [" Function"]),
    Row("anything may be meant, of the hub", [Function(unless_bad, unless_bad, says=["f"])], V2, {"bad": 1}, {"bad": 1}, [], [" Function"]),
    Row("only the way back fails", [Function(same, unless_bad, says=["f"])], V1, {"bad": 1}, {"bad": 1}, [], []),
    Row("one of several functions", [Function(same, same, says=["f"]), Function(unless_bad, unless_bad, says=["g"]), NUMBER], V1, {"bad": 1, "a": "x"}, {"bad": 1}, [{"p": ["spec", "a"], "is": "x", "misfit": "Turn spec.a"}], ["spec.a Turn", " Function"]),
    Row("a row that says the same as another", [ALIKE], V1, {"a": 1, "b": 2}, {"d": "one"}, [{"p": ["spec", "b"], "is": 2}], []),
    Row("a row that says the same as another, of a newer version", [Inverse([TURNED])], V1, {"a": 1, "b": 2}, {"d": "one"}, [{"p": ["spec", "b"], "is": 2}], []),
    Row("a row that says the same as another, in items", [At("spec.l[]", [IN_ITEMS])], V1, {"l": [{"a": 1, "b": 2}, {"b": 2}]}, {"l": [{"d": "one"}, {}]}, [{"p": ["spec", "l", {**EMPTY, "like": "015abd7f5cc57a2d"}, "b"], "is": 2}, {"p": ["spec", "l", EMPTY, "b"], "is": 2, "misfit": "Cases spec.l[].a"}, {"p": ["spec", "l", EMPTY, "a"], "misfit": "Cases spec.l[].a"}], ["spec.l[1].b Cases"]),
    Row("said in another way", [MODE], V1, {"mode": "two"}, {"mode": 1}, [{"p": ["spec", "mode"], "was": "one", "is": "two"}], []),
    Row("a rule has no way back", [OneWay()], V1, {"a": 1}, {"a": 1}, [{"p": ["spec", "a"], "is": 1, "misfit": "OneWay spec.a"}], ["spec.a OneWay"]),
    Row("read back as another value", [Turn("spec.a", "spec.a", lambda _: 1, lambda number: -number, says="less")], V2, {"a": 5}, {"a": -5}, [{"p": ["spec", "a"], "was": 1, "is": 5}], []),
    Row("implied, and left out", [Implied("spec.m", [("spec.n", PRESENT, "x")])], V2, {"n": 1}, {"n": 1}, [{"p": ["spec", "m"], "was": "x"}], []),
    Row("lacking", [Lacks("spec.w"), NUMBER], V2, {"w": 1, "z": 1}, {"z": 1}, [{"p": ["spec", "w"], "is": 1}], []),
    Row("lacking below", [Lacks("spec.in.w"), NUMBER], V2, {"in": {"w": 1}, "z": 1}, {"z": 1}, [{"p": ["spec", "in"], "is": {"w": 1}}], []),
    Row("lacking, below which a rule reads", [Lacks("spec.w"), Move("spec.m", "spec.w.y"), Turn("spec.n", "spec.w.x", digits, text, says="x")], V2, {"w": {"x": "q", "y": 1}}, {"m": 1}, [{"p": ["spec", "w", "x"], "is": "q"}], []),
    Row("lacking, which a rule reads", [Turn("spec.m", "spec.w", digits, text, says="w"), Lacks("spec.w")], V2, {"w": "x", "z": 1}, {"z": 1}, [{"p": ["spec", "w"], "is": "x"}], []),
    Row("kept, which a rule reads", [Kept("spec.w", why="k"), Turn("spec.w", "spec.m", digits, text, says="w")], V1, {"w": "x", "z": 1}, {"z": 1}, [{"p": ["spec", "w"], "is": "x"}], []),
    Row("lacking in a newer version", [Inverse([Kept("spec.w", why="k")])], V2, {"w": 1, "z": 1}, {"z": 1}, [{"p": ["spec", "w"], "is": 1}], []),
    Row("a value that the other does not know", [KnowsOnly("spec.m", ["x"]), NUMBER], V2, {"m": "y"}, {}, [{"p": ["spec", "m"], "is": "y"}], []),
    Row("implied", [Implied("spec.m", [("spec.n", PRESENT, "x")])], V2, {"m": "y"}, None, [{"p": ["spec"], "is": {"m": "y"}}], []),
    Row("a list with a key", [Keyed("spec.m", "spec.l", "name")], V2, {"l": [{"z": 1}], "z": 1}, {"z": 1}, [{"p": ["spec", "l"], "is": [{"z": 1}], "misfit": "Keyed spec.l"}], ["spec.l Keyed"]),
]  # fmt: skip


def obj(version: str, spec: Json) -> Json:
    return {"apiVersion": version, "kind": "Cup", **({} if spec is None else {"spec": spec})}


def convert(kind: Kind, given: Json, **options: Any) -> Conversion:
    to = V2 if given["apiVersion"] == V1 else V1
    return convert_kind(kind, given, GroupVersion.parse(to), defaults="none", **options)


def cup(rules: list[Rule], total: bool = True) -> Kind:
    return Kind("Cup", hub=V2, spokes={V1: rules}, total=total)


@pytest.mark.parametrize("row", ROWS_OF, ids=attrgetter("name"))
def test_what_no_rule_read_is_stashed_and_reported_and_comes_back(row: Row) -> None:
    kind, given = cup(row.rules), obj(row.version, row.spec)
    there = convert(kind, given)
    bare, held, _ = stash.take(there.object, ["Cup"], V2)
    target = V2 if row.version == V1 else V1
    assert bare == obj(target, row.seen)
    assert (held.said.get(V1, []) if row.version == V1 else held.hidden) == row.entries
    assert [f"{each.path} {each.rule}" for each in there.misfits] == row.misfits
    assert {each.version for each in there.misfits} <= {row.version}
    assert convert(kind, there.object).object == given


def test_a_field_that_is_not_there_is_guarded_wherever_it_is() -> None:
    rules = [Cases(["spec.a", "data.in.b"], ["spec.c"], [((1, MISSING), ("one",))], says="c is both")]
    there = convert(cup([*rules]), {**obj(V1, {"a": 2, "z": 1}), "data": {"in": {"z": 1}}}).object
    _, held, _ = stash.take(there, ["Cup"], V2)
    assert held.said[V1] == [
        {"p": ["spec", "a"], "is": 2, "misfit": "Cases spec.a"},
        {"p": ["data", "in", "b"], "misfit": "Cases spec.a"},
    ]


def test_of_two_versions_with_one_rule_only_the_one_that_it_fails_in_is_reported() -> None:
    shared = Function(same, unless_bad, says=["f"])
    kind = Kind("Cup", hub=V2, spokes={V1: [shared], "example.com/v3": [shared]}, total=True)
    there = convert_kind(kind, obj(V1, {"bad": 1}), GroupVersion.parse("example.com/v3"), defaults="none")
    assert [(each.version, each.path, each.rule) for each in there.misfits] == [(V2, "", "Function")]


def test_a_misfit_is_reported_by_what_the_author_says_of_the_rule() -> None:
    there = convert(
        cup([At("spec.l[]", [Inverse([Turn("a", "b", digits, text, says="b is a")])])]), obj(V1, {"l": [{"b": "x"}]})
    )
    assert [each.why for each in there.misfits] == ["in spec.l[]: the other way round: b is a"]
    assert [each.why for each in convert(cup([Fails("spec.a")]), obj(V1, {"a": 1})).misfits] == ["fails; always"]


def test_each_value_that_the_hub_cannot_read_is_noted_once() -> None:
    for version, spec, notes in [
        (V1, {"a": 2, "z": 1}, [("stash", "spec.a", "Cases cannot read it; kept in the stash")]),
        (V2, {"d": "two", "z": 1}, [("stash", "spec.d", f"{V1} cannot represent it; kept in the stash")]),
        (V2, {"d": "one", "z": 1}, []),
    ]:
        assert [tuple(note)[:3] for note in convert(cup([ROWS]), obj(version, spec)).notes] == notes
    asked = convert(cup([ROWS]), obj(V1, {"a": 2, "z": 1}), keep=False)
    assert [(each.name, each.path) for each in asked.questions] == [("loss", "spec.a")]


class Edit(NamedTuple):
    """An object's spec, what its user makes of that in the other version, and what must be there afterwards."""

    name: str
    rules: list[Rule]
    version: str
    spec: Json
    edited: Json
    back: Json


EDITS = [
    Edit("the field", [NUMBER], V1, {"a": "x"}, {"b": 1}, {"a": "1"}),
    Edit("another field", [NUMBER], V1, {"a": "x"}, {"z": 1}, {"a": "x", "z": 1}),
    Edit("another rule's field", [NUMBER, OTHER], V1, {"a": "x", "c": "y"}, {"b": 1}, {"a": "1", "c": "y"}),
    Edit("another rule's field far below", [Split("spec.in.a", "s3://{spec.out.b}"), Split("spec.in.c", "s3://{spec.out.d}")], V1, {"in": {"a": "x", "c": "y"}}, {"out": {"b": "z"}}, {"in": {"a": "s3://z", "c": "y"}}),
    Edit("a field of several", [ROWS], V1, {"b": 1, "z": 1}, {"d": "one", "z": 1}, {"a": 1, "z": 1}),
    Edit("a field of several, all in one map", [ROWS], V1, {"a": 2, "b": 1}, {"d": "one"}, {"a": 1}),
    Edit("the same rule in another item", [At("spec.l[]", [PAIR])], V1, {"l": [{"n": 1, "b": 1}, {"n": 2, "b": 1}]}, {"l": [{"n": 1}, {"n": 2, "c": "one"}]}, {"l": [{"n": 1, "b": 1}, {"n": 2, "a": 1}]}),
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=attrgetter("name"))
def test_an_edit_takes_all_that_one_rule_could_not_read_and_nothing_else(edit: Edit) -> None:
    kind = Kind("Cup", hub=V2, spokes={V1: edit.rules}, total=True, list_keys={"spec.l": ("n",)})
    there = convert(kind, obj(edit.version, edit.spec)).object
    back = convert(kind, {**there, "spec": edit.edited}).object
    assert stash.take(back, ["Cup"], V2)[0]["spec"] == edit.back


@pytest.mark.parametrize(("misfit", "is_damage"), [("", False), ("x", False), (1, True), (None, True), ([], True)])
def test_the_name_of_a_misfit_is_a_text(misfit: Json, is_damage: bool) -> None:
    entry = {"p": ["spec", "a"], "is": "x", "misfit": misfit}
    held = {"v": 1, "kind": "Cup", "hub": V2, "from": V1, "said": {V1: [entry]}}
    given = {**obj(V2, {"z": 1}), "metadata": {"annotations": {stash.ANNOTATION: json.dumps(held)}}}
    made = convert(cup([NUMBER]), given)
    assert made.object["spec"] == ({"z": 1} if is_damage else {"z": 1, "a": "x"})
    assert bool(made.notes) == is_damage


@pytest.mark.parametrize("total", [True, False])
def test_a_misfit_stays_where_something_else_of_its_map_is_edited(total: bool) -> None:
    rules: list[Rule] = [Split("spec.in.a", "s3://{spec.in.b}")]
    given = obj(V1, {"in": {"a": "x"}})
    there = convert(cup(rules, total), given).object
    back = convert(cup(rules, total), {**there, "spec": {"in": {"size": 3}}}).object
    assert back["spec"] == {"in": {"size": 3, "a": "x"}}


def test_what_is_said_in_a_former_way_is_no_misfit() -> None:
    kind = cup([Former([Move("spec.a", "spec.b")])])
    there = convert(kind, obj(V1, {"a": "x"}))
    assert there.misfits == []
    edited = convert(kind, {**there.object, "spec": {"b": "y"}}).object
    assert edited["spec"] == {"b": "y"}
    assert convert(kind, {**there.object, "spec": {}}).object["spec"] == {}


def test_each_version_reports_what_it_says_and_no_rule_reads() -> None:
    numbers = {
        V1: [Turn("spec.a", "spec.b", digits, text, says="a is b", node={"type": "integer"})],
        V3: [Turn("spec.c", "spec.d", digits, text, says="c is d", node={"type": "integer"})],
    }
    kind = Kind("Thing", V2, numbers, total=True)
    given = {"apiVersion": V1, "kind": "Thing", "metadata": {"name": "a"}, "spec": {"a": "much", "d": "many"}}
    made = convert_kind(kind, given, GroupVersion.parse(V3))
    assert [(each.version, each.path) for each in made.misfits] == [(V2, "spec.d"), (V1, "spec.a")]
    kept = {note.path: note.message for note in made.notes if note.kind == "stash"}
    assert kept == {
        "spec.d": f"{V3} cannot represent it; kept in the stash",
        "spec.a": "Turn cannot read it; kept in the stash",
    }


NO_JSON: dict[str, Any] = {
    "a set": {1},
    "a tuple": (1,),
    "bytes": b"x",
    "not a number": float("nan"),
    "infinity": [float("inf")],
    "a class": object(),
    "a number for a key": {"a": {1: 2}},
}


@pytest.mark.parametrize("name", NO_JSON)
def test_a_value_of_which_a_function_makes_no_json_is_a_misfit(name: str) -> None:
    rule = Turn("spec.a", "spec.b", lambda _: NO_JSON[name], same, says="b is a")
    kind = Kind("Team", hub=V2, spokes={V1: [rule]}, total=True)
    start = {"apiVersion": V1, "kind": "Team", "spec": {"a": 1, "z": 2}}
    made = convert_kind(kind, start, GroupVersion.parse(V2))
    assert made.object["spec"] == {"z": 2}
    assert [(each.path, each.rule) for each in made.misfits] == [("spec.a", "Turn")]
    assert convert_kind(kind, made.object, GroupVersion.parse(V1)).object == start


OWN = "metadata.labels.owner"
NOTE = 'metadata.annotations["example.com/note"]'
NO_METADATA = [
    ("a blank in a label", OWN, "not one"),
    ("a label that is too long", OWN, "x" * 64),
    ("a number", OWN, 3),
    ("null", OWN, None),
    ("an object for a label", OWN, {"a": 1}),
    ("a number for an annotation", NOTE, 3),
    ("a list for an annotation", NOTE, ["a"]),
    ("an annotation larger than all may be", NOTE, "x" * 300_000),
]


@pytest.mark.parametrize(("path", "value"), [each[1:] for each in NO_METADATA], ids=[each[0] for each in NO_METADATA])
@pytest.mark.parametrize("metadata", [{"name": "n"}, {"name": "n", "labels": {"a": "b"}, "annotations": {"c": "d"}}])
@pytest.mark.parametrize("newer", [True, False])
def test_what_no_server_takes_for_a_label_or_an_annotation_is_a_misfit(
    path: str, value: Json, metadata: Json, newer: bool
) -> None:
    rule = Move("spec.a", path) if newer else Move(path, "spec.a")
    source, target = (V1, V2) if newer else (V2, V1)
    kind = Kind("Team", hub=V2, spokes={V1: [rule]}, total=True)
    start = {"apiVersion": source, "kind": "Team", "metadata": metadata, "spec": {"a": value, "z": 2}}
    if len(str(value)) > stash.LIMIT:
        with pytest.raises(StashTooLargeError):
            convert_kind(kind, start, GroupVersion.parse(target))
        return
    made = convert_kind(kind, start, GroupVersion.parse(target))
    own = {key: held for key, held in made.object["metadata"]["annotations"].items() if key != stash.ANNOTATION}
    assert (made.object["metadata"].get("labels"), own) == (metadata.get("labels"), metadata.get("annotations", {}))
    assert [each.path for each in made.misfits] == ["spec.a"]
    assert convert_kind(kind, made.object, GroupVersion.parse(source)).object == start
