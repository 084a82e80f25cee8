"""The fields that two neighbouring versions share: what one of them accepts there, the other may not.

Where the newer version accepts less, a rule must say what becomes of the rest. Where the older one does, it has its
default instead, or leaves the field out, and the stash keeps the rest. A field that must be there needs a rule if the
older version does not have all its values; if only its limits are narrower, that is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from kconv.crd.counted import common, fewer, fewest, more
from kconv.crd.fields import is_open
from kconv.crd.jsonpaths import in_object
from kconv.crd.left_out import Accepts
from kconv.crd.made import made
from kconv.crd.narrower import NOT_NULL, narrower
from kconv.crd.opened import opened
from kconv.crd.required import placed
from kconv.crd.said import Said, advice, type_of
from kconv.crd.tables import exchanged, tables, unlisted
from kconv.crd.values_known import among, values
from kconv.engine.given_up import of_spoke
from kconv.engine.moves import carried, moves_to_hub, turned
from kconv.paths import MISSING, FieldPath, show
from kconv.rules import Converts, Dropped, KnowsOnly, Move, Part, Values
from kconv.rules import schema as form
from kconv.structural.vocabulary import JUNCTORS, Schema, nodes, properties


class Wider(NamedTuple):
    """A field of which the newer version accepts more: what the older one accepts, in words, and the rule for the rest.

    There is no rule for an item, nor for a field that must be there, ``why`` in words: ``rules`` must be written, ""
    if it is only its limits that are wider.
    """

    path: FieldPath
    accepted: str
    rules: str
    rule: KnowsOnly | None
    why: str | None


class Shared:
    """The fields of an older schema ``old``, which the rules ``converting`` make ``before``, and of a newer one.

    ``names`` are the two versions, the older one first.
    """

    def __init__(
        self, names: tuple[str, str], old: Schema, before: Schema, after: Schema, converting: Sequence[Part[Converts]]
    ) -> None:
        self._older, self._newer = names
        self._old, self._before, self._converting = old, before, converting
        self._moves = moves_to_hub(converting)
        self._moves_back = turned(self._moves)
        self._made, self._tables = made(converting), tables(converting)
        there = dict(nodes(after))
        self._both = [
            (in_object(path), node, there[path])
            for path, node in nodes(before)
            if path in there and node != form.ANYTHING
        ]

    def faults(self) -> Iterator[Said]:
        """Fields of which the newer version accepts less, or the older one, which cannot leave them out."""
        for path, one, other in self._both:
            if path[:1] == METADATA:
                continue
            if is_open(one) == is_open(other):
                yield from self._of_values(path, one, other)
            if not self._turned(path) and self._in_older(path):
                yield from opened((self._older, self._newer), path, (one, other), self._made)
        for path, accepted, rules, rule, why in self.wider:
            if rule is None and rules:
                yield Said(path, f"{self._older} {why}{accepted}", advice(path, rules))

    def warnings(self) -> Iterator[Said]:
        """Fields of which the older version accepts less and that it requires: its clients read what they cannot
        write. And restrictions of names, which no rule can mend: the API server keeps the name that an object has."""
        for path, accepted, rules, rule, why in self.wider:
            if rule is None and not rules:
                yield Said(path, f"{self._older} {why}{accepted}", f"let {self._older} accept as much, or use {_TURN}")
        for path, one, other in (each for each in self._both if each[0][:1] == METADATA):
            for version, only in ((self._newer, narrower(one, other)), (self._older, narrower(other, one))):
                if only:
                    yield Said(path, f"{version} {_accepts(only)}", "restrict names alike in both versions")

    def notes(self) -> Iterator[Said]:
        """Fields of which the newer version accepts more."""
        for path, accepted, _, rule, _ in self.wider:
            if rule is not None:
                yield Said(path, f"{self._older} {accepted}, and keeps others in the stash")

    @cached_property
    def wider(self) -> list[Wider]:
        """The fields of which the newer version accepts more, the outer ones first."""
        said = [at for at, part in enumerate(self._converting) if isinstance(part.rule, KnowsOnly)]
        limited = {place for at in said for place in placed(self._converting, at)}
        return [
            each
            for path, one, other in self._both
            if is_open(one) == is_open(other) and path not in limited and path[:1] != METADATA
            for each in self._wider(path, one, other)
        ]

    def _wider(self, path: FieldPath, one: Schema, other: Schema) -> Iterator[Wider]:
        field, instead = show(path[-1:]), one.get("default", MISSING)
        known, why = values(one), self._why_there(path, one)
        if known and (not values(other) or any(not among(value, one) for value in values(other))):
            rule = KnowsOnly(field, known, instead=instead) if why is None else None
            yield Wider(path, f"has only the values {_listed(known)}", _VALUES, rule, why)
        only = self._only_newer(path, one, other) if type_of(one) == type_of(other) else []
        if path not in self._made and only:
            if why is None and exchanged(self._tables, path, in_newer=False) != (0, 0):
                why = ""  # it is left out before a table changes its fields
            said = self._tables.get(path, ())
            limits = Accepts(field, one, only, said, instead=instead) if why is None else None
            yield Wider(path, _accepts(only), "", limits, why)

    def _only_newer(self, path: FieldPath, one: Schema, other: Schema) -> list[str]:
        """What the older version accepts only of the newer one's values, without the fields that it lacks."""
        left = common(other, one)
        gone = len(properties(other)) - len(properties(left))
        for table in reversed(self._tables.get(path, ())):
            left = unlisted(left, [hub for _, hub in table.pairs])
        for place in self._in_older(path):  # a server fills in a field that rules take away, too
            old = form.at(self._old, place, form.no_references) or form.ANYTHING
            one = {**one, "properties": {**properties(old), **properties(one)}}
        listed = exchanged(self._tables, path, in_newer=False)
        stays = bool(listed.gone) or self._is_kept(path)
        return narrower(more(fewer(left, fewest(other), gone + listed.gone, stays=stays), listed.new), one)

    def _of_values(self, path: FieldPath, one: Schema, other: Schema) -> Iterator[Said]:
        """What is wrong with the type or the values of a field."""
        before, after = type_of(one), type_of(other)
        if before and after and before != after:
            yield Said(
                path, f"is {before}, and in {self._newer} {after}", advice(path, _RETYPES, of_list="Turn or Items")
            )
        elif lost := [value for value in values(one) if not among(value, other)]:
            yield Said(path, f"{self._newer} does not have the value {_listed(lost)}", advice(path, "Values(…)"))
        elif before and values(other) and not values(one) and not self._turned(path):
            yield Said(path, f"{self._newer} has only the values {_listed(values(other))}", advice(path, _TURN))
        elif before == after and path not in self._made and (only := self._refused(path, one, other)):
            rules = (
                "Values(…, [(None, MISSING)])"
                if only == [NOT_NULL]
                else f"{_TURN}, or let {self._newer} accept as much"
            )
            yield Said(path, f"{self._newer} {_accepts(only)}", advice(path, rules))

    def _why_there(self, path: FieldPath, node: Schema) -> str | None:
        """Why the older version cannot leave a field out, in words; None if it can, or has a default for it."""
        if not path or not isinstance(path[-1], str):
            return ""
        if node.get("default") is not None:
            return None
        own = self._in_older(path)
        of_older = [form.demands(self._old, each, form.no_references) for each in own]
        if any(of_older) if own else form.demands(self._before, path, form.no_references):
            return "requires it, and "
        holder = form.at(self._before, path[:-1], form.no_references) or form.ANYTHING
        counts = any(holder.get(key) for key in ("minProperties", "not", *JUNCTORS))
        return "counts the fields of its object, and " if counts else None

    def _refused(self, path: FieldPath, one: Schema, other: Schema) -> list[str]:
        """What the newer version accepts only of the older one's values, as rules leave them."""
        for place in self._in_older(path):
            old = form.at(self._old, place, form.no_references) or form.ANYTHING
            fields = [(*place, name) for name in properties(old)]
            gone = [each for each in fields if not self._has(path, carried(each, self._moves))]
            dropped = any(each.place in gone for each in of_spoke(self._converting) if isinstance(each.rule, Dropped))
            listed = exchanged(self._tables, path, in_newer=True)
            one = unlisted(one, [spoke for table in self._tables.get(path, ()) for spoke, _ in table.pairs])
            stays = dropped or bool(listed.gone) or self._is_kept(path)
            one = more(fewer(one, fewest(old), len(gone) + listed.gone, stays=stays), listed.new)
        return narrower(one, other)

    def _has(self, path: FieldPath, places: Sequence[FieldPath]) -> bool:
        """Whether the object at a path has a field that comes to one of some places."""
        there = (each for each in places if form.at(self._before, each, form.no_references) is not None)
        return any(len(each) > len(path) and each[: len(path)] == path for each in there)

    def _is_kept(self, path: FieldPath) -> bool:
        """Whether an object stays without its last field: one that must be there does, and an item."""
        item = not path or not isinstance(path[-1], str)
        return item or form.demands(self._before, path, form.no_references)

    def _in_older(self, path: FieldPath) -> list[FieldPath]:
        """Where the older version has a field; nowhere, if it is an object that rules make."""
        places = carried(path, self._moves_back)
        return [each for each in places if form.at(self._old, each, form.no_references) is not None]

    def _turned(self, path: FieldPath) -> bool:
        """Whether a rule makes the value of a field, so that it says what values there are."""
        return any(
            place == path
            for at, part in enumerate(self._converting)
            if not isinstance(part.rule, (Move, Values))
            for place in placed(self._converting, at)
        )


METADATA: Final = ("metadata",)
_TURN: Final = "Turn(…)"
_VALUES: Final = "KnowsOnly(…, instead=…) or Values(…)"
_RETYPES: Final = "Turn, Values, Wrap, Items, Keyed or ByType"


def _accepts(only: Sequence[str]) -> str:
    return f"accepts only {' and '.join(only)}"


def _listed(known: Sequence[Any]) -> str:
    return ", ".join(map(str, known))
