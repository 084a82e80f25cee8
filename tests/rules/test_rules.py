"""Each rule both ways, on what it changes and on what it must leave alone."""

from __future__ import annotations

import builtins
import copy
import typing
from dataclasses import dataclass
from importlib import import_module
from operator import attrgetter
from pkgutil import iter_modules
from typing import Any

import pytest

import kconv.crd
import kconv.rules
from kconv.catalog import latest
from kconv.paths import EACH, MISSING
from kconv.rules import (
    PRESENT,
    Annotation,
    At,
    ByType,
    Cases,
    Converts,
    Decision,
    Default,
    Demands,
    Derived,
    Dropped,
    Fills,
    Former,
    Function,
    Gone,
    Implied,
    Inverse,
    Items,
    Kept,
    Keyed,
    KnowsOnly,
    Lacks,
    Move,
    Notes,
    Repair,
    Requires,
    Rule,
    Split,
    Turn,
    Values,
    When,
    Wrap,
)
from kconv.rules.carried import Carried
from kconv.rules.conditional import ConditionalChanges, ConditionalDefaults, Leftover
from kconv.rules.former import OneWay
from kconv.rules.gone import Discards
from kconv.rules.inverse import Inverted
from tests.rules.reading import fill, from_hub, settle, to_hub

Json = Any
NEW = latest()


@dataclass(frozen=True)
class Both:
    """A rule, an object of the spoke and the same in the hub."""

    name: str
    rule: Rule
    spoke: Json
    hub: Json


