"""A wrong declaration is reported where it is written, in words: not by an IndexError when the first object comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kconv.engine import Kind
from kconv.rules import (
    PRESENT,
    At,
    ByType,
    Cases,
    Decision,
    Default,
    Dropped,
    Former,
    Function,
    Implied,
    Inverse,
    Items,
    Kept,
    Keyed,
    KnowsOnly,
    Lacks,
    Move,
    Requires,
    Split,
    Turn,
    Values,
    When,
    Wrap,
)

WRONG: list[tuple[Callable[[], Any], str]] = [
    (lambda: Move("", "name"), "'' is not the path of a field, such as 'spec.replicas'"),
    (lambda: Move("name", ""), "'' is not the path of a field"),
    (lambda: Move(7, "name"), "7 is not the path of a field"),  # type: ignore[arg-type]
    (lambda: Move("spec[", "name"), r"'spec\[' is not a path: cannot read it from '\['"),
    (lambda: Move("spec.x{", "name"), r"'spec.x{' is not a path: cannot read it from '{'"),
    (lambda: Move("a", "a"), r"Move\('a', 'a'\): they are the same"),
    (lambda: Move("spec.image", "spec.image.repository"), "one lies in the other; Wrap puts a value"),
    (lambda: Move("a[].b", "c"), "goes through a list or the values of a map; give the rule for its items with At"),
    (lambda: Move("a{}.b", "c"), "goes through a list or the values of a map; give the rule for its items with At"),
    (lambda: At("", []), "the path is empty"),
    (lambda: At("spec", []), r"At\('spec', \[\]\): there is no rule in it"),
    (lambda: Former([]), r"Former\(\[\]\): there is no rule in it"),
    (lambda: Values("a", [], says="x"), "there is no pair"),
    (lambda: Cases([], ["b"], [((), (1,))], says="x"), "at least one entry each"),
    (lambda: Cases(["a"], [], [((1,), ())], says="x"), "at least one entry each"),
    (lambda: Cases(["a"], ["b"], [], says="x"), "at least one entry each"),
    (lambda: At("spec", ["Move"]), "'Move' is not a rule"),  # type: ignore[list-item]
    (lambda: At("spec", "Move"), r"At\('spec', …\): 'Move' is not a list of rules"),  # type: ignore[arg-type]
    (lambda: At("spec", Move("a", "b")), "is not a list of rules; write it in brackets"),  # type: ignore[arg-type]
    (lambda: At("spec", None), "None is not a list of rules"),  # type: ignore[arg-type]
    (lambda: At(None, []), r"At\(None, …\): "),  # type: ignore[arg-type]
    (lambda: Former(Move("a", "b")), "is not a list of rules"),  # type: ignore[arg-type]
    (lambda: Inverse(Move("a", "b")), "is not a list of rules"),  # type: ignore[arg-type]
    (lambda: When("a", [1], Move("b", "c")), "is not a list of rules"),  # type: ignore[arg-type]
    (lambda: When("a", True, [Move("b", "c")]), r"When\('a', …\): "),  # type: ignore[arg-type]
    (lambda: Split("a", None), r"Split\('a', …\): "),  # type: ignore[arg-type]
    (lambda: Cases(["a"], ["b"], 7, says="x"), r"Cases\(\['a'\], …\): "),  # type: ignore[arg-type]
    (lambda: ByType("p", None), r"ByType\('p', …\): "),  # type: ignore[arg-type]
    (lambda: ByType("p", {int: "p"}), "a hub field lies in p"),
    (lambda: ByType("p", {int: "p.b"}), "a hub field lies in p"),
    (lambda: ByType("p", {int: "q", str: "q"}), "or is there twice"),
    (lambda: Values("a", None, says="x"), r"Values\('a', …\): "),  # type: ignore[arg-type]
    (lambda: Values("a", {"b": "c"}, says="x"), "pairs are a list of"),  # type: ignore[arg-type]
    (lambda: Values("a", ["bc"], says="x"), "pairs are a list of"),  # type: ignore[list-item]
    (lambda: Values("a", [("b",)], says="x"), "pairs are a list of"),  # type: ignore[list-item]
    (lambda: Values("a", [("b", "c"), ("b", "d")], says="x"), "a spoke value is there twice"),
    (lambda: Move(1, "a"), r"Move\(1, …\): 1 is not the path of a field"),  # type: ignore[arg-type]
    (lambda: Kind("X", hub="e/v2", spokes={"e/v1": "Move"}), "'Move' is not a list of rules"),  # type: ignore[dict-item]
    (lambda: Kind("X", "e/v2", {"e/v1": [Move("kind", "spec.kind")]}), "Move: kind is not a field to move"),
    (
        lambda: Kind("X", "e/v2", {"e/v1": [Move("spec.a", "metadata.name")]}),
        "Move: metadata.name stays what it is in every version",
    ),
    (
        lambda: Kind("X", "e/v2", {"e/v1": [Kept("metadata.finalizers", why="x")]}),
        "Kept: metadata.finalizers stays what it is in every version",
    ),
    (lambda: Kind("X", "e/v2", {"e/v1": [Lacks("metadata")]}), "Lacks: metadata stays what it is in every version"),
    (lambda: Kind("X", "e/v2", {"e/v1": [Lacks("apiVersion")]}), "Lacks: apiVersion is not a field to move"),
    (lambda: Kind("X", "e/v2", {"e/v1": [Kept("kind", why="x")]}), "Kept: kind is not a field to move"),
    (lambda: Kind("X", "e/v2", {"e/v1": [Move("spec.kind", "kind")]}), "Move: kind is not a field to move"),
    (lambda: Kind("X", "e/v2", {}, list_keys={"a": "name"}), "'name' names no fields of an item"),  # type: ignore[dict-item]
    (lambda: Kind("X", "e/v2", {}, list_keys={"a": ()}), "names no fields of an item"),
    (lambda: Kind("X", "e/v2", {}, list_keys={"a": ("",)}), "names no fields of an item"),
    (lambda: Kind("X", "e/v2", {}, list_keys={"": ("name",)}), "names no fields of an item"),
    (lambda: Kind("X", "e/v2", {}, list_keys={"a[": ("name",)}), r"'a\[' is not a path"),
    (lambda: ByType("p", {float: "f"}), "float is not one of int, str and bool"),
    (lambda: ByType("p", {}), "at least one type"),
    (lambda: ByType("p", {int: ""}), "'' is not the path of a field"),
    (lambda: Lacks(), r"Lacks\(\): name at least one field"),
    (lambda: Kind("", "e/v2", {}), "a Kind has a name, and a hub"),
    (lambda: Kind("X", "", {}), "a Kind has a name, and a hub"),
    (lambda: Kind("X", "e/v2", []), "X: spokes are a map from each version to its rules"),  # type: ignore[arg-type]
    (lambda: Lacks(""), "'' is not the path of a field"),
    (lambda: Kept("a", why=""), "say why"),
    (lambda: Dropped("a", why=""), "say why"),
    (lambda: Items("a", "b", ""), "Items: '' is not the name of a field"),
    (lambda: Keyed("a", "b", 1), "Keyed: 1 is not the name of a field"),  # type: ignore[arg-type]
    (lambda: Wrap("a", "b.c"), "the second path is one field inside the first"),
    (lambda: Turn("a", "b", str, "int", says="x"), "functions of the value"),  # type: ignore[arg-type]
    (lambda: Turn("a", "a.b", str, int, says="x"), "one lies in the other"),
    (lambda: Cases(["a"], ["b"], [((1, 2), (1,))], says="x"), "has not a value for each of"),
    (lambda: Cases("a", ["b"], [], says="x"), "lists of paths"),
    (lambda: Cases(["a"], ["b"], [("x", "y")], says="x"), "has not a value for each of"),
    (lambda: Split("a", "text"), "the form has no field"),
    (lambda: Split("a", "{b}{b}"), "or one twice"),
    (lambda: Split("a", "{b}[x"), r"a \[ is not closed"),
    (lambda: Split("a", "{b}]"), r"is not a form: cannot read it from '\]'"),
    (lambda: Split("a", "{a.b}"), "a field lies in a"),
    (lambda: When("", [1], []), "'' is not the path of a field"),
    (lambda: When("a[]", [1], []), "goes through a list"),
    (lambda: When("a", "text", []), r"values are a list, such as \['text'\]"),
    (lambda: When("a", [], []), "no value, so it would never hold"),
    (lambda: When("a", [1], []), "governs no rule"),
    (lambda: When("a", [1], ["Move"]), "'Move' is not a rule"),  # type: ignore[list-item]
    (lambda: When("a", [1], [Move("a", "b")]), "a rule in it may change a, and then the condition could not be read"),
    (lambda: When("a.b", [1], [Move("c", "a.b")]), "may change a.b"),
    (lambda: When("a.b", [1], [Move("a", "c")]), "may change a.b"),
    (
        lambda: When("a", [1], [At("b", [Function(dict, dict, says=[])]), Values("a", [(1, 2)], says="")]),
        "may change a",
    ),
    (lambda: When("a", [1], [Function(dict, dict, says=[])]), "may change a"),
    (
        lambda: When("a", [1], [Requires("b", Decision("x", "x"), why="x")]),
        "depends on no condition; Repair can read one",
    ),
    (lambda: Implied("", [("a", 1, 1)]), "'' is not the path of a field"),
    (lambda: Implied("a", []), "each row is the path of another field, its value, and the value that follows"),
    (lambda: Implied("a", "b"), "each row is the path of another field"),  # type: ignore[arg-type]
    (lambda: Implied("a", [("b", 1)]), "each row is the path of another field"),  # type: ignore[list-item]
    (lambda: Implied("a.b", [("a", PRESENT, 1)]), "a.b would follow from itself"),
    (lambda: Implied("a", [("b[]", PRESENT, 1)]), "goes through a list"),
    (lambda: Implied("a", [("b", PRESENT, PRESENT)]), "MISSING or PRESENT is no value that a field can have"),
    (lambda: Implied("a?", [("b", 1, 1)]), r"Implied\('a\?', …\): \? marks a parent, and the last part is none"),
    (lambda: Former(["Move"]), "'Move' is not a rule"),  # type: ignore[list-item]
    (lambda: Former([Default("a", 1)]), "Default converts nothing"),
    (lambda: Inverse(["Move"]), "'Move' is not a rule"),  # type: ignore[list-item]
    (lambda: KnowsOnly("a", []), "values are a list of at least one"),
    (lambda: KnowsOnly("a", "x"), "values are a list of at least one"),
]


@pytest.mark.parametrize(("declare", "message"), WRONG, ids=[message for _, message in WRONG])
def test_a_wrong_declaration_is_reported_in_words(declare: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        declare()


def test_a_field_named_kind_below_the_object_may_move() -> None:
    Kind("X", "e/v2", {"e/v1": [At("spec", [Move("kind", "type")]), Move("spec.ref.kind", "spec.ref.type")]})
    Kind("X", "e/v2", {"e/v1": [Values("kind", [("Y", "X")], says="x")]})
