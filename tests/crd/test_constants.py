"""A value that a rule writes is held to the schema of the version that it is written in."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import pytest
from pydantic import Field, create_model

from kconv.crd import DeclarationError, Int32, Model
from kconv.crd.rulesfile.limit import Limit
from kconv.rules import (
    MISSING,
    PRESENT,
    SAME,
    At,
    Cases,
    Former,
    Implied,
    Inverse,
    KnowsOnly,
    Move,
    Rule,
    Turn,
    Values,
    When,
)
from tests.crd.test_pairs import GROUP, pair, resource, told

TEXT: Any = (str | None, None)
SMALL: Any = (Annotated[int, Field(ge=1, le=9)] | None, None)
SOME: Any = (Annotated[list[str], Field(min_length=1)] | None, None)
WORD: Any = (Annotated[str, Field(pattern="^[a-z]+$")] | None, None)
TO = create_model("To", __base__=Model, a=SMALL)
NEEDED: Any = (int, ...)
NEEDING = create_model("Needing", __base__=Model, a=NEEDED, b=TEXT)
OBJECT = create_model("Object", __base__=Model, n=(Int32, ...))


class Written(NamedTuple):
    old: Any
    new: Any
    rules: list[Rule]
    said: list[str] = []


def gone(path: str, *pairs: Any) -> Values:
    return Values(path, [*pairs], says="x")


REFUSED = {
    "a number over the bound, in the older version": Written({"a": SMALL}, {"a": SMALL}, [gone("spec.a", (10, MISSING))], ["spec.a: a rule writes 10, which v1 refuses: must be at most 9, is 10"]),
    "a number under the bound, in the newer version": Written({"a": SMALL}, {"a": SMALL}, [gone("spec.a", (MISSING, 0))], ["spec.a: a rule writes 0, which v2 refuses: must be at least 1, is 0"]),
    "a text for a number": Written({"a": SMALL}, {"a": SMALL}, [gone("spec.a", ("x", MISSING))], ['spec.a: a rule writes "x", which v1 refuses: must be an integer, is the string "x"']),
    "an empty list": Written({"a": SOME}, {"a": SOME}, [gone("spec.a", ([], MISSING))], ["spec.a: a rule writes [], which v1 refuses: must have at least 1 item, has 0"]),
    "another form of text": Written({"a": WORD}, {"a": WORD}, [gone("spec.a", (MISSING, "A1"))], ['spec.a: a rule writes "A1", which v2 refuses: must match ^[a-z]+$, is "A1"']),
    "an object without what it requires": Written({}, {"a": (OBJECT | None, None)}, [gone("spec.a", (MISSING, {}))], ["spec.a: a rule writes {}, which v2 refuses: n: is required"]),
    "by the path of the version that refuses it": Written({"a": SMALL}, {"b": SMALL}, [Move("spec.a", "spec.b"), gone("spec.b", (10, MISSING), (MISSING, 0))], ["spec.a: a rule writes 10, which v1 refuses: must be at most 9, is 10", "spec.b: a rule writes 0, which v2 refuses: must be at least 1, is 0"]),
    "before the field is moved": Written({"a": SMALL}, {"to": (TO | None, None)}, [gone("spec.a", (MISSING, 0)), Move("spec.a", "spec.to.a")], ["spec.to.a: a rule writes 0, which v2 refuses: must be at least 1, is 0"]),
    "of an item": Written({"a": (list[TO], [])}, {"a": (list[TO], [])}, [At("spec.a[]", [gone("a", (10, MISSING))])], ["spec.a[].a: a rule writes 10, which v1 refuses: must be at most 9, is 10"]),
    "of a map's values": Written({"a": (dict[str, TO], {})}, {"a": (dict[str, TO], {})}, [At("spec.a{}", [gone("a", (10, MISSING))])], ["spec.a{}.a: a rule writes 10, which v1 refuses: must be at most 9, is 10"]),
    "of a table, both ways": Written({"a": SMALL}, {"b": SMALL}, [Cases(["spec.a"], ["spec.b"], [((10,), (2,)), ((1,), (0,))], says="x")], ["spec.b: a rule writes 0, which v2 refuses: must be at least 1, is 0", "spec.a: a rule writes 10, which v1 refuses: must be at most 9, is 10"]),
    "what follows": Written({"a": TEXT}, {"a": TEXT, "b": SMALL}, [Implied("spec.b", [("spec.a", PRESENT, 0)])], ["spec.b: a rule writes 0, which v2 refuses: must be at least 1, is 0"]),
    "what is there instead": Written({"a": SMALL}, {"a": SMALL}, [KnowsOnly("spec.a", [1, 2], instead=0)], ["spec.a: a rule writes 0, which v1 refuses: must be at least 1, is 0"]),
    "what is there instead of more": Written({"a": (int | None, None)}, {"a": SMALL}, [Limit("spec.a", {"minimum": 1, "maximum": 9}, instead=0)], ["spec.a: a rule writes 0, which v2 refuses: must be at least 1, is 0"]),
    "under a condition": Written({"t": TEXT, "a": SMALL}, {"t": TEXT, "a": SMALL}, [When("spec.t", ["x"], [gone("spec.a", (10, MISSING))])], ["spec.a: a rule writes 10, which v1 refuses: must be at most 9, is 10"]),
    "nothing, where a value is required": Written({"a": NEEDED}, {"a": TEXT}, [gone("spec.a", (MISSING, "x"))], ["spec.a: a rule leaves it out, which v1 requires"]),
    "nothing, by the path of the version that requires it": Written({"a": SMALL}, {"b": NEEDED}, [Cases(["spec.a"], ["spec.b"], [((1,), (1,)), ((2,), (MISSING,))], says="x")], ["spec.b: a rule leaves it out, which v2 requires"]),
    "nothing, in an item": Written({"l": (list[NEEDING], [])}, {"l": (list[NEEDING], [])}, [At("spec.l[]", [gone("a", (1, MISSING))])], ["spec.l[].a: a rule leaves it out, which v2 requires"]),
    "nothing, where it knows no value": Written({"a": NEEDED}, {"a": NEEDED}, [KnowsOnly("spec.a", [1, 2])], ["spec.a: a rule leaves it out, which v1 requires"]),
    "the other way round": Written({"a": SMALL}, {"a": SMALL}, [Inverse([gone("spec.a", (10, MISSING))])], ["spec.a: a rule writes 10, which v2 refuses: must be at most 9, is 10"]),
}  # fmt: skip

ACCEPTED = {
    "values within the bounds": Written({"a": SMALL}, {"a": SMALL}, [gone("spec.a", (9, MISSING), (MISSING, 1))]),
    "null, which the API server drops": Written({"a": SMALL}, {"a": SMALL}, [gone("spec.a", (None, MISSING))]),
    "a second word for a value, which is only read": Written({"a": WORD}, {"a": WORD}, [gone("spec.a", ("x", "y"), ("X", "y"))]),
    "a value with which another rule goes on": Written({"a": SMALL}, {"b": TEXT}, [gone("spec.a", (MISSING, 0)), Turn("spec.a", "spec.b", str, int, says="x")]),
    "an object of which a field is moved inside": Written({}, {"a": (OBJECT | None, None)}, [gone("spec.a", (MISSING, {"m": 1})), Move("spec.a.m", "spec.a.n")]),
    "an object of which a field is moved out": Written({}, {"a": (TO | None, None), "b": SMALL}, [gone("spec.a", (MISSING, {"a": 1, "b": "x"})), Move("spec.a.b", "spec.b")]),
    "an object that is moved whole": Written({}, {"b": (OBJECT | None, None)}, [gone("spec.a", (MISSING, {"n": 1})), Move("spec.a", "spec.b")]),
    "what another field has": Written({"a": SMALL}, {"a": SMALL, "b": SMALL}, [Implied("spec.b", [("spec.a", PRESENT, SAME)])]),
    "the former way, which is only read": Written({"a": SMALL, "b": SMALL}, {"b": SMALL}, [Former([Move("spec.a", "spec.b")])]),
    "nothing, where there is a default": Written({"a": NEEDED}, {"a": (int, 1)}, [gone("spec.a", (1, MISSING))]),
    "nothing, in an object that goes with it": Written({"a": SMALL}, {"l": (NEEDING | None, None)}, [gone("spec.a", (1, MISSING)), Move("spec.a", "spec.l.a")]),
    "the nearest value": Written({"a": NEEDED}, {"a": (Annotated[int, Field(ge=1, le=9)], ...)}, [Limit("spec.a", {"minimum": 1, "maximum": 9}, nearest=True)]),
    "a label, of which a definition has no schema": Written({"a": SMALL}, {"a": SMALL}, [gone('metadata.labels["x"]', ("1", "2"))]),
}  # fmt: skip


def ours(found: list[str]) -> list[str]:
    return [each.replace(f"{GROUP}/", "") for each in found if "a rule " in each]


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_value_that_the_version_refuses(case: Written) -> None:
    found = pair(case.old, case.new, case.rules)
    assert ours([told(each) for each in found.faults()]) == case.said


@pytest.mark.parametrize("case", ACCEPTED.values(), ids=ACCEPTED)
def test_a_value_that_is_written_nowhere_or_accepted(case: Written) -> None:
    found = pair(case.old, case.new, case.rules)
    assert ours([told(each) for each in found.faults()]) == []


def test_it_stops_every_conversion_and_not_the_definition_alone() -> None:
    with pytest.raises(DeclarationError, match="a rule writes 10"):
        assert resource({"a": SMALL}, {"a": SMALL}, [gone("spec.a", (10, MISSING))]).kind