BACKEND = [
    Move("serviceName", "service.name"),
    ByType("servicePort", {int: "service.port.number", str: "service.port.name"}),
]
SWAP = Values("spec.selector", [({}, {"none": 1}), ({"all": 1}, {})], says="an empty selector selects nothing")
HALVES = Function(
    lambda obj: {**obj, "size": obj["size"] * 2} if isinstance(obj.get("size"), int) else obj,
    lambda obj: {**obj, "size": obj["size"] // 2} if isinstance(obj.get("size"), int) else obj,
    says=["size counts halves"],
)
BOTH_WAYS = [
    Both("true beside 1", Values("a", [(1, 9), (True, "on")], says="x"), {"a": True}, {"a": "on"}),
    Both("null", Values("a", [(None, "none")], says="x"), {"a": None}, {"a": "none"}),
    Both(
        "a value of a field that is a list", Values("a", [([1], "one"), (2, "two")], says="x"), {"a": 2}, {"a": "two"}
    ),
    Both(
        "a value for what is left out", Values("mode", [(MISSING, "On")], says="on"), {"a": 1}, {"a": 1, "mode": "On"}
    ),
    Both(
        "what is left out for a value", Values("mode", [("On", MISSING)], says="on"), {"a": 1, "mode": "On"}, {"a": 1}
    ),
    Both("only what the spoke knows", KnowsOnly("mode", ["On"], instead="On"), {"mode": "On"}, {"mode": "On"}),
    Both(
        "cases",
        Cases(["on"], ["mode"], [((True,), ("On",))], says="on: true is mode: On"),
        {"on": True},
        {"mode": "On"},
    ),
    Both("turned", Turn("n", "t", str, int, says="n: 1 is t: '1'"), {"n": 1}, {"t": "1"}),
    Both("items", Items("args", "args", "name"), {"args": ["a"]}, {"args": [{"name": "a"}]}),
    Both("wrapped", Wrap("image", "image.name"), {"image": "x"}, {"image": {"name": "x"}}),
    Both("keyed", Keyed("ports", "ports", "name"), {"ports": {"a": {"n": 1}}}, {"ports": [{"name": "a", "n": 1}]}),
    Both("split", Split("to", "{host}[:{port}]"), {"to": "h:80"}, {"host": "h", "port": "80"}),
    Both(
        "implied",
        Implied("to.type", [("to.url", PRESENT, "Url")]),
        {"to": {"url": 1}},
        {"to": {"url": 1, "type": "Url"}},
    ),
    Both("under a condition", When("type", ["A"], [Move("a", "b")]), {"type": "A", "a": 1}, {"type": "A", "b": 1}),
    Both("the other way round", Inverse([Move("a", "b"), Move("b.c", "d")]), {"d": 1}, {"a": {"c": 1}}),
    Both("renamed", Move("a", "b"), {"x": 1, "a": 2, "y": 3}, {"x": 1, "b": 2, "y": 3}),
    Both("nested", Move("serviceName", "service.name"), {"serviceName": "s"}, {"service": {"name": "s"}}),
    Both("joins what is there", Move("n", "s.n"), {"n": 1, "s": {"p": 2}}, {"s": {"p": 2, "n": 1}}),
    Both("null moves too", Move("a", "b.c"), {"a": None}, {"b": {"c": None}}),
    Both("zero and empty move too", Move("a", "b"), {"a": ""}, {"b": ""}),
    Both("below one parent", Move("spec.a.b", "spec.c"), {"spec": {"a": {"b": 1}}}, {"spec": {"c": 1}}),
    Both("number", ByType("p", {int: "n.number", str: "n.name"}), {"p": 80}, {"n": {"number": 80}}),
    Both("name", ByType("p", {int: "n.number", str: "n.name"}), {"p": "http"}, {"n": {"name": "http"}}),
    Both("null port", ByType("p", {int: "n.number", str: "n.name"}), {"p": None}, {"n": {"number": None}}),
    Both(
        "in every item",
        At("paths[].backend", BACKEND),
        {"paths": [{"backend": {"serviceName": "a", "servicePort": 1}}, {}, None, {"backend": "odd"}]},
        {"paths": [{"backend": {"service": {"name": "a", "port": {"number": 1}}}}, {}, None, {"backend": "odd"}]},
    ),
    Both(
        "annotation as number",
        Annotation("example.com/to", "spec.to", "int"),
        {"metadata": {"annotations": {"example.com/to": "5", "b": "c"}}},
        {"metadata": {"annotations": {"b": "c"}}, "spec": {"to": 5}},
    ),
    Both(
        "the only annotation",
        Annotation("example.com/to", "to"),
        {"metadata": {"name": "x", "annotations": {"example.com/to": "t"}}},
        {"metadata": {"name": "x"}, "to": "t"},
    ),
    Both(
        "annotation as JSON",
        Annotation("example.com/to", "to", "json"),
        {"metadata": {"name": "x", "annotations": {"example.com/to": '{"a":[1]}'}}},
        {"metadata": {"name": "x"}, "to": {"a": [1]}},
    ),
    Both("value that means nothing", SWAP, {"spec": {"selector": {}}}, {"spec": {"selector": {"none": 1}}}),
    Both("value that means all", SWAP, {"spec": {"selector": {"all": 1}}}, {"spec": {"selector": {}}}),
    Both("by hand", HALVES, {"size": 2}, {"size": 4}),
]
UNTOUCHED = [
    Both("nothing to move", Move("a", "b"), {"x": 1}, None),
    Both("new place is taken", Move("a", "b"), {"a": 1, "b": 2}, None),
    Both("new parent is no object", Move("a", "b.c"), {"a": 1, "b": "text"}, None),
    Both("a boolean is no number", ByType("p", {int: "n", str: "m"}), {"p": True}, None),
    Both("no such list", At("paths[]", BACKEND), {"paths": {"a": 1}}, None),
    Both(
        "annotation that is no number", Annotation("k", "to", "int"), {"metadata": {"annotations": {"k": "05"}}}, None
    ),
    Both("annotation that is no text", Annotation("k", "to", "json"), {"metadata": {"annotations": {"k": 7}}}, None),
    Both("annotation that is no JSON", Annotation("k", "to", "json"), {"metadata": {"annotations": {"k": "{"}}}, None),
    Both(
        "annotation of bottomless JSON",
        Annotation("k", "to", "json"),
        {"metadata": {"annotations": {"k": "[" * 200_000}}},
        None,
    ),
    Both(
        "annotation of bottomless JSON for a number",
        Annotation("k", "to", "int"),
        {"metadata": {"annotations": {"k": "[" * 200_000}}},
        None,
    ),
    Both("false is not 0", Values("a", [(0, 9)], says="x"), {"a": False}, None),
    Both("1.0 is not 1", Values("a", [(1, 9)], says="x"), {"a": 1.0}, None),
    Both("a list is no value of a table", Values("a", [(1, 9), (True, "on")], says="x"), {"a": [1]}, None),
    Both("metadata is odd", Annotation("k", "to"), {"metadata": ["x"]}, None),
]
FILLS = [
    Both("absent", Default("spec.n", 1), {}, {"spec": {"n": 1}}),
    Both("null", Default("n", 1), {"n": None}, {"n": 1}),
    Both("zero stays", Default("n", 1), {"n": 0}, {"n": 0}),
    Both("zero of a field that is no pointer", Default("n", 1, zero=True), {"n": 0}, {"n": 1}),
    Both("empty string", Default("s", "x"), {"s": ""}, {"s": "x"}),
    Both("empty string of a pointer", Default("s", "x", zero=False), {"s": ""}, {"s": ""}),
    Both("only in a parent that is there", Default("probe?.n", 1), {}, {}),
    Both("parent is there", Default("probe?.n", 1), {"probe": {}}, {"probe": {"n": 1}}),
    Both("every item", Default("c[].n", 1), {"c": [{}, {"n": 2}, None]}, {"c": [{"n": 1}, {"n": 2}, None]}),
    Both("no list, no items", Default("spec.c[].n", 1), {}, {}),
    Both("odd parent", Default("spec.n", 1), {"spec": "x"}, {"spec": "x"}),
    Both("a field of a later release", Default("n", 1, since=f"1.{NEW.minor + 1}"), {}, {}),
    Both("under a condition", When("type", ["A"], [Default("n", 1)]), {"type": "A"}, {"type": "A", "n": 1}),
    Both("condition fails", When("type", ["A"], [Default("n", 1)]), {"type": "B"}, {"type": "B"}),
    Both("derived", Derived("spec.s", lambda o: o.get("l", MISSING), says="l"), {"l": 1}, {"l": 1, "spec": {"s": 1}}),
    Both("nothing to derive from", Derived("s", lambda o: o.get("l", MISSING), says="l"), {}, {}),
    Both("inside", At("spec", [Default("n", 1)]), {"spec": {}}, {"spec": {"n": 1}}),
]


@pytest.mark.parametrize("case", BOTH_WAYS, ids=attrgetter("name"))
def test_a_difference_is_walked_both_ways(case: Both) -> None:
    before = copy.deepcopy((case.spoke, case.hub))
    assert to_hub(case.rule, case.spoke) == case.hub
    assert from_hub(case.rule, case.hub) == case.spoke
    assert (case.spoke, case.hub) == before


@pytest.mark.parametrize("case", BOTH_WAYS, ids=attrgetter("name"))
def test_a_moved_field_keeps_its_place_among_its_neighbours(case: Both) -> None:
    if case.name == "renamed":
        assert list(to_hub(case.rule, case.spoke)) == list(case.hub)


@pytest.mark.parametrize("case", UNTOUCHED, ids=attrgetter("name"))
def test_what_a_rule_does_not_concern_is_the_same_object(case: Both) -> None:
    assert to_hub(case.rule, case.spoke) is case.spoke


@pytest.mark.parametrize("case", FILLS, ids=attrgetter("name"))
def test_a_default_fills_what_is_left_out(case: Both) -> None:
    before = copy.deepcopy(case.spoke)
    assert fill(case.rule, case.spoke, NEW) == case.hub
    assert case.spoke == before


LACKS = Lacks("a", "b")
EFFECTS = Decision("hook.effects", "A hook that does not say.", {"None": "It has none.", "DryRun": "On dry run."})
REQUIRED = Requires("effects", EFFECTS, why="v1 demands it")


def test_a_demand_is_a_question_until_it_is_answered() -> None:
    for value in ({}, {"effects": None}, {"effects": "Some"}, {"effects": "Other"}):
        obj, notes, questions = REQUIRED.settle(value, {})
        assert obj is value
        assert notes == []
        assert [(q.name, q.path) for q in questions] == [("hook.effects", "effects")]
    obj, notes, questions = REQUIRED.settle({}, {"hook.effects": "None"})
    assert obj == {"effects": "None"}
    assert notes == [("decision", "effects", "set to None as decided")]
    assert questions == []
    assert REQUIRED.settle({}, {"hook.effects": "Wrong"})[2] != []


def test_a_decision_takes_its_answers_and_no_other() -> None:
    assert [EFFECTS.takes(value) for value in ("None", "DryRun", "none", "", None, 1)] == [True, True, *[False] * 4]
    free = Decision("signer", "No signer.", text="its name", fits=lambda text: "/" in text)
    assert [free.takes(value) for value in ("a/b", "a", "", None)] == [True, False, False, False]
    assert free.question("spec.signerName", "v1 wants one").hint == "decide with --decide signer=…"


def test_the_rules_inside_a_part_say_their_place() -> None:
    inner, lacks = At("hooks[]", [At("inner", [REQUIRED]), LACKS]).parts()
    assert (inner.rule, inner.path, inner.under) == (REQUIRED, ("hooks", EACH, "inner"), ("hooks[]", "inner"))
    assert (lacks.rule, lacks.below(LACKS.lacks)) == (LACKS, [("hooks", EACH, "a"), ("hooks", EACH, "b")])


def test_a_demand_in_a_list_names_the_item() -> None:
    obj, notes, questions = settle(At("hooks[]", [REQUIRED]), {"hooks": [{"effects": "None"}, {}]}, {})
    assert [q.path for q in questions] == ["hooks[1].effects"]
    assert notes == []
    assert obj == {"hooks": [{"effects": "None"}, {}]}


def test_what_a_version_cannot_say_is_told() -> None:
    tells = Notes("spec.to", "nobody reads it")
    assert tells.settle({"spec": {"to": 1}}, {})[1] == [("nearest", "spec.to", "nobody reads it")]
    assert tells.settle({"spec": {"to": None}}, {})[1] == []
    assert Notes("a", "x", values=[{}]).settle({"a": {}}, {})[1] != []
    assert Notes("a", "x", values=[{}]).settle({"a": {"b": 1}}, {})[1] == []


def test_a_field_that_the_spoke_lacks_is_left_out_of_it() -> None:
    lacks = LACKS
    assert lacks.from_hub({"a": 1, "b": None, "c": 2}) == {"c": 2}
    spoke = {"c": 2}
    assert lacks.from_hub(spoke) is spoke
    assert lacks.to_hub(spoke) is spoke


def test_a_repair_is_given_the_answers() -> None:
    repair = Repair(lambda obj, answers: ({**obj, **answers}, [], []), says=["mended"])
    assert repair.settle({"a": 1}, {"b": "2"})[0] == {"a": 1, "b": "2"}


def test_defaults_of_a_part_are_shared_if_it_says_so() -> None:
    default = Default("a", 1)
    assert [part.shared for part in At("x", [At("y", [default]), default], shared=True).parts()] == [True, True]
    assert [part.shared for part in At("x", [At("y", [default], shared=True), default]).parts()] == [True, False]


UNION = ByType("port", {int: "service.number", str: "service.name"})


@pytest.mark.parametrize(
    ("service", "port"),
    [
        ({"name": "", "number": 80}, 80),
        ({"name": None, "number": 80}, 80),
        ({"name": "http", "number": 80}, "http"),
        ({"number": 0, "name": ""}, 0),
        ({"name": ""}, ""),
    ],
)
def test_of_a_union_the_value_that_says_something_wins(service: Json, port: Json) -> None:
    assert from_hub(UNION, {"service": service}) == {"port": port}


OWN = [
    (Default("a", {"b": [{"c": {}}]}), "fill"),
    (Derived("a", lambda obj: obj["from"], says="from"), "fill"),
    (Values("key", [({"b": [{}]}, "hub")], says="one of a union"), "from_hub"),
]


@pytest.mark.parametrize(("rule", "way"), OWN, ids=lambda value: type(value).__name__)
def test_what_an_object_gets_from_a_rule_is_its_own(rule: Rule, way: str) -> None:
    obj: Json = {"key": "hub", "from": {"b": [{"c": {}}]}}

    def made() -> Json:
        return fill(rule, obj, NEW)["a"] if way == "fill" else from_hub(rule, obj)["key"]

    first, second = made(), made()
    assert first == second
    first["b"][0]["c"] = "edited"
    assert made() == second
    assert obj["from"] == {"b": [{"c": {}}]}


def test_a_rule_that_could_not_be_walked_back_is_refused() -> None:
    with pytest.raises(ValueError, match="one lies in the other"):
        Move("a", "a.b")
    with pytest.raises(ValueError, match="goes through a list"):
        Move("a[].b", "a[].c")


def exported() -> set[type[Rule]]:
    """The rules that a kind's history is written in."""
    found = {getattr(kconv.rules, name) for name in kconv.rules.__all__}
    return {kind for kind in found if isinstance(kind, type) and issubclass(kind, Rule)} - {
        Rule,
        Converts,
        Fills,
        Demands,
        Gone,
    }


def test_every_rule_is_exported() -> None:
    modules = [import_module(f"kconv.rules.{module.name}") for module in iter_modules(kconv.rules.__path__)]
    defined = {
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Rule) and kind.__module__ == module.__name__
    }
    made = {Carried, ConditionalChanges, ConditionalDefaults, Discards, Inverted, Leftover, OneWay}
    missing = defined - exported() - {Rule, Converts, Fills, Demands, Gone} - made
    assert not missing, f"export these in kconv/rules/__init__.py: {missing}"


def test_no_rule_has_a_name_that_the_module_of_a_version_has_another_use_for() -> None:
    """An import of the one would hide the other: ``Annotated[int, …]`` is in the models of most versions."""
    rules = {kind.__name__ for kind in exported()}
    assert not rules & {*typing.__all__, *kconv.crd.__all__, *dir(builtins)}


def test_every_rule_has_a_case_here_and_says_itself_in_words() -> None:
    cases = [case.rule for case in (*BOTH_WAYS, *FILLS)]
    cases += [Kept("a", why="x"), Dropped("a", why="x")]
    cases += [
        REQUIRED,
        LACKS,
        Former([Move("a", "b")]),
        Notes("a", "x"),
        Repair(lambda obj, _: (obj, [], []), says=["mended"]),
    ]
    without = exported() - {type(rule) for rule in cases}
    assert not without, f"add cases to BOTH_WAYS or FILLS: {without}"
    assert all(rule.describe() for rule in cases)
