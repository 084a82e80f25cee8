"""Each keyword of a structural schema that narrows a field: what coverage says where one of two versions has it.

The law kit is the judge. A pair that coverage accepts has no finding, and one that it refuses has a finding that shows why.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal, NamedTuple

import pytest
from pydantic import Field, create_model

import kconv.testing
from kconv.crd import (
    CustomResource,
    Duration,
    Embedded,
    Int32,
    Int64,
    IntOrString,
    ListMap,
    Model,
    Nullable,
    Pattern,
    PreserveUnknown,
    Properties,
    Quantity,
    Schema,
    Set,
    Version,
)
from kconv.crd.pairs import Pair, pairs_of
from kconv.rules import At, Former, Items, Kept, Keyed, Move, Rule, Split, Turn, When, Wrap
from tests.crd.features import Inner, Item
from tests.crd.test_pairs import GROUP, convert, obj, resource, told, version
from tests.tiers import examples

Json = Any
REQUIRED: Any = ...
OPEN = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


class Keyword(NamedTuple):
    """Two types of a field, of which one accepts less, a value that only the other one accepts, and what coverage says."""

    wide: Any
    narrow: Any
    value: Json
    says: str


class Port(Model):
    name: str
    port: Int32


def schema(of: Any, **words: Json) -> Any:
    return Annotated[of, Schema({"type": "string", **words})]


KEYWORDS = {
    "minimum": Keyword(int, Annotated[int, Field(ge=3)], 1, "accepts only numbers of at least 3"),
    "maximum": Keyword(int, Annotated[int, Field(le=3)], 7, "accepts only numbers of at most 3"),
    "exclusiveMinimum": Keyword(float, Annotated[float, Field(gt=1.5)], 1.5, "accepts only numbers greater than 1.5"),
    "exclusiveMaximum": Keyword(float, Annotated[float, Field(lt=1.5)], 1.5, "accepts only numbers less than 1.5"),
    "exclusiveMinimum of an integer": Keyword(Annotated[int, Field(ge=3)], Annotated[int, Field(gt=3)], 3, "accepts only numbers of at least 4"),
    "exclusiveMaximum of an integer": Keyword(Annotated[int, Field(le=3)], Annotated[int, Field(lt=3)], 3, "accepts only numbers of at most 2"),
    "multipleOf": Keyword(int, Annotated[int, Field(multiple_of=5)], 7, "accepts only multiples of 5"),
    "multipleOf another": Keyword(Annotated[int, Field(multiple_of=5)], Annotated[int, Field(multiple_of=10)], 5, "accepts only multiples of 10"),
    "format of a number": Keyword(Int64, Int32, 2**40, "accepts only integers of 32 bits"),
    "minLength": Keyword(str, Annotated[str, Field(min_length=2)], "a", "accepts only texts of at least 2 characters"),
    "maxLength": Keyword(str, Annotated[str, Field(max_length=2)], "abc", "accepts only texts of at most 2 characters"),
    "pattern": Keyword(str, Annotated[str, Field(pattern="^a+$")], "b", "accepts only texts that match ^a+$"),
    "format": Keyword(str, date, "a", "accepts only texts in the format date"),
    "enum": Keyword(str, Literal["x", "y"], "z", "has only the values x, y"),
    "fewer values": Keyword(Literal["x", "y"], Literal["x"], "y", "has only the values x"),
    "minItems": Keyword(list[str], Annotated[list[str], Field(min_length=2)], ["a"], "accepts only lists of at least 2 items"),
    "maxItems": Keyword(list[str], Annotated[list[str], Field(max_length=1)], ["a", "b"], "accepts only lists of at most 1 item"),
    "a set": Keyword(list[str], Annotated[list[str], Set], ["a", "a"], "accepts only lists in which no item occurs twice"),
    "list-map keys": Keyword(list[Item], Annotated[list[Item], ListMap("name")], [{"name": "a", "size": 1}] * 2, "accepts only lists in which no two items have the same name"),
    "fewer list-map keys": Keyword(Annotated[list[Port], ListMap("name", "port")], Annotated[list[Port], ListMap("name")], [{"name": "a", "port": 1}, {"name": "a", "port": 2}], "accepts only lists in which no two items have the same name"),
    "minProperties": Keyword(dict[str, str], Annotated[dict[str, str], Properties(least=1)], {}, "accepts only objects with at least 1 field"),
    "maxProperties": Keyword(dict[str, str], Annotated[dict[str, str], Properties(most=1)], {"a": "b", "c": "d"}, "accepts only objects with at most 1 field"),
    "nullable": Keyword(Nullable[str], str, None, "accepts only values that are not null"),
    "a pattern beside a number": Keyword(IntOrString, Annotated[IntOrString, Pattern("^[0-9]+%$")], "a", "accepts only texts that match ^[0-9]+%$"),
    "anyOf": Keyword(schema(str), schema(str, anyOf=[{"maxLength": 1}, {"pattern": "^a"}]), "bb", "accepts only what fits its anyOf"),
    "fewer anyOf": Keyword(schema(str, anyOf=[{"maxLength": 1}, {"pattern": "^a"}]), schema(str, anyOf=[{"maxLength": 1}]), "aa", "accepts only what fits its anyOf"),
    "allOf": Keyword(schema(str), schema(str, allOf=[{"maxLength": 1}]), "ab", "accepts only what fits its allOf"),
    "more allOf": Keyword(schema(str, allOf=[{"maxLength": 2}]), schema(str, allOf=[{"maxLength": 2}, {"pattern": "^a"}]), "b", "accepts only what fits its allOf"),
    "oneOf": Keyword(schema(str), schema(str, oneOf=[{"maxLength": 1}, {"pattern": "^a"}]), "a", "accepts only what fits its oneOf"),
    "not": Keyword(schema(str), schema(str, **{"not": {"pattern": "^a"}}), "a", "accepts only what fits its not"),
    "an embedded object": Keyword(Annotated[dict[str, Any], PreserveUnknown], Annotated[dict[str, Any], Embedded, PreserveUnknown], {"a": 1}, "accepts only whole objects, with apiVersion, kind and metadata"),
}  # fmt: skip

ITEMS = {
    "an item": (list[int], list[Annotated[int, Field(le=3)]], [7], "spec.a[]", "accepts only numbers of at most 3"),
    "an item's values": (list[str], list[Literal["x"]], ["y"], "spec.a[]", "has only the values x"),
    "a value of a map": (dict[str, str], dict[str, Annotated[str, Field(max_length=1)]], {"a": "bb"}, "spec.a{}", "accepts only texts of at most 1 character"),
}  # fmt: skip
"""Items of plain values: what one version does not accept of them cannot be left out alone."""

OPENED = {
    "fields without a name": (dict[str, Any], Inner, {"zz": 1}, "spec.a", "{wide} keeps fields that {narrow} does not name"),
    "any value": (Any, str, 1, "spec.a", "may be any value in {wide}, and in {narrow} is string"),
    "a field of an open object": (Annotated[Inner, PreserveUnknown], Annotated[create_model("More", __base__=Inner, more=(int | None, None)), PreserveUnknown], {"more": "x"}, "spec.a.more", "may be any value in {wide}, and in {narrow} is integer"),
}  # fmt: skip
"""What one version leaves open, and the other names."""


def one_field(old: Any, new: Any) -> CustomResource:
    return resource({"a": old}, {"a": new}, [])


def optional(of: Any) -> Any:
    return (of | None if of is not Any else of, None)


def said(made: CustomResource) -> tuple[list[str], list[str]]:
    """What coverage says is wrong, or may be, and what it notes."""
    (pair,) = pairs_of(made.history, made.schemas)
    return [told(each) for each in (*pair.faults(), *pair.warnings())], [told(each) for each in pair.notes()]


def refused(made: CustomResource) -> bool:
    (pair,) = pairs_of(made.history, made.schemas)
    return any(True for _ in pair.faults())


def shown(made: CustomResource, version: str, value: Json, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether an object with a value is not valid in the other version, or not the same after it, in a server.

    Coverage must be passed by for it: it would not let the versions be converted.
    """
    with monkeypatch.context() as patch:
        patch.setattr(Pair, "faults", lambda _: iter(()))
        kind = made.kind
    laws, served = ["valid-result", "spoke-hub-spoke", "hub-spoke-hub"], kconv.testing.as_served
    words = {"objects": [obj(version, a=value)], "examples": 1, "seed": 1, "only": laws}
    reports = [kconv.testing.check(kind=kind, schemas=made.schemas, between=each, **words) for each in (None, served)]
    return any(report.findings for report in reports)


