"""A table says what becomes of the values that it lists: the others stay, and both versions must accept what there is."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import pytest
from pydantic import Field

from kconv.crd import Nullable
from kconv.rules import MISSING, Values
from tests.crd.judged import findings, said
from tests.crd.test_pairs import GROUP, convert, obj, resource

V1, V2 = f"spec.a: {GROUP}/v1 ", f"spec.a: {GROUP}/v2 "
TEXT, NUMBER = str | None, int | None
SHORT, POSITIVE, FEW = Annotated[str, Field(max_length=1)], Annotated[int, Field(ge=1)], Annotated[int, Field(le=3)]


class Case(NamedTuple):
    """A field in two versions, its table, and what coverage says, with a value of v1 that shows it."""

    old: Any
    new: Any
    pairs: list[tuple[Any, Any]]
    says: list[str] = []
    value: Any = None


TABLES = {
    "another text": Case((TEXT, None), (SHORT | None, None), [("xx", "x")], [V2 + "accepts only texts of at most 1 character"], "yy"),
    "another number": Case((NUMBER, None), (POSITIVE | None, None), [(0, 1)], [V2 + "accepts only numbers of at least 1"], -5),
    "the only number that is not accepted": Case((Annotated[int, Field(ge=0)] | None, None), (POSITIVE | None, None), [(0, 1)]),
    "the numbers that are not accepted, the other way round": Case((Annotated[int, Field(le=3)] | None, None), (Annotated[int, Field(le=1)] | None, None), [(2, 1), (3, 1)]),
    "the empty text": Case((TEXT, None), (Annotated[str, Field(min_length=1)] | None, None), [("", MISSING)]),
    "the empty list": Case((list[str] | None, None), (Annotated[list[str], Field(min_length=1)] | None, None), [([], MISSING)]),
    "null": Case((Nullable[str] | None, None), (TEXT, None), [(None, MISSING)]),
    "what only the older one accepts less of": Case((SHORT | None, None), (TEXT, None), [("x", "extra")]),
    "a value that is too great": Case((FEW | None, None), (FEW | None, None), [(1, 7)], [f"spec.a: a rule writes 7, which {GROUP}/v2 refuses: must be at most 3, is 7"], 1),
    "a value of another type": Case((FEW | None, None), (FEW | None, None), [(1, "x")], [f'spec.a: a rule writes "x", which {GROUP}/v2 refuses: must be an integer, is the string "x"', "spec.a: only some of its values get another type"], 1),
    "a required field is left out": Case((int, ...), (int, ...), [(1, MISSING)], [f"spec.a: a rule leaves it out, which {GROUP}/v2 requires", V2 + f"requires it, and {GROUP}/v1 does not"]),
    "a field that was required is left out": Case((int, ...), (int, ...), [(MISSING, 1)], [f"spec.a: a rule leaves it out, which {GROUP}/v1 requires"]),
    "a required field with a default is left out": Case((int, ...), (int, 1), [(1, MISSING)]),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_what_a_table_does_not_list_stays_as_it_is(name: str) -> None:
    old, new, pairs, says, value = TABLES[name]
    made = resource({"a": old}, {"a": new}, [Values("spec.a", pairs, says="in words")])
    assert said(made) == says
    objects = [obj("v1", a=each) for each in [value, *(pair[0] for pair in pairs)] if each is not MISSING]
    objects += [obj("v2", a=pair[1]) for pair in pairs if pair[1] is not MISSING]
    assert bool(findings(made, objects, only=["valid-result"])) == bool(says)


def test_a_value_that_the_older_version_has_in_other_words_is_not_left_out() -> None:
    made = resource({"a": (SHORT | None, None)}, {"a": (TEXT, None)}, [Values("spec.a", [("x", "extra")], says="more")])
    assert convert(made.kind, obj("v2", a="extra"), "v1")["spec"] == {"a": "x"}
    other = convert(made.kind, obj("v2", a="other"), "v1")
    assert other["spec"] == {}
    assert convert(made.kind, other, "v2") == obj("v2", a="other")


def test_a_default_of_the_older_version_stands_for_others_in_words_of_the_newer_one() -> None:
    made = resource({"a": (FEW, 1)}, {"a": (NUMBER, None)}, [Values("spec.a", [(1, 10), (2, 1)], says="tenfold")])
    assert convert(made.kind, obj("v2", a=99), "v1")["spec"] == {"a": 1}
