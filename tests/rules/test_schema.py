"""What each rule makes of a schema: the field's node goes where the field's value goes."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import kconv.rules
from kconv.paths import EACH
from kconv.rules import (
    PRESENT,
    Annotation,
    At,
    ByType,
    Cases,
    Converts,
    Default,
    Dropped,
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
    Rule,
    Split,
    Turn,
    Values,
    When,
    Wrap,
    of_sort,
    parts,
)
from kconv.rules.base import reshaped
from kconv.rules.schema import ANYTHING, Node, at

STRING, NUMBER = {"type": "string"}, {"type": "integer"}
DEFINITIONS: dict[str, Node] = {
    "a.v1.Spec": {
        "type": "object",
        "properties": {"name": STRING, "port": {"$ref": "intstr.IntOrString"}, "only": {"$ref": "a.v1.Only"}},
        "required": ["name"],
    },
    "a.v1.Only": {"type": "object", "properties": {"size": NUMBER}},
    "intstr.IntOrString": {"format": "int-or-string", "x-kubernetes-int-or-string": True},
}
ROOT: Node = {
    "type": "object",
    "properties": {
        "spec": {"$ref": "a.v1.Spec"},
        "items": {"type": "array", "items": {"$ref": "a.v1.Spec"}},
        "labels": {"type": "object", "additionalProperties": STRING},
    },
}
GONE = None


def same(obj: Any) -> Any:
    return obj


RESHAPED: dict[str, tuple[Rule, dict[tuple[Any, ...], Node | None]]] = {
    "a value that is turned has the node that is declared": (
        Turn("spec.name", "spec.number", int, str, says="a number", node=NUMBER),
        {("spec", "name"): GONE, ("spec", "number"): NUMBER},
    ),
    "a value that is wrapped is one field of an object": (
        Wrap("spec.name", "spec.name.text"),
        {("spec", "name", "text"): STRING},
    ),
    "an item that is wrapped, too": (
        Items("spec.name", "words", "text"),
        {("spec", "name"): GONE, ("words", EACH, "text"): ANYTHING},
    ),
    "a map becomes a list": (
        Keyed("labels", "listed", "name"),
        {("labels",): GONE, ("listed", EACH, "name"): STRING},
    ),
    "fields of a table have the hub's types": (
        Cases(["spec.name"], ["mode"], [((1,), (2,))], says="x"),
        {("spec", "name"): GONE, ("mode",): ANYTHING},
    ),
    "a field that follows from another has the hub's type": (
        Implied("spec.kind", [("spec.name", PRESENT, "Named")]),
        {("spec", "kind"): ANYTHING, ("spec", "name"): STRING},
    ),
    "a field that follows from one that a release does not have is not there": (
        Implied("spec.kind", [("spec.unknown", PRESENT, "Named")]),
        {("spec",): {"$ref": "a.v1.Spec"}},
    ),
    "nor is one whose parent it does not have": (
        Implied("spec.to?.kind", [("spec.name", PRESENT, "Named")]),
        {("spec",): {"$ref": "a.v1.Spec"}},
    ),
    "under a condition, a field may be in either place": (
        When("spec.port", [1], [Move("spec.name", "spec.said")]),
        {("spec", "name"): STRING, ("spec", "said"): STRING},
    ),
    "of a newer version, a field moves the other way": (
        Inverse([Move("spec.said", "spec.name")]),
        {("spec", "name"): GONE, ("spec", "said"): STRING},
    ),
    "of a newer version, a value that is turned is what the hub says": (
        Inverse([Turn("spec.number", "spec.name", int, str, says="a number", node=STRING)]),
        {("spec", "name"): GONE, ("spec", "number"): ANYTHING},
    ),
    "of a newer version, values are what the hub says": (
        Inverse([Values("spec.name", [(1, "a")], says="a number is a word")]),
        {("spec", "name"): ANYTHING},
    ),
    "of a newer version, what the hub lacks has no node": (
        Inverse([Lacks("spec.name")]),
        {("spec", "name"): GONE},
    ),
    "a field that is gone has no node": (
        Kept("spec.name", why="x"),
        {("spec", "name"): GONE},
    ),
    "a field that knows fewer values keeps its node": (
        KnowsOnly("spec.name", ["a"]),
        {("spec", "name"): STRING},
    ),
    "nor has one that is dropped": (
        Dropped("spec.name", why="x"),
        {("spec", "name"): GONE},
    ),
    "a text is split into texts": (
        Split("spec.name", "{spec.a}-{b}"),
        {("spec", "name"): GONE, ("spec", "a"): STRING, ("b",): STRING},
    ),
    "a field takes its node along, and parents are made": (
        Move("spec.name", "spec.said.name"),
        {("spec", "name"): GONE, ("spec", "said", "name"): STRING, ("spec", "port"): {"$ref": "intstr.IntOrString"}},
    ),
    "a parent that held nothing else goes": (
        Move("spec.only.size", "size"),
        {("spec", "only"): GONE, ("size",): NUMBER},
    ),
    "a union is split by type": (
        At("spec", [ByType("port", {int: "service.number", str: "service.name"})]),
        {("spec", "port"): GONE, ("spec", "service", "number"): NUMBER, ("spec", "service", "name"): STRING},
    ),
    "what comes out of a map has the hub's type, and the map stays": (
        Annotation("example.com/size", "spec.size", "int"),
        {("spec", "size"): GONE, ("labels", "x"): STRING},
    ),
    "a value of a map has a node of its own": (
        Move("labels.zone", "zone"),
        {("zone",): ANYTHING, ("labels", "zone"): STRING},
    ),
    "values that change their type are what the hub says": (
        Values("spec.name", [("all", {"every": {}})], says="a word is an object"),
        {("spec", "name"): ANYTHING},
    ),
    "values of one type stay what they are": (
        Values("spec.name", [("all", "every")], says="a word is a word"),
        {("spec", "name"): STRING},
    ),
    "what a function makes is what the hub says": (
        Function(same, same, moves=[("spec.only", "spec.size")], makes=["spec.size"], says=["only has one size"]),
        {("spec", "only"): GONE, ("spec", "size"): ANYTHING},
    ),
    "what is lacking or filled in changes no schema": (
        At("spec", [Lacks("other"), Default("name", "x")]),
        {("spec",): {"$ref": "a.v1.Spec"}},
    ),
    "a field that a release does not have moves nowhere": (
        Move("spec.unknown", "spec.known"),
        {("spec",): {"$ref": "a.v1.Spec"}},
    ),
}


def test_every_rule_that_converts_has_a_case_here() -> None:
    rules = [getattr(kconv.rules, name) for name in kconv.rules.__all__]
    converting = {rule for rule in rules if isinstance(rule, type) and issubclass(rule, Converts)} - {Converts, Gone}
    shown = {type(part.rule) for rule, _ in RESHAPED.values() for part in parts([rule])}
    assert not converting - shown, f"add to RESHAPED what these make of a schema: {converting - shown}"


@pytest.mark.parametrize("name", RESHAPED)
def test_a_rule_reshapes_a_schema(name: str) -> None:
    rule, expected = RESHAPED[name]
    before = copy.deepcopy((ROOT, DEFINITIONS))
    new = reshaped(ROOT, of_sort(parts([rule]), Converts), DEFINITIONS.__getitem__)
    assert {path: at(new, path, DEFINITIONS.__getitem__) for path in expected} == expected
    assert before == (ROOT, DEFINITIONS)


def test_every_item_of_a_list_is_reshaped_and_must_have_what_it_must_have() -> None:
    titled = of_sort(parts([At("items[]", [Move("name", "title")])]), Converts)
    new = reshaped(ROOT, titled, DEFINITIONS.__getitem__)
    item = new["properties"]["items"]["items"]
    assert (item["title"], item["required"], sorted(item["properties"])) == (
        "a.v1.Spec",
        ["title"],
        ["only", "port", "title"],
    )


def test_a_field_that_moves_under_a_condition_need_not_be_there() -> None:
    whole = of_sort(parts([When("port", [1], [Move("name", "said")])]), Converts)
    assert reshaped(DEFINITIONS["a.v1.Spec"], whole, DEFINITIONS.__getitem__)["required"] == []


def test_what_a_rule_lacks_is_told_from_the_root() -> None:
    found = of_sort(parts([At("spec", [Lacks("a.b"), Annotation("x", "c")])]), Converts)
    assert [path for part in found for path in part.below(part.rule.lacks)] == [("spec", "a", "b"), ("spec", "c")]
