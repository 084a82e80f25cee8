"""A field that only one of two versions requires: an object that the other accepts without it is refused in that one.

A schema does not say it of a field that rules make, so it follows from where they make it of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple

from kconv.crd.jsonpaths import in_object
from kconv.engine.moves import carried, moves_to_hub
from kconv.paths import MISSING, FieldPath, parse
from kconv.rules import ByType, Cases, Converts, Function, Implied, Part, Split, Turn, Values
from kconv.rules import schema as form
from kconv.rules.base import reshaped
from kconv.rules.conditional import ConditionalChanges
from kconv.structural.vocabulary import Schema, nodes

_DECIDES: Final = (Cases, ConditionalChanges, Function, Implied)
"""Rules that say themselves when a field is there."""


class Unmet(NamedTuple):
    """A required field that an object of the other version may lack; the ``newer`` one requires it, or the older one.

    ``several``: it is made of several fields, of which no schema says that one is always there. ``gone``: a rule says
    that the other version does not have it.
    """

    path: FieldPath
    newer: bool
    several: bool = False
    gone: bool = False


class Requirements:
    """What two versions require, ``old`` in the form that ``converting`` gives it being ``before``."""

    def __init__(self, old: Schema, before: Schema, after: Schema, converting: Sequence[Part[Converts]]) -> None:
        self._old, self._before, self._after = old, before, after
        self._moves = moves_to_hub(converting)
        self._moves_back = moves_to_hub([part for part in converting if not part.rule.former])
        self._decided = [*_written(converting, _DECIDES)]
        self._filled = [
            path
            for at, part in enumerate(converting)
            if isinstance(part.rule, Values) and any(hub is MISSING for _, hub in part.rule.pairs)
            for path in placed(converting, at)
        ]
        self._written_down = {*_written_down(old, converting)}
        self._turned = [*_turned(before, converting)]
        self._at_times = {*_at_times(converting)}

    def of_newer(self) -> Iterator[Unmet]:
        """Fields that the newer version requires and an older object may lack."""
        for place in _required(self._after):
            if any(path[: len(place)] == place for path in self._decided) or _there(self._before, place):
                continue
            if place in self._written_down or self._is_in_turned(place):
                continue
            sources = {spoke for spoke, hub in self._moves if hub[: len(place)] == place}
            moved = any(spoke == place for spoke, _ in self._moves)
            if form.at(self._old, place, form.no_references) is not None and not moved:
                met = self._stays(place)
            else:
                met = place not in self._at_times and any(self._always(self._old, each, place) for each in sources)
            if not met and not self._made_alone(place, sources):
                yield Unmet(place, newer=True, several=len(sources) > 1)

    def of_older(self) -> Iterator[Unmet]:
        """Fields that the older version requires and a newer object may lack."""
        for place in _required(self._old):
            targets, holders = carried(place, self._moves_back), carried(place[:-1], self._moves_back)
            if any(path[: len(each)] == each for each in targets for path in (*self._decided, *self._filled)):
                continue
            if any(map(self._is_in_turned, targets)):
                continue
            there = [each for each in targets if form.at(self._after, each, form.no_references) is not None]
            if there and not any(
                _there(self._after, each) if each[:-1] in holders else self._always(self._after, each, place)
                for each in there
            ):
                yield Unmet(place, newer=False, several=len(there) > 1)
            elif not there and self._taken(targets) and self._has(holders):
                yield Unmet(place, newer=False, gone=True)

    def _is_in_turned(self, place: FieldPath) -> bool:
        """Whether a field lies in a value that a function makes: what is in that, no schema says."""
        return any(len(path) < len(place) and place[: len(path)] == path for path in self._turned)

    def _taken(self, places: Collection[FieldPath]) -> bool:
        """Whether a rule has taken a field away that would have been at one of some places."""
        return all(form.at(self._before, each, form.no_references) is None for each in places)

    def _has(self, places: Collection[FieldPath]) -> bool:
        """Whether the newer version has a field at one of some places."""
        return any(form.at(self._after, each, form.no_references) is not None for each in places)

    def _stays(self, place: FieldPath) -> bool:
        """Whether an object is there in both versions, though rules may have taken what it had."""
        found = form.at(self._old, place, form.no_references) or form.ANYTHING
        return found.get("type") == "object" and form.demands(self._old, place, form.no_references)

    def _made_alone(self, place: FieldPath, sources: Collection[FieldPath]) -> bool:
        """Whether the object that holds a field is only made of what the field is made of."""
        holder = place[:-1]
        if _is_object(form.at(self._old, holder, form.no_references)):
            return False
        others = {spoke for spoke, hub in self._moves if hub[: len(holder)] == holder}
        unmade = form.at(self._before, holder, form.no_references) is None
        return unmade or (others <= {*sources} and place not in self._at_times)

    def _always(self, schema: Schema, path: FieldPath, other: FieldPath) -> bool:
        """Whether a field is there wherever what holds it together with another is."""
        shared = next((at for at, (one, two) in enumerate(zip(path, other, strict=False)) if one != two), len(path) - 1)
        return all(
            _there(schema, path[:end]) for end in range(shared + 1, len(path) + 1) if isinstance(path[end - 1], str)
        )


def _is_object(node: Schema | None) -> bool:
    """Whether a node can hold fields: a text that rules make an object of holds none."""
    return node is not None and node.get("type", "object") == "object"


def _there(schema: Schema, place: FieldPath) -> bool:
    """Whether a field must be there, or has a default, which the API server fills in before it converts."""
    found = form.at(schema, place, form.no_references)
    return found is not None and (form.demands(schema, place, form.no_references) or found.get("default") is not None)


def _required(schema: Schema) -> Iterator[FieldPath]:
    """The fields that a version requires and has no default for."""
    for path, node in nodes(schema):
        for name in node.get("required") or ():
            place = (*in_object(path), name)
            found: Any = form.at(schema, place, form.no_references)
            if found is not None and found.get("default") is None:
                yield place


def _written_down(old: Schema, converting: Sequence[Part[Converts]]) -> Iterator[FieldPath]:
    """The fields that a rule writes where an object left them out, which only an object that is there gets."""
    for at, part in enumerate(converting):
        rule = part.rule
        if isinstance(rule, Values) and any(one is MISSING and other is not MISSING for one, other in rule.pairs):
            now = reshaped(old, converting[:at], form.no_references)
            places = part.below([rule.path])
            if all(_is_object(form.at(now, path[:-1], form.no_references)) for path in places):
                yield from placed(converting, at)


def _turned(before: Schema, converting: Sequence[Part[Converts]]) -> Iterator[FieldPath]:
    """The values that the function of a Turn makes, of which no schema is known."""
    for at, part in enumerate(converting):
        if isinstance(part.rule, Turn):
            yield from (
                path for path in placed(converting, at) if form.at(before, path, form.no_references) == form.ANYTHING
            )


def _at_times(converting: Sequence[Part[Converts]]) -> Iterator[FieldPath]:
    """The fields that a rule makes of some values of another field, and not of all."""
    for at, part in enumerate(converting):
        later = moves_to_hub(converting[at + 1 :])
        for path in part.below(_not_always(part.rule)):
            yield carried(path, later)[0]


def _not_always(rule: Converts) -> Iterator[FieldPath]:
    """What a text has only if it has all of its form, and of a value with one of several types the fields of each."""
    if isinstance(rule, Split):
        read = [rule.fields_of(text) or {} for text in rule.texts]
        yield from (field for field in rule.hub if any(field not in each for each in read))
    elif isinstance(rule, ByType) and len(rule.hub) > 1:
        yield from rule.hub.values()


def _written(converting: Sequence[Part[Converts]], sort: tuple[type, ...]) -> Iterator[FieldPath]:
    for at, part in enumerate(converting):
        if isinstance(part.rule, sort):
            yield from placed(converting, at)


def placed(converting: Sequence[Part[Converts]], at: int) -> Iterator[FieldPath]:
    """What one of the rules reads and writes, as the newer version has it."""
    rule, later = converting[at].rule, moves_to_hub(converting[at + 1 :])
    for path in converting[at].below([*(path for path, _ in rule.changes), *(parse(hub) for _, hub in rule.moves)]):
        yield carried(path, later)[0]
