"""Rules are held to the schemas that they are about: what is misspelt is reported with what may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv.engine import Kind
from kconv.errors import UsageError
from kconv.paths import MISSING
from kconv.rules import (
    PRESENT,
    At,
    ByType,
    Cases,
    Default,
    Dropped,
    Implied,
    Kept,
    Lacks,
    Move,
    Rule,
    Split,
    Turn,
    Values,
    When,
)
from kconv.testing import check, subject_of
from tests.testing.custom import SCHEMAS
from tests.testing.declared import SITE

V1, V2 = "example.com/v1", "example.com/v2"
INTEGER, TEXT, BOOL = {"type": "integer"}, {"type": "string"}, {"type": "boolean"}


def of(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields}


def enum(*values: str) -> dict[str, Any]:
    return {**TEXT, "enum": [*values]}


def listed(**fields: Any) -> dict[str, Any]:
    return {"type": "array", "items": of(**fields)}


FREE = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
OLD = of(
    spec=of(
        keep=INTEGER,
        mode=enum("on", "off"),
        old=TEXT,
        free=FREE,
        port={"x-kubernetes-int-or-string": True},
        stops=listed(at=TEXT),
    )
)
NEW = of(
    spec=of(
        retention=of(count=INTEGER, days=INTEGER), mode=enum("On", "Off"), enabled=BOOL, free=FREE,
        number=INTEGER, name=TEXT, stops=listed(place=TEXT, level=enum("Low", "High")),
    )
)  # fmt: skip


def to_number(text: Any) -> int | None:
    return int(text) if isinstance(text, str) and text.isdecimal() and str(int(text)) == text else None


class Rules(NamedTuple):
    name: str
    rules: Sequence[Rule]
    says: str = ""


MODES = [("on", "On"), ("off", "Off")]
WRONG = [
    Rules("a field of the spoke", [Move("spec.kep", "spec.retention.count")], f"{V1}: spec.kep is not a field: is it spec.keep?"),
    Rules("a field of the hub", [Move("spec.keep", "spec.retention.cnt")], "spec.retention.cnt is not a field of the hub: is it spec.retention.count?"),
    Rules("the wrong way round", [Move("spec.retention.count", "spec.keep")], f"{V1}: spec.retention.count and spec.keep are swapped: the first path is the version's field, the second that of the hub"),
    Rules("what is lacked", [Lacks("spec.retention.dayz")], "spec.retention.dayz is not a field of the hub: is it spec.retention.days?"),
    Rules("what is kept", [Kept("spec.olde", why="no controller reads it")], "spec.olde is not a field: is it spec.old?"),
    Rules("what is dropped", [Dropped("spec.olde", why="no controller reads it")], "spec.olde is not a field"),
    Rules("one of several types", [ByType("spec.port", {int: "spec.numbr", str: "spec.name"})], "spec.numbr is not a field of the hub"),
    Rules("in items", [At("spec.stops[]", [Move("att", "place")])], "spec.stops[].att is not a field: is it spec.stops[].at?"),
    Rules("items that are not there", [At("spec.stop[]", [Move("at", "place")])], "spec.stop[].at is not a field: is it spec.stops[].at?"),
    Rules("after a move", [Move("spec.keep", "spec.retention.count"), Lacks("spec.keep.x")], "spec.keep.x is not a field of the hub"),
    Rules("a spoke's value", [Values("spec.mode", [("no", "Off")], says="")], f"'no' is not a value of spec.mode in {V1}: they are on, off"),
    Rules("a hub's value", [Values("spec.mode", [("on", "Onn")], says="")], f"'Onn' is not a value of spec.mode in {V2}: is it On?"),
    Rules("a field with values", [Values("spec.mod", MODES, says="")], "spec.mod is not a field: is it spec.mode?"),
    Rules("a value in a table", [Cases(["spec.mode"], ["spec.enabled"], [(["onn"], [True])], says="")], "'onn' is not a value of spec.mode"),
    Rules("a condition's value", [When("spec.mode", ["onn"], [Move("spec.old", "spec.name")])], "'onn' is not a value of spec.mode"),
    Rules("the second rule under a condition", [When("spec.mode", ["on"], [Move("spec.old", "spec.name"), Move("spec.kep", "spec.retention.count")])],
          f"{V1}: spec.kep is not a field: is it spec.keep? (when spec.mode is on: spec.kep is spec.retention.count in the hub version)"),
    Rules("a value that another follows from", [Implied("spec.enabled", [("spec.mode", "Onn", True)])], "'Onn' is not a value of spec.mode"),
    Rules("a value that follows", [Implied("spec.mode", [("spec.name", PRESENT, "Onn")])], "'Onn' is not a value of spec.mode"),
    Rules("what an earlier rule took", [Move("spec.keep", "spec.retention.count"), Kept("spec.keep", why="x")], "spec.keep is not a field here: an earlier rule took it"),
    Rules("a default", [Default("spec?.kept", 1)], "spec.kept is not a field: is it spec.keep?"),
    Rules("a default's value", [Default("spec?.mode", "onn")], "'onn' is not a value of spec.mode"),
]  # fmt: skip
WRONG += [
    Rules("a value of the spoke without a row", [Cases(["spec.mode"], ["spec.enabled"], [(["on"], [True]), (["on"], [False])], says="")], f"no row has 'off' of spec.mode in {V1}"),
    Rules("a value of the hub without a row", [Cases(["spec.mode"], ["spec.enabled"], [(["on"], [True]), (["off"], [MISSING])], says="")], f"no row has False of spec.enabled in {V2}"),
    Rules("a text in an integer", [Split("spec.old", "{spec.number}/{spec.name}")], f"spec.number of {V2} is of type integer, and what is split off a text is a string"),
    Rules("a text in an enum", [At("spec.stops[]", [Split("at", "{place}/{level}")])], f"spec.stops[].level of {V2} is one of Low, High, and the text may have another value there"),
    Rules("a text in an enum that moves on", [Split("spec.old", "{spec.a}/{spec.name}"), Move("spec.a", "spec.mode")], f"spec.mode of {V2} is one of On, Off, and the text may have another value there"),
]  # fmt: skip
WRONG += [
    Rules("a parent into which a field has moved", [Move("spec.keep", "spec.retention.count"), Kept("spec.retention", why="x")], "an earlier rule moves a field to spec.retention.count, which this one takes away: put Kept before it"),
    Rules("what follows in one version and is a field of both", [Implied("spec.mode", [("spec.name", PRESENT, "On")])], "spec.mode is a field of both versions and never arrives"),
]  # fmt: skip
RIGHT = [
    Rules("no rule", []),
    Rules("a table of every value", [Cases(["spec.mode"], ["spec.enabled"], [(["on"], [True]), (["off"], [False])], says="")]),
    Rules("a table that gives up a value", [Cases(["spec.mode"], ["spec.enabled"], [(["on"], [True]), ([MISSING], [MISSING]), (["off"], [MISSING]), ([MISSING], [False])], says="")]),
    Rules("a text in strings", [Split("spec.old", "{spec.name}/{spec.free.b}")]),
    Rules("a text that is turned", [Split("spec.old", "{spec.a}/{spec.name}"), Turn("spec.a", "spec.number", to_number, str, says="")]),
    Rules("moves", [Move("spec.keep", "spec.retention.count"), Lacks("spec.retention.days")]),
    Rules("a move of what was moved", [Move("spec.keep", "spec.retention.days"), Move("spec.retention.days", "spec.retention.count")]),
    Rules("values", [Values("spec.mode", MODES, says="")]),
    Rules("types", [ByType("spec.port", {int: "spec.number", str: "spec.name"})]),
    Rules("items", [At("spec.stops[]", [Move("at", "place"), Lacks("level")])]),
    Rules("what a schema leaves open", [Move("spec.free.a", "spec.free.b")]),
    Rules("metadata", [Move("spec.keep", 'metadata.annotations'), Kept("spec.old", why="no controller reads it")]),
    Rules("defaults", [Default("spec?.mode", "on"), Default("spec?.stops?[].at", "x")]),
]  # fmt: skip


def kind(rules: Sequence[Rule]) -> Kind:
    return Kind("Widget", hub=V2, spokes={V1: rules})


@pytest.mark.parametrize("case", WRONG, ids=attrgetter("name"))
def test_what_no_schema_has_is_reported_with_what_may_be_meant(case: Rules) -> None:
    with pytest.raises(UsageError) as raised:
        subject_of(kind=kind(case.rules), schemas={V1: OLD, V2: NEW})
    assert case.says in str(raised.value)
    assert str(raised.value).startswith("the rules of Widget do not fit its schemas: ")


@pytest.mark.parametrize("case", RIGHT, ids=attrgetter("name"))
def test_rules_that_fit_are_taken(case: Rules) -> None:
    assert subject_of(kind=kind(case.rules), schemas={V1: OLD, V2: NEW}).rules


def test_everything_that_does_not_fit_is_reported_at_once() -> None:
    with pytest.raises(UsageError) as raised:
        subject_of(
            kind=kind([Lacks("spec.a"), Values("spec.mode", [("no", "Off")], says="")]), schemas={V1: OLD, V2: NEW}
        )
    assert "spec.a is not a field of the hub" in str(raised.value)
    assert "'no' is not a value of spec.mode" in str(raised.value)


SUM = of(spec=of(sum=TEXT, keep=INTEGER))
OTHER = "example.com/v0"


@pytest.mark.parametrize("other", [Kept("spec.sum", why="x"), Dropped("spec.sum", why="x")], ids=["kept", "dropped"])
def test_a_field_of_two_versions_that_the_hub_gave_up_is_reported(other: Rule) -> None:
    schemas = {V1: SUM, V2: of(spec=of(keep=INTEGER)), OTHER: SUM}
    twice = Kind("Widget", hub=V2, spokes={V1: [Kept("spec.sum", why="x")], OTHER: [other]})
    with pytest.raises(UsageError, match=r"spec\.sum is a field of each, and does not arrive in the other") as raised:
        subject_of(kind=twice, schemas=schemas)
    assert f"give Lacks('spec.sum') in the rules of {V2}" in str(raised.value)
    advised = Kind("Widget", hub=V2, spokes={V1: [], OTHER: [], V2: [Lacks("spec.sum")]})
    check(kind=advised, schemas=schemas, examples=20, seed=1).raise_if_failed()


def test_what_two_versions_discard_is_accepted() -> None:
    both = {version: [Dropped("spec.sum", why="x")] for version in (V1, OTHER)}
    kind = Kind("Widget", hub=V2, spokes=both)
    assert subject_of(kind=kind, schemas={V1: SUM, V2: of(spec=of(keep=INTEGER)), OTHER: SUM}).rules


def test_a_field_that_only_a_spoke_has_is_one_of_the_hub() -> None:
    lacking = Kind("Widget", hub=V2, spokes={V1: [Move("spec.old", "spec.debug")], V2: [Lacks("spec.debug")]})
    assert subject_of(kind=lacking, schemas={V1: OLD, V2: NEW}).rules
    assert subject_of(kind=SITE, schemas=SCHEMAS).rules
