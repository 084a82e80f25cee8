"""Two neighbouring versions, compared by their schemas: the older one in the form that the rules give it, and the next.

Nothing fails open: a field that is gone is an error until a rule says what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from kconv.crd.conditions import always_moved
from kconv.crd.constants import unacceptable
from kconv.crd.emptied import settled, with_emptied
from kconv.crd.faults import Fault
from kconv.crd.fields import only
from kconv.crd.history import History, Version
from kconv.crd.required import Requirements, Unmet
from kconv.crd.shared import Shared
from kconv.crd.values_known import translated
from kconv.paths import FieldPath, parse, show
from kconv.rules import Converts, Gone, KnowsOnly, Move, Values, of_sort, parts
from kconv.rules import schema as form
from kconv.rules.base import Part, reshaped
from kconv.structural.vocabulary import Schema


def pairs_of(history: History, schemas: Mapping[str, Schema]) -> list[Pair]:
    """The pairs of neighbouring versions, the oldest first."""
    found = pairwise(history.versions)
    return [Pair(older, newer, schemas[older.api_version], schemas[newer.api_version]) for older, newer in found]


class Pair:
    """A version and the one before it."""

    def __init__(self, older: Version, newer: Version, old: Schema, after: Schema) -> None:
        self.older, self.newer = older, newer
        self._old, self._after = old, after

    @property
    def _before(self) -> Schema:
        """The older schema as the rules leave it."""
        return self._reshaped[0]

    @cached_property
    def _reshaped(self) -> tuple[Schema, list[FieldPath]]:
        """The same, and where a rule does not turn all values of a field into those of another type."""
        node, unturned = self._old, []
        for part in self._converting:
            before = node
            if isinstance(part.rule, Values):
                node, missing = translated(node, part)
                unturned += missing
            else:
                node = reshaped(node, [part], form.no_references)
            node = with_emptied(node, before, part)
        for path in always_moved(node, self._converting):
            node = form.without(node, path, form.no_references)
        return settled(node, self._after), unturned

    @cached_property
    def _converting(self) -> tuple[Part[Converts], ...]:
        return of_sort(parts(self.newer.rules), Converts)

    @cached_property
    def new(self) -> list[FieldPath]:
        """The fields that only the newer version has, each without what is in it."""
        return [*only(self._after, self._before, self._old)]

    @cached_property
    def made(self) -> list[FieldPath]:
        """The fields of the newer version that rules make, where the older one has no field, moved ones aside."""
        moving = [part for part in self._converting if isinstance(part.rule, Move)]
        moved = {path for part in moving for path in part.below(parse(hub) for _, hub in part.rule.moves)}
        return [path for path in only(self._after, self._old) if path not in self.new and path not in moved]

    @cached_property
    def gone(self) -> list[FieldPath]:
        """The fields that only the older version has: rules move them, or say that they are gone."""
        return [*only(self._old, self._after)]

    def faults(self) -> Iterator[Fault]:
        """What has no counterpart in the newer version, and no rule says why."""
        for path in only(self._before, self._after):
            yield self._fault(path, f"{self.newer.api_version} does not have the field{self._candidates()}", _ADVICE)
        for path in self._given_up():
            yield self._fault(path, f"{self.newer.api_version} has the field, too", _SHARED)
        yield from (self._fault(*said) for said in self._shared.faults())
        names = self.older.api_version, self.newer.api_version
        for said in unacceptable(names, self._old, self._after, self._converting):
            yield self._fault(*said)
        for path in self._reshaped[1]:
            yield self._fault(path, "only some of its values get another type", "add the others, or use Turn")
        for unmet, why in self._unmet():
            if not (unmet.several or unmet.gone):
                yield self._fault(unmet.path, why, _REQUIRED if unmet.newer else _REQUIRED_BEFORE)

    def _given_up(self) -> Iterator[FieldPath]:
        """The fields that a rule keeps or drops although the newer version has them, and no other field comes there."""
        others = {place for part in self._converting for place in part.below(part.rule.lacks)}
        others |= {place for part in self._converting for place in part.below(parse(hub) for _, hub in part.rule.moves)}
        for part in self._converting:
            if isinstance(part.rule, Gone):
                place = (*part.path, *part.rule.path)
                if place not in others and form.at(self._after, place, form.no_references) is not None:
                    yield place

    def warnings(self) -> Iterator[Fault]:
        """What no schema can say, and what readers of the older version miss though it is required."""
        for unmet, why in self._unmet():
            if unmet.several:
                yield self._fault(unmet.path, f"{why}; rules make it of several")
            elif unmet.gone:
                yield self._fault(unmet.path, f"{why} have it", _GONE)
        yield from (self._fault(*said) for said in self._shared.warnings())

    def notes(self) -> Iterator[Fault]:
        """The fields that are new, and the values: an older version keeps them in an annotation."""
        for path in self.new:
            yield self._fault(path, f"is new in {self.newer.api_version}; older versions keep it in the stash")
        yield from (self._fault(*said) for said in self._shared.notes())

    def knows_only(self) -> Iterator[tuple[FieldPath, KnowsOnly]]:
        """Rules for the fields of which the older version accepts less, each with the path of their holder."""
        yield from ((each.path[:-1], each.rule) for each in self._shared.wider if each.rule is not None)

    @cached_property
    def _shared(self) -> Shared:
        names = self.older.api_version, self.newer.api_version
        return Shared(names, self._old, self._before, self._after, self._converting)

    def _unmet(self) -> Iterator[tuple[Unmet, str]]:
        """What one of the versions requires and the other need not have."""
        required = Requirements(self._old, self._before, self._after, self._converting)
        older, newer = self.older.api_version, self.newer.api_version
        for one, other, found in ((newer, older, required.of_newer()), (older, newer, required.of_older())):
            yield from ((unmet, f"{one} requires it, and {other} does not") for unmet in found)

    def _candidates(self) -> str:
        return f"; its new fields are {', '.join(map(show, self.new))}" if self.new else ""

    def _fault(self, path: FieldPath, why: str, advice: str = "") -> Fault:
        return Fault(self.newer.place, f"{self.older}: {show(path) or 'the object'}", why, self.newer.worded(advice))


_ADVICE = "add a rule for it: Move, Kept(…, why=…) or Dropped(…, why=…)"
_SHARED = "remove the rule; if it is another field of the same name, add Lacks(…) for that one"
_GONE = "a rule before it says what it is there: Values(…, [(…, MISSING)])"
_REQUIRED = "add a rule for it, Values(…, [(MISSING, …)]) or Implied, or give the field a default"
_REQUIRED_BEFORE = "add a rule for it, Values(…, [(…, MISSING)]), or give the field a default"
