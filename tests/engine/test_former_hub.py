"""A stash that was made while another version was the hub: it is read as long as that version has rules, and kept as it
is where it has none.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from kconv.engine import Kind, convert_kind
from kconv.engine.stash import ANNOTATION
from kconv.errors import StashTooLargeError
from kconv.names import GroupVersion, Release
from kconv.rules import At, Decision, Default, Former, Kept, Lacks, Move, Notes, Requires, Rule, Turn

Json = Any
V1, V2, V3 = "e/v1", "e/v2", "e/v3"
CHANGES: dict[str, list[Rule]] = {
    V1: [],
    V2: [Move("spec.keep", "spec.retention.count"), Lacks("spec.retention.days")],
    V3: [Move("spec.retention.count", "spec.copies"), Kept("spec.retention.days", why="x"), Lacks("spec.on")],
}


def kind(hub: str, *versions: str, **own: Any) -> Kind:
    return Kind.of_changes("Backup", hub, {each: CHANGES[each] for each in versions}, **own)


OLD, NEW = kind(V2, V1, V2), kind(V3, V1, V2, V3)


def convert(under: Kind, obj: Json, to: str, **options: Any) -> Any:
    return convert_kind(under, obj, GroupVersion.parse(to), release=Release.parse("1.34"), **options)


def backup(version: str, **spec: Json) -> Json:
    return {"apiVersion": version, "kind": "Backup", "metadata": {"name": "a"}, "spec": spec}


def stash_of(obj: Json) -> Json:
    return json.loads(obj["metadata"]["annotations"][ANNOTATION])


FULL = backup(V2, sum=1, retention={"count": 3, "days": 7})
"""v1 cannot say the days, nor can v3, which was not there when the stash was made."""


def test_what_the_former_hub_kept_is_put_back_in_every_version() -> None:
    stored = convert(OLD, FULL, V1).object
    assert (stash_of(stored)["hub"], stored["spec"]) == (V2, {"sum": 1, "keep": 3})
    assert convert(NEW, stored, V2).object == FULL
    newest = convert(NEW, stored, V3).object
    assert newest["spec"] == {"sum": 1, "copies": 3}
    assert (stash_of(newest)["hub"], "others" in stash_of(newest)) == (V3, False)
    assert convert(NEW, newest, V2).object == FULL


def test_an_edit_wins_over_what_the_former_hub_kept() -> None:
    stored = convert(OLD, FULL, V1).object
    stored["spec"] = {"keep": 4}
    newest = convert(NEW, stored, V3).object
    assert (newest["spec"], convert(NEW, newest, V2).object["spec"]) == (
        {"copies": 4},
        {"retention": {"count": 4, "days": 7}},
    )
    stored["spec"] = {"sum": 2}
    assert convert(NEW, stored, V2).object["spec"] == {"sum": 2, "retention": {"days": 7}}


def test_what_no_rule_reads_on_the_way_to_the_former_hub_is_reported() -> None:
    size = Turn("spec.size", "spec.gib", int, str, says="gib is a number", node={"type": "integer"})
    changes = {**CHANGES, V2: [*CHANGES[V2], size]}
    old = Kind.of_changes("Backup", V2, {each: changes[each] for each in (V1, V2)}, total=True)
    new = Kind.of_changes("Backup", V3, changes, total=True)
    stored = convert(old, FULL, V1).object
    stored["spec"]["size"] = "much"
    made = convert(new, stored, V3)
    assert [(each.version, each.path, each.rule) for each in made.misfits] == [(V1, "spec.size", "Turn")]
    assert convert(new, made.object, V1).object["spec"]["size"] == "much"


def test_the_version_that_it_has_changes_nothing() -> None:
    stored = convert(OLD, FULL, V1).object
    assert convert(NEW, stored, V1).object is stored


def test_a_stash_of_a_hub_that_is_gone_is_kept_until_somebody_can_read_it() -> None:
    """A controller that is rolled back reads what the newer one stored, and the newer one comes back."""
    newest = backup(V3, copies=3, on=True)
    stored = convert(NEW, newest, V1).object
    read = convert(OLD, stored, V2).object
    assert read["spec"] == {"retention": {"count": 3}}
    assert (stash_of(read)["hub"], [each["hub"] for each in stash_of(read)["others"]]) == (V2, [V3])
    read["spec"]["retention"]["days"] = 9
    written = convert(OLD, read, V1).object
    assert (written["spec"], [each["hub"] for each in stash_of(written)["others"]]) == ({"keep": 3}, [V3])
    back = convert(NEW, written, V3).object
    assert (back["spec"], "others" in stash_of(back)) == ({"copies": 3, "on": True}, False)
    assert convert(NEW, back, V2).object["spec"] == {"retention": {"count": 3, "days": 9}}


def test_of_two_stashes_of_one_hub_the_later_one_is_kept() -> None:
    stored = convert(NEW, backup(V3, copies=3, on=True), V1).object
    again = convert(OLD, stored, V2).object
    found = stash_of(again)
    found |= {"hub": V3, "hidden": [{"p": ["spec", "on"], "is": False}]}
    again["metadata"]["annotations"][ANNOTATION] = json.dumps(found)
    kept = stash_of(convert(OLD, again, V1).object)["others"]
    assert [(each["hub"], each["hidden"]) for each in kept] == [(V3, [{"p": ["spec", "on"], "is": False}])]


def test_without_a_stash_a_former_one_is_put_back_and_none_is_written() -> None:
    stored = convert(OLD, FULL, V1).object
    made = convert(NEW, stored, V3, keep=False)
    assert made.object["spec"] == {"sum": 1, "copies": 3}
    assert [question.path for question in made.questions] == ["spec.retention.days"]
    assert ANNOTATION not in made.object["metadata"].get("annotations", {})


def test_a_default_that_is_written_on_the_way_is_reported() -> None:
    own = {V1: [Default("spec.mode", "old")], V3: [Default("spec.mode", "new")]}
    new = kind(V3, V1, V2, V3, own=own)
    made = convert(new, convert(OLD, FULL, V1).object, V3)
    assert made.object["spec"]["mode"] == "old"
    assert ("default", "spec.mode") in {(note.kind, note.path) for note in made.notes}
    made = convert(new, convert(OLD, FULL, V1).object, V3, leave_out=["spec.other"])
    assert [(note.kind, note.path) for note in made.notes] == [
        ("default", "spec.mode"),
        ("stash", "spec.retention.days"),
    ]


def test_an_item_that_could_be_either_of_two_is_reported() -> None:
    listed: dict[str, list[Rule]] = {V1: [], V2: [At("spec.pods[]", [Lacks("b")])], V3: []}
    new = Kind.of_changes("Backup", V3, listed)
    old = Kind.of_changes("Backup", V2, {V1: [], V2: listed[V2]})
    stored = convert(old, backup(V2, pods=[{"a": 1, "b": 1}]), V1).object
    assert convert(new, stored, V3).object["spec"] == {"pods": [{"a": 1, "b": 1}]}
    stored["spec"]["pods"] *= 2
    made = convert(new, stored, V3)
    assert (made.object["spec"], [(note.kind, note.path) for note in made.notes]) == (
        {"pods": [{"a": 1}] * 2},
        [("ambiguous", "")],
    )


def test_the_limit_of_annotations_holds_for_a_former_stash_too() -> None:
    stored = convert(NEW, backup(V3, on="x" * 120_000), V1).object
    convert(OLD, stored, V2)
    stored["metadata"]["annotations"]["a"] = "b" * 20_000
    with pytest.raises(StashTooLargeError):
        convert(OLD, stored, V2)


def test_a_former_stash_without_an_origin_gets_that_of_its_hub() -> None:
    stored = convert(OLD, FULL, V1).object
    stash = stash_of(stored)
    del stash["from"]
    stored["metadata"]["annotations"][ANNOTATION] = json.dumps(stash)
    newest = convert(NEW, stored, V3).object
    assert (newest["spec"], stash_of(newest)["from"]) == ({"sum": 1, "copies": 3}, V2)
    assert convert(NEW, newest, V2).object["spec"] == FULL["spec"]


SIDE = Decision("side", "Effects.", {"None": "It has none."})
ASKING = kind(V3, V1, V2, V3, own={
    V1: [Default("spec.mode", "old"), Default("spec.limit", 1)],
    V2: [Default("spec.limit", 1), Requires("spec.way", SIDE, why="v2 requires it"), Notes("spec.sum", "v2 has none")],
    V3: [Default("spec.mode", "new"), Default("spec.limit", 3), Requires("spec.side", SIDE, why="v3 requires it")],
})  # fmt: skip
"""Each version has defaults and demands of its own: those of v2, which is only on the way, are not met."""
STORED = {"sum": 1, "keep": 3}
REQUESTED: list[tuple[str, Json, Json, list[str]]] = [
    ("nothing", {}, {"mode": "old", "limit": 1}, ["spec.side"]),
    ("no default of the first version", {"leave_out": ["spec.mode"]}, {"limit": 1}, ["spec.side"]),
    ("no default of the former hub", {"leave_out": ["spec.limit"]}, {"mode": "old"}, ["spec.side"]),
    ("no defaults", {"defaults": "none"}, {}, []),
    ("demands without defaults", {"defaults": "none", "demands": True}, {}, ["spec.side"]),
    ("no demands", {"demands": False}, {"mode": "old", "limit": 1}, []),
    ("an answer", {"decisions": {"side": "None"}}, {"mode": "old", "limit": 1, "side": "None"}, []),
    ("a patch", {"patch": True}, {}, []),
    ("no stash", {"keep": False}, {"mode": "old", "limit": 1}, ["spec.retention.days", "spec.side"]),
    ("all defaults", {"defaults": "all"}, {"mode": "old", "limit": 1}, []),
]


@pytest.mark.parametrize(
    ("options", "added", "asked"), [row[1:] for row in REQUESTED], ids=[row[0] for row in REQUESTED]
)
def test_what_is_requested_holds_for_an_object_with_a_former_stash(
    options: Json, added: Json, asked: list[str]
) -> None:
    made = convert(ASKING, convert(OLD, FULL, V1).object, V3, **options)
    assert made.object["spec"] == {"sum": 1, "copies": 3, **added}
    assert sorted(question.path for question in made.questions) == asked
    assert made.fragment == ("patch" in options)
    assert made.moves == [(("spec", "keep"), ("spec", "copies"))]
    found = {note.path for note in made.notes if note.kind == "default"}
    assert found == ({f"spec.{name}" for name in added if name != "side"} if options != {"defaults": "all"} else set())
    assert {note.kind for note in made.notes} <= {"default", "stash", "decision"}, "none of the version on the way"


def test_defaults_on_the_way_are_those_of_the_release() -> None:
    new = kind(V3, V1, V2, V3, own={V1: [Default("spec.mode", "old", since="1.33")]})
    stored = convert(OLD, FULL, V1).object
    modes = [
        convert_kind(new, stored, GroupVersion.parse(V3), release=Release.parse(release)).object["spec"].get("mode")
        for release in ("1.32", "1.33")
    ]
    assert modes == [None, "old"]


WAYS: dict[str, list[Rule]] = {
    V1: [Move("spec.a", "spec.b"), Former([Move("spec.old", "spec.new")])],
    V2: [Lacks("spec.days"), Former([Move("spec.was", "spec.now")])],
    V3: [],
}


def test_how_versions_said_it_is_kept_beside_what_a_former_hub_kept() -> None:
    """Each version's own words stay with it: the former hub's are put back, the others wait for their version."""
    old = Kind("Web", hub=V2, spokes={V1: WAYS[V1], V2: []})
    new = Kind("Web", hub=V3, spokes={V1: WAYS[V1], V2: WAYS[V2]})
    first = {"apiVersion": V1, "kind": "Web", "spec": {"a": 1, "old": 2}}
    second = convert(old, first, V2).object
    assert [*stash_of(second)["said"]] == [V1]
    third = convert(new, second, V3).object
    assert (third["spec"], stash_of(third)["hub"], [*stash_of(third)["said"]]) == ({"b": 1, "new": 2}, V3, [V1])
    assert convert(new, third, V1).object["spec"] == first["spec"]
    assert convert(new, second, V1).object["spec"] == first["spec"]


def put(obj: Json, **stash: Json) -> Json:
    text = json.dumps({"v": 1, "kind": "Web", **stash})
    return {**obj, "metadata": {"name": "a", "annotations": {ANNOTATION: text}}}


def test_of_two_former_hubs_each_is_put_back_in_its_version() -> None:
    lacking = Kind("Web", hub=V3, spokes={V1: [], V2: []})
    others = [
        {"hub": V1, "from": V1, "hidden": [{"p": ["spec", "one"], "is": 1}]},
        {"hub": V2, "hidden": [{"p": ["spec", "two"], "is": 2}], "said": {"e/v9": [{"p": ["spec", "x"], "is": 0}]}},
        {"hub": "e/v0", "hidden": [{"p": ["spec", "none"], "is": 0}]},
    ]
    stored = put({"apiVersion": V2, "kind": "Web", "spec": {"x": 1}}, hub=V3, others=others, **{"from": V2})
    made = convert(lacking, stored, V3)
    assert (made.object["spec"], made.notes) == ({"x": 1, "one": 1, "two": 2}, [])
    kept = stash_of(made.object)
    assert (kept["others"], kept["said"], kept["from"]) == ([others[2]], others[1]["said"], V1)


def test_what_only_the_former_hub_cannot_represent_is_not_reported() -> None:
    lacking = Kind("Web", hub=V3, spokes={V1: [], V2: [Lacks("spec.on")]})
    stored = put(
        {"apiVersion": V1, "kind": "Web", "spec": {"on": True, "y": 0}}, hub=V2, hidden=[{"p": ["spec", "x"], "is": 1}]
    )
    made = convert(lacking, stored, V3)
    assert (made.object["spec"], made.notes, made.questions) == ({"y": 0, "on": True, "x": 1}, [], [])


def test_what_a_version_said_last_stands_instead_of_what_it_said_before() -> None:
    new = Kind("Web", hub=V3, spokes={V1: [Former([Move("spec.old", "spec.new")])], V2: []})
    said = {V1: [{"p": ["spec", "old"], "is": 0}], "e/v9": [{"p": ["spec", "x"], "is": 0}]}
    stored = put({"apiVersion": V1, "kind": "Web", "spec": {"old": 2}}, hub=V2, said=said, **{"from": V2})
    kept = stash_of(convert(new, stored, V3).object)
    assert kept["said"] == {
        "e/v9": said["e/v9"],
        V1: [{"p": ["spec", "new"], "was": 2}, {"p": ["spec", "old"], "is": 2}],
    }


def test_a_stash_without_an_origin_is_put_back_beside_a_former_one() -> None:
    lacking = Kind("Web", hub=V3, spokes={V1: [], V2: [Lacks("spec.on")]})
    others = [{"hub": V1, "hidden": [{"p": ["spec", "x"], "is": 1}]}]
    spec = {"apiVersion": V2, "kind": "Web", "spec": {"y": 0}}
    for hidden in ([{"p": ["spec", "on"], "is": True}], []):
        stored = put(spec, hub=V3, hidden=hidden, others=others)
        made = convert(lacking, stored, V3)
        assert made.object["spec"] == {"y": 0, "x": 1, **({"on": True} if hidden else {})}
        assert (made.notes, "annotations" in made.object["metadata"]) == ([], False)


def test_what_two_hubs_kept_for_one_version_is_put_back_together() -> None:
    """The hub moved, and moved back: both kept something of the version, and neither knew of the other."""
    lacking = Kind("Web", hub=V3, spokes={V1: [Kept("spec.a", why="x"), Kept("spec.b", why="x")], V2: []})
    own = [{"p": ["spec", "a"], "is": 1}, {"p": ["spec", "b"], "is": 1}]
    others = [{"hub": V2, "said": {V1: own}}]
    stored = put(
        {"apiVersion": V2, "kind": "Web", "spec": {"y": 0}},
        hub=V3,
        said={V1: [{"p": ["spec", "a"], "is": 2}]},
        others=others,
    )
    assert convert(lacking, stored, V1).object["spec"] == {"y": 0, "a": 2, "b": 1}
    third = convert(lacking, stored, V3).object
    assert stash_of(third)["said"] == {V1: [{"p": ["spec", "a"], "is": 2}, {"p": ["spec", "b"], "is": 1}]}


def test_what_a_former_hub_kept_for_a_version_is_shown_where_the_hub_has_it() -> None:
    """The former hub had no field for it. Today's has, and so have other versions."""
    new = Kind("Web", hub=V3, spokes={V1: [Lacks("spec.on")], V2: []})
    stored = put(
        {"apiVersion": V1, "kind": "Web", "spec": {"y": 0}}, hub=V1, said={V3: [{"p": ["spec", "on"], "is": 1}]}
    )
    for version in (V2, V3):
        made = convert(new, stored, version).object
        assert (made["spec"], "annotations" in made["metadata"]) == ({"y": 0, "on": 1}, False)
        assert convert(new, convert(new, made, V1).object, version).object["spec"] == made["spec"]
