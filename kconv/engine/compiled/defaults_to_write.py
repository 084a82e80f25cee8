"""The defaults to write are computed once per pair of versions, so that an object is walked once without a comparison.

Most defaults are independent: one that only the source version has is written; if both have one for the same field, the
source's is written if the two differ. Only those that depend on each other, such as a rollout's strategy and its
settings, are filled in both ways and compared, and only the part that contains them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kconv.engine.preserve import overlay, placed
from kconv.names import Release
from kconv.rules import Fills, Json, Part
from kconv.rules.base import of_part
from kconv.rules.fills import Filling, Leaf, Step, walk
from kconv.rules.move import common

if TYPE_CHECKING:
    from kconv.rules.fills import Add, Fill

Joined = Callable[[Part[Fills], Part[Fills]], bool]


def writer(
    source: Sequence[Part[Fills]], target: Sequence[Part[Fills]], release: Release, joined: Joined
) -> Callable[[Json], Json] | None:
    """The function that writes what the source's version means and the target's does not; None if only a comparison
    can.

    ``joined`` says whether one rule may see what the other fills in.
    """
    ours, theirs = ([part for part in each if part.rule.fillings(release)] for each in (source, target))
    # What both versions fill in alike makes no difference.
    groups = [(mine, others) for mine, others in _groups(ours, theirs, joined) if mine != others]
    in_turn = [part for mine, _ in groups for part in mine]
    if in_turn != [part for part in ours if part in in_turn]:
        # Fields would get another order.
        return None
    fillings: list[Filling] = []
    for mine, others in groups:
        found = _part(*([each for part in parts for each in of_part(part, release)] for parts in (mine, others)))
        if found is None:
            return None
        fillings += found
    return walk(fillings, placed)


def _groups(
    ours: Sequence[Part[Fills]], theirs: Sequence[Part[Fills]], joined: Joined
) -> list[tuple[list[Part[Fills]], list[Part[Fills]]]]:
    """The source's and the target's rules in groups that have nothing to do with each other, in the source's order."""
    groups: list[tuple[list[Part[Fills]], list[Part[Fills]]]] = []
    left = list(ours)
    while left:
        group, waiting = [left[0]], [left[0]]
        while waiting:
            one = waiting.pop()
            more = [part for part in (*ours, *theirs) if part not in group and joined(one, part)]
            group += more
            waiting += more
        groups.append(([part for part in ours if part in group], [part for part in theirs if part in group]))
        left = [part for part in left if part not in group]
    return groups


def _part(source: Sequence[Filling], target: Sequence[Filling]) -> list[Filling] | None:
    """What to fill in for defaults that depend on each other; None if they have no common parent."""
    if not target:
        return list(source)
    if len(source) == len(target) == 1 and _one_field(*source, *target):
        (one,), (other,) = source, target
        return [] if repr(one.fill) == repr(other.fill) else [one]
    first, *others = (each.steps for each in (*source, *target))
    shared = first[: common(first, *others)]
    return [Filling(shared, _compared(*(_below(each, shared) for each in (source, target))))] if shared else None


def _one_field(one: Filling, other: Filling) -> bool:
    """Whether two versions' defaults are of the same field, and replace the same."""
    return (
        isinstance(one.fill, Leaf)
        and isinstance(other.fill, Leaf)
        and (one.steps, one.fill.key, one.fill.zero) == (other.steps, other.fill.key, other.fill.zero)
    )


def _below(fillings: Sequence[Filling], steps: tuple[Step, ...]) -> list[Filling]:
    return [Filling(each.steps[len(steps) :], each.fill) for each in fillings]


def _compared(source: Sequence[Filling], target: Sequence[Filling]) -> Callable[[Add], Fill]:
    """What writes in one part of the object what differs with the source's defaults and without."""
    meant, taken = walk(source), walk(target)

    def fill(part: Json) -> Json:
        full = meant(part)
        return part if full is part else overlay(part, taken(part), taken(full))

    return lambda _: fill
