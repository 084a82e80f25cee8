"""The hub may be a version that gave up a field, or does not have it yet, while two other versions have it.

Such a field would arrive in neither from the other if each kept it from the hub. So the hub carries it, and it is the
hub's version that lacks it, like every other version without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import TypeAlias

from kconv.engine.moves import carried, moves_to_hub, turned
from kconv.paths import FieldPath, meet, parse, show, split
from kconv.records import NamedTuple
from kconv.rules import At, Converts, Gone, Kept, KnowsOnly, Lacks, Move, Part, Rule, of_sort, parts
from kconv.rules.at import within
from kconv.rules.carried import Carried
from kconv.rules.conditional import Leftover
from kconv.rules.inverse import Inverse, Inverted


class _Through(NamedTuple):
    """What the hub carries for some ``versions``, by number: instead of ``rule`` there are the rules in ``there``, and
    the other versions have ``elsewhere``."""

    rule: Converts
    there: Sequence[Rule]
    elsewhere: Rule
    versions: range


_Step: TypeAlias = "tuple[int, Part[Converts]]"
"""A rule, and the number of the version that it leads to."""


def spokes(changes: Mapping[str, Sequence[Rule]], hub: str) -> dict[str, list[Rule]]:
    """The rules of each version, made of what changed since the version before; the oldest is the first."""
    order = [*changes]
    at = order.index(hub)
    through = [*_through([*changes.values()], at, order)]
    lists = _lists(changes, through)
    found: dict[str, list[Rule]] = {}
    for index, version in enumerate(changes):
        found[version] = _chain(lists, index, at)
        found[version] += [each.elsewhere for each in through if index not in each.versions]
    return found


def from_former(changes: Mapping[str, Sequence[Rule]], former: str, hub: str) -> tuple[list[Rule], list[Rule]]:
    """The rules from the shape that a former hub had to today's, and those of the former hub's version, without what
    that hub carried apart for others; both empty if it carried none."""
    order = [*changes]
    then, now = ([*_through([*changes.values()], order.index(each), order)] for each in (former, hub))
    apart = [each.elsewhere for each in then if each.there]
    if not apart:
        return [], []
    return _chain(_lists(changes, [*then, *now]), order.index(former), order.index(hub)), apart


def _lists(changes: Mapping[str, Sequence[Rule]], through: Iterable[_Through]) -> list[list[Rule]]:
    there = {id(each.rule): each.there for each in through}
    return [[rule for rule, _ in _exchanged(rules, there)] for rules in changes.values()]


def _chain(lists: Sequence[Sequence[Rule]], version: int, hub: int) -> list[Rule]:
    """The rules from a version to the hub."""
    if version <= hub:
        return [*chain(*lists[version + 1 : hub + 1])]
    return [Inverse([*chain(*lists[hub + 1 : version + 1])])]


def _exchanged(rules: Iterable[Rule], there: Mapping[int, Sequence[Rule]]) -> Iterator[tuple[Rule, bool]]:
    """The rules with others instead of some, of those inside At too, and whether each is one for the whole object."""
    for rule in rules:
        if id(rule) in there:
            yield from ((each, True) for each in there[id(rule)])
        elif isinstance(rule, At) and not _is_among(rule, inner := [*_exchanged(rule.rules, there)]):
            for whole, run in groupby(inner, key=itemgetter(1)):
                found = [each for each, _ in run]
                yield from (
                    ((each, True) for each in found) if whole else [(At(rule.text, found, shared=rule.shared), False)]
                )
        else:
            yield rule, False


def _is_among(at: At, rules: Sequence[tuple[Rule, bool]]) -> bool:
    """Whether these are the rules inside At."""
    return [id(each) for each, _ in rules] == [id(each) for each in at.rules]


def _through(lists: Sequence[Sequence[Rule]], hub: int, names: Sequence[str]) -> Iterator[_Through]:
    """What two versions or more have that the hub's version does not."""
    found = [(index, part) for index, rules in enumerate(lists) for part in of_sort(parts(rules), Converts)]
    for number, (index, part) in enumerate(found):
        if not isinstance(part.rule, Kept if index <= hub else (Lacks, KnowsOnly)):
            continue
        paths = part.below(path for path, _ in part.rule.changes)
        fields = [_field(path, found, number, hub, len(lists)) for path in paths]
        there = [each for each in fields if each is not None]
        if len(there) == len(fields):
            yield from (_Through(part.rule, [], _lacking(part.rule, place), versions) for place, versions in there)
        elif not isinstance(part.rule, KnowsOnly):
            yield from _apart(part, paths, found, number, hub, names)


def _apart(
    part: Part[Converts],
    paths: Sequence[FieldPath],
    found: Sequence[_Step],
    number: int,
    hub: int,
    names: Sequence[str],
) -> Iterator[_Through]:
    """The same for fields in whose places the hub cannot carry them, because other rules touch these."""
    index, _ = found[number]
    older = index <= hub
    away, towards = found[:number][::-1], found[number + 1 :]
    if not older:
        away, towards = towards, away
    there: list[Rule] = []
    made: list[tuple[Rule, range]] = []
    for path in paths:
        end = _other_end(path, away, back=older)[0]
        versions = range(end or 0, index) if older else range(index, end or len(names))
        holder, rest = split(path)
        place = _holder_in_hub(holder, towards, hub, back=not older)
        if place is None or len(versions) < 2:
            there.append(within(holder, part.rule if len(paths) == 1 else Lacks(show(rest))))
            continue
        key = f"{show(rest)} of {names[versions[-1] if older else versions[0]]}"
        rule = Carried(show(rest), key)
        there.append(within(holder, rule if older else Inverted(rule)))
        made.append((within(place, Lacks(show((key,)))), versions))
    yield from (_Through(part.rule, there, elsewhere, versions) for elsewhere, versions in made)


def _holder_in_hub(holder: FieldPath, way: Sequence[_Step], hub: int, *, back: bool) -> FieldPath | None:
    """Where the hub has the object that holds a field, None if a rule on the way does more than move it."""
    for _, part in [each for each in way if (each[0] > hub) == back]:
        moves = moves_to_hub([part])
        moved = carried(holder, turned(moves) if back else moves)[0]
        touched = (path for path in _touched(part) if len(path) <= len(holder))
        if holder and moved == holder and any(meet(path, holder) for path in touched):
            return None
        holder = moved
    return holder


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
    return within(holder, rule.of(show(rest)) if isinstance(rule, KnowsOnly) else Lacks(show(rest)))
