"""A value that no rule can read stops nothing: the rest converts, the value is reported, and it comes back as it was.

Each kind of rule is given what it cannot read, either way, and then anything at all. An edit of the field in the
version that does not see the value wins, any other edit leaves it.
"""

from __future__ import annotations

import copy
import json
from functools import cache
from itertools import permutations, product
from typing import Annotated, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, create_model

import kconv.rules
import kconv.testing
from kconv.crd import CustomResource, Model, Resource, Version, api_version
from kconv.engine import Conversion, Kind, convert_kind, set_aside, stash
from kconv.names import GroupVersion, Release
from kconv.paths import MISSING, get, parse, same
from kconv.rules import (
    PRESENT,
    ByType,
    Cases,
    Converts,
    Dropped,
    Former,
    Function,
    Implied,
    Items,
    Kept,
    Keyed,
    Move,
    Rule,
    Split,
    Turn,
    Values,
    When,
    Wrap,
)

Json = Any
GROUP = "tests.kconv.dev"
RELEASE = Release.parse("1.34")


def fails(_: Json) -> Json:
    raise OverflowError("on purpose")


def raises(obj: Json) -> Json:
    if get(obj, ("spec", "a")) == 1 or get(obj, ("spec", "b")) == 1:
        raise RuntimeError("on purpose")
    return obj


def doubled(number: int) -> int:
    if type(number) is not int:
        raise AssertionError(number)
    return number * 2


def halved(number: int) -> int | None:
    assert type(number) is int
    return None if number % 2 else number // 2


TABLE = [((1, MISSING), ("one",)), ((2, 2), ("two",))]
RULES: dict[str, tuple[list[Rule], str, str]] = {
    "Split": ([Split("spec.a", "s3://{spec.b}[/{spec.c}]")], "a", "b c"),
    "Turn": ([Turn("spec.a", "spec.b", doubled, halved, says="b is twice a")], "a", "b"),
    "Turn in its place": ([Turn("spec.a", "spec.a", doubled, halved, says="twice")], "a", "a"),
    "Turn that always raises": ([Turn("spec.a", "spec.b", fails, fails, says="no")], "a", "b"),
    "Cases": ([Cases(["spec.a", "spec.b"], ["spec.c"], TABLE, says="c is a and b")], "a b", "c"),
    "Keyed": ([Keyed("spec.a", "spec.b", "name")], "a", "b"),
    "Items": ([Items("spec.a", "spec.b", "name")], "a", "b"),
    "Wrap": ([Wrap("spec.a", "spec.a.name")], "a", "a"),
    "ByType": ([ByType("spec.a", {int: "spec.b", str: "spec.c"})], "a", "b c"),
    "Move": ([Move("spec.a", "spec.b.c")], "a", "b"),
    "Move, twice": ([Move("spec.a", "spec.c"), Move("spec.b", "spec.c")], "a b", "c"),
    "Values": ([Move("spec.a", "spec.b"), Values("spec.b", [(True, "x"), (False, "y")], says="in words")], "a", "b"),
    "When": ([When("spec.a", [1], [Turn("spec.b", "spec.c", doubled, halved, says="twice")])], "a b", "a b c"),
    "When, twice": ([When("spec.a", [each], [Move("spec.b", f"spec.{new}.x")]) for each, new in ((1, "c"), (2, "d"))], "a b", "a b c d"),
    "Former": ([Former([Turn("spec.a", "spec.b", doubled, halved, says="twice")])], "a b", "b"),
    "Implied": ([Implied("spec.b", [("spec.a", PRESENT, "x")])], "a", "a b"),
    "Kept": ([Kept("spec.a", why="read")], "a b", "b"),
    "Dropped": ([Dropped("spec.a", why="unread")], "a b", "b"),
    "Function": ([Move("spec.a", "spec.b"), Function(raises, raises, says=["x"])], "a", "b"),
}  # fmt: skip
"""Rules of each kind, and the fields of the spec before and after."""
APART = {"Annotation", "KnowsOnly", "Lacks", "Inverse", "Converts", "Settled"}
"""Kubernetes' own annotations are no custom resource's; schemas say which fields and values a version lacks, and every
hub but the newest version inverts the rules."""


