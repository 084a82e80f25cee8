"""Each place at which a result does not fit its schema is found by itself, whatever else is wrong with the object."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv.engine import Kind
from kconv.errors import UsageError
from kconv.paths import MISSING
from kconv.rules import At, Cases, Dropped, Inverse, Kept, Lacks, Move, Rule, Turn, Values, When
from kconv.testing import Report, as_served, check, subject_of

V1, V2 = "example.com/v1", "example.com/v2"
TEXT, INTEGER = {"type": "string"}, {"type": "integer"}


def schema(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}


def listed(**fields: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": fields}}


def mode(*values: str) -> dict[str, Any]:
    return {**TEXT, "enum": [*values]}


SCHEMAS = {
    V1: schema(mode=mode("A", "B", "C"), size=INTEGER, zone=TEXT, pools=listed(name=TEXT, spot=TEXT)),
    V2: schema(mode=mode("A"), size=TEXT, pools=listed(name=TEXT), level={"type": "boolean"}),
}


def nothing(obj: Any, to: str) -> Any:
    """A conversion that does nothing."""
    return {**obj, "apiVersion": to}


def swept(**arguments: Any) -> Report:
    return check(
        **{"convert": nothing, "kind": "Widget", "schemas": SCHEMAS, **arguments},
        only=["valid-result"], examples=1, seed=1,
    )  # fmt: skip


INVALID = {
    f"spec.mode of {V2} is not one of the values in its schema",
    f"spec.size of {V2} is not of the type in its schema",
    f"spec.zone of {V2} is no field of its schema",
    f"spec.pools[].spot of {V2} is no field of its schema",
    f"spec.level of {V1} is no field of its schema",
    f"spec.size of {V1} is not of the type in its schema",
}


@pytest.mark.parametrize("between", [None, as_served], ids=["as is", "as served"])
def test_every_invalid_place_is_one_finding_at_any_number_of_examples(between: Any) -> None:
    report = swept(between=between)
    assert {str(finding.cause) for finding in report.findings} == INVALID
    assert len(report.findings) == len(INVALID)


def test_all_values_that_an_enum_does_not_have_are_named_and_none_is_hidden_by_another_fault() -> None:
    def always_unknown(obj: Any, to: str) -> Any:
        return {**obj, "apiVersion": to, "spec": {**obj.get("spec", {}), "extra": 1}}

    lines = [str(finding) for finding in swept(convert=always_unknown).findings]
    assert any(
        line.startswith(f'spec.mode of {V2} is not one of the values in its schema ("B", "C")') for line in lines
    )
    assert any(line.startswith(f"spec.extra of {V2} is no field of its schema") for line in lines)


def test_an_exemption_covers_its_place_and_what_is_in_it_and_no_other() -> None:
    report = swept(lossy=["spec.mode: no C", "spec.pools[]: no spot", "spec.size: known", "spec.level: known"])
    assert {str(finding.cause) for finding in report.findings} == {f"spec.zone of {V2} is no field of its schema"}
    assert not report.unused


def kind(rules: Sequence[Rule]) -> Kind:
    return Kind("Widget", hub=V2, spokes={V1: rules})


SIZE = Turn("spec.size", "spec.size", str, int, says="size: 1 is size: '1'")


class Advice(NamedTuple):
    name: str
    rules: Sequence[Rule]
    path: str
    says: str


ADVICE = [
    Advice("a field that the hub lacks", [SIZE], "spec.zone", f'in the rules of {V1}: Kept("spec.zone", why=…), or Dropped'),
    Advice("a field that the spoke lacks", [SIZE], "spec.level", f'in the rules of {V1}: Lacks("spec.level")'),
    Advice("a field of items", [SIZE], "spec.pools[].spot", f'in the rules of {V1}: At("spec.pools[]", [Kept("spot", why=…)])'),
    Advice("a value without a table", [SIZE], "spec.mode", f'in the rules of {V1}: add "B" to Values("spec.mode", [(…, …)], says=…)'),
    Advice("a value in no row", [SIZE, Values("spec.mode", [("C", "A")], says="C is A")], "spec.mode", f'in the rules of {V1}: add "B" to the table of "C is A"'),
    Advice("another type", [], "spec.size", f'in the rules of {V1}: Turn("spec.size", "spec.size", to_hub, from_hub, says=…)'),
]  # fmt: skip


@pytest.mark.parametrize("case", ADVICE, ids=attrgetter("name"))
def test_a_declared_kind_is_told_which_rule_would_mend_it(case: Advice) -> None:
    report = swept(convert=None, kind=kind(case.rules))
    found = next(finding for finding in report.findings if finding.path == case.path)
    assert f"to mend it, {case.says}" in str(found.example)


KIND_OF = mode("s3", "gcs")
STORES = {V1: schema(type=KIND_OF, bucket=TEXT, region=TEXT, tags=listed(key=TEXT)),
          V2: schema(type=KIND_OF, s3={"type": "object", "properties": {"bucket": TEXT, "region": TEXT}},
              gcs={"type": "object", "properties": {"bucket": TEXT}}, age=INTEGER, tags=listed(name=TEXT))}  # fmt: skip
MOVES = (Move("spec.bucket", "spec.s3.bucket"), Move("spec.region", "spec.s3.region"))
NEWER = (Lacks("spec.age"), Lacks("spec.gcs"), At("spec.tags[]", [Move("key", "name")]))
MISTAKEN = [
    Advice("a move that is missing", [*MOVES[:1], *NEWER], "spec.s3.region",
           f'in the rules of {V1}: Move("spec.region", "spec.s3.region") if it is that field, else Lacks("spec.s3.region")'),
    Advice("the same from the other side", [*MOVES[:1], *NEWER], "spec.region",
           f'in the rules of {V1}: Move("spec.region", "spec.s3.region") if it is that field, else Kept("spec.region", why=…), or Dropped'),
    Advice("one of several of its name", NEWER[2:], "spec.bucket",
           'Move("spec.bucket", "spec.s3.bucket") or Move("spec.bucket", "spec.gcs.bucket") if it is that field'),
    Advice("a field of items", [*MOVES, *NEWER[:2]], "spec.tags[].name",
           f'in the rules of {V1}: At("spec.tags[]", [Move("key", "name")]) if it is that field, else At("spec.tags[]", [Lacks("name")])'),
    Advice("a move to a place of the same name", [Move("spec.bucket", "spec.gcs.bucket"), *MOVES[1:], NEWER[0], NEWER[2]], "spec.s3.bucket",
           'Lacks("spec.s3.bucket"); or, if "spec.bucket is spec.gcs.bucket in the hub version" is meant for it, correct that rule'),
    Advice("another type is no candidate", [*MOVES, *NEWER[1:]], "spec.age", f'in the rules of {V1}: Lacks("spec.age")'),
    Advice("a condition with a wrong value", [When("spec.type", ["gcs"], MOVES), *NEWER], "spec.region",
           '"when spec.type is gcs: spec.region is spec.s3.region in the hub version" does not convert it: correct that rule, or add behind it Kept("spec.region", why=…)'),
]  # fmt: skip


@pytest.mark.parametrize("case", MISTAKEN, ids=attrgetter("name"))
def test_a_mistaken_rule_is_reported_before_a_new_field_is_suggested(case: Advice) -> None:
    report = check(kind=kind(case.rules), schemas=STORES, only=["valid-result"], examples=1, seed=1)
    found = next(finding for finding in report.findings if finding.path == case.path)
    assert case.says in str(found.example)


def test_a_version_newer_than_the_hub_is_advised_a_move_from_the_hub() -> None:
    newer = Kind("Widget", hub=V1, spokes={V2: [Inverse(MOVES[:1])]})
    report = check(kind=newer, schemas=STORES, only=["valid-result"], examples=1, seed=1)
    found = next(finding for finding in report.findings if finding.path == "spec.region")
    assert 'Move("spec.region", "spec.s3.region") if it is that field' in str(found.example)


def test_a_version_newer_than_the_hub_lists_what_it_lacks_as_kept() -> None:
    newer = Kind("Widget", hub=V1, spokes={V2: [Inverse([SIZE])]})
    examples = {finding.path: str(finding.example) for finding in swept(convert=None, kind=newer).findings}
    assert f'in the rules of {V2}: Kept("spec.zone", why=…)' in examples["spec.zone"]
    assert f'in the rules of {V2}: Lacks("spec.level")' in examples["spec.level"]


BOTH = {V1: schema(days=INTEGER, old=TEXT, pools=listed(a=TEXT), mode=mode("A", "B"), map={"type": "object", "additionalProperties": TEXT}),
        V2: schema(days=INTEGER, new=TEXT, pools=listed(a=TEXT), mode=mode("A", "B"), map={"type": "object", "additionalProperties": TEXT})}  # fmt: skip


class Rules(NamedTuple):
    name: str
    rules: Sequence[Rule]
    says: str = ""


def never(value: Any) -> Any:
    raise ValueError(value)


KEPT_BACK = [
    Rules("lacked", [Lacks("spec.days")], "spec.days is a field of both versions and never arrives"),
    Rules("kept", [Kept("spec.days", why="x")], "spec.days is a field of both versions and never arrives"),
    Rules("dropped", [Dropped("spec.days", why="x")], "spec.days is a field of both versions and never arrives"),
    Rules("in items", [At("spec.pools[]", [Lacks("a")])], "spec.pools[].a is a field of both versions"),
    Rules("moved later", [Lacks("spec.old"), Move("spec.old", "spec.new")], "spec.old, spec.new in the hub, is a field of both versions and never arrives: remove this rule, or put it behind the rule that moves the field"),
    Rules("newer", [Inverse([Kept("spec.days", why="x")])], "spec.days is a field of both versions"),
    Rules("a function that converts nothing", [Turn("spec.old", "spec.new", never, never, says="x")], "to_hub converts no value, such as 'a'"),
    Rules("functions of another type", [Turn("spec.days", "spec.days", lambda text: text + "d", lambda text: text[:-1], says="x")], "from_hub converts no value"),
    Rules("functions that do not undo each other", [Turn("spec.days", "spec.new", "{}s".format, lambda text: int(text[:-1]) * 1000, says="x")], "of that: it must undo the other"),
    Rules("a function of one result", [Turn("spec.old", "spec.new", lambda _: "x", str, says="x")], "and of every other value"),
    Rules("functions in items", [At("spec.pools[]", [Turn("a", "a", never, never, says="x")])], "to_hub converts no value"),
]  # fmt: skip
ARRIVING = [
    Rules("another of the same name", [Kept("spec.days", why="it means weeks"), Lacks("spec.days")]),
    Rules("lacked first", [Lacks("spec.days"), Kept("spec.days", why="it means weeks")]),
    Rules("its place is taken", [Kept("spec.days", why="x"), Move("spec.old", "spec.days"), Lacks("spec.new")]),
    Rules("it follows from a table", [Kept("spec.mode", why="x"), Cases(["spec.old"], ["spec.mode"], [(["x"], ["A"]), ([MISSING], [MISSING]), ([MISSING], ["B"])], says="x")]),
    Rules("one has it", [Kept("spec.old", why="x"), Lacks("spec.new")]),
    Rules("a key of a map", [Lacks("spec.map.a")]),
    Rules("functions that give one text to several", [Turn("spec.old", "spec.new", str.strip, str, says="x")]),
    Rules("functions that convert", [Turn("spec.old", "spec.new", str.upper, str.lower, says="x")]),
    Rules("functions of a rare text", [Turn("spec.days", "spec.new", "{}~days".format, lambda text: int(text.removesuffix("~days")), says="x"), Kept("spec.old", why="x")]),
]  # fmt: skip


@pytest.mark.parametrize("case", KEPT_BACK, ids=attrgetter("name"))
def test_a_rule_that_keeps_back_what_both_versions_have_is_reported(case: Rules) -> None:
    with pytest.raises(UsageError) as raised:
        subject_of(kind=kind(case.rules), schemas=BOTH)
    assert case.says in str(raised.value)


@pytest.mark.parametrize("case", ARRIVING, ids=attrgetter("name"))
def test_a_rule_that_keeps_back_what_one_version_lacks_is_taken(case: Rules) -> None:
    assert subject_of(kind=kind(case.rules), schemas=BOTH).rules


def test_a_list_whose_keys_only_the_schema_has_is_reported() -> None:
    def pool(**fields: Any) -> Any:
        item = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "a": TEXT, **fields}}
        keys = {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"]}
        return schema(pools={"type": "array", "items": item, **keys})

    rules = [At("spec.pools[]", [Lacks("b")])]
    schemas = {V1: pool(), V2: pool(b=TEXT)}
    unkeyed, keyed = (Kind("Pool", V2, {V1: rules}, list_keys=keys) for keys in ({}, {"spec.pools": ("name",)}))
    with pytest.raises(UsageError, match=r"add list_keys=\{'spec.pools': \('name',\)\} to the Kind"):
        check(kind=unkeyed, schemas=schemas, examples=1, seed=1)
    assert check(kind=keyed, schemas=schemas, examples=5, seed=1).ok
    untouched = Kind("Pool", V2, {V1: []})
    assert check(kind=untouched, schemas={V1: pool(), V2: pool()}, examples=1, seed=1).ok
