"""Two neighbouring versions, compared by their schemas: the older one in the form that the rules give it, and the next.

Nothing fails open: a field that is gone is an error until a rule says what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

from kconv.crd.faults import Fault
from kconv.crd.history import History, Version
from kconv.crd.jsonpaths import in_object
from kconv.crd.required import Requirements, placed
from kconv.crd.values_known import among, translated, values
from kconv.paths import EACH, MISSING, VALUES, FieldPath, parse, show
from kconv.rules import Converts, Gone, KnowsOnly, Move, Values, of_sort, parts
from kconv.rules import schema as form
from kconv.rules.base import Part, reshaped
from kconv.structural.vocabulary import INT_OR_STRING, PRESERVE, Schema, nodes


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
            if isinstance(part.rule, Values):
                node, missing = translated(node, part)
                unturned += missing
            else:
                node = reshaped(node, [part], form.no_references)
        return node, unturned

    @cached_property
    def _converting(self) -> tuple[Part[Converts], ...]:
        return of_sort(parts(self.newer.rules), Converts)

    @cached_property
    def new(self) -> list[FieldPath]:
        """The fields that only the newer version has, each without what is in it."""
        return [*_only(self._after, self._before, self._old)]

    @cached_property
    def made(self) -> list[FieldPath]:
        """The fields of the newer version that rules make, where the older one has no field, moved ones aside."""
        moving = [part for part in self._converting if isinstance(part.rule, Move)]
        moved = {path for part in moving for path in part.below(parse(hub) for _, hub in part.rule.moves)}
        return [path for path in _only(self._after, self._old) if path not in self.new and path not in moved]

    @cached_property
    def gone(self) -> list[FieldPath]:
        """The fields that only the older version has: rules move them, or say that they are gone."""
        return [*_only(self._old, self._after)]

    def faults(self) -> Iterator[Fault]:
        """What has no counterpart in the newer version, and no rule says why."""
        for path in _only(self._before, self._after):
            yield self._fault(path, f"{self.newer.api_version} does not have the field{self._candidates()}", _ADVICE)
        for path in self._given_up():
            yield self._fault(path, f"{self.newer.api_version} has the field, too", _SHARED)
        for path, one, other in self._both():
            yield from self._of_values(path, one, other)
        for path in self._reshaped[1]:
            yield self._fault(path, "Values gives only some of its values another type", "add the others, or use Turn")
        for path, known in self._unknown():
            if not _may_lack(self._before, path):
                why = f"{self.older.api_version} requires it, and has only the values {_listed(known)}"
                yield self._fault(path, why, "add a rule for it: KnowsOnly(…, instead=…) or Values(…)")
        yield from (self._fault(path, why, _REQUIRED) for path, why, several in self._unmet() if not several)

    def _given_up(self) -> Iterator[FieldPath]:
        """The fields that a rule keeps or drops although the newer version has them, and no other field comes there."""
        others = {place for part in self._converting for place in part.below(part.rule.lacks)}
        others |= {place for part in self._converting for place in part.below(parse(hub) for _, hub in part.rule.moves)}
        for part in self._converting:
            if isinstance(part.rule, Gone):
                place = (*part.path, *part.rule.path)
                if place not in others and form.at(self._after, place, form.no_references) is not None:
                    yield place

    def _of_values(self, path: FieldPath, one: Schema, other: Schema) -> Iterator[Fault]:
        """What is wrong with the type or the values of a field."""
        before, after = _type(one), _type(other)
        if before and after and before != after:
            why = f"is {before}, and in {self.newer.api_version} {after}"
            yield self._fault(path, why, "add a rule for it: Turn, Values, Wrap, Items, Keyed or ByType")
        elif lost := [value for value in values(one) if not among(value, other)]:
            why = f"{self.newer.api_version} does not have the value {_listed(lost)}"
            yield self._fault(path, why, "add a rule for it: Values(…)")
        elif before and values(other) and not values(one) and not self._turned(path):
            why = f"{self.newer.api_version} has only the values {_listed(values(other))}"
            yield self._fault(path, why, "add a rule for it: Turn(…)")

    def warnings(self) -> Iterator[Fault]:
        """What no schema can say: whether one of several fields that an object is made of is always there."""
        yield from (
            self._fault(path, f"{why}; rules make it of several") for path, why, several in self._unmet() if several
        )

    def notes(self) -> Iterator[Fault]:
        """The fields that are new, and the values: an older version keeps them in an annotation."""
        for path in self.new:
            yield self._fault(path, f"is new in {self.newer.api_version}; older versions keep it in the stash")
        for path, known in self._unknown():
            why = f"{self.older.api_version} has only the values {_listed(known)}, and keeps others in the stash"
            yield self._fault(path, why)

    def knows_only(self) -> Iterator[tuple[FieldPath, KnowsOnly]]:
        """Rules for the fields of which the older version knows fewer values, each with the path of their holder."""
        for path, known in self._unknown():
            holder, field = path[:-1], str(path[-1])
            node = form.at(self._before, path, form.no_references) or form.ANYTHING
            yield holder, KnowsOnly(show((field,)), known, instead=node.get("default", MISSING))

    def _unknown(self) -> Iterator[tuple[FieldPath, list[Any]]]:
        """The fields that may have other values in the newer version than the older one knows, and those it knows."""
        said = [place for at, part in enumerate(self._converting) if isinstance(part.rule, KnowsOnly)
                for place in placed(self._converting, at)]  # fmt: skip
        for path, one, other in self._both():
            new = not values(other) or any(not among(value, one) for value in values(other))
            if values(one) and new and path not in said:
                yield path, values(one)

    def _unmet(self) -> Iterator[tuple[FieldPath, str, bool]]:
        """What one of the versions requires and the other need not have, and whether it is made of several fields."""
        required = Requirements(self._old, self._before, self._after, self._converting)
        older, newer = self.older.api_version, self.newer.api_version
        for one, other, found in ((newer, older, required.of_newer()), (older, newer, required.of_older())):
            for path, several in found:
                yield path, f"{one} requires it, and {other} does not", several

    def _turned(self, path: FieldPath) -> bool:
        """Whether a rule makes the value of a field, so that it says what values there are."""
        return any(
            place == path
            for at, part in enumerate(self._converting)
            if not isinstance(part.rule, (Move, Values))
            for place in placed(self._converting, at)
        )

    def _both(self) -> Iterator[tuple[FieldPath, Schema, Schema]]:
        after = dict(nodes(self._after))
        for path, node in nodes(self._before):
            if path in after and node != form.ANYTHING and not _is_open(node) and not _is_open(after[path]):
                yield in_object(path), node, after[path]

    def _candidates(self) -> str:
        return f"; its new fields are {', '.join(map(show, self.new))}" if self.new else ""

    def _fault(self, path: FieldPath, why: str, advice: str = "") -> Fault:
        return Fault(self.newer.place, f"{self.older}: {show(path)}", why, advice)


_ADVICE = "add a rule for it: Move, Kept(…, why=…) or Dropped(…, why=…)"
_SHARED = "remove the rule; if it is another field of the same name, add Lacks(…) for that one"
_REQUIRED = "add a rule for it, Values(…, [(MISSING, …)]) or Implied, or give the field a default"


def _listed(known: Sequence[Any]) -> str:
    return ", ".join(map(str, known))


def _may_lack(schema: Schema, path: FieldPath) -> bool:
    """Whether a field can be left out, or written with its default."""
    if not isinstance(path[-1], str):
        return False
    node = form.at(schema, path, form.no_references) or form.ANYTHING
    return node.get("default") is not None or not form.demands(schema, path, form.no_references)


def _only(one: Schema, other: Schema, holders: Schema = form.ANYTHING) -> Iterator[FieldPath]:
    """The fields that one schema has and another has not, the outermost only.

    An object that ``holders`` has is there, too: the rules may have taken its last field.
    """
    return _missing(one, other, holders, ())


def _missing(one: Schema, other: Schema, holders: Schema, path: FieldPath) -> Iterator[FieldPath]:
    if other == form.ANYTHING or (_is_open(other) and not other.get("properties")):
        return
    for step, child in _below(one):
        found, holder = _step(other, step), _step(holders, step)
        if found is None and holder is not None and holder.get("type") == "object":
            found = {"type": "object"}
        if found is not None:
            yield from _missing(child, found, holder or form.ANYTHING, (*path, step))
        elif isinstance(step, str) and not _is_open(other) and (path or step != "metadata"):
            yield (*path, step)


def _below(node: Schema) -> Iterator[tuple[Any, Schema]]:
    yield from (node.get("properties") or {}).items()
    for step, key in ((EACH, "items"), (VALUES, "additionalProperties")):
        if isinstance(node.get(key), dict):
            yield step, node[key]


def _step(node: Schema, step: Any) -> Schema | None:
    found = next((child for each, child in _below(node) if each == step), None)
    if found is None and isinstance(step, str) and isinstance(node.get("additionalProperties"), dict):
        return node["additionalProperties"]  # type: ignore[no-any-return]
    return found


def _is_open(node: Schema) -> bool:
    """Whether a node has fields that it does not name."""
    return bool(node.get(PRESERVE))


def _type(node: Schema) -> str:
    if node.get(INT_OR_STRING):
        return "int-or-string"
    kind = str(node.get("type", ""))
    return "map" if kind == "object" and node.get("additionalProperties") and not node.get("properties") else kind