def test_every_rule_that_converts_is_given_what_it_cannot_read() -> None:
    found = {name for name in kconv.rules.__all__ if isinstance(getattr(kconv.rules, name), type)}
    converting = {name for name in found if issubclass(getattr(kconv.rules, name), Converts)} | {"When", "Former"}
    assert converting - APART - {"Gone"} == {name.partition(" ")[0].strip(",") for name in RULES}


@cache
def kind(name: str, hub: str) -> Kind:
    """A declared kind with the rules between its first two versions; nothing changes to the third but a name."""
    rules, old, new = RULES[name]
    first, second = version("v1", old), version("v2", new)
    third = version("v3", f"{new} title")
    models = {"v1": first, "v2": second, "v3": third}
    return CustomResource(
        Version(third, since=second),
        Version(second, since=first, rules=rules),
        Version(first),
        hub=models[hub],
    ).kind


def version(name: str, fields: str) -> type[Resource]:
    spec: Any = create_model("Spec", __base__=Model, **dict.fromkeys((*fields.split(), "other"), (Any, None)))
    made: Any = create_model("Cup", __base__=Resource, spec=(spec, ...))
    return api_version(f"{GROUP}/{name}")(made)


def obj(version: str, **spec: Json) -> Json:
    return {"apiVersion": f"{GROUP}/{version}", "kind": "Cup", "metadata": {"name": "a"}, "spec": spec}


def convert(kind: Kind, given: Json, to: str, **options: Any) -> Conversion:
    target = GroupVersion.parse(f"{GROUP}/{to}")
    return convert_kind(kind, given, target, release=RELEASE, defaults="none", **options)


def bare(made: Json) -> Json:
    return stash.take(made, ["Cup"], f"{GROUP}/v2")[0]


class Row(NamedTuple):
    """What a rule of one version cannot read, by which path it is reported, what the other version sees instead, an
    edit there, and what is made of it."""

    name: str
    rules: str
    given: Json
    path: str
    seen: Json
    edit: Json
    after: Json
    by: str = ""


READ: list[Row] = [
    Row("a text of another form", "Split", {"a": "ftp://x"}, "spec.a", {}, {"b": "y"}, {"a": "s3://y"}),
    Row("another type", "Split", {"a": [1]}, "spec.a", {}, {"b": "y"}, {"a": "s3://y"}),
    Row("what a function raises for", "Turn", {"a": "x"}, "spec.a", {}, {"b": 4}, {"a": 2}),
    Row("in its place", "Turn in its place", {"a": "x"}, "spec.a", {}, {"a": 4}, {"a": 2}, "Turn"),
    Row("no row", "Cases", {"a": 2, "b": 1}, "spec.a spec.b", {}, {"c": "one"}, {"a": 1}),
    Row("an item that is no object", "Keyed", {"a": {"x": 1}}, "spec.a", {}, {"b": [{"name": "y"}]}, {"a": {"y": {}}}),
    Row("an object among words", "Items", {"a": ["x", {}]}, "spec.a", {}, {"b": [{"name": "y"}]}, {"a": ["y"]}),
    Row("an object", "Wrap", {"a": {"x": 1}}, "spec.a", {}, {"a": {"name": 2}}, {"a": 2}),
    Row("neither number nor text", "ByType", {"a": True}, "spec.a", {}, {"c": "x"}, {"a": "x"}),
    Row("under a condition", "When", {"a": 1, "b": "x"}, "spec.b", {"a": 1}, {"c": 4}, {"a": 1, "b": 2}, "When"),
]  # fmt: skip
WRITTEN: list[Row] = [
    Row("parts that make no text", "Split", {"c": "x"}, "spec.c", {}, {"a": "s3://y"}, {"b": "y"}),
    Row("an odd number", "Turn", {"b": 3}, "spec.b", {}, {"a": 2}, {"b": 4}),
    Row("what a function raises for", "Turn", {"b": "x"}, "spec.b", {}, {"a": 2}, {"b": 4}),
    Row("no row", "Cases", {"c": "three"}, "spec.c", {}, {"a": 1}, {"c": "one"}),
    Row("a key twice", "Keyed", {"b": [{"name": "x"}, {"name": "x"}]}, "spec.b", {}, {"a": {"y": {}}}, {"b": [{"name": "y"}]}),
    Row("a second field", "Items", {"b": [{"name": "x", "y": 1}]}, "spec.b", {}, {"a": ["y"]}, {"b": [{"name": "y"}]}),
    Row("a second field", "Wrap", {"a": {"name": 1, "y": 1}}, "spec.a", {}, {"a": 2}, {"a": {"name": 2}}),
]  # fmt: skip
BOTH = [(row, ("v1", "v2")) for row in READ] + [(row, ("v2", "v1")) for row in WRITTEN]
HUBS = ("v1", "v2", "v3")
MOVED = [moved for moved in permutations(HUBS, 2) if moved != ("v3", "v1")]
"""The hub before and after. A value that v1 cannot represent it carries from v3 to v2 no more than any hub does."""


