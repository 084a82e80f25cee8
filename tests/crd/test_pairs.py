"""Two neighbouring versions are held to each other: what is gone needs a rule that says why."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

import pytest
from pydantic import create_model

import kconv.testing
from kconv.crd import (
    CustomResource,
    DeclarationError,
    IntOrString,
    ListMap,
    Model,
    Nullable,
    Quantity,
    Resource,
    Version,
    api_version,
    generate,
)
from kconv.crd.client_config import service
from kconv.crd.kind import defaults
from kconv.crd.pairs import Pair, pairs_of
from kconv.engine import convert_kind
from kconv.names import GroupVersion, Release
from kconv.paths import MISSING, parse, show, split
from kconv.rules import (
    PRESENT,
    At,
    ByType,
    Default,
    Dropped,
    Former,
    Implied,
    Kept,
    Keyed,
    KnowsOnly,
    Lacks,
    Move,
    Rule,
    Split,
    Turn,
    Values,
    When,
)
from kconv.structural.vocabulary import Schema
from tests.crd.features import Inner, Item

Json = Any
GROUP = "tests.kconv.dev"


def resource(old: Any, new: Any, rules: list[Rule], hub: str = "v2") -> CustomResource:
    """Two versions whose specs have these fields."""
    before, after = version("v1", old), version("v2", new)
    return CustomResource(
        Version(after, since=before, rules=rules), Version(before), hub=after if hub == "v2" else before
    )


def version(name: str, fields: Any) -> type[Resource]:
    spec: Any = create_model("Spec", __base__=Model, **fields)
    made: Any = create_model("Cup", __base__=Resource, spec=(spec, ...))
    return api_version(f"{GROUP}/{name}")(made)


def pair(old: Any, new: Any, rules: list[Rule] | None = None) -> Pair:
    made = resource(old, new, rules or [])
    (found,) = pairs_of(made.history, made.schemas)
    return found


class Row(NamedTuple):
    old: Any
    new: Any
    rules: list[Rule]
    faults: list[str] = []
    warnings: list[str] = []


TEXT, NUMBER = (str | None, None), (int | None, None)
TO = create_model("To", __base__=Model, a=(str, ...))
EITHER = create_model("Either", __base__=Model, a=TEXT, b=TEXT)
PARTS = create_model("Parts", __base__=Model, a=(str, ...), b=TEXT)
BOTH = create_model("Both", __base__=Model, a=(str, ...), b=(str, ...))
EMPTY = create_model("Empty", __base__=Model, b=TEXT)
CUT = Turn("spec.a", "spec.a", lambda items: items[:50], list, says="at most 50 items")
BY_TYPE: list[Rule] = [When("spec.type", [each], [Move("spec.a", f"spec.{each}.a")]) for each in ("x", "y")]
ROWS = {
    "nothing changed": Row({"a": TEXT}, {"a": TEXT}, []),
    "a field is gone": Row({"a": TEXT}, {"b": TEXT}, [], [f"spec.a: {GROUP}/v2 does not have the field; its new fields are spec.b"]),
    "a field is gone, and none is new": Row({"a": TEXT}, {}, [], [f"spec.a: {GROUP}/v2 does not have the field"]),
    "it moved": Row({"a": TEXT}, {"b": TEXT}, [Move("spec.a", "spec.b")]),
    "it is kept": Row({"a": TEXT}, {}, [Kept("spec.a", why="read")]),
    "it is dropped": Row({"a": TEXT}, {}, [Dropped("spec.a", why="unread")]),
    "it was split": Row({"a": TEXT}, {"b": TEXT, "c": TEXT}, [Split("spec.a", "{spec.b}/{spec.c}")]),
    "an object is gone": Row({"a": (Inner | None, None)}, {}, [], [f"spec.a: {GROUP}/v2 does not have the field"]),
    "a field of items is gone": Row(
        {"a": (list[Item], [])}, {"a": (list[Inner], [])}, [],
        [f"spec.a[].name: {GROUP}/v2 does not have the field; its new fields are spec.a[].a, spec.a[].b, spec.a[].c", f"spec.a[].size: {GROUP}/v2 does not have the field; its new fields are spec.a[].a, spec.a[].b, spec.a[].c"],
    ),
    "a field of a map's values is gone": Row({"a": (dict[str, create_model("One", __base__=Model, x=NUMBER)], {})}, {"a": (dict[str, create_model("Two", __base__=Model)], {})}, [], [f"spec.a{{}}.x: {GROUP}/v2 does not have the field"]),
    "another type": Row({"a": TEXT}, {"a": NUMBER}, [], [f"spec.a: is string, and in {GROUP}/v2 integer"]),
    "a quantity for a number": Row({"a": NUMBER}, {"a": (Quantity | None, None)}, [], [f"spec.a: is integer, and in {GROUP}/v2 int-or-string"]),
    "a list for a map": Row({"a": (dict[str, Item], {})}, {"a": (list[Item], [])}, [], [f"spec.a: is map, and in {GROUP}/v2 array"]),
    "a map that became a list": Row({"a": (dict[str, Inner], {})}, {"a": (Annotated[list[create_model("Named", __base__=Inner, name=(str, ...))], ListMap("name")], [])}, [Keyed("spec.a", "spec.a", "name")]),
    "a value is gone": Row({"a": (Literal["x", "y"] | None, None)}, {"a": (Literal["x"] | None, None)}, [], [f"spec.a: {GROUP}/v2 does not have the value y"]),
    "values have other words": Row({"a": (Literal["X"] | None, None)}, {"a": (Literal["x"] | None, None)}, [Values("spec.a", [("X", "x")], says="in capitals")]),
    "one value has another word": Row({"a": (Literal["X", "Y"] | None, None)}, {"a": (Literal["x", "y"] | None, None)}, [Values("spec.a", [("X", "x")], says="in capitals")], [f"spec.a: {GROUP}/v2 does not have the value Y"]),
    "values of a nullable enum": Row({"a": (Nullable[Literal["X", "Y"]], None)}, {"a": (Nullable[Literal["x"]], None)}, [Values("spec.a", [("X", "x")], says="in capitals")], [f"spec.a: {GROUP}/v2 does not have the value Y"]),
    "a boolean became an enum": Row({"a": (bool | None, None)}, {"a": (Literal["x", "y"] | None, None)}, [Values("spec.a", [(True, "x"), (False, "y")], says="in words")]),
    "any text became one of some": Row({"a": TEXT}, {"a": (Literal["x"] | None, None)}, [], [f"spec.a: {GROUP}/v2 has only the values x"]),
    "a rule makes it one of some": Row({"a": TEXT}, {"a": (Literal["x"] | None, None)}, [Turn("spec.a", "spec.a", str.lower, str.upper, says="in capitals", node={"type": "string"})]),
    "a value is new": Row({"a": (Literal["x"] | None, None)}, {"a": (Literal["x", "y"] | None, None)}, []),
    "a value is new, and there is a default": Row({"a": (Literal["x"], "x")}, {"a": (Literal["x", "y"], "y")}, []),
    "a value is new of a field that must be there": Row({"a": (Literal["x"], ...)}, {"a": (Literal["x", "y"], ...)}, [], [f"spec.a: {GROUP}/v1 requires it, and has only the values x"]),
    "any text is new of a field that must be there": Row({"a": (Literal["x"], ...)}, {"a": (str, ...)}, [], [f"spec.a: {GROUP}/v1 requires it, and has only the values x"]),
    "a rule says what is there instead": Row({"a": (Literal["x"], ...)}, {"a": (Literal["x", "y"], ...)}, [KnowsOnly("spec.a", ["x"], instead="x")]),
    "a value of an item is new": Row({"a": (list[Literal["x"]], [])}, {"a": (list[Literal["x", "y"]], [])}, [], [f"spec.a[]: {GROUP}/v1 has only the values x"]),
    "a boolean became an enum in part": Row({"a": (bool | None, None)}, {"a": (Literal["x", "y"] | None, None)}, [Values("spec.a", [(True, "x")], says="in words")], ["spec.a: only some of its values get another type"]),
    "a number became an enum in part": Row({"a": NUMBER}, {"a": (Literal["x", "y"] | None, None)}, [Values("spec.a", [(1, "x")], says="in words")], ["spec.a: only some of its values get another type"]),
    "what may be left out is required": Row({"a": TEXT}, {"a": (str, ...)}, [], [f"spec.a: {GROUP}/v2 requires it, and {GROUP}/v1 does not"]),
    "what may be left out is moved and required": Row({"a": TEXT}, {"b": (str, ...)}, [Move("spec.a", "spec.b")], [f"spec.b: {GROUP}/v2 requires it, and {GROUP}/v1 does not"]),
    "an object is required of which a field may be left out": Row({"a": TEXT}, {"to": (TO, ...)}, [Move("spec.a", "spec.to.a")], [f"spec.to: {GROUP}/v2 requires it, and {GROUP}/v1 does not"]),
    "an object is required that is made of one of two": Row({"a": TEXT, "b": TEXT}, {"to": (EITHER, ...)}, [Move("spec.a", "spec.to.a"), Move("spec.b", "spec.to.b")], [], [f"spec.to: {GROUP}/v2 requires it, and {GROUP}/v1 does not; rules make it of several"]),
    "a field of an object is required that is there with it": Row({"a": TEXT}, {"to": (TO | None, None)}, [Move("spec.a", "spec.to.a")]),
    "what is new is required": Row({}, {"a": (str, ...)}, [], [f"spec.a: {GROUP}/v2 requires it, and {GROUP}/v1 does not"]),
    "a rule says what it follows from": Row({"b": (str, ...)}, {"a": (str, ...), "b": (str, ...)}, [Implied("spec.a", [("spec.b", PRESENT, "x")])]),
    "what is new is required, and a rule says what it is": Row({}, {"a": (str, ...)}, [Values("spec.a", [(MISSING, "x")], says="left out is x")]),
    "what is new is required, and a rule says what other values are": Row({}, {"a": (str, ...)}, [Values("spec.a", [("y", "x")], says="y is x")], [f"spec.a: {GROUP}/v2 requires it, and {GROUP}/v1 does not"]),
    "what is new is required of an object that may be left out": Row({"to": (EITHER | None, None)}, {"to": (create_model("More", __base__=EITHER, c=(int, ...)) | None, None)}, [Values("spec.to.c", [(MISSING, 0)], says="left out is 0")]),
    "what is new is required of an object that a rule before makes": Row({"a": TEXT}, {"to": (create_model("Made", __base__=Model, a=TEXT, c=(int, ...)) | None, None)}, [Move("spec.a", "spec.to.a"), Values("spec.to.c", [(MISSING, 0)], says="left out is 0")]),
    "what is new is required of an object that a rule behind makes": Row({"a": TEXT}, {"to": (create_model("Made", __base__=Model, a=TEXT, c=(int, ...)) | None, None)}, [Values("spec.to.c", [(MISSING, 0)], says="left out is 0"), Move("spec.a", "spec.to.a")], [f"spec.to.c: {GROUP}/v2 requires it, and {GROUP}/v1 does not"]),
    "what is new is required of items": Row({"a": (list[EITHER], [])}, {"a": (list[create_model("More", __base__=EITHER, c=(int, ...))], [])}, [At("spec.a[]", [Values("c", [(MISSING, 0)], says="left out is 0")])]),
    "the items of a list that a function makes require a field": Row({"a": (list[TO], [])}, {"a": (list[TO], [])}, [CUT]),
    "items of which a function makes others require another field": Row({"a": (list[str], [])}, {"a": (list[TO], [])}, [CUT]),
    "items of which a function makes others required another field": Row({"a": (list[BOTH], [])}, {"a": (list[TO], [])}, [CUT]),
    "a list that a function makes is required": Row({"a": (list[TO] | None, None)}, {"a": (list[TO], ...)}, [CUT], [f"spec.a: {GROUP}/v2 requires it, and {GROUP}/v1 does not"]),
    "a list that a function makes is somewhere else": Row({"a": (list[TO], [])}, {"b": (list[TO], [])}, [Turn("spec.a", "spec.b", list, list, says="b is a")]),
    "a rule says what leaving it out means": Row({"a": TEXT}, {"a": (str, ...)}, [Values("spec.a", [(MISSING, "x")], says="left out is x")]),
    "what was required may be left out": Row({"a": (str, ...)}, {"a": TEXT}, [], [f"spec.a: {GROUP}/v1 requires it, and {GROUP}/v2 does not"]),
    "a rule says what stands for it": Row({"a": (str, ...)}, {"a": TEXT}, [Values("spec.a", [("x", MISSING)], says="left out is x")]),
    "what was required is kept": Row({"a": (str, ...)}, {}, [Kept("spec.a", why="read")], [], [f"spec.a: {GROUP}/v1 requires it, and {GROUP}/v2 does not have it"]),
    "what was required is kept, and a rule says what stands for it": Row({"a": (str, ...)}, {}, [Values("spec.a", [("x", MISSING)], says="always x"), Kept("spec.a", why="read")]),
    "what was required is split": Row({"a": (str, ...)}, {"to": (create_model("Parts", __base__=Model, a=(str, ...), b=TEXT), ...)}, [Split("spec.a", "{spec.to.a}[/{spec.to.b}]")]),
    "what has a default is required": Row({"a": (str, "x")}, {"b": (str, ...)}, [Move("spec.a", "spec.b")]),
    "what is required has a default": Row({"a": TEXT}, {"a": (str, "x")}, []),
    "the last field of an object is kept, and one is new": Row({"a": TEXT}, {"b": TEXT}, [Kept("spec.a", why="read")]),
    "anything": Row({"a": (dict[str, Any], {})}, {"a": (Inner, Inner())}, [], [f"spec.a: {GROUP}/v1 keeps fields that {GROUP}/v2 does not name"]),
    "anything, of which a rule makes something": Row({"a": (dict[str, Any], {})}, {"a": (Inner, Inner())}, [Turn("spec.a", "spec.a", dict, dict, says="the same")]),
    "one value is new of a field of which one is written down": Row({"a": (Literal["x"] | None, None)}, {"a": (Literal["x", "y"] | None, None)}, [Values("spec.a", [(MISSING, "x")], says="left out is x")]),
    "a text became an object of its name": Row({"a": TEXT}, {"a": (TO | None, None)}, [Move("spec.a", "spec.b"), Split("spec.b", "s3://{spec.a.a}")]),
    "a text became an object of its name that must be there": Row({"a": (str, ...)}, {"a": (PARTS, ...)}, [Move("spec.a", "spec.b"), Split("spec.b", "s3://{spec.a.a}[/{spec.a.b}]")]),
    "a part that may be left out is required": Row({"a": (str, ...)}, {"b": (str, ...), "c": (str, ...)}, [Split("spec.a", "{spec.b}[/{spec.c}]")], [f"spec.c: {GROUP}/v2 requires it, and {GROUP}/v1 does not"]),
    "the fields for each type are required": Row({"a": (IntOrString, ...)}, {"b": (int, ...), "c": (str, ...)}, [ByType("spec.a", {int: "spec.b", str: "spec.c"})], [f"spec.b: {GROUP}/v2 requires it, and {GROUP}/v1 does not", f"spec.c: {GROUP}/v2 requires it, and {GROUP}/v1 does not"]),
    "the former field is required": Row({"a": (str, ...), "b": TEXT}, {"b": (str, ...)}, [Former([Move("spec.a", "spec.b")])], [], [f"spec.a: {GROUP}/v1 requires it, and {GROUP}/v2 does not have it"]),
    "both parts of what may be left out are required": Row({"a": TEXT}, {"to": (BOTH | None, None)}, [Split("spec.a", "{spec.to.a}/{spec.to.b}")]),
    "a list with what its items require is moved": Row({"a": (list[Item], [])}, {"b": (list[Item] | None, None)}, [Move("spec.a", "spec.b")]),
    "it depends on a field with these values": Row({"type": (Literal["x", "y"], ...), "a": TEXT}, {"type": (Literal["x", "y"], ...), "x": (EITHER | None, None), "y": (EITHER | None, None)}, BY_TYPE),
    "it depends on a boolean": Row({"type": (bool, ...), "a": TEXT}, {"type": (bool, ...), "x": (EITHER | None, None), "y": (EITHER | None, None)}, [When("spec.type", [True], [Move("spec.a", "spec.x.a")]), When("spec.type", [False], [Move("spec.a", "spec.y.a")])]),
    "it depends on whether another is there": Row({"type": TEXT, "a": TEXT}, {"type": TEXT, "x": (EITHER | None, None), "y": (EITHER | None, None)}, [When("spec.type", [PRESENT], [Move("spec.a", "spec.x.a")]), When("spec.type", [MISSING], [Move("spec.a", "spec.y.a")])]),
    "it depends on a field with more values": Row({"type": (Literal["x", "y", "z"], ...), "a": TEXT}, {"type": (Literal["x", "y", "z"], ...), "x": (EITHER | None, None), "y": (EITHER | None, None)}, BY_TYPE, [f"spec.a: {GROUP}/v2 does not have the field; its new fields are spec.x.b, spec.y.b"]),
    "it depends on a field that may be left out": Row({"type": (Literal["x", "y"] | None, None), "a": TEXT}, {"type": (Literal["x", "y"] | None, None), "x": (EITHER | None, None), "y": (EITHER | None, None)}, BY_TYPE, [f"spec.a: {GROUP}/v2 does not have the field; its new fields are spec.x.b, spec.y.b"]),
    "it depends on a field with a default": Row({"type": (Literal["x", "y"], "x"), "a": TEXT}, {"type": (Literal["x", "y"], "x"), "x": (EITHER | None, None), "y": (EITHER | None, None)}, BY_TYPE),
    "what was required is dropped": Row({"a": (str, ...)}, {}, [Dropped("spec.a", why="unread")], [], [f"spec.a: {GROUP}/v1 requires it, and {GROUP}/v2 does not have it"]),
    "a field that was required is kept, of an object": Row({"to": (TO, ...)}, {"to": (EMPTY, ...)}, [Kept("spec.to.a", why="read")], [], [f"spec.to.a: {GROUP}/v1 requires it, and {GROUP}/v2 does not have it"]),
    "a field that was required is kept, of an object that is gone": Row({"to": (TO | None, None)}, {}, [Kept("spec.to.a", why="read")]),
}  # fmt: skip


def test_what_is_new_and_written_down_is_not_seen_in_the_older_version_and_comes_back() -> None:
    more = create_model("More", __base__=EITHER, c=(int, ...))
    rules: list[Rule] = [Values("spec.to.c", [(MISSING, 0)], says="left out is 0")]
    made = resource({"to": (EITHER | None, None)}, {"to": (more | None, None)}, rules)
    for spec in ({}, {"to": {}}, {"to": {"a": "x"}}):
        there = convert(made.kind, obj("v1", **spec), "v2")
        assert there["spec"] == {key: {**value, "c": 0} for key, value in spec.items()}
        assert convert(made.kind, there, "v1") == obj("v1", **spec)
    for c in (0, 3):
        there = convert(made.kind, obj("v2", to={"a": "x", "c": c}), "v1")
        assert there["spec"] == {"to": {"a": "x"}}
        assert convert(made.kind, there, "v2") == obj("v2", to={"a": "x", "c": c})
    kconv.testing.check(kind=made.kind, schemas=made.schemas, examples=20, seed=1).raise_if_failed()


@pytest.mark.parametrize("name", ROWS)
def test_a_pair_of_versions(name: str) -> None:
    row = ROWS[name]
    found = pair(row.old, row.new, row.rules)
    assert [told(each) for each in found.faults()] == row.faults
    assert [told(each) for each in found.warnings()] == row.warnings


def test_the_advice_names_the_version_that_may_leave_the_field_out() -> None:
    for old, new, pair_of in ((TEXT, (str, ...), "[(MISSING, …)]"), ((str, ...), TEXT, "[(…, MISSING)]")):
        (fault,) = pair({"a": old}, {"a": new}).faults()
        assert f"Values(…, {pair_of})" in fault.advice


def told(fault: Any) -> str:
    return f"{fault.path.removeprefix(f'{GROUP}/v1 Cup: ')}: {fault.why}"


def test_a_field_that_is_gone_stops_the_definition() -> None:
    with pytest.raises(DeclarationError, match=r"spec\.a: .* does not have the field"):
        generate(resource({"a": TEXT}, {"b": TEXT}, []), webhook=service("a/b"))


def test_a_field_that_is_gone_stops_every_conversion() -> None:
    with pytest.raises(DeclarationError, match=r"spec\.a: .* does not have the field"):
        assert resource({"a": TEXT}, {"b": TEXT}, []).kind


def test_a_rule_that_says_nothing_of_the_version_before_stops_the_definition() -> None:
    with pytest.raises(DeclarationError, match="Default says nothing of the version before"):
        generate(resource({"a": TEXT}, {"a": TEXT}, [Default("spec.a", "x")]), webhook=service("a/b"))


def test_a_value_that_the_older_version_does_not_know_is_its_default_there_and_comes_back() -> None:
    rules: list[Rule] = [Move("spec.a", "spec.b"), Values("spec.b", [("X", "x")], says="in capitals")]
    for old, seen in [((Literal["X"], "X"), {"a": "X"}), ((Literal["X"] | None, None), {})]:
        made = resource({"a": old}, {"b": (Literal["x", "y"], "y")}, rules)
        new = obj("v2", b="y")
        there = convert(made.kind, new, "v1")
        assert there["spec"] == seen
        assert convert(made.kind, there, "v2") == new
        assert not convert_kind(
            made.kind, new, GroupVersion.parse(f"{GROUP}/v1"), release=Release.parse("1.34")
        ).misfits
        edited = {**there, "spec": {"a": "X"}, "metadata": {**there["metadata"], "labels": {"a": "b"}}}
        assert convert(made.kind, edited, "v2")["spec"] == {"b": "y" if seen else "x"}


def test_what_leaving_a_field_out_means_is_written_down_and_comes_back() -> None:
    made = resource({"a": TEXT}, {"a": (str, ...)}, [Values("spec.a", [(MISSING, "x")], says="left out is x")])
    for spec in ({}, {"a": "x"}, {"a": "y"}):
        there = convert(made.kind, obj("v1", **spec), "v2")
        assert there["spec"] == {"a": "x", **spec}
        assert convert(made.kind, there, "v1") == obj("v1", **spec)
    assert convert(made.kind, obj("v2", a="x"), "v1")["spec"] == {}


def test_an_object_that_must_be_there_stays_without_its_last_field() -> None:
    holder = create_model("Holder", __base__=Model, a=TEXT)
    made = resource({"to": (holder, ...)}, {"to": (EITHER, ...)}, [Kept("spec.to.a", why="read"), Lacks("spec.to.a")])
    for version, other in (("v1", "v2"), ("v2", "v1")):
        there = convert(made.kind, obj(version, to={"a": "x"}), other)
        assert there["spec"] == {"to": {}}
        assert convert(made.kind, there, version) == obj(version, to={"a": "x"})
    alone = resource({"a": TEXT}, {"b": TEXT}, [Kept("spec.a", why="read")])
    assert convert(alone.kind, obj("v1", a="x"), "v2")["spec"] == {}
    assert convert(alone.kind, {**obj("v1"), "spec": None}, "v2")["spec"] is None
    assert "spec" not in convert(alone.kind, {"apiVersion": f"{GROUP}/v1", "kind": "Cup"}, "v2")


def test_new_fields_are_reported() -> None:
    made = generate(resource({"a": TEXT}, {"a": TEXT, "b": TEXT}, []), webhook=service("a/b"))
    assert [told(each) for each in made.notes] == [f"spec.b: is new in {GROUP}/v2; older versions keep it in the stash"]


def test_what_the_schemas_say_is_not_repeated_in_the_rules() -> None:
    """A field that is new is kept in the stash, a default of the old version is written into the new one."""
    made = resource(
        {"keep": (int, 7), "hooks": (Annotated[list[Item], ListMap("name")], [])},
        {"limit": (create_model("Limit", __base__=Model, count=(int, 3), age=TEXT), ...), "hooks": (Annotated[list[Item], ListMap("name")], [])},
        [Move("spec.keep", "spec.limit.count")],
    )  # fmt: skip
    kind = made.kind
    assert kind.list_keys == {"spec.hooks": ("name",)}
    new = obj("v2", limit={"count": 5, "age": "1h"})
    old = convert(kind, new, "v1")
    assert old["spec"] == {"keep": 5}
    assert convert(kind, old, "v2") == new
    assert convert(kind, obj("v1"), "v2", defaults="preserve")["spec"]["limit"] == {"count": 7}


def test_a_new_field_beside_the_last_one_that_is_gone_is_new_and_not_its_parent() -> None:
    assert [*map(show, pair({"a": TEXT}, {"b": TEXT}, [Kept("spec.a", why="read")]).new)] == ["spec.b"]


def test_what_a_rule_leaves_over_is_not_left_in_the_older_version() -> None:
    made = resource(
        {"target": TEXT, "a": TEXT},
        {"a": TEXT, "to": (create_model("To", __base__=Model, a=TEXT, b=TEXT) | None, None)},
        [Split("spec.target", "{spec.to.a}/{spec.to.b}")],
    )
    new = obj("v2", a="b", to={"a": "x/y"})
    old = convert(made.kind, new, "v1")
    assert old["spec"] == {"a": "b"}
    assert convert(made.kind, old, "v2") == new


def obj(version: str, **spec: Json) -> Json:
    return {"apiVersion": f"{GROUP}/{version}", "kind": "Cup", "metadata": {"name": "a"}, "spec": spec}


def convert(kind: Any, given: Json, to: str, defaults: Any = "none") -> Json:
    target = GroupVersion.parse(f"{GROUP}/{to}")
    return convert_kind(kind, given, target, release=Release.parse("1.34"), defaults=defaults).object


@pytest.mark.parametrize(
    ("path", "holder", "rest"),
    [("spec.a", "", "spec.a"), ("spec.a[].b.c", "spec.a[]", "b.c"), ("spec.a{}.b[].c", "spec.a{}.b[]", "c")],
)
def test_a_path_is_split_behind_the_last_list(path: str, holder: str, rest: str) -> None:
    assert tuple(map(show, split(parse(path)))) == (holder, rest)


def test_defaults_of_a_schema_hold_where_their_parents_are() -> None:
    schema: Schema = {
        "properties": {
            "spec": {
                "properties": {
                    "a": {"default": {"b": 1}, "properties": {"b": {"default": 1}}},
                    "l": {"items": {"properties": {"c": {"default": ""}}}},
                }
            }
        }
    }
    found = [*defaults(schema)]
    assert [type(each).__name__ for each in found] == ["Default", "Default", "At"]
    assert [line for each in found for line in each.describe()] == [
        'spec.a is {"b": 1} when left out',
        "spec.a.b is 1 when left out",
        "in spec.l[]: c is  when left out",
    ]
    assert isinstance(found[2], At)


SHARED = ["spec.a: tests.kconv.dev/v2 has the field, too"]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([Dropped("spec.a", why="x")], SHARED),
        ([Kept("spec.a", why="x")], SHARED),
        ([Kept("spec.a", why="x"), Lacks("spec.a")], []),
        ([Kept("spec.a", why="x"), Move("spec.b", "spec.a")], []),
    ],
    ids=["dropped", "kept", "another field of the name", "another field that comes there"],
)
def test_a_field_of_both_versions_is_not_given_up(rules: list[Rule], said: list[str]) -> None:
    old = {"a": TEXT, "b": TEXT} if isinstance(rules[-1], Move) else {"a": TEXT}
    faults = [f"{fault.path.rpartition(' ')[2]}: {fault.why}" for fault in pair(old, {"a": TEXT}, rules).faults()]
    assert faults == said
