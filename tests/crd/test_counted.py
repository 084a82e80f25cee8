"""An object may have to have fields, or be in a list or map where it stays without any: which of its fields rules take
away, and which a server fills in, says whether both versions accept it.

The law kit is the judge.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pytest

from kconv.crd import CustomResource, Version
from kconv.crd.history import Defined, Shipped
from kconv.crd.source import Place
from kconv.crd.version_facts import Declared
from kconv.names import GroupVersion
from kconv.rules import MISSING, At, Dropped, Kept, Move, Rule, Values
from kconv.structural.vocabulary import Schema
from tests.crd.judged import findings, said
from tests.crd.test_pairs import GROUP

Json = Any
NUMBER: Schema = {"type": "integer"}
FEW: Schema = {"type": "integer", "maximum": 3}
FILLED: Schema = {"type": "integer", "default": 1}
WORD: Schema = {"type": "string", "enum": ["x"]}
WORDS: Schema = {"type": "string", "enum": ["x", "y"]}
LIST: Schema = {"type": "array", "items": {"type": "string"}}
SOME: Schema = {**LIST, "minItems": 1}
ANY = [{"required": ["a"]}, {"required": ["b"]}]
HOLDERS = {
    "[]": "spec.l[]",
    "{}": "spec.l{}",
    "": "spec.l",
    ".in": "spec.l.in",
    ".in!": "spec.l.in",
    "[].in": "spec.l[].in",
}
"""How an object is held in the list, map or object `l`, and its path; `!` where it must be there."""


class Counted(NamedTuple):
    """An object in two versions, the rules for its fields, and what coverage says of it."""

    old: Schema
    new: Schema
    rules: Sequence[Rule] = ()
    says: str = ""
    held: Sequence[str] = ("[]", "{}")


def of(*required: str, counts: Schema | None = None, **fields: Schema) -> Schema:
    return {"type": "object", "properties": fields, **({"required": [*required]} if required else {}), **(counts or {})}


def least(number: int) -> Schema:
    return {"minProperties": number}


def held(node: Schema, how: str) -> Schema:
    """The schema of `l`."""
    inner = of(*(["in"] if how.endswith("!") else []), **{"in": node}) if "in" in how else node
    if how.startswith("[]"):
        return {"type": "array", "items": inner}
    return {"type": "object", "additionalProperties": inner} if how == "{}" else inner


def placed(rules: Sequence[Rule], how: str) -> list[Rule]:
    """The rules, for an object that is held so."""
    path, _, rest = HOLDERS[how].rpartition("[]") if how.startswith("[]") else ("", "", HOLDERS[how])
    if how == "{}":
        return [At("spec.l{}", rules)] if rules else []
    below = [_renamed(rule, f"{rest.lstrip('.')}.".lstrip(".")) for rule in rules]
    return ([At(f"{path}[]", below)] if path and below else below) if how.startswith("[]") else below


def _renamed(rule: Rule, holder: str) -> Rule:
    if isinstance(rule, Move):
        return Move(*(f"{holder}{path}" for path in rule.moves[0]))
    if isinstance(rule, Values):
        return Values(f"{holder}{rule.path[0]}", rule.pairs, says="in words")
    assert isinstance(rule, (Kept, Dropped))
    return type(rule)(f"{holder}{rule.text}", why="read")


def versions(old: Schema, new: Schema, rules: Sequence[Rule], how: str, hub: int = 1) -> CustomResource:
    def version(name: str, node: Schema) -> Defined:
        schema = of("spec", spec=of(l=held(node, how), z=NUMBER))
        return Defined(
            Declared(GroupVersion.parse(f"{GROUP}/{name}"), "Cup"),
            schema,
            Place("cup.py"),
            Shipped(lambda _: Place("cup.yaml"), ()),
        )

    both = version("v1", old), version("v2", new)
    return CustomResource(Version(both[1], since=both[0], rules=placed(rules, how)), Version(both[0]), hub=both[hub])


V1, V2 = f"{GROUP}/v1 accepts only ", f"{GROUP}/v2 accepts only "
SOME_FIELD = "objects with at least 1 field"
TABLE = Values("a", [(1, MISSING)], says="left out is 1")
COUNTED = {
    "all its fields are gone, and the object is not": Counted(of(a=NUMBER, counts=least(1)), of(), [Kept("a", why="read")], held=[".in", "[].in"]),
    "all its fields are gone, and others are new": Counted(of(a=NUMBER), of(b=NUMBER, counts=least(1)), [Kept("a", why="read")], V2 + SOME_FIELD, [".in", "[].in"]),
    "a field has another name": Counted(of(a=NUMBER), of(A=NUMBER, counts=least(1)), [Move("a", "A")], V2 + SOME_FIELD, [*HOLDERS]),
    "one of two is kept, in an object that goes with its last field": Counted(of(a=NUMBER, b=NUMBER, counts=least(1)), of(a=NUMBER, counts=least(1)), [Kept("b", why="read")], held=["", ".in", "[].in"]),
    "one of two is kept, in an item": Counted(of(a=NUMBER, b=NUMBER, counts=least(1)), of(a=NUMBER, counts=least(1)), [Kept("b", why="read")], V2 + SOME_FIELD),
    "one of two is dropped": Counted(of(a=NUMBER, b=NUMBER, counts=least(1)), of(a=NUMBER, counts=least(1)), [Dropped("b", why="read")], V2 + SOME_FIELD, [*HOLDERS]),
    "an empty object is new": Counted(of(a=NUMBER, counts=least(1)), of(a=NUMBER, b=NUMBER), [], V1 + SOME_FIELD),
    "an empty object is new of what may be left out": Counted(of(a=NUMBER, counts=least(1)), of(a=NUMBER, b=NUMBER), held=["", ".in", "[].in"]),
    "a field is new": Counted(of(a=NUMBER, counts=least(1)), of(a=NUMBER, b=NUMBER, counts=least(1)), [], V1 + SOME_FIELD),
    "a field is new of what goes with its last one": Counted(of(a=NUMBER, counts=least(1)), of(a=NUMBER, b=NUMBER, counts=least(1)), held=["", ".in", "[].in"]),
    "a table leaves a field out": Counted(of(a=NUMBER, counts=least(1)), of(a=NUMBER, counts=least(1)), [TABLE], V2 + SOME_FIELD, [*HOLDERS]),
    "one of three is dropped, and two must be there": Counted(of(a=NUMBER, b=NUMBER, c=NUMBER, counts=least(2)), of(a=NUMBER, b=NUMBER, counts=least(2)), [Dropped("c", why="read")], V2 + "objects with at least 2 fields"),
    "a default is a field": Counted(of(a=NUMBER), of(a=NUMBER, b=FILLED, counts=least(1))),
    "a default of a field of both is one": Counted(of(a=NUMBER), of(a=FILLED, counts=least(1))),
    "a default of a field that is gone is one": Counted(of(a=FILLED, b=NUMBER, counts=least(1)), of(b=NUMBER), [Kept("a", why="read")], held=["[]"]),
    "an object has no more fields than it names": Counted(of(), of(a=NUMBER, counts={"maxProperties": 1})),
    "one of two is always there": Counted(of("a", a=NUMBER, b=NUMBER), of("a", a=NUMBER, b=NUMBER, counts={"anyOf": ANY})),
    "one of two has a default": Counted(of(a=NUMBER), of(a=NUMBER, b=FILLED, counts={"anyOf": ANY})),
    "one of two may be there": Counted(of(a=NUMBER, b=NUMBER), of(a=NUMBER, b=NUMBER, counts={"anyOf": ANY}), [], V2 + "what fits its anyOf"),
    "one of two had to be there": Counted(of(a=NUMBER, b=NUMBER, counts={"anyOf": ANY}), of(a=NUMBER, b=NUMBER, counts=least(1))),
}  # fmt: skip
CASES = [(name, how) for name, row in COUNTED.items() for how in row.held]


@pytest.mark.parametrize(("name", "how"), CASES)
def test_fields_are_counted_as_a_server_counts_them(name: str, how: str) -> None:
    row = COUNTED[name]
    made = versions(row.old, row.new, row.rules, how)
    assert said(made) == ([f"{HOLDERS[how]}: {row.says}"] if row.says else [])
    assert bool(findings(made, only=["valid-result"])) == bool(row.says)


@pytest.mark.parametrize("how", HOLDERS)
def test_a_field_that_is_left_out_may_be_the_last_one(how: str) -> None:
    made = versions(of(a=FEW, counts=least(1)), of(a=NUMBER, counts=least(1)), [], how)
    assert said(made) == [
        f"{HOLDERS[how]}.a: {GROUP}/v1 counts the fields of its object, and accepts only numbers of at most 3"
    ]
    assert findings(made, only=["valid-result"], tried=20)


def test_a_default_may_be_one_field_too_many() -> None:
    """A server refuses each write of such an object, but not that it is there."""
    one = {"maxProperties": 1}
    made = versions(of(b=NUMBER, counts=one), of(b=NUMBER, a=FILLED, counts=one), [], "[]")
    assert said(made) == [f"spec.l[]: {V2}objects with at most 1 field"]


def drawn(seed: int) -> CustomResource:
    """Two versions of an object that counts its fields: some are new, gone, moved, narrower or in a table."""
    chance = random.Random(seed)
    old, new, rules = _fields(chance)
    counts = chance.choice([least(1), least(1), least(2), {"maxProperties": 1}, {}])
    both = [counts, counts if chance.random() < 0.6 else {}]
    chance.shuffle(both)
    return versions(
        {**of(**old), **both[0]}, {**of(**new), **both[1]}, rules, chance.choice([*HOLDERS]), chance.randrange(2)
    )


def _fields(chance: random.Random) -> tuple[dict[str, Schema], dict[str, Schema], list[Rule]]:
    old: dict[str, Schema] = {}
    new: dict[str, Schema] = {}
    rules: list[Rule] = []
    for name in "abc"[: chance.randint(1, 3)]:
        types = [(FEW, NUMBER), (NUMBER, FEW), (NUMBER, NUMBER), (NUMBER, FILLED), (WORD, WORDS), (SOME, LIST)]
        before, after = chance.choice(types)
        fate = chance.choice(["both", "both", "new", "kept", "dropped", "moved", "listed"])
        if fate != "new":
            old[name] = before
        if fate in ("both", "new", "listed", "moved"):
            new[name.upper() if fate == "moved" else name] = after
        if fate == "listed" and before["type"] == "integer":
            table = chance.choice([(MISSING, 1), (1, MISSING), (7, 2)])
            rules.append(Values(name, [table], says="in words"))
        rules += [*_gone_or_moved(fate, name)]
    return old, new, rules


def _gone_or_moved(fate: str, name: str) -> Iterator[Rule]:
    if fate == "moved":
        yield Move(name, name.upper())
    elif fate in ("kept", "dropped"):
        yield Kept(name, why="read") if fate == "kept" else Dropped(name, why="read")


@pytest.mark.parametrize("seed", range(120))
def test_what_coverage_accepts_is_valid_in_both_versions(seed: int) -> None:
    made = drawn(seed)
    found = findings(made, only=["valid-result"])
    assert not found or said(made), [str(each) for each in found]