@pytest.mark.parametrize("hub", HUBS)
@pytest.mark.parametrize(("row", "legs"), BOTH, ids=[f"{row.rules}: {row.name}" for row, _ in BOTH])
def test_a_misfit_is_set_aside_and_reported_and_comes_back(row: Row, legs: tuple[str, str], hub: str) -> None:
    source, target = legs
    found, given = kind(row.rules, hub), obj(source, **row.given)
    there = convert(found, given, target)
    assert bare(there.object) == obj(target, **row.seen)
    version = hub if legs == ("v2", "v1") and hub == "v3" else source  # of a way through the hub, the hub's
    assert [each.path for each in there.misfits] == row.path.split()
    assert {(each.version, each.rule) for each in there.misfits} == {(f"{GROUP}/{version}", row.by or row.rules)}
    assert all(each.why for each in there.misfits)
    assert convert(found, there.object, source).object == given
    third = convert(found, there.object, "v3").object
    assert bare(convert(found, third, source).object) == given


@pytest.mark.parametrize("hub", HUBS)
@pytest.mark.parametrize(("row", "legs"), BOTH, ids=[f"{row.rules}: {row.name}" for row, _ in BOTH])
def test_an_edit_of_the_field_wins_and_any_other_leaves_it(row: Row, legs: tuple[str, str], hub: str) -> None:
    source, target = legs
    found, given = kind(row.rules, hub), obj(source, **row.given)
    there = convert(found, given, target).object
    other = copy.deepcopy(there)
    other["spec"]["other"] = 1
    assert bare(convert(found, other, source).object)["spec"] == {**row.given, "other": 1}
    edited = copy.deepcopy(there)
    edited["spec"].update(row.edit)
    assert bare(convert(found, edited, source).object)["spec"] == row.after


@pytest.mark.parametrize(("row", "legs"), BOTH, ids=[f"{row.rules}: {row.name}" for row, _ in BOTH])
def test_a_misfit_comes_back_though_the_hub_has_moved(row: Row, legs: tuple[str, str]) -> None:
    source, target = legs
    for then, now in MOVED:
        given = obj(source, **row.given)
        there = convert(kind(row.rules, then), given, target).object
        assert bare(convert(kind(row.rules, now), there, source).object) == given, (then, now)
        edited = copy.deepcopy(there)
        edited["spec"].update(row.edit)
        assert bare(convert(kind(row.rules, now), edited, source).object)["spec"] == row.after, (then, now)


@pytest.mark.parametrize(("row", "legs"), BOTH, ids=[f"{row.rules}: {row.name}" for row, _ in BOTH])
def test_without_a_stash_a_misfit_is_a_decision(row: Row, legs: tuple[str, str]) -> None:
    source, target = legs
    asked = convert(kind(row.rules, "v2"), obj(source, **row.given), target, keep=False)
    assert {question.name for question in asked.questions} == {"loss"}
    answered = convert(kind(row.rules, "v2"), obj(source, **row.given), target, keep=False, decisions={"loss": "drop"})
    assert bare(answered.object) == answered.object == obj(target, **row.seen)


def test_what_converts_or_what_a_version_lacks_is_no_misfit() -> None:
    for rules, version, spec in [
        ("Split", "v1", {"a": "s3://x"}),
        ("Kept", "v1", {"a": 1}),
        ("Dropped", "v1", {"a": 1}),
        ("Implied", "v2", {"a": 1, "b": "y"}),
        ("Values", "v1", {"a": True}),
    ]:
        for target in set(HUBS) - {version}:
            assert not convert(kind(rules, "v2"), obj(version, **spec), target).misfits, rules
    assert not convert(kind("Split", "v2"), obj("v3", title="x"), "v1").misfits


