"""The hub may be a version that gave up a field, or does not have it yet, while two other versions have it.

Such a field would arrive in neither from the other if each kept it from the hub. So the hub carries it, and it is the
hub's version that lacks it, like every other version without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from kconv.engine.moves import carried, moves_to_hub, turned
from kconv.paths import FieldPath, meet, parse, show, split
from kconv.records import NamedTuple
from kconv.rules import At, Converts, Gone, Kept, KnowsOnly, Lacks, Move, Part, Rule, of_sort, parts
from kconv.rules.conditional import Leftover
from kconv.rules.inverse import Inverse


class _Carried(NamedTuple):
    """What the hub carries for some ``versions``, by number: none has ``rule``, and the others have ``instead``."""

    rule: Converts
    instead: Rule
    versions: range


_Step: TypeAlias = "tuple[int, Part[Converts]]"
"""A rule, and the number of the version that it leads to."""


def spokes(changes: Mapping[str, Sequence[Rule]], hub: str) -> dict[str, list[Rule]]:
    """The rules of each version, made of what changed since the version before; the oldest is the first."""
    lists = [*changes.values()]
    at = [*changes].index(hub)
    through = [*_carried(lists, at)]
    lists = [[*_without(rules, [each.rule for each in through])] for rules in lists]
    found: dict[str, list[Rule]] = {}
    for index, version in enumerate(changes):
        later, newer = lists[index + 1 : at + 1], lists[at + 1 : index + 1]
        found[version] = [*chain(*later)] if index <= at else [Inverse([*chain(*newer)])]
        found[version] += [each.instead for each in through if index not in each.versions]
    return found


def _without(rules: Iterable[Rule], gone: Sequence[Rule]) -> Iterator[Rule]:
    """The rules without some of them, of those inside At too."""
    for rule in rules:
        if isinstance(rule, At) and (left := [*_without(rule.rules, gone)]) != [*rule.rules]:
            yield from [At(rule.text, left, shared=rule.shared)] if left else []
        elif all(rule is not each for each in gone):
            yield rule


def _carried(lists: Sequence[Sequence[Rule]], hub: int) -> Iterator[_Carried]:
    """What two versions or more have that the hub's version does not, if no other rule of the history touches it."""
    found = [(index, part) for index, rules in enumerate(lists) for part in of_sort(parts(rules), Converts)]
    for number, (index, part) in enumerate(found):
        if isinstance(part.rule, Kept if index <= hub else (Lacks, KnowsOnly)):
            paths = part.below(path for path, _ in part.rule.changes)
            fields = [_field(path, found, number, hub, len(lists)) for path in paths]
            there = [each for each in fields if each is not None]
            if len(there) == len(fields):
                yield from (_Carried(part.rule, _lacking(part.rule, place), versions) for place, versions in there)


def _field(
    path: FieldPath, found: Sequence[_Step], number: int, hub: int, count: int
) -> tuple[FieldPath, range] | None:
    """Where the hub has a field that comes or goes with a rule, and the versions that have it; None if it carries none.

    That does not depend on which version is the hub: what was stashed under a former hub has a place in the next.
    """
    index, part = found[number]
    earlier, later = found[:number][::-1], found[number + 1 :]
    if index <= hub:
        place, (first, there, before) = _in_hub(path, later, hub), _other_end(path, earlier, back=True)
        versions, alone = range(first or 0, index), _in_hub(there, before, hub, back=True)
    else:
        place = _in_hub(path, earlier, hub, back=True)
        end, there, after = (None, path, []) if isinstance(part.rule, KnowsOnly) else _other_end(path, later)
        versions, alone = range(index, end or count), _in_hub(there, after, hub)
    return (place, versions) if place and alone and len(versions) > 1 else None


def _other_end(
    path: FieldPath, way: Sequence[_Step], *, back: bool = False
) -> tuple[int | None, FieldPath, Sequence[_Step]]:
    """The number of the version in which a field is gone, or ``back`` in which it came, its place there, and the rules
    beyond."""
    for at, (index, part) in enumerate(way):
        rule = part.rule
        ends = rule.lacks if back else [rule.path] if isinstance(rule, Gone) else []
        if any(path[: len(end)] == end for end in part.below(ends)):
            return index, path, way[at + 1 :]
        moves = moves_to_hub([part])
        path = carried(path, turned(moves) if back else moves)[0]
    return None, path, []


def _in_hub(path: FieldPath, way: Sequence[_Step], hub: int, *, back: bool = False) -> FieldPath | None:
    """Where the hub has a field that moves with its parents only; None if another rule touches it."""
    place = path
    for index, part in way:
        moved = _with_parent(path, part, back=back)
        if moved is None and any(meet(path, other) for other in _touched(part)):
            return None
        path = moved or path
        place = path if (index > hub) == back else place
    return place


def _with_parent(path: FieldPath, part: Part[Converts], *, back: bool) -> FieldPath | None:
    """Where a rule takes a field because it moves a parent of it, None if it moves none."""
    if not isinstance(part.rule, Move):
        return None
    old, new = part.below([part.rule.spoke, part.rule.hub][:: -1 if back else 1])
    return new + path[len(old) :] if len(old) < len(path) and path[: len(old)] == old else None


def _touched(part: Part[Converts]) -> list[FieldPath]:
    rule = part.rule
    left = [item + rest for item, rest in (*rule.places, *rule.spoke)] if isinstance(rule, Leftover) else []
    moves = [parse(path) for pair in rule.moves for path in pair]
    return part.below([*(path for path, _ in rule.changes), *moves, *rule.lacks, *left])


def _lacking(rule: Converts, place: FieldPath) -> Rule:
    """The rule of a version that does not have what the hub carries."""
    holder, rest = split(place)
    made = rule.of(show(rest)) if isinstance(rule, KnowsOnly) else Lacks(show(rest))
    return At(show(holder), [made]) if holder else made
