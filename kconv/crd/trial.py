"""Whether a rule reads a value, and whether the other version accepts what it makes of it, can only be found out by
converting an object that has the value.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, product
from typing import Any, Final

from kconv.crd.candidates import all_placed, candidates, smallest
from kconv.crd.history import Version
from kconv.crd.readings import Reading
from kconv.crd.separated import misread_texts
from kconv.engine import Kind, convert_kind
from kconv.paths import EACH, MISSING, VALUES, FieldPath, meet, show
from kconv.rules import schema as form
from kconv.structural.default import default
from kconv.structural.vocabulary import Schema
from kconv.validation.checker import Checker
from kconv.validation.finding import Check, Finding

Json = Any
_REFUSED: Final = ("required", "type", "enum")
_NAMED: Final = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}}


class Trial:
    """A rule, and objects of a version that it is tried with."""

    def __init__(
        self, kind: Kind, source: Version, target: Version, schemas: Mapping[str, Schema], reading: Reading
    ) -> None:
        self._kind, self._source, self._target, self._reading = kind, source, target, reading
        self._own, self._other = (schemas[version.api_version] for version in (source, target))
        self._accepted, self._valid = _checker(self._own), _checker(self._other)
        self._objects: dict[tuple[FieldPath, ...], Json] = {}

    def wrong(self, count: int) -> Iterator[tuple[str, str]]:
        """Why a result is not valid, in words, with the field that is wrong: each once, of so many objects."""
        told: set[str] = set()
        if not self._matters:
            return
        for found in islice(self._combinations(), count):
            for wrong in self._of(found):
                place = show(_general(wrong.path, self._other))
                if place not in told:
                    told.add(place)
                    yield self._words(found, wrong), place

    @property
    def _matters(self) -> bool:
        """Whether the rule writes what the other version requires, or into what has to have fields."""
        places = [place for place in self._reading.targets if self._at(self._other, place) is not None]
        above = {place[:end] for place in places for end in range(1, len(place) + 1)}
        return any(self._needs(place) for place in above)

    def _needs(self, place: FieldPath) -> bool:
        node, holder = self._at(self._other, place) or {}, self._at(self._other, place[:-1]) or {}
        counts = bool(holder.get("minProperties") or holder.get("anyOf") or holder.get("oneOf"))
        needed = isinstance(place[-1], str) and form.demands(self._other, place, form.no_references)
        return len(place) > 1 and node.get("default") is None and (needed or counts)

    def _combinations(self) -> Iterator[list[tuple[FieldPath, Json]]]:
        """Values for the fields that the rule reads; one that may be left out is, too."""
        sources = [place for place in self._reading.sources if self._at(self._own, place) is not None]
        of_each = [[(place, value) for value in self._values(place)] for place in sources]
        if not all(of_each):
            return
        plain = [each[0] for each in of_each]
        alone = ([*plain[:at], one, *plain[at + 1 :]] for at, each in enumerate(of_each) for one in each)
        yield from ([*map(list, chain(alone, product(*of_each)))] if sources else [])

    def _values(self, place: FieldPath) -> list[Json]:
        node = self._at(self._own, place) or {}
        more = [
            text for split in self._reading.splits for text in misread_texts(split, node, of_part=self._reading.back)
        ]
        missing = [] if form.demands(self._own, place, form.no_references) else [MISSING]
        return [*candidates(node, more), *missing]

    def _of(self, found: Sequence[tuple[FieldPath, Json]]) -> list[Finding]:
        """What is wrong with the result of an object, where the rule writes."""
        there = [(place, value) for place, value in found if value is not MISSING]
        made = all_placed(self._around(tuple(place for place, _ in there)), there)
        obj = {"apiVersion": self._source.api_version, "kind": self._kind.name, "metadata": {"name": "a"}, **made}
        obj = default(obj, self._own)
        if self._accepted(obj):
            return []
        result = convert_kind(self._kind, obj, self._target.declared.group_version, defaults="served").object
        return [each for each in self._valid(result) or () if self._concerns(each)]

    def _around(self, places: tuple[FieldPath, ...]) -> Json:
        """An object with little but what leads to some places."""
        if places not in self._objects:
            self._objects[places] = smallest(self._own, places)
        return self._objects[places]

    def _concerns(self, wrong: Finding) -> bool:
        """Whether it is the rule's doing that a field or an object is refused. That the other version accepts less of
        what the rule reads is how an API evolves."""
        path = _general(wrong.path, self._other)
        places = [place for place in self._reading.targets if meet(path, place)]
        above = any(len(path) < len(place) for place in places)
        return len(path) > 1 and bool(places) and (above or wrong.rule in _REFUSED)

    def _words(self, found: Sequence[tuple[FieldPath, Json]], wrong: Finding) -> str:
        shown = " and ".join(f"{show(place)}: {_value(value)}" for place, value in found)
        return f"{self._reading.name} of {shown} gives what {self._target} does not accept: {wrong}"

    @staticmethod
    def _at(schema: Schema, place: FieldPath) -> Schema | None:
        return form.at(schema, place, form.no_references)


def _checker(schema: Schema) -> Check:
    fields = {**_NAMED, **(schema.get("properties") or {})}
    return Checker(lambda _: {}, custom=True, open_=True).node({**schema, "properties": fields})


def _value(value: Json) -> str:
    return "left out" if value is MISSING else json.dumps(value, ensure_ascii=False)


def _general(path: FieldPath, schema: Schema) -> FieldPath:
    """A place in an object as a path of its schema."""
    found: list[Any] = []
    node: Schema | None = schema
    for step in path:
        if isinstance(step, int):
            each: Any = EACH
        else:
            each = step if step in ((node or {}).get("properties") or {}) else VALUES
        found.append(each)
        node = form.at(node or {}, (each,), form.no_references)
    return tuple(found)
