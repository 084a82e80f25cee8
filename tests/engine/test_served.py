"""An API server has filled in an object's defaults before it is converted, and fills in those of the result: neither is
an edit, and neither needs a stash.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Literal, NamedTuple

import pytest

from kconv.engine import Kind, convert_kind, stash
from kconv.engine.route import leg, name_in
from kconv.names import GroupVersion
from kconv.rules import Default, Inverse, Json, Lacks, Move, Rule, Turn, Values

V1, V2 = GroupVersion("example.com", "v1"), GroupVersion("example.com", "v2")
NAMES = [V1, V2]


def seconds(text: str) -> int:
    assert text.endswith("s")
    return int(text[:-1])


WAIT = Turn("spec.seconds", "spec.wait", lambda number: f"{number}s", seconds, says="wait is seconds")
RULES: dict[str, list[Rule]] = {
    str(V1): [WAIT, Lacks("spec.extra"), Default("spec.seconds", 10)],
    str(V2): [Default("spec.wait", "15s"), Default("spec.extra", 1)],
}


class Case(NamedTuple):
    """The spec of an object, what is made of it in the other version, what is stashed, the spec that is sent back, and
    what is made of that."""

    name: str
    version: GroupVersion
    spec: Json
    seen: Json
    stashed: bool
    sent: Json
    back: Json


CASES = [
    Case("defaults", V2, {"wait": "15s", "extra": 1}, {"seconds": 15}, False, {"seconds": 15}, {"wait": "15s", "extra": 1}),
    Case("hidden", V2, {"wait": "15s", "extra": 2}, {"seconds": 15}, True, {"seconds": 15}, {"wait": "15s", "extra": 2}),
    Case("hidden, beside an edit", V2, {"wait": "15s", "extra": 2}, {"seconds": 15}, True, {"seconds": 20}, {"wait": "20s", "extra": 2}),
    Case("a misfit", V2, {"wait": "soon", "extra": 1}, {"seconds": 10}, True, {"seconds": 10}, {"wait": "soon", "extra": 1}),
    Case("a misfit that is edited", V2, {"wait": "soon", "extra": 1}, {"seconds": 10}, True, {"seconds": 20}, {"wait": "20s", "extra": 1}),
    Case("of the older version", V1, {"seconds": 10}, {"wait": "10s", "extra": 1}, False, {"wait": "10s", "extra": 1}, {"seconds": 10}),
    Case("edited in the newer", V1, {"seconds": 10}, {"wait": "10s", "extra": 1}, False, {"wait": "1s", "extra": 3}, {"seconds": 1}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_what_a_server_fills_in_is_no_edit_and_is_not_stashed(case: Case) -> None:
    kind = Kind("Cup", hub=str(V2), spokes=RULES, total=True)
    other = V2 if case.version == V1 else V1
    there = convert(kind, case.version, case.spec, other)
    bare, held, _ = stash.take(there, kind.names, kind.hub)
    assert (bare["spec"], bool(held.hidden or held.said)) == (case.seen, case.stashed)
    back = convert_kind(kind, {**there, "spec": case.sent}, case.version, defaults="served").object
    assert stash.take(back, kind.names, kind.hub)[0]["spec"] == case.back


def convert(
    kind: Kind,
    version: GroupVersion,
    spec: Json,
    to: GroupVersion,
    defaults: Literal["served", "all", "none"] = "served",
) -> Any:
    given = {"apiVersion": str(version), "kind": "Cup", "metadata": {"name": "a"}, "spec": spec}
    return convert_kind(kind, given, to, defaults=defaults).object


def test_the_hub_is_filled_in_between_two_other_versions() -> None:
    third = GroupVersion("example.com", "v3")
    for rules, spec in [([], {"wait": "10s", "extra": 1}), ([Lacks("spec.wait")], {"extra": 1})]:
        kind = Kind("Cup", hub=str(V2), spokes={**RULES, str(third): rules}, total=True)
        made = convert(kind, V1, {"seconds": 10}, third)
        assert made["spec"] == spec
        assert ("annotations" in made["metadata"]) == bool(rules)


def test_a_part_that_lacks_defaults_was_not_filled_in() -> None:
    kind = Kind("Cup", hub=str(V2), spokes=RULES, total=True)
    assert convert(kind, V2, {"wait": "3s"}, V1) == {
        "apiVersion": str(V1),
        "kind": "Cup",
        "metadata": {"name": "a"},
        "spec": {"seconds": 3},
    }


@pytest.mark.parametrize(("total", "stashed"), [(True, False), (False, True)])
def test_a_default_that_is_filled_in_here_is_not_stashed_if_a_server_fills_it_in_again(
    total: bool, stashed: bool
) -> None:
    kind = Kind("Cup", hub=str(V2), spokes=RULES, total=total)
    there = convert(kind, V2, {"wait": "3s"}, V1, "all")
    bare, held, _ = stash.take(there, kind.names, kind.hub)
    assert (bare["spec"], bool(held.hidden)) == ({"seconds": 3}, stashed)
    given = convert(kind, V2, {"wait": "3s", "extra": 2}, V1, "all")
    assert convert_kind(kind, given, V2, defaults="all").object["spec"] == {"wait": "3s", "extra": 2}


@pytest.mark.parametrize("rules", [[Values("kind", [("Mug", "Cup"), (1, 2)], says="renamed")], [Inverse([Values("kind", [("Cup", "Mug"), (1, 2)], says="renamed")])]], ids=["older", "newer"])  # fmt: skip
def test_a_renamed_kind_is_known_by_its_name_in_each_version(rules: list[Rule]) -> None:
    kind = Kind("Cup", hub=str(V2), spokes={str(V1): [*rules, Values("spec.a", [("x", "y")], says="a")]})
    assert kind.names == {"Cup", "Mug"}
    assert [name_in(kind, each) for each in NAMES] == ["Mug", "Cup"]
    assert Kind("Cup", hub=str(V2), spokes={}).names == {"Cup"}


HOLDERS = {str(V1): ("spec", "spec.in"), str(V2): ("spec",)}


@pytest.mark.parametrize(
    ("version", "fields", "seen"),
    [
        (V1, {"spec": {"in": {"a": 1}}}, {"plan": 1, "spec": {}}),
        (V1, {"spec": {"in": {"a": 1}, "b": 1}}, {"plan": 1, "spec": {"b": 1}}),
        (V1, {}, {}),
        (V1, {"spec": 1}, {"spec": 1}),
        (V2, {"spec": {}, "plan": 1}, {"spec": {"in": {"a": 1}}}),
        (V2, {"plan": 1}, {"spec": {"in": {"a": 1}}}),
        (V2, {"spec": {"in": {"c": 1}}}, {"spec": {"in": {}}, "d": 1}),
        (V1, {"d": 1}, {"spec": {"in": {"c": 1}}}),
        (V1, {"d": 1, "spec": {}}, {"spec": {"in": {"c": 1}}}),
        (V1, {"d": 1, "spec": {"in": {}}}, {"spec": {"in": {"c": 1}}}),
    ],
)
def test_an_object_that_must_be_there_stays_though_its_last_field_is_moved(
    version: GroupVersion, fields: Json, seen: Json
) -> None:
    rules: list[Rule] = [Move("spec.in.a", "plan"), Move("d", "spec.in.c")]
    kind = Kind("Cup", hub=str(V2), spokes={str(V1): rules}, holders=HOLDERS)
    other = V2 if version == V1 else V1
    obj = {"apiVersion": str(version), **fields}
    made = convert_kind(kind, obj, other, defaults="none").object
    assert {**made, "metadata": 0} == {"apiVersion": str(other), **seen, "metadata": 0}
    assert convert_kind(kind, made, version, defaults="none").object == obj
    assert (leg(kind, V1).holders, leg(kind, V1).hub_holders) == ((("spec",), ("spec", "in")), (("spec",),))
    assert leg(Kind("Cup", hub=str(V2), spokes={}), V2).holders == ()
