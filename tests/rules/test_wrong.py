"""A wrong declaration is reported where it is written, in words: not by an IndexError when the first object comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kconv.engine import Kind
from kconv.rules import At, ByType, Cases, Dropped, Items, Kept, Keyed, Lacks, Move, Split, Turn, Wrap

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
    (lambda: At("spec", ["Move"]), "'Move' is not a rule"),  # type: ignore[list-item]
    (lambda: At("spec", "Move"), "'M' is not a rule"),  # type: ignore[arg-type]
    (lambda: Kind("X", hub="e/v2", spokes={"e/v1": "Move"}), "'M' is not a rule"),  # type: ignore[dict-item]
    (lambda: ByType("p", {float: "f"}), "float is not one of int, str and bool"),
    (lambda: ByType("p", {}), "at least one type"),
    (lambda: ByType("p", {int: ""}), "'' is not the path of a field"),
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
    (lambda: Split("a", "text"), "the form has no field"),
    (lambda: Split("a", "{b}{b}"), "or one twice"),
    (lambda: Split("a", "{b}[x"), r"a \[ is not closed"),
    (lambda: Split("a", "{b}]"), r"is not a form: cannot read it from '\]'"),
    (lambda: Split("a", "{a.b}"), "a field lies in a"),
]


@pytest.mark.parametrize(("declare", "message"), WRONG, ids=[message for _, message in WRONG])
def test_a_wrong_declaration_is_reported_in_words(declare: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        declare()