@pytest.mark.parametrize("name", KEYWORDS)
def test_a_newer_version_that_accepts_less_needs_a_rule(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wide, narrow, value, says = KEYWORDS[name]
    for made in (one_field(optional(wide), optional(narrow)), one_field((wide, REQUIRED), (narrow, REQUIRED))):
        words = says if "only the values" not in says or name == "enum" else "does not have the value y"
        assert said(made)[0] == [f"spec.a: {GROUP}/v2 {words}"]
        assert refused(made)
        assert shown(made, "v1", value, monkeypatch)


@pytest.mark.parametrize("name", KEYWORDS)
def test_an_older_version_that_accepts_less_leaves_the_field_out(name: str) -> None:
    wide, narrow, value, says = KEYWORDS[name]
    made = one_field(optional(narrow), optional(wide))
    assert said(made) == ([], [f"spec.a: {GROUP}/v1 {says}, and keeps others in the stash"])
    there = convert(made.kind, obj("v2", a=value), "v1")
    assert "a" not in there["spec"]
    assert convert(made.kind, there, "v2") == obj("v2", a=value)
    words = {"objects": [obj("v2", a=value)], "examples": examples(20), "seed": 1}
    kconv.testing.check(kind=made.kind, schemas=made.schemas, **words).raise_if_failed()


@pytest.mark.parametrize("name", KEYWORDS)
def test_an_older_version_that_accepts_less_of_what_must_be_there_needs_a_rule_for_new_values_alone(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wider limits are how an API evolves: a client of the older version reads a value that it could not write."""
    wide, narrow, value, says = KEYWORDS[name]
    made = one_field((narrow, REQUIRED), (wide, REQUIRED))
    assert said(made)[0] == [f"spec.a: {GROUP}/v1 requires it, and {says}"]
    assert refused(made) == ("only the values" in says)
    assert shown(made, "v2", value, monkeypatch)


@pytest.mark.parametrize("name", ITEMS)
def test_an_item_cannot_be_left_out_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wide, narrow, value, path, says = ITEMS[name]
    for refusing, old, new in (("v2", wide, narrow), ("v1", narrow, wide)):
        made = one_field(optional(old), optional(new))
        (pair,) = pairs_of(made.history, made.schemas)
        (fault,) = (*pair.faults(), *pair.warnings())
        assert told(fault) == f"{path}: {GROUP}/{refusing} {says}"
        if refusing == "v2" or "only the values" in says:
            assert fault.advice.startswith("add a rule for spec.a as a whole: Turn(…)")
            assert refused(made)
        assert shown(made, {"v2": "v1", "v1": "v2"}[refusing], value, monkeypatch)


@pytest.mark.parametrize("name", OPENED)
def test_what_one_version_leaves_open_needs_a_rule(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wide, narrow, value, path, says = OPENED[name]
    for old, new, versions in ((wide, narrow, ("v1", "v2")), (narrow, wide, ("v2", "v1"))):
        made = one_field(optional(old), optional(new))
        names = dict(zip(("wide", "narrow"), (f"{GROUP}/{each}" for each in versions), strict=True))
        assert said(made)[0] == [f"{path}: {says.format(**names)}"]
        assert shown(made, versions[0], value, monkeypatch)


SAME = {
    "a number": int,
    "32 bits": Int32,
    "a text": str,
    "a duration": Duration,
    "a quantity": Quantity,
    "a number or a text": IntOrString,
    "a list": list[str],
    "a set": Annotated[list[str], Set],
    "a map": dict[str, int],
    "an object": Inner,
    "a list of objects": list[Item],
    "a text or null": Nullable[str],
    "a value or null": Nullable[Literal["x"]],
    "a map of anything": dict[str, Any],
    "anything": Any,
}


def text(pattern: str | None = None, **words: Any) -> Any:
    return Annotated[str, Field(pattern=pattern, **words)]


MATCHED = {
    "a wider pattern": (text("^[a-z]+$"), text("^[a-z0-9]+$"), ""),
    "a narrower pattern": (text("^[a-z0-9]+$"), text("^[a-z]+$"), "texts that match ^[a-z]+$"),
    "the same in other words": (text("^(a|b)+$"), text("^[ab][ab]*$"), ""),
    "a pattern, of a length": (text("^[a-z]*$", min_length=1), text("^[a-z]+$"), ""),
    "a pattern that has the length": (text("^[a-z]{2,5}$"), text(min_length=2, max_length=5), ""),
    "a pattern that has not": (text("^[a-z]{2,5}$"), text(max_length=4), "texts of at most 4 characters"),
    "a pattern that all texts have": (text(), text("(?s)^.*$"), ""),
    "a pattern that nearly all texts have": (text(), text("^.*$"), "texts that match ^.*$"),
    "a pattern that cannot be read": (text("^[a-z]+$"), text(r"^\pL+$"), r"texts that match ^\pL+$"),
    "the same pattern, which cannot be read": (text(r"^\pL+$"), text(r"^\pL+$"), ""),
    "too many states": (text("^(a|b)*a(a|b){14}$"), text("^(a|b)*b(a|b){13}$"), "texts that match ^(a|b)*b(a|b){13}$"),
}  # fmt: skip


@pytest.mark.parametrize("name", MATCHED)
def test_of_two_patterns_one_may_accept_all_texts_of_the_other(name: str) -> None:
    old, new, only = MATCHED[name]
    assert said(one_field(optional(old), optional(new)))[0] == (
        [f"spec.a: {GROUP}/v2 accepts only {only}"] if only else []
    )


@pytest.mark.parametrize("of", SAME.values(), ids=SAME)
def test_the_same_type_accepts_the_same(of: Any) -> None:
    assert said(one_field(optional(of), optional(of))) == ([], [])


APART = {
    "a time and a date": (datetime, date),
    "values and a length": (Literal["x", "yy"], Annotated[str, Field(max_length=1)]),
    "a least and a greatest number": (Annotated[int, Field(ge=2)], Annotated[int, Field(le=5)]),
}


@pytest.mark.parametrize(("old", "new"), APART.values(), ids=APART)
def test_of_two_types_neither_may_accept_all_of_the_other(old: Any, new: Any) -> None:
    made = one_field((old, REQUIRED), (new, REQUIRED))
    assert len(said(made)[0]) == 2
    assert refused(made)


class Drawn(NamedTuple):
    """Two versions, and objects of each with a value that the same field of the other may not have."""

    resource: CustomResource
    objects: list[Json]


def drawn(seed: int) -> Drawn:
    """Two versions of two fields, of which one has another keyword, another type or another name, or is gone."""
    chance = random.Random(seed)
    rows = [*KEYWORDS.values()]

    def placed(of: Any) -> Any:
        return (of, REQUIRED) if chance.random() < 0.4 else optional(of)

    row, other = chance.choice(rows), chance.choice(rows)
    kept = optional(chance.choice([other.wide, other.narrow]))
    now = chance.choice(rows) if chance.random() < 0.2 else row
    field = chance.choice("aaac")
    old = {"a": placed(chance.choice([row.wide, row.narrow])), "b": kept}
    new = {field: placed(chance.choice([now.wide, now.narrow])), "b": kept}
    rules: list[Rule] = []
    if field == "c" and chance.random() < 0.9:
        rules = [Move("spec.a", "spec.c")] if chance.random() < 0.8 else [Kept("spec.a", why="read")]
    objects = [obj("v1", a=row.value), obj("v2", **{field: now.value})]
    return Drawn(resource(old, new, rules, hub=chance.choice(["v1", "v2"])), objects)


def drawn_in_items(seed: int) -> Drawn:
    """The same of one field, in the items of a list or the values of a map, which may have to have fields."""
    chance = random.Random(seed)
    row, field, least = chance.choice([*KEYWORDS.values()]), chance.choice("aac"), chance.random() < 0.3

    def item(name: str) -> Any:
        place = (lambda of: (of, REQUIRED)) if chance.random() < 0.4 else optional
        more = {"d": optional(int)} if chance.random() < 0.2 else {}
        return (counted if least else part)(**{name: place(chance.choice([row.wide, row.narrow]))}, **more)

    step, of_items, held = chance.choice(
        [("[]", lambda of: list[of], lambda it: [it]), ("{}", lambda of: dict[str, of], lambda it: {"k": it})]
    )
    old, new = ({"l": optional(of_items(item(name)))} for name in ("a", field))
    rules = [At(f"spec.l{step}", [Move("a", "c")])] if field == "c" else []
    made = resource(old, new, rules, hub=chance.choice(["v1", "v2"]))
    return Drawn(made, [obj("v1", l=held({"a": row.value})), obj("v2", l=held({field: row.value}))])


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("draw", [drawn, drawn_in_items])
def test_what_coverage_accepts_breaks_no_law_and_what_it_refuses_does(
    draw: Callable[[int], Drawn], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, objects = draw(seed)
    (pair,) = pairs_of(made.history, made.schemas)
    faults = [told(each) for each in (*pair.faults(), *pair.warnings())]
    with monkeypatch.context() as patch:
        patch.setattr(Pair, "faults", lambda _: iter(()))
        kind = made.kind
    found: list[Any] = []
    for between in (None, kconv.testing.as_served):
        words = {"objects": objects, "between": between, "examples": examples(20), "seed": 1}
        found += kconv.testing.check(kind=kind, schemas=made.schemas, **words).findings
    if all("does not have the field" not in each for each in faults):  # the stash would bring it back
        assert not found or faults, [str(each) for each in found]
        # Few of the objects that are drawn have an item of which the only field is missing.
        assert found or not faults or draw is drawn_in_items, faults


def counted(**fields: Any) -> Any:
    return Annotated[create_model("Counted", __base__=Model, **fields), Properties(least=1)]


FEW, MANY = Annotated[int, Field(le=3)], int


def part(**fields: Any) -> Any:
    return create_model("Part", __base__=Model, **fields)


NAMED = part(name=(str, ...), port=optional(FEW))
THROUGH = {
    "Move": ({"a": optional(MANY)}, {"b": optional(FEW)}, [Move("spec.a", "spec.b")], "spec.b"),
    "Move, twice": ({"a": optional(MANY)}, {"b": optional(part(c=optional(FEW)))}, [Move("spec.a", "spec.d"), Move("spec.d", "spec.b.c")], "spec.b.c"),
    "Wrap": ({"a": optional(MANY)}, {"a": optional(part(b=(FEW, REQUIRED)))}, [Wrap("spec.a", "spec.a.b")], "spec.a.b"),
    "Items": ({"a": (list[MANY], [])}, {"a": (list[part(b=(FEW, REQUIRED))], [])}, [Items("spec.a", "spec.a", "b")], "spec.a[].b"),
    "Keyed": ({"a": (dict[str, part(port=optional(MANY))], {})}, {"a": (Annotated[list[NAMED], ListMap("name")], [])}, [Keyed("spec.a", "spec.a", "name")], "spec.a[].port"),
    "At": ({"a": (list[part(b=optional(MANY))], [])}, {"a": (list[part(c=optional(FEW))], [])}, [At("spec.a[]", [Move("b", "c")])], "spec.a[].c"),
    "At, in a map": ({"a": (dict[str, part(b=optional(MANY))], {})}, {"a": (dict[str, part(c=optional(FEW))], {})}, [At("spec.a{}", [Move("b", "c")])], "spec.a{}.c"),
    "When": ({"t": (bool, REQUIRED), "a": optional(MANY)}, {"t": (bool, REQUIRED), "b": optional(FEW), "c": optional(MANY)}, [When("spec.t", [True], [Move("spec.a", "spec.b")]), When("spec.t", [False], [Move("spec.a", "spec.c")])], "spec.b"),
    "Former": ({"a": optional(MANY), "b": optional(FEW)}, {"b": optional(FEW)}, [Former([Move("spec.a", "spec.b")])], "spec.b"),
}  # fmt: skip
"""Rules that bring a value to another place as it is, and where it comes to."""


@pytest.mark.parametrize("name", THROUGH)
def test_a_value_that_a_rule_moves_must_be_accepted_where_it_comes_to(name: str) -> None:
    old, new, rules, path = THROUGH[name]
    made = resource(old, new, rules)
    assert said(made)[0] == [f"{path}: {GROUP}/v2 accepts only numbers of at most 3"]


MAKING = {
    "Turn": ({"a": optional(str)}, {"a": optional(FEW)}, [Turn("spec.a", "spec.a", int, str, says="x", node={"type": "integer"})]),
    "Turn of a list": ({"a": (list[MANY], [])}, {"a": (list[FEW], [])}, [Turn("spec.a", "spec.a", list, list, says="x")]),
    "Split": ({"a": optional(str)}, {"b": optional(Annotated[str, Field(max_length=1)])}, [Split("spec.a", "x:{spec.b}")]),
    "Keyed": ({"a": (dict[str, part(port=optional(FEW))], {})}, {"a": (Annotated[list[part(name=(Annotated[str, Field(min_length=1)], ...), port=optional(FEW))], ListMap("name")], [])}, [Keyed("spec.a", "spec.a", "name")]),
    "When": ({"t": (bool, REQUIRED), "a": optional(str)}, {"t": (bool, REQUIRED), "a": optional(str), "b": optional(FEW)}, [When("spec.t", [True], [Turn("spec.a", "spec.b", int, str, says="x", node={"type": "integer"})])]),
}  # fmt: skip


@pytest.mark.parametrize("name", MAKING)
def test_a_value_that_a_rule_makes_is_what_the_rule_says(name: str) -> None:
    assert said(resource(*MAKING[name]))[0] == []


@pytest.mark.parametrize("hub", ["v1", "v2", "v3"])
@pytest.mark.parametrize(
    ("narrow", "wide", "value"), [(FEW, MANY, 9), (Literal["x"], Literal["x", "y"], "y")], ids=["a limit", "an enum"]
)
def test_what_two_newer_versions_accept_travels_through_a_hub_that_accepts_less(
    hub: str, narrow: Any, wide: Any, value: Json
) -> None:
    first, second, third = (
        version(name, {"a": optional(of)}) for name, of in (("v1", narrow), ("v2", wide), ("v3", wide))
    )
    made = CustomResource(
        Version(third, since=second, rules=[]),
        Version(second, since=first, rules=[]),
        Version(first),
        hub={"v1": first, "v2": second, "v3": third}[hub],
    )
    assert convert(made.kind, obj("v3", a=value), "v2") == obj("v2", a=value)
    there = convert(made.kind, obj("v3", a=value), "v1")
    assert "a" not in there["spec"]
    assert convert(made.kind, there, "v2") == obj("v2", a=value)
    kconv.testing.check(kind=made.kind, schemas=made.schemas, examples=examples(20), seed=1).raise_if_failed()