def test_a_stash_names_its_misfits_and_is_read_with_or_without_the_name() -> None:
    there = convert(kind("Split", "v2"), obj("v1", a="ftp://x"), "v2").object
    text = there["metadata"]["annotations"][stash.ANNOTATION]
    (entry,) = json.loads(text)["said"][f"{GROUP}/v1"]
    assert entry == {"p": ["spec", "a"], "is": "ftp://x", "misfit": "Split spec.a"}
    for name, comes_back in [("", True), (1, False)]:
        there["metadata"]["annotations"][stash.ANNOTATION] = text.replace('"Split spec.a"', json.dumps(name))
        assert (convert(kind("Split", "v2"), there, "v1").object["spec"] == {"a": "ftp://x"}) == comes_back


def test_a_function_that_may_read_anything_leaves_the_object_as_it_is() -> None:
    there = convert(kind("Function", "v2"), obj("v1", a=1), "v2")
    assert there.object == obj("v2", b=1)
    assert [(each.version, each.path, each.rule, each.why) for each in there.misfits] == [
        (f"{GROUP}/v1", "", "Function", "x")
    ]


def test_a_kind_that_is_not_total_raises_what_its_functions_raise() -> None:
    rules, _, _ = RULES["Turn"]
    strict = Kind("Cup", hub=f"{GROUP}/v2", spokes={f"{GROUP}/v1": rules})
    with pytest.raises(AssertionError):
        convert(strict, obj("v1", a="x"), "v2")


def digits(text: str) -> str:
    assert text.isdigit(), "on purpose"
    return text


@pytest.mark.parametrize("catches", [True, False])
def test_the_law_of_totality_draws_what_a_rule_cannot_read(catches: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or it would hold for an engine that lets a rule raise."""
    if not catches:
        monkeypatch.setattr(
            set_aside,
            "setting_aside",
            lambda _, rule, back, **_may: lambda obj, _: rule.from_hub(obj) if back else rule.to_hub(obj),
        )
    text = Annotated[str, Field(pattern="^([0-9]+|[a-z]+)$")]
    spec: Any = create_model("Spec", __base__=Model, a=(text, ...))
    second: Any = create_model("Spec", __base__=Model, b=(text, ...))
    old, new = (create_model("Cup", __base__=Resource, spec=(each, ...)) for each in (spec, second))
    first, last = api_version(f"{GROUP}/v1")(old), api_version(f"{GROUP}/v2")(new)
    rules: list[Rule] = [Turn("spec.a", "spec.b", digits, digits, says="b is a", node={"type": "string"})]
    resource = CustomResource(Version(last, since=first, rules=rules), Version(first), hub=last)
    report = kconv.testing.check(kind=resource.kind, schemas=resource.schemas, only=["totality"], examples=30, seed=1)
    assert {failure.law for failure in report.failures} == (set() if catches else {"totality"})


WORDS = ["", "x", "s3://x", "s3://x/y", "ftp://x", "one", "two", "y"]
SCALARS = st.none() | st.booleans() | st.integers(-1, 5) | st.sampled_from(WORDS)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "x", "c"]), inner, max_size=2),
    max_leaves=6,
)


@pytest.mark.parametrize(("name", "hub"), [*product(RULES, HUBS)])
@given(data=st.data())
def test_whatever_an_object_holds_it_is_converted_and_comes_back(name: str, hub: str, data: st.DataObject) -> None:
    found = kind(name, hub)
    _, old, new = RULES[name]
    own = {
        version: {*fields.split(), "other"} for version, fields in zip(HUBS, (old, new, f"{new} title"), strict=True)
    }
    source = data.draw(st.sampled_from(HUBS))
    # A field that only another version has is an unknown one, of which a rule of that version knows.
    spec = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(sorted({*own["v1"], *own["v2"]}), ANY)))
    given = obj(source, **spec)
    before = copy.deepcopy(given)
    for first, second in permutations([each for each in HUBS if each != source]):
        there = convert(found, given, first)
        pruned = {*there.object["spec"]} - own[first]
        assert not pruned or not {*spec} <= own[source], "a server would prune a field"
        back = convert(found, there.object, source).object
        around = convert(found, convert(found, there.object, second).object, source).object
        wanted = without(given, "spec.a") if name == "Dropped" and source == "v1" else given
        assert same(bare(back), wanted)
        assert same(bare(around), wanted)
    assert given == before


def without(given: Json, path: str) -> Json:
    *_, last = parse(path)
    return {**given, "spec": {key: value for key, value in given["spec"].items() if key != last}}
